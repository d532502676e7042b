"""What an approval still waits for is due work, and no condition of it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.test_deadlines import EAST, RECEIVED, a_case, end_of
from tests.letters import letter_cases as cases
from ur_desktop.domain.case import CaseState, FollowUp
from ur_desktop.domain.determination import Action
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.follow_up import follow_up_due, follow_ups, received

OWED = (FollowUp("P3", date(2026, 2, 3)), FollowUp("P4", date(2026, 2, 1)), FollowUp("B9", None))
CLOSED = replace(a_case(), state=CaseState.CLOSED, follow_ups=OWED)


def test_an_approval_owes_what_was_not_yet_due_and_a_denial_nothing() -> None:
    finding = replace(cases.approved()["finding"], not_yet_due={"P3": date(2026, 2, 3), "B9": None})
    assert follow_ups(Action.APPROVE, finding) == (FollowUp("P3", date(2026, 2, 3)), FollowUp("B9", None))
    assert follow_ups(Action.APPROVE_IN_PART, finding) == follow_ups(Action.APPROVE, finding)
    assert follow_ups(Action.DENY, finding) == follow_ups(Action.WITHDRAW, finding) == ()


def test_the_earliest_is_due_first_and_the_case_is_finished_with_the_last() -> None:
    case = CLOSED
    assert follow_up_due(case, EAST) == end_of(2, 1)
    case = received(case, "P4", RECEIVED, "dana")
    assert case.follow_ups[1] == FollowUp("P4", date(2026, 2, 1), RECEIVED, "dana")
    assert (follow_up_due(case, EAST), case.is_finished) == (end_of(2, 3), False)
    case = received(received(case, "P3", RECEIVED, "dana"), "B9", RECEIVED, "dana")
    assert (follow_up_due(case, EAST), case.is_finished) == (None, True)
    assert not replace(case, state=CaseState.READY).is_finished


@pytest.mark.parametrize(
    ("case", "criterion_id"), [(CLOSED, "P5"), (replace(CLOSED, state=CaseState.LETTER), "P3")]
)
def test_only_what_is_open_on_a_closed_case_is_received(case: object, criterion_id: str) -> None:
    with pytest.raises(NotAuthorized, match=f"does not wait for {criterion_id}"):
        received(case, criterion_id, RECEIVED, "dana")  # type: ignore[arg-type]

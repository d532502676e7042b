"""The open case without a window: read whole from the vault, viewed, and its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.casework.sample_desk import JORDAN, LOU, NOOR, ROSA, SampleDesk
from ur_desktop.casework import open_case, review
from ur_desktop.domain.authorization import Status
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.review import Mark


def test_a_new_case_has_no_review_and_the_policy_of_its_first_date(desk: SampleDesk) -> None:
    found = open_case.read(desk.session, NOOR)
    assert (found.case, found.is_reviewed) == (desk.case(NOOR), False)
    assert found.policy == desk.session.library.policy(found.case.policy_id, found.case.request.start)


def test_a_reviewed_case_comes_with_its_file(desk: SampleDesk) -> None:
    found = open_case.read(desk.session, ROSA)
    assert found.file.review == desk.review(ROSA)
    assert found.file.referral is not None
    assert found.policy.digest == found.file.review.digest


def test_a_case_that_is_not_there(desk: SampleDesk) -> None:
    with pytest.raises(KeyError):
        open_case.read(desk.session, "nobody")


def test_a_view_is_logged_by_who_looked(desks: Callable[[str], SampleDesk]) -> None:
    desk = desks("max")
    assert open_case.view(desk.session, JORDAN).case.id == JORDAN
    latest = desk.vault.journal.entries(JORDAN)[0]
    assert (latest.kind, latest.by) == (EventKind.VIEW, "max")


def test_the_header_shows_the_worklists_row(desk: SampleDesk) -> None:
    assert open_case.header(desk.session, LOU).stopped_since is not None


@pytest.mark.parametrize(("plan_id", "said"), [("example-nc", True), ("example-ut", False)])
def test_a_duplicate_is_a_case_of_the_same_plan_and_id(desk: SampleDesk, *, plan_id: str, said: bool) -> None:
    desk.session.add(
        replace(desk.case(JORDAN), id="another", number="2026-009999", plan_id=plan_id, state=CaseState.NEW)
    )
    found = open_case.checks(desk.session, open_case.read(desk.session, JORDAN))
    named = [check.status for check in found if "2026-009999" in check.words]
    assert (Status.OK not in named, bool(named)) == (True, said)


def test_the_history_has_answers_changes_and_log_entries(desk: SampleDesk) -> None:
    before = open_case.history(desk.session, JORDAN)
    given = review.open_review(desk.session, open_case.view(desk.session, JORDAN))
    criterion = given.state.finding.unanswered[0]
    judged = given.state.judged[criterion].node
    review.note(desk.session, given, judged, "Look again.")  # type: ignore[arg-type]
    review.change_facts(desk.session, given, replace(given.review, schedule=()))
    after = open_case.history(desk.session, JORDAN)
    assert [(item.criterion_id, item.after.note) for item in after.answers[len(before.answers) :]] == [
        (criterion, "Look again.")
    ]
    assert after.answers[-1].after.mark is not Mark.MET
    assert [change.what for change in after.changes[len(before.changes) :]] == ["schedule"]
    assert [event.kind for event in after.events][:2] == [EventKind.CHANGE, EventKind.VIEW]

"""What keeps a review from being completed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.rules import FORM
from ur_desktop.domain.completion import require_complete, require_form, what_is_left
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.policy import Criterion, Named
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.review_state import ReviewState

NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
REVIEW = Review("c1", 1, FORM.id, FORM.version, FORM.digest, "decided", NOW.date())
ANSWERED = REVIEW.answered("C1", Answer(Mark.NOT_MET, "kim", NOW))


def test_a_review_is_complete_when_each_deciding_criterion_is_answered() -> None:
    require_complete(FORM, ANSWERED)
    assert what_is_left(ReviewState.of(FORM, REVIEW)) == "1 to answer"
    with pytest.raises(NotAuthorized, match="This review can’t be completed: 1 to answer"):
        require_complete(FORM, REVIEW)


def test_an_open_list_must_be_named_in_the_note() -> None:
    [one, *others] = FORM.checklists["decided"].root.children
    assert isinstance(one, Criterion)
    root = replace(
        FORM.checklists["decided"].root, children=(replace(one, named=Named(2, "factors")), *others)
    )
    form = replace(FORM, checklists={"decided": replace(FORM.checklists["decided"], root=root)})
    met = REVIEW.answered("C1", Answer(Mark.MET, "kim", NOW))
    with pytest.raises(NotAuthorized, match="C1 names too little in its note"):
        require_complete(form, met)


@pytest.mark.parametrize("change", [{"id": "other"}, {"version": NOW.date()}, {"digest": "1" * 64}])
def test_another_form_completes_nothing(change: dict[str, object]) -> None:
    require_form(FORM, REVIEW)
    with pytest.raises(NotAuthorized, match="did not begin with this form"):
        require_complete(replace(FORM, **change), ANSWERED)  # type: ignore[arg-type]

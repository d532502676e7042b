"""A review is a value: answering it gives another."""

from __future__ import annotations

from tests.domain.trees import NOON, review
from ur_desktop.domain.review import Answer, Mark


def test_answering_gives_a_new_review_and_leaves_the_old() -> None:
    before = review({"a": Mark.MET})
    after = before.answered("a", Answer(Mark.NOT_MET, "dana", NOON))
    assert (before.mark("a"), after.mark("a"), after.mark("b")) == (Mark.MET, Mark.NOT_MET, None)

"""A determination is judged from the whole record of its case."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.rules import FORM, RULES
from tests.sealing import invented
from ur_desktop.domain.determination import Action, Determination, Rationale
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.domain.signing import SigningRules, require_signable

NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
CASE = invented("case-1", "kim")
KIM = Reviewer("kim", "Kim Specimen", Role.NURSE, Credential("RN"))
APPROVAL = Determination(
    Action.APPROVE, KIM, NOW, CASE.request.start, CASE.request.end, CASE.request.units, Rationale("")
)
REVIEW = Review("case-1", 1, FORM.id, FORM.version, FORM.digest, "decided", NOW.date())


def judge(wanted: Determination, mark: Mark, rules: SigningRules = RULES) -> None:
    review = REVIEW.answered("C1", Answer(mark, "kim", NOW))
    require_signable(wanted, CASE, review, rules, participation=(), peer_to_peer=None)


def test_an_approval_that_the_answers_support_is_signed() -> None:
    judge(APPROVAL, Mark.MET)


def test_the_answers_the_request_and_the_fonts_are_judged() -> None:
    with pytest.raises(NotAuthorized, match="C1 is not met"):
        judge(APPROVAL, Mark.NOT_MET)
    with pytest.raises(NotAuthorized, match="dates and units as requested"):
        judge(replace(APPROVAL, units=99_999), Mark.MET)
    with pytest.raises(NotAuthorized, match="No font"):
        judge(APPROVAL, Mark.MET, replace(RULES, unprintable=lambda _text: "No font."))
    with pytest.raises(NotAuthorized, match="did not begin with this form"):
        judge(APPROVAL, Mark.MET, replace(RULES, policy=replace(FORM, digest="1" * 64)))

"""Reviews to open in a test: half answered, all answered, with a last one; every person is invented."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ur_desktop.domain.evaluation.finding import evaluate
from ur_desktop.domain.evaluation.judge import MET
from ur_desktop.domain.policy import Facts, Policy
from ur_desktop.domain.review import Answer, Evidence, Mark, PlannedSession, Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.forms.load import load_policy

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 1, 16, 11, 30, tzinfo=UTC)
NURSE = Reviewer("dw", "Dana Whitfield", Role.NURSE, Credential("RN"))
WEEK = tuple(
    PlannedSession(day, kind, minutes)
    for day in ("mon", "wed", "fri")
    for kind, minutes in (("group", 120), ("training", 70), ("recreational", 30))
)
FACTS: Facts = {
    "age": 34,
    "boarding": False,
    "out_of_area": False,
    "multiple_recent_admissions": True,
    "admitted": date(2026, 1, 12),
    "requested_start": date(2026, 1, 26),
}


@cache
def policy(policy_id: str = "bcbsnc-psychiatric-iop") -> Policy:
    """One of the two policies, read once."""
    return load_policy(ROOT / "forms", policy_id, date(2026, 1, 15))


def answer(mark: Mark | None = Mark.MET, note: str = "", *evidence: Evidence, by: str = "mo") -> Answer:
    """An answer of another reviewer, a week ago."""
    return Answer(mark, by, datetime(2026, 1, 9, tzinfo=UTC), note, evidence)


def continued(**answers: Answer) -> Review:
    """A continued review with these answers; one day before the deadline for contacting providers."""
    form = policy()
    return Review(
        "case", 2, form.id, form.version, form.digest, "continued", NOW.date(), FACTS, WEEK, (), answers
    )


def all_met(review: Review) -> Review:
    """The review with every open criterion of the deciding checklist answered met."""
    form = policy(review.policy_id)
    finding = evaluate(form, review)
    review = replace(review, answers={**review.answers, **{item: answer() for item in finding.unanswered}})
    assert evaluate(form, review).result is MET
    return review


def last_review(**answers: Answer) -> Review:
    """The admission review before it."""
    return replace(continued(**answers), sequence=1, checklist_id="admission", on=date(2026, 1, 9))


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the keyboard is."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifier)


def write(text: str) -> None:
    """Type a text wherever the keyboard is."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)

"""Reviews of continued care to decide on, and who decides them; every person is invented."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.reviews import answer, policy
from ur_desktop.casework.decision import Start
from ur_desktop.domain.case import Case, Diagnosis, Member, Provider, ServiceRequest, Urgency
from ur_desktop.domain.determination import Rationale, Referral, Standing
from ur_desktop.domain.evaluation.finding import Finding, cure_for, evaluate
from ur_desktop.domain.participation import Participation, Step
from ur_desktop.domain.policy import FactValue, ReviewKind
from ur_desktop.domain.response_time import ResponseTime
from ur_desktop.domain.review import Mark, Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.ui.decision.screen import Decision

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]

POLICY = policy()
FACTS: dict[str, FactValue] = {
    "age": 34,
    "boarding": False,
    "out_of_area": False,
    "multiple_recent_admissions": False,
    "admitted": date(2026, 1, 12),
    "requested_start": date(2026, 1, 26),
}
NOT_FOUND: Mapping[str, Mark | None] = {"P2": Mark.NOT_DOCUMENTED, "P11": Mark.NOT_DOCUMENTED}
TWO_SIGNS_LESS: Mapping[str, Mark | None] = {"C9b": Mark.NOT_MET, "C9c": Mark.NOT_MET}
NOW = datetime(2026, 1, 16, 11, 46, tzinfo=timezone(timedelta(hours=-5)))
NURSE = Reviewer("jsampleton", "Jordan Sampleton", Role.NURSE, Credential("RN"))
PHYSICIAN = Reviewer(
    "tspecimen", "Taylor Specimen", Role.PHYSICIAN, Credential("MD", "TEST-7", "NC", "Psychiatry")
)
REQUEST = ServiceRequest(
    "S9480",
    ReviewKind.CONTINUED,
    Urgency.URGENT,
    NOW - timedelta(hours=20),
    date(2026, 1, 26),
    date(2026, 2, 20),
    12,
    3,
    9.5,
    Diagnosis("F33.1"),
)
CASE = Case(
    "1",
    "2026-000183",
    Member("TEST-00417", "Jordan", "Sampleton", date(1991, 3, 14)),
    "example",
    POLICY.id,
    REQUEST,
    Provider("Harbor Example Clinic"),
    NOW,
    "jsampleton",
)
STANDING = Standing(frozenset({Participation("jsampleton", Step.COMPLETED, 1)}))
RESPONSE = ResponseTime(
    decide_by=NOW + timedelta(hours=52),
    by_hour=True,
    formal_from=NOW + timedelta(hours=48),
    formal_until=None,
    why_informal="",
    informal_from=NOW + timedelta(hours=4),
    informal_until=NOW + timedelta(hours=51),
    default=NOW + timedelta(hours=48),
)
"""An urgent request received 20 hours ago."""


def continued(marks: Mapping[str, Mark | None], *, unknown: str = "") -> Review:
    """A continued-care review of January 15, everything due met but for the marks given; None unanswers."""
    given = {name: Mark.MET for name in POLICY.answerable["continued"] if name != "P12"} | dict(marks)
    return Review(
        "1",
        1,
        POLICY.id,
        POLICY.version,
        POLICY.digest,
        "continued",
        date(2026, 1, 15),
        facts={name: value for name, value in FACTS.items() if name != unknown},
        answers={name: answer(mark) for name, mark in given.items() if mark},
    )


def found(marks: Mapping[str, Mark | None]) -> Finding:
    """The finding of such a review."""
    return evaluate(POLICY, continued(marks))


def decision(
    show: Show,
    who: Reviewer = NURSE,
    *,
    marks: Mapping[str, Mark | None] = TWO_SIGNS_LESS,
    standing: Standing = STANDING,
    drafts: Mapping[str, str] | None = None,
    physicians: tuple[Reviewer, ...] = (PHYSICIAN,),
    question: str = "Is it still needed?",
    finding: Finding | None = None,
    completed_at: datetime | None = None,
    referral: Referral | None = None,
    response: ResponseTime | None = None,
) -> Decision:
    """The decision of a reviewer on such a review, shown as large as a small screen leaves it."""
    screen = Decision(lambda: who, lambda: NOW)
    screen.resize(1286, 676)
    show(screen)
    start = Start(
        case=CASE,
        finding=finding or found(marks),
        cure=cure_for(POLICY, continued(marks)),
        standing=standing,
        rationale=Rationale("Your records show «what».", "C9: «why»."),
        question=question,
        drafts=drafts or {},
        physicians=physicians,
        response=response or RESPONSE,
        peer_to_peer_until=date(2026, 1, 30),
        next_review=date(2026, 2, 17),
        completed_at=completed_at,
        completed_by="Jordan Sampleton, RN",
        referral=referral,
        referred_by="Jordan Sampleton, RN" if referral else "",
    )
    screen.open(start, hint=lambda _text: "Reading level: grade 6.")
    return screen


def go(screen: QWidget) -> None:
    """Press what the primary button shows."""
    QTest.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def press(screen: Decision, letter: str) -> None:
    """Press an action's letter."""
    screen.setFocus()
    QTest.keyClicks(screen, letter)


def write(screen: Decision, editor: str, voice: str, words: str) -> None:
    """Write over one of the texts."""
    edit = screen.form.editors[editor].edits[voice]
    screen.form.editors[editor].show_text(voice)
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(edit, words)


def denial(show: Show, *, standing: Standing = STANDING, who: Reviewer = PHYSICIAN) -> Decision:
    """A denial with its reasons written."""
    screen = decision(show, who, standing=standing)
    press(screen, "D")
    write(screen, "deny", "provider", "One of two signs.")
    write(screen, "deny", "member", "We found one of two signs.")
    return screen

"""The request of a case as it is on file: who, what, from whom, what was asked since, and what follows from it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ur_desktop.domain.authorization import Check
from ur_desktop.domain.case import Case, CaseState, Diagnosis, InformationRequest, Member, Provider
from ur_desktop.domain.deadlines import Deadline
from ur_desktop.domain.determination import Referral
from ur_desktop.domain.plan import Plan
from ur_desktop.domain.policy import Checklist, Policy
from ur_desktop.domain.service_cards import CARDS, level_words
from ur_desktop.ui import theme
from ur_desktop.ui.controls import ActionBar, Card, Hairline, Icon, KeyButton, Kind, StateWord
from ur_desktop.ui.fact_grid import Fact, FactGrid, column_text, four_columns
from ur_desktop.ui.intake_form import URGENCIES
from ur_desktop.ui.request_checks import RequestChecks
from ur_desktop.ui.scroll_page import ScrollPage
from ur_desktop.ui.service_card import ServiceCardFold
from ur_desktop.ui.text import clock_words, date_words, label, paragraph, plural, time_words, typed_date
from ur_desktop.ui.theme import Sign
from ur_desktop.ui.worklist_rows import REVIEWS

WIDEST = 1000
ROOM_FOR_BOTH = 1120
START, RECORDS = "start", "records"
_URGENCIES = dict(URGENCIES)
_NEXT: Mapping[CaseState, tuple[str, str]] = {
    CaseState.NEW: ("Start review", START),
    CaseState.IN_REVIEW: ("Go to the review", "review"),
    CaseState.READY: ("Go to the determination", "determination"),
    CaseState.WITH_PHYSICIAN: ("Go to the determination", "determination"),
    CaseState.WAITING: ("Records came", RECORDS),
    CaseState.LETTER: ("Go to the letter", "letters"),
    CaseState.CLOSED: ("Go to the determination", "determination"),
}
"""The primary of each state: its word, and the tab it leads to or what else it does."""
_SIGNED = frozenset({CaseState.LETTER, CaseState.CLOSED})


class RequestPage(QWidget):
    """The Request tab: facts to read, at the right what follows from them, at the foot what to do next.

    ``correct`` asks for the intake with this case in it, ``start_review`` and ``records_came`` for what they say,
    ``go`` for another tab of the case by its key.
    """

    correct = Signal()
    start_review = Signal()
    records_came = Signal()
    go = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = ScrollPage("Request", home=True, parent=self)
        self.checks = RequestChecks(self)
        self.bar = ActionBar(parent=self)
        self.correct_button = KeyButton("Correct the request", key="F2", shortcut="F2", parent=self)
        self.primary = KeyButton(
            "Start review", Kind.PRIMARY, key="Ctrl ↵", shortcut="Ctrl+Return", parent=self
        )
        self.correct_button.clicked.connect(self.correct)
        self.primary.clicked.connect(self._do_next)
        self._does = START
        self._body: RequestBody | None = None
        self._line = QHBoxLayout()
        self._lay_out()
        self.setFocusProxy(self.page)
        # The panel is longer than a small screen: its scroll area too is reached by Tab.
        for area in self.checks.findChildren(QScrollArea):
            area.setAccessibleName("What follows from this")
            area.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def open(
        self,
        case: Case,
        *,
        plan: Plan,
        policy: Policy,
        deadline: Deadline,
        checks: tuple[Check, ...],
        referral: Referral | None,
        referred_by: str,
        now: datetime,
    ) -> None:
        """Show a case as it stands; ``referred_by`` is the name of whoever asked the physician, ``now`` aware."""
        now = now.astimezone(ZoneInfo(plan.time_zone))
        body = RequestBody(case, policy, referral, referred_by, now)
        if self._body is not None:
            self._line.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self._line.insertWidget(0, body, 1)
        self.page.verticalScrollBar().setValue(0)
        self.checks.show_due(deadline, now)
        if stands := clock_stands(deadline, now):
            sign, rule = stands
            self.checks.due.set_sign(sign)
            self.checks.due.updateGeometry()
            self.checks.rule.setText(rule)
        self.checks.show_policy(policy, _checklist(case, policy), case.request.start)
        self.checks.show_checks(checks)
        word, self._does = _NEXT[case.state]
        self.primary.set_word(word)
        self.correct_button.setVisible(case.state not in _SIGNED)
        self.bar.set_words(bar_words(case, referral, now))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("surface"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= ROOM_FOR_BOTH
        way = QBoxLayout.Direction
        self._both.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self.checks.set_beside(beside)

    def _lay_out(self) -> None:
        self._line.addStretch(0)
        self.page.column.addLayout(self._line)
        self.page.column.addStretch(1)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(0)
        self._both.addWidget(self.page, 1)
        self._both.addWidget(self.checks)
        self.bar.add(self.correct_button)
        self.bar.add(self.primary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._both, 1)
        column.addWidget(self.bar)

    def _do_next(self) -> None:
        if self._does == START:
            self.start_review.emit()
        elif self._does == RECORDS:
            self.records_came.emit()
        else:
            self.go.emit(self._does)


class RequestBody(QWidget):
    """The facts of one case; a question to the physician stands above them all."""

    def __init__(
        self, case: Case, policy: Policy, referral: Referral | None, referred_by: str, now: datetime
    ) -> None:
        super().__init__()
        self.setMaximumWidth(WIDEST)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 18, 0, 20)
        self._column.setSpacing(0)
        if referral is not None:
            self._column.addWidget(ReferralCard(referral, referred_by, now))
            self._column.addSpacing(18)
        self._section("Member", tuple(member_facts(case)), space=0)
        self._section("Request", tuple(request_facts(case, policy, now)))
        if card := CARDS.get(case.request.service_code):
            self._column.addSpacing(8)
            self._column.addWidget(ServiceCardFold(card))
        self._section("Provider", tuple(provider_facts(case.provider)), space=10 if card else 18)
        if case.information_requests:
            self._head("Information requested")
            latest_first = sorted(case.information_requests, key=lambda asked: asked.sent_at, reverse=True)
            for place, asked in enumerate(latest_first):
                if place:
                    self._column.addWidget(Hairline())
                self._column.addWidget(AskedRow(asked, now))

    def _section(self, title: str, facts: tuple[Fact, ...], *, space: int = 18) -> None:
        self._head(title, space=space)
        self._column.addWidget(FactGrid(facts))

    def _head(self, title: str, *, space: int = 18) -> None:
        self._column.addSpacing(space)
        self._column.addWidget(label(title, "section"))
        self._column.addSpacing(8)


class ReferralCard(Card):
    """What a nurse asks the physician, before anything else."""

    def __init__(self, referral: Referral, referred_by: str, now: datetime) -> None:
        super().__init__(current=True, padding=16)
        self.column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon("first-aid-kit", "accent"))
        head.addWidget(label("Question for the physician", "strong"))
        head.addStretch(1)
        head.addWidget(label(f"{referred_by}, {time_words(now, referral.at)}", "second"))
        self.column.addLayout(head)
        self.column.addWidget(paragraph(referral.question, "criterion"))
        if referral.note:
            self.column.addWidget(paragraph(referral.note, "body", "muted"))


class AskedRow(QWidget):
    """What was asked for, when, and whether it came."""

    def __init__(self, asked: InformationRequest, now: datetime) -> None:
        super().__init__()
        self.state = StateWord(asked_sign(asked, now))
        sent = label(f"Asked {time_words(now, asked.sent_at)}", "second")
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self.state)
        left.addWidget(sent)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(4)
        for item in asked.items:
            right.addWidget(column_text(item))
        right.addStretch(1)
        grid = four_columns()
        grid.setContentsMargins(0, 8, 0, 8)
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1, 1, 3)
        self.setLayout(grid)
        self.setAccessibleName(f"{self.state.text()}: {' '.join(asked.items)}")


def member_facts(case: Case) -> Iterator[Fact]:
    """Who the request is for, and where letters go."""
    member = case.member
    home, private = "\n".join(member.address.lines), member.confidential_address
    yield Fact("Name", member.name)
    yield Fact("Born", f"{typed_date(member.born)}, age {case.age}")
    yield _representative(member)
    if private is None:
        yield Fact("Home address", home)
    else:
        yield Fact("Confidential address for letters", "\n".join(private.lines))
        yield Fact("Home address, not for letters", home, 2)


def request_facts(case: Case, policy: Policy, now: datetime) -> Iterator[Fact]:
    """What is asked; what few requests have stands only where this one has it."""
    request = case.request
    received = request.received.astimezone(now.tzinfo)
    yield Fact("Service", f"{request.service_code} {_meaning(policy, request.service_code)}".rstrip(), 2)
    yield Fact("Review", REVIEWS[request.review])
    yield Fact("Urgency", _URGENCIES[request.urgency.value])
    yield Fact("Dates", f"{typed_date(request.start)} – {typed_date(request.end)}")
    yield Fact("Units", f"{plural(request.units, 'unit')} in {plural(request.weeks, 'week')}")
    yield Fact("Days and hours a week", f"{plural(request.days_per_week, 'day')}, {request.hours_per_week:g} h")
    yield Fact("Received", f"{typed_date(received.date())}, {clock_words(received)}")
    yield Fact("Primary diagnosis", _named(request.diagnosis), 2)
    if request.other_diagnoses:
        yield Fact("Other diagnoses", "\n".join(map(_named, request.other_diagnoses)), 2)
    if request.approved_through:
        yield Fact("Course approved through", typed_date(request.approved_through))
    if request.revenue_code:
        yield Fact("Revenue code", request.revenue_code)
    if request.claim_amount:
        yield Fact("Claim amount", request.claim_amount)
    if request.separate_services:
        yield Fact("Billed apart", ", ".join(request.separate_services), 2)
    for other in request.other_authorizations:
        dates = f"{typed_date(other.start)} – {typed_date(other.end)}"
        level = level_words(other.level)
        about = ", ".join(part for part in (f"{other.service_code} {level}".lstrip(), other.number) if part)
        yield Fact("Other authorization on file", f"{about}\n{dates}", 2)


def provider_facts(provider: Provider) -> Iterator[Fact]:
    """Who asks, and how to reach them."""
    yield Fact("Program", provider.name, 2)
    yield Fact("NPI", provider.npi)
    yield Fact("Treating practitioner", provider.addressee if provider.practitioner else "")
    yield Fact("Address", "\n".join(provider.address.lines), 2)
    yield Fact("Phone", provider.phone)
    yield Fact("Fax", provider.fax)


def asked_sign(asked: InformationRequest, now: datetime) -> Sign:
    """Whether an answer came, is waited for, or is overdue, with its day."""
    if asked.answered_at is not None:
        return Sign("check-circle-fill", "met", f"Answered {_day(now, asked.answered_at)}")
    if asked.has_lapsed(now):
        return Sign("warning-circle-fill", "not_documented", f"No answer by {_day(now, asked.answer_by)}")
    return Sign("files", "muted", f"Waiting until {_day(now, asked.answer_by)}")


def clock_stands(deadline: Deadline, now: datetime) -> tuple[Sign, str] | None:
    """How a clock that does not run stands, and its rule; None while it runs."""
    if deadline.noticed_at is not None:
        late = ", late" if deadline.is_late(now) else ""
        written = f". Written notice by {_day(now, deadline.written_by)}" if deadline.written_by else ""
        words = f"Notice given {time_words(now, deadline.noticed_at)}{late}"
        return Sign("check-circle", "muted", words), f"{deadline.rule}{written}"
    if deadline.is_stopped(now) and deadline.stopped_since and deadline.runs_again:
        sign = theme.CLOCKS["stopped"]
        again = f"Runs again {_day(now, deadline.runs_again)} at the latest: {deadline.rule}"
        words = f"{sign.words} since {_day(now, deadline.stopped_since)}"
        return Sign(sign.icon, sign.token, words), again
    return None


def bar_words(case: Case, referral: Referral | None, now: datetime) -> str:
    """What is so, in a sentence."""
    if case.state is CaseState.WAITING:
        waited = [asked for asked in case.information_requests if asked.answered_at is None]
        until = f", until {_day(now, max(asked.answer_by for asked in waited))}" if waited else ""
        return f"Waiting for records{until}."
    since = f" since {time_words(now, referral.at)}" if referral else ""
    return {
        CaseState.NEW: "The review has not started.",
        CaseState.IN_REVIEW: "The review is under way.",
        CaseState.READY: "The review is complete; the determination is to be made.",
        CaseState.WITH_PHYSICIAN: f"With a physician{since}.",
        CaseState.LETTER: "The determination is signed, so the request stays as it is.",
    }.get(case.state, "The case is closed, so the request stays as it is.")


def _representative(member: Member) -> Fact:
    person = member.representative
    if person is None:
        return Fact("Letters go to", "The member")
    return Fact("Letters go to", ", ".join(part for part in (person.name, person.relation) if part))


def _checklist(case: Case, policy: Policy) -> Checklist | None:
    return next((item for item in policy.checklists.values() if item.review is case.request.review), None)


def _meaning(policy: Policy, code: str) -> str:
    return next((service.meaning for service in policy.services if service.code == code), "")


def _named(diagnosis: Diagnosis) -> str:
    return f"{diagnosis.code} {diagnosis.meaning}".strip()


def _day(now: datetime, moment: datetime) -> str:
    return date_words(now, moment.astimezone(now.tzinfo))

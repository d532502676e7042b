"""The request of a case: who requests what, what was requested of the provider since, due date and checks."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ur_desktop.domain.authorization import Check
from ur_desktop.domain.case import Case, CaseState, HandOver
from ur_desktop.domain.deadlines import Deadline
from ur_desktop.domain.determination import Referral
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.policy import Checklist, Policy
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.service_cards import ServiceCard
from ur_desktop.ui.case.detail_grid import GUTTER, Detail, DetailGrid, column_text, four_columns
from ur_desktop.ui.case.follow_up_row import FollowUpRow
from ur_desktop.ui.case.hand_over_form import HandOverForm
from ur_desktop.ui.case.receipt_form import ReceiptForm
from ur_desktop.ui.case.request_text import (
    asked_sign,
    bar_words,
    member_details,
    provider_details,
    request_details,
    stopped_clock,
)
from ur_desktop.ui.case.service_page import ServicePage
from ur_desktop.ui.kit.action_bar import ActionBar
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import Card, Hairline
from ur_desktop.ui.kit.scroll_page import ScrollPage
from ur_desktop.ui.kit.status_icon import Icon, StateWord
from ur_desktop.ui.kit.text import time_words
from ur_desktop.ui.parts.request_checks import RequestChecks

WIDEST = 1000
ROOM_FOR_BOTH = 1120
START, AGAIN, RECORDS = "start", "again", "records"
_NEXT: Mapping[CaseState, tuple[str, str]] = {
    CaseState.NEW: ("Start review", START),
    CaseState.IN_REVIEW: ("Continue review", "review"),
    CaseState.READY: ("Go to determination", "determination"),
    CaseState.WITH_PHYSICIAN: ("Go to determination", "determination"),
    CaseState.WAITING: ("Records received", RECORDS),
    CaseState.LETTER: ("Go to letters", "letters"),
    CaseState.SEND: ("Go to letters", "letters"),
    CaseState.CLOSED: ("Go to determination", "determination"),
}
"""The primary of each state: its word, and the tab it leads to or what else it does."""
RECORDS_CAME = "Records received, not reviewed yet."
_SIGNED = frozenset({CaseState.LETTER, CaseState.SEND, CaseState.CLOSED})


class RequestPage(FocusScope):
    """The Request tab: facts to read, at the right what follows from them, at the foot what to do next.

    ``correct`` asks for the intake with this case in it; ``start_review``, ``review_again``, ``records_undone``,
    ``end_early`` and ``request_withdrawn`` (the information request) for what they say. ``records_came`` carries a
    `Receipt`, ``follow_up_received`` the criterion of a record that came after the approval, ``handed_over`` a
    user ID and the note. ``go`` asks for another tab of the case by its key.
    """

    correct = Signal()
    start_review = Signal()
    records_came = Signal(object)
    records_undone = Signal()
    request_withdrawn = Signal()
    review_again = Signal()
    follow_up_received = Signal(str)
    end_early = Signal()
    handed_over = Signal(str, str)
    go = Signal(str)

    def __init__(
        self, *, read_only: bool = False, may_end: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._read_only, self._may_end = read_only, may_end
        self.page = ScrollPage("Request", home=True, parent=self)
        self.checks = RequestChecks(self, margin_under=0)
        self.service = ServicePage(self)
        self.service.closed.connect(lambda: self.show_service(shown=False))
        self.service_button = KeyButton("About this service", key="F4", shortcut="F4", parent=self)
        self.service_button.clicked.connect(lambda: self.show_service(shown=True))
        self.bar = ActionBar(parent=self)
        self.correct_button = KeyButton("Edit request", key="F2", shortcut="F2", parent=self)
        self.primary = KeyButton(
            "Start review", Emphasis.PRIMARY, key="Ctrl ↵", shortcut="Ctrl+Return", parent=self
        )
        self.correct_button.clicked.connect(self.correct)
        self.primary.clicked.connect(self._do_next)
        self.undo = KeyButton("Undo receipt", Emphasis.TEXT, key="Ctrl Z", shortcut="Ctrl+Z", parent=self)
        self.undo.clicked.connect(self.records_undone)
        self.withdraw = KeyButton("Stop waiting", Emphasis.TEXT, key="Ctrl D", shortcut="Ctrl+D", parent=self)
        self.withdraw.setAccessibleDescription("Writes the letter that withdraws the information request.")
        self.withdraw.clicked.connect(self.request_withdrawn)
        self.end = KeyButton("End early", Emphasis.TEXT, key="F9", parent=self)
        self.end.setAccessibleDescription("Ends the case without a clinical decision.")
        self.end.clicked.connect(self.end_early)
        self.hand_over = KeyButton("Hand over", Emphasis.TEXT, key="Ctrl H", shortcut="Ctrl+H", parent=self)
        self.hand_over.setAccessibleDescription("Gives the case to a colleague with a note.")
        self.hand_over.clicked.connect(self._ask_colleague)
        self.colleague = HandOverForm(self)
        self.colleague.handed_over.connect(self.handed_over)
        self.colleague.closed.connect(self.page.setFocus)
        self.receipt = ReceiptForm(self)
        self.receipt.recorded.connect(self.records_came)
        self.receipt.closed.connect(self.page.setFocus)
        self._now: datetime
        self._does = START
        self.body: RequestBody | None = None
        self._line = QHBoxLayout()
        self._lay_out()
        # The panel is longer than a small screen: its scroll area too is reached by Tab.
        for area in self.checks.findChildren(QScrollArea):
            area.setAccessibleName("Due date and checks")
            area.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def home(self) -> QWidget:
        return self.page if self.service.isHidden() else self.service

    def show_service(self, *, shown: bool) -> None:
        """Show what the service is in place of the request, or the request again."""
        self.service.setVisible(shown)
        self._request.setVisible(not shown)
        self.home().setFocus(Qt.FocusReason.OtherFocusReason)

    def open(
        self,
        case: Case,
        *,
        policy: Policy,
        deadline: Deadline,
        checks: tuple[Check, ...],
        referral: Referral | None,
        referred_by: str,
        now: datetime,
        card: ServiceCard | None = None,
        covered: tuple[str, ...] = (),
        has_new_records: bool = False,
        handed_over_by: str = "",
        colleagues: tuple[Reviewer, ...] = (),
    ) -> None:
        """Show a case; ``referred_by`` names who asked the physician, ``has_new_records`` that records came unreviewed.

        ``now`` is aware, in the zone shown; ``covered`` are the levels of care that the plan covers;
        ``handed_over_by`` names who gave the case, ``colleagues`` are who this person may give it to.
        """
        self._colleagues = colleagues
        self.hand_over.setVisible(bool(colleagues))
        self.colleague.hide()
        self.service_button.setVisible(card is not None)
        if card is not None:
            self.service.open(card, covered)
        self.service.hide()
        self._request.show()
        body = RequestBody(case, policy, referral, referred_by, now, may_record=not self._read_only)
        if (handed := case.hand_over_note) is not None:
            body.show_hand_over(handed, handed_over_by, now)
        body.follow_up_received.connect(self.follow_up_received)
        if self.body is not None:
            self._line.removeWidget(self.body)
            self.body.hide()
            self.body.deleteLater()
        self.body = body
        self._line.insertWidget(0, body, 1)
        self.page.verticalScrollBar().setValue(0)
        self.checks.show_due(deadline, now)
        if stopped := stopped_clock(deadline, now):
            sign, rule = stopped
            self.checks.due.set_sign(sign)
            self.checks.due.updateGeometry()
            self.checks.rule.setText(rule)
        self.checks.show_policy(policy, _checklist(case, policy), case.request.start)
        self.checks.show_checks(checks)
        self._now = now
        self.receipt.hide()
        word, self._does = ("Start new review", AGAIN) if has_new_records else _NEXT[case.state]
        self.undo.setVisible(has_new_records and not self._read_only)
        pending = any(asked.is_pending(now) for asked in case.information_requests)
        self.withdraw.setVisible(pending and case.state is CaseState.WAITING and not self._read_only)
        self.end.setVisible(self._may_end and case.state not in _SIGNED)
        self.primary.set_word(word)
        self.correct_button.setVisible(case.state not in _SIGNED and not self._read_only)
        self.primary.setVisible(not (self._read_only and self._does in (START, AGAIN, RECORDS)))
        self.bar.set_words(RECORDS_CAME if has_new_records else bar_words(case, referral, now))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("surface"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side_by_side = self.width() >= ROOM_FOR_BOTH
        (self._both if side_by_side else self._under).addWidget(self.checks)
        self.checks.set_side_by_side(side_by_side)

    def _lay_out(self) -> None:
        self._line.addStretch(0)
        self._under = QVBoxLayout()
        self._under.setContentsMargins(0, 12, 0, 0)
        self.page.column.addLayout(self._line)
        self.page.column.addLayout(self._under)
        self.page.column.addStretch(1)
        self._request = QWidget(self)
        self._both = QHBoxLayout(self._request)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(0)
        self._both.addWidget(self.page, 1)
        self._both.addWidget(self.checks)
        self.bar.add(self.service_button)
        self.bar.add(self.undo)
        self.bar.add(self.withdraw)
        self.bar.add(self.end)
        self.bar.add(self.hand_over)
        self.bar.add(self.correct_button)
        self.bar.add(self.primary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._request, 1)
        column.addWidget(self.service, 1)
        column.addWidget(self.receipt)
        column.addWidget(self.colleague)
        column.addWidget(self.bar)

    def _ask_colleague(self) -> None:
        self.receipt.hide()
        self.colleague.ask(self._colleagues)

    def _do_next(self) -> None:
        if self._does == START:
            self.start_review.emit()
        elif self._does == RECORDS:
            self.receipt.ask(self._now)
        elif self._does == AGAIN:
            self.review_again.emit()
        else:
            self.go.emit(self._does)


class RequestBody(QWidget):
    """The facts of one case, under the question to the physician if there is one.

    ``follow_up_received`` carries the ID of a criterion whose record came after the approval.
    """

    follow_up_received = Signal(str)

    def __init__(
        self,
        case: Case,
        policy: Policy,
        referral: Referral | None,
        referred_by: str,
        now: datetime,
        *,
        may_record: bool,
    ) -> None:
        super().__init__()
        self.setMaximumWidth(WIDEST)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 18, 0, 12)
        self._column.setSpacing(0)
        if referral is not None:
            who = f"{referred_by}, {time_words(now, referral.at)}"
            title = "Question for the physician"
            card = NoteCard("first-aid-kit", title, who, referral.question, referral.note)
            self._column.addWidget(card)
            self._column.addSpacing(18)
        self._section("Member", tuple(member_details(case)), space=0)
        self._section("Request", tuple(request_details(case, policy, now)))
        self._section("Provider", tuple(provider_details(case.provider)))
        if case.follow_ups:
            self._head("Records due after the approval")
            for item in case.follow_ups:
                row = FollowUpRow(item, policy, now, may_record=may_record and case.state is CaseState.CLOSED)
                row.received.connect(self.follow_up_received)
                self._column.addWidget(row)
        if case.information_requests:
            self._head("Information requested")
            latest_first = sorted(case.information_requests, key=lambda asked: asked.sent_at, reverse=True)
            for place, asked in enumerate(latest_first):
                if place:
                    self._column.addWidget(Hairline())
                self._column.addWidget(AskedRow(asked, now))

    def show_hand_over(self, handed: HandOver, by: str, now: datetime) -> None:
        """Show above everything what the colleague who gave the case wrote."""
        card = NoteCard("tray", "Handed over to you", f"{by}, {time_words(now, handed.at)}", handed.note)
        self._column.insertWidget(0, card)
        self._column.insertSpacing(1, 18)

    def _section(self, title: str, facts: tuple[Detail, ...], *, space: int = 18) -> None:
        self._head(title, space=space)
        self._column.addWidget(DetailGrid(facts))

    def _head(self, title: str, *, space: int = 18) -> None:
        self._column.addSpacing(space)
        self._column.addWidget(label(title, "section"))
        self._column.addSpacing(8)


class NoteCard(Card):
    """What one person wrote to the next, before anything else: a title, who wrote it when, its text and a note."""

    def __init__(self, icon: str, title: str, who: str, text: str, note: str = "") -> None:
        super().__init__(current=True, padding=16)
        self.column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon(icon, "accent"))
        head.addWidget(label(title, "strong"))
        head.addStretch(1)
        head.addWidget(label(who, "second"))
        self.column.addLayout(head)
        self.column.addWidget(paragraph(text, "criterion"))
        if note:
            self.column.addWidget(paragraph(note, "body", "muted"))


class AskedRow(QWidget):
    """What was asked for, when, and whether it came."""

    def __init__(self, asked: InformationRequest, now: datetime) -> None:
        super().__init__()
        self.state = StateWord(asked_sign(asked, now))
        sent = label(f"Requested {time_words(now, asked.sent_at)}", "second")
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, GUTTER, 0)
        left.setSpacing(2)
        left.addWidget(self.state)
        left.addWidget(sent)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(4)
        for item in asked.items:
            right.addWidget(column_text(item))
        if asked.receipt is not None:
            came = f"Came by {asked.receipt.how}: {asked.receipt.what}"
            right.addWidget(column_text(came, "second"))
        right.addStretch(1)
        grid = four_columns()
        grid.setContentsMargins(0, 8, 0, 8)
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1, 1, 3)
        self.setLayout(grid)
        self.setAccessibleName(f"{self.state.text()}: {' '.join(asked.items)}")


def _checklist(case: Case, policy: Policy) -> Checklist | None:
    return next((item for item in policy.checklists.values() if item.review is case.request.review), None)

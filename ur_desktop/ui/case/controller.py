"""The open case: its header and its tabs, each with a controller of its own."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from ur_desktop.casework import decision, follow_up, open_case, records, sending, worklist
from ur_desktop.casework.decision import Decided
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.errors import LetterError, UserError
from ur_desktop.domain.information_request import Receipt
from ur_desktop.domain.journal import EventKind
from ur_desktop.ui.case.header_text import header_values
from ur_desktop.ui.case.history import History
from ur_desktop.ui.case.history_text import (
    answer_line,
    change_line,
    event_line,
    reason_line,
    sending_line,
    void_line,
)
from ur_desktop.ui.case.request_page import RequestPage
from ur_desktop.ui.case.screen import CaseScreen
from ur_desktop.ui.case.signed_page import SignedPage
from ur_desktop.ui.decision.controller import DecisionController
from ur_desktop.ui.decision.end_controller import EndController
from ur_desktop.ui.letters.controller import LetterController
from ur_desktop.ui.letters.preview import LetterPreview
from ur_desktop.ui.letters.print_job import ask_printer
from ur_desktop.ui.parts.end_text import end_title
from ur_desktop.ui.parts.shown_case import ShownCase
from ur_desktop.ui.review.controller import ReviewController

OPENS_ON = {
    CaseState.NEW: "request",
    CaseState.IN_REVIEW: "review",
    CaseState.READY: "determination",
    CaseState.WITH_PHYSICIAN: "determination",
    CaseState.WAITING: "request",
    CaseState.LETTER: "letters",
    CaseState.SEND: "letters",
    CaseState.CLOSED: "letters",
}


class CaseController(QObject):
    """Opens one case at a time on its screen; ``left`` asks for the worklist, ``correct`` carries the case.

    ``done`` says in a sentence what was done, before the case is left for it.
    """

    left = Signal()
    done = Signal(str)
    correct = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.tab = ""
        self._shown = ShownCase(session, self)
        self._works = session.may(Permission.ANSWER)
        self.request = RequestPage(read_only=not self._works, may_end=session.may(Permission.END_EARLY))
        self.history = History()
        self.signed = SignedPage()
        self.preview = LetterPreview(
            printer=self._ask_printer, may_print=session.may(Permission.PRINT_LETTERS), may_decide=self._works
        )
        self.letters = LetterController(session, self._shown, self.preview, self)
        self.review = ReviewController(session, self._shown, self)
        self.determination = DecisionController(session, self._shown, self)
        self._ending: EndController | None = None
        self._before_ending = "request"
        self.wizard, self.closed_review = self.review.wizard, self.review.closed
        self.decision = self.determination.decision
        self.screen = CaseScreen(
            {
                "request": self.request,
                "review": self.wizard,
                "closed_review": self.closed_review,
                "determination": self.decision,
                "signed": self.signed,
                "letters": self.preview,
                "history": self.history,
            }
        )
        self._connect()

    @property
    def case(self) -> Case:
        """The case that is open, or was last."""
        return self._shown.value.case

    @property
    def ending(self) -> EndController:
        """What ends the case early; its screen is made when it is first asked for, since few cases end so."""
        if self._ending is None:
            self._ending = EndController(self._session, self._shown, self)
            self._ending.signed.connect(self._ended)
            self._ending.left.connect(lambda: self.show_tab(self._before_ending))
            self.screen.add_page("early_end", self._ending.screen)
        return self._ending

    def open(self, case_id: str, tab: str = "") -> None:
        """Open a case where its state asks for it, or on a tab."""
        self._shown.show(open_case.view(self._session, case_id))
        self.show_tab(tab or OPENS_ON[self.case.state])

    def show_tab(self, tab: str) -> None:
        """Open a tab of the case as the vault holds it, or the tab before it while that one is empty."""
        self.flush()
        self._shown.read(self.case.id)
        self.tab = self._ready(tab)
        {
            "request": self._show_request,
            "review": lambda: self.screen.show_page("review", self.review.show()),
            "determination": self._show_decision,
            "early_end": self._show_end,
            "letters": self._show_letters,
            "history": self._show_history,
        }[self.tab]()

    def flush(self) -> None:
        """Save whatever is half typed, now; StorageError when it can't be."""
        self.determination.flush()
        if self._ending is not None:
            self._ending.flush()
        self.review.flush()

    @property
    def shown(self) -> dict[str, str]:
        """What of the open tab is in sight, for ``show_again`` after unlocking."""
        if self.screen.pages.currentWidget() is self.wizard:
            return self.wizard.shown
        return (
            {"printing": "stopped"} if self.tab == "letters" and self.preview.printing.job is not None else {}
        )

    def show_again(self, shown: Mapping[str, str]) -> None:
        """Show what of the tab just opened was in sight."""
        if self.screen.pages.currentWidget() is self.wizard:
            self.wizard.show_again(shown)
        elif self.tab == "letters" and shown.get("printing"):
            self.preview.say("Locking stopped the printing. Print the letter again.")

    def tick(self) -> None:
        """Say the due time as it is now."""
        case, session = self.case, self._session
        row, plan = open_case.header(session, case.id), session.library.plan(case.plan_id)
        self.screen.show_header(
            header_values(case, row, plan, self._shown.value.policy, session.now_for(case))
        )

    def begin_review(self) -> None:
        """Start the case's first review."""
        self.review.begin()

    def _connect(self) -> None:
        self._shown.changed.connect(self.tick)
        self.screen.back.connect(self.left)
        self.request.correct.connect(lambda: self.correct.emit(self.case))
        self.request.start_review.connect(self.review.begin)
        self.request.records_came.connect(self._receive)
        self.request.records_undone.connect(self._undo_records)
        self.request.request_withdrawn.connect(self._withdraw_request)
        self.request.review_again.connect(self.review.begin_again)
        self.request.follow_up_received.connect(self._receive_follow_up)
        self.request.handed_over.connect(self._hand_over)
        self.preview.fix_requested.connect(lambda _name: self.correct.emit(self.case))
        self.determination.written.connect(self.letters.set_letter)
        for decides in (self.preview.decide_requested, self.letters.taken_back):
            decides.connect(lambda: self.show_tab("determination"))
        self.screen.tab.connect(self._choose_tab)
        for ends in (self.screen.end_early, self.request.end_early, self.decision.end_early):
            ends.connect(self.end_early)
        for asks in (self.request.go, self.review.go, self.determination.go):
            asks.connect(self.show_tab)
        for does in (self.determination.done, self.letters.accepted):
            does.connect(self.done)
        for leaves in (self.determination.left, self.letters.accepted):
            leaves.connect(self.left)

    def _ask_printer(self, parent: QWidget, pages: int, name: str) -> QPrinter | str | None:
        """Let a person who may print choose where; NotAuthorized before any paper is used."""
        self._session.require(Permission.PRINT_LETTERS)
        return ask_printer(parent, pages, name)

    def _choose_tab(self, tab: str) -> None:
        """Open the tab that a person chose; UserError, over the tab before it, while that one is empty."""
        self.show_tab(tab)
        if self.tab == "request" != tab:
            raise UserError("The review has not begun.", "Start it from the request.")
        if self.tab == "review" != tab:
            raise UserError("The review is not finished.", "Answer every criterion, then press Ctrl+Enter.")

    def _ready(self, tab: str) -> str:
        """Return the tab, or the one to go to instead: a review is begun, completed, decided on once."""
        opened = self._shown.value
        is_signed = opened.reviewed is not None and opened.file.determination is not None
        if tab == "early_end":
            return "letters" if is_signed else tab
        if tab == "review" and not opened.is_reviewed:
            return "request"
        if tab == "determination" and not opened.is_reviewed and not is_signed:
            return "request"
        if tab == "determination" and not is_signed and opened.file.review.completed_at is None:
            return "review"
        if tab == "determination" and not is_signed and opened.has_new_records:
            return "request"
        return tab

    def _receive(self, receipt: Receipt) -> None:
        try:
            records.receive(self._session, self.case.id, receipt)
        except UserError as error:
            self.request.receipt.show_error(error)
            return
        self.show_tab("request")

    def _undo_records(self) -> None:
        records.undo(self._session, self.case.id)
        self.show_tab("request")

    def _withdraw_request(self) -> None:
        self.flush()
        decided = decision.withdraw_request(self._session, self.case.id)
        self._shown.show(decided.case)
        self.show_tab("letters")

    def _show_request(self) -> None:
        opened, session = self._shown.value, self._session
        referral = opened.file.referral if opened.reviewed is not None else None
        self.request.open(
            opened.case,
            policy=opened.policy,
            deadline=session.deadline(opened.case),
            checks=open_case.checks(session, opened),
            referral=referral,
            referred_by=session.person(referral.by) if referral else "",
            now=session.now_for(opened.case),
            card=session.library.cards.get(opened.case.request.service_code),
            covered=session.library.plan(opened.case.plan_id).levels,
            has_new_records=opened.has_new_records,
            handed_over_by=session.person(handed.by) if (handed := opened.case.hand_over_note) else "",
            colleagues=worklist.colleagues(session, opened.case),
        )
        self.screen.show_page("request")

    def _hand_over(self, to: str, note: str) -> None:
        try:
            case = worklist.hand_over(self._session, self.case.id, to, note)
        except UserError as error:
            self.request.colleague.show_error(error)
            return
        self._shown.read(case.id)
        self.done.emit(f"{case.number} handed over to {self._session.person(to)}.")
        self.left.emit()

    def _receive_follow_up(self, criterion_id: str) -> None:
        self._shown.show(follow_up.receive(self._session, self.case.id, criterion_id))
        self._show_request()

    def _show_decision(self) -> None:
        if self._shown.value.file.determination is not None:
            session = self._session
            self.signed.open(
                open_case.signed(session, self.case.id), session.now_for(self.case), session.person
            )
            self.screen.show_page("determination", "signed")
            return
        if not self._works:
            self.screen.show_page("determination", self.review.show())
            return
        self.determination.show()
        self.screen.show_page("determination")

    def end_early(self) -> None:
        """Show for which reasons the case can end; NotAuthorized for a person who may not end it."""
        if self.tab != "early_end":
            self._session.require(Permission.END_EARLY)
            self._before_ending = self.tab
            self.show_tab("early_end")

    def _show_end(self) -> None:
        self.ending.show()
        self.screen.show_page("request", "early_end")

    def _ended(self, decided: Decided) -> None:
        """Go to the letter of an early end, or leave a case that has none or that another person's letters close."""
        if decided.letter is not None and self._works:
            self.letters.set_letter(decided.letter)
            self.show_tab("letters")
            return
        number, end = decided.case.case.number, decided.case.file.determination
        words = end_title(end.early_end) if end and end.early_end else ""
        owes = " A nurse reads and accepts the letters." if decided.letter is not None else ""
        self.done.emit(f"{number} ended: {words}.{owes}")
        self.left.emit()

    def _show_letters(self) -> None:
        if self.case.state is CaseState.LETTER and self._works:
            try:
                self.letters.show_owed()
            except LetterError as error:
                self.letters.show_unwritten(error)
                self.screen.show_page("letters")
                raise
        else:
            self.letters.show_accepted()
        self.screen.show_page("letters")

    def _show_history(self) -> None:
        found, names = open_case.history(self._session, self.case.id), self._session.names()
        zone = self._session.now_for(self.case).tzinfo

        def person(user_id: str) -> str:
            return names.get(user_id, user_id)

        answers = (
            answer_line(item.at, person(item.by), item.criterion_id, item.before, item.after)
            for item in found.answers
        )
        changes = (change_line(change, person(change.by), zone) for change in found.changes)
        events = (
            event_line(event.at, person(event.by), event.kind.value, event.detail)
            for event in found.events
            # Changes of facts are shown one by one, what was sent with its recipient.
            if "facts" not in event.detail and event.kind is not EventKind.SENT
        )
        voids = (void_line(void, person(void.by)) for void in found.voids)
        signed = open_case.signed(self._session, self.case.id)
        reasons = (reason_line(one.determination) for one in signed if one.determination.reason)
        sent = (sending_line(each, person) for each in sending.of(self._session, self.case.id))
        self.history.open((*answers, *changes, *events, *voids, *reasons, *sent), zone)
        self.screen.show_page("history")

"""Ends the open case early: shows why it may end, and signs what was chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework import drafts, early_end
from ur_desktop.casework.decision import Decided
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.early_end import EarlyEnd
from ur_desktop.domain.errors import LetterError, NotAuthorized, StorageError, TooSoon, WrongPassword
from ur_desktop.domain.readiness import Problem
from ur_desktop.ui.decision.end_screen import EndScreen
from ur_desktop.ui.parts.case_text import reading_hint
from ur_desktop.ui.parts.shown_case import ShownCase


class EndController(QObject):
    """The slots behind "End early"; ``signed`` carries what was signed, ``left`` goes back to the case."""

    signed = Signal(object)
    left = Signal()

    def __init__(self, session: Session, case: ShownCase, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._open = session, case
        self.screen = EndScreen(lambda: session.me)
        self.screen.signing.connect(self._sign)
        self.screen.draft_changed.connect(self._typed)
        self.screen.left.connect(self._leave)

    def show(self) -> None:
        """Show the reasons; NotAuthorized when the case can't be ended."""
        start = early_end.start(self._session, self._case_id)
        self.screen.open(start, hint=reading_hint, judge=self._judge)

    def flush(self) -> None:
        """Save half-typed text now; StorageError when it can't be."""
        self.screen.flush_drafts()

    def _judge(self, end: EarlyEnd, reason: str) -> tuple[Problem, ...]:
        return early_end.judge(self._session, self._case_id, end, reason)

    def _typed(self, key: str, text: str) -> None:
        if not self._session.may(Permission.DETERMINE):
            return  # a supervisor keeps no half-typed text
        try:
            drafts.save(self._session, self._case_id, early_end.DRAFTS, key, text)
        except StorageError as error:
            self.screen.mark_unsaved(str(error))

    def _sign(self, end: EarlyEnd, reason: str, password: str) -> None:
        try:
            decided: Decided = early_end.sign(self._session, self._case_id, end, reason, password)
        except (WrongPassword, TooSoon) as error:
            self.screen.show_wrong_password(f"{error.what} Nothing was signed.")
        except (NotAuthorized, LetterError) as error:
            self.screen.show_faults(error.faults)
        else:
            self.screen.forget_drafts()
            self._open.show(decided.case)
            self.signed.emit(decided)

    def _leave(self) -> None:
        self.flush()
        self.left.emit()

    @property
    def _case_id(self) -> str:
        return self._open.value.case.id

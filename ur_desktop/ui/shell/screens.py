"""The screens of an open vault: the worklist at once, each other one when it is first needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.ui.audit.controller import AuditController
from ur_desktop.ui.case.controller import CaseController
from ur_desktop.ui.intake.controller import IntakeController
from ur_desktop.ui.kit.current_page import CurrentPage
from ur_desktop.ui.kit.notice_bar import NoticeBar
from ur_desktop.ui.letters.queue_controller import LetterQueueController
from ur_desktop.ui.settings.backup_controller import BackupController
from ur_desktop.ui.settings.controller import SettingsController
from ur_desktop.ui.shell.lazy import Lazy
from ur_desktop.ui.shell.ui_state import UiState
from ur_desktop.ui.worklist.controller import WorklistController
from ur_desktop.ui.worklist.screen import WorklistScreen

AFTER_FIRST_PAINT = 60
PREPARE_EVERY = 60
"""Milliseconds after which the next screen is made ahead of time, after the first paint."""


class Screens(CurrentPage):
    """Makes the controllers of the screens, shows one screen, and says what a user has open.

    What a screen asks for follows as a signal: another screen, a case on a tab (empty for the one that its state
    calls for), a request to correct, a review to begin; and what was changed in the settings. ``new_keys`` carries
    the replaced keys of a vault that is closed already.
    """

    worklist_requested = Signal()
    case_requested = Signal(str, str)
    correction_requested = Signal(object)
    review_requested = Signal(str)
    letters_changed = Signal()
    user_changed = Signal()
    scheme_chosen = Signal(str)
    lock_after_chosen = Signal(int)
    new_keys = Signal(object)
    restore_requested = Signal()

    def __init__(
        self,
        session: Session,
        scheme: str,
        lock_after: int,
        widths: Mapping[str, bytes],
        letters_line: NoticeBar,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._scheme, self._lock_after = session, scheme, lock_after
        self._widths, self._letters_line = widths, letters_line
        works = session.may(Permission.TAKE_IN)
        assigns = "assign to me" if works else "assign to…" if session.may(Permission.ASSIGN) else ""
        self.worklist = WorklistScreen(may_take_in=works, assigns=assigns, parent=self)
        self.worklist.restore(widths.get("worklist", b""))
        self.worklist_controller = WorklistController(session, self.worklist, self)
        self.backup = BackupController(session, self.worklist.reminder, self)
        self.case = Lazy(self._make_case)
        self.intake = Lazy(self._make_intake)
        self.settings = Lazy(self._make_settings)
        self.letters = Lazy(self._make_letters)
        self.audit = Lazy(self._make_audit)
        self.addWidget(self.worklist)

    def prepare(self) -> None:
        """Make the screens that are needed next, while nobody waits for them."""
        # One at a time: a key pressed meanwhile waits for one screen at most.
        offered: tuple[tuple[Lazy[Any], bool], ...] = (
            (self.case, self._session.may(Permission.SEE_CASES)),
            (self.intake, self._session.may(Permission.TAKE_IN)),
            (self.settings, True),
        )
        for turn, lazy in enumerate((lazy for lazy, may in offered if may), start=1):
            QTimer.singleShot(turn * PREPARE_EVERY, self, partial(self._prepare, lazy))
        QTimer.singleShot(4 * AFTER_FIRST_PAINT, self.backup, self.backup.refresh)

    def shows(self, lazy: Lazy[Any]) -> bool:
        """Whether this controller is made and its screen is shown."""
        return lazy.made is not None and self.currentWidget() is lazy.made.screen

    @property
    def state(self) -> UiState:
        """What is open, without the unfinished text there."""
        if self.shows(self.case):
            case = self.case.get()
            return UiState("case", case.case.id, case.tab, case.shown)
        if self.shows(self.intake):
            intake = self.intake.get()
            if (case_ := intake.corrects) is not None:
                return UiState("intake", case_.id, shown={"state": case_.state.value})
            return UiState("intake", shown={"draft": intake.draft_id})
        if self.shows(self.settings):
            return UiState("settings", shown=self.settings.get().screen.shown)
        if self.shows(self.letters):
            return UiState("letters", shown=self.letters.get().screen.shown)
        if self.shows(self.audit):
            return UiState("audit", shown=self.audit.get().screen.head.shown)
        return UiState("worklist", shown=self.worklist.shown)

    @property
    def widths(self) -> Mapping[str, bytes]:
        """The column widths of each table."""
        widths = {**self._widths, "worklist": self.worklist.state()}
        if (letters := self.letters.made) is not None:
            widths["letters"] = letters.screen.state()
        if (audit := self.audit.made) is not None:
            widths["audit"] = audit.screen.state()
        return widths

    def flush(self) -> None:
        """Save unfinished text now; StorageError when that fails."""
        if self.shows(self.case):
            self.case.get().flush()
        elif self.shows(self.intake):
            self.intake.get().flush()

    def stop(self) -> None:
        """Stop printing and verification; a batch of letters continues after the next sign-in."""
        if (case := self.case.made) is not None:
            case.preview.stop()
        if (letters := self.letters.made) is not None:
            letters.stop()
        if (audit := self.audit.made) is not None:
            audit.stop()

    def leave(self) -> None:
        """Stop printing and verification, and end a batch of letters."""
        if (letters := self.letters.made) is not None:
            letters.leave()
        self.stop()

    def tick(self) -> None:
        """Make a backup if one is due, and update due times to the time now."""
        if (audit := self.audit.made) is None or not audit.is_checking:
            self.backup.tick()
        if not self._session.may(Permission.SEE_CASES):
            return
        self.worklist.set_now(self._session.now())
        if self.shows(self.case):
            self.case.get().tick()

    def _prepare(self, lazy: Lazy[Any]) -> None:
        if self.isVisible():  # not while the window closes
            lazy.get()

    def _make_case(self) -> CaseController:
        made = CaseController(self._session, self)
        made.done.connect(self.worklist.done.say)
        made.left.connect(self.worklist_requested)
        made.correct.connect(self.correction_requested)
        self.addWidget(made.screen)
        return made

    def _make_intake(self) -> IntakeController:
        made = IntakeController(self._session, self)
        made.left.connect(self.worklist_requested)
        made.begun.connect(self.review_requested)
        self.addWidget(made.screen)
        return made

    def _make_settings(self) -> SettingsController:
        made = SettingsController(self._session, self.backup, self._scheme, self._lock_after, self)
        made.screen.new_keys.wanted.connect(self.stop)  # before the vault is closed for them
        made.opened.connect(self.user_changed)
        made.screen.left.connect(self.worklist_requested)
        made.scheme_chosen.connect(self.scheme_chosen)
        made.lock_after_chosen.connect(self.lock_after_chosen)
        made.new_keys.connect(self.new_keys)
        made.screen.backups.restore_requested.connect(self.restore_requested)
        self.addWidget(made.screen)
        return made

    def _make_letters(self) -> LetterQueueController:
        made = LetterQueueController(self._session, self._letters_line, self)
        made.opened.connect(lambda case_id: self.case_requested.emit(case_id, "letters"))
        made.changed.connect(self.letters_changed)
        made.screen.restore(self._widths.get("letters", b""))
        self.addWidget(made.screen)
        return made

    def _make_audit(self) -> AuditController:
        made = AuditController(self._session, self)
        made.opened.connect(lambda case_id: self.case_requested.emit(case_id, ""))
        made.screen.restore(self._widths.get("audit", b""))
        self.addWidget(made.screen)
        return made

"""The main window of the signed-in user: worklist, new case, open case, letters, audit log and settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ur_desktop.casework import letter_queue, open_case
from ur_desktop.casework.intake import NEW_CASE
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.errors import LetterError, UserError
from ur_desktop.domain.settings import LOCK_AFTER_MINUTES
from ur_desktop.ui.audit.controller import AuditController
from ur_desktop.ui.case.controller import CaseController
from ur_desktop.ui.intake.controller import IntakeController
from ur_desktop.ui.intake.screen import IntakeScreen
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.messages import Banner, show_error
from ur_desktop.ui.kit.notice_bar import NoticeBar
from ur_desktop.ui.letters.queue_controller import LetterQueueController
from ur_desktop.ui.parts.case_text import role_words
from ur_desktop.ui.settings.backup_controller import BackupController
from ur_desktop.ui.settings.controller import SettingsController
from ur_desktop.ui.settings.screen import Settings
from ur_desktop.ui.shell.lazy import Lazy
from ur_desktop.ui.shell.navigation_rail import SCREENS, NavigationRail
from ur_desktop.ui.shell.ui_state import UiState, restore_view, view_of
from ur_desktop.ui.worklist.controller import WorklistController
from ur_desktop.ui.worklist.screen import WorklistScreen

TICK = 30_000
AFTER_FIRST_PAINT = 60


class MainWindow(FocusScope):
    """The navigation rail and the screens of an open vault.

    ``locked`` asks to close the vault, ``restore_requested`` to close it and restore a backup in its place.
    ``scheme_chosen`` carries the theme and ``lock_after_chosen`` the idle minutes chosen in the settings; ``new_keys``
    the replaced keys of a vault that is closed already.
    """

    locked = Signal()
    restore_requested = Signal()
    scheme_chosen = Signal(str)
    new_keys = Signal(object)
    lock_after_chosen = Signal(int)

    def __init__(
        self,
        session: Session,
        scheme: str,
        lock_after: int = LOCK_AFTER_MINUTES,
        widths: Mapping[str, bytes] = MappingProxyType({}),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self._scheme, self._lock_after = session, scheme, lock_after
        self._sees_cases = session.may(Permission.SEE_CASES)
        self._prints = session.may(Permission.PRINT_LETTERS)
        self._widths = widths
        shown = {
            "worklist": self._sees_cases,
            "letters": self._prints,
            "audit": session.may(Permission.SEE_JOURNAL),
        }
        self.rail = NavigationRail(tuple(item for item in SCREENS if shown.get(item[0], True)), self)
        self.rail.set_reviewer(session.me.name, role_words(session.me))
        self.banner = Banner(self)
        self._banner_area = QWidget(self)
        said = QVBoxLayout(self._banner_area)
        said.setContentsMargins(24, 12, 24, 12)
        said.addWidget(self.banner)
        self._banner_area.hide()
        self.letters_line = NoticeBar("Show the letters", name="Letters", dismiss="Close", parent=self)
        works = session.may(Permission.TAKE_IN)
        assigns = "assign to me" if works else "assign to…" if session.may(Permission.ASSIGN) else ""
        self.worklist = WorklistScreen(may_take_in=works, assigns=assigns, parent=self)
        self.worklist.restore(widths.get("worklist", b""))
        self.worklist_controller = WorklistController(session, self.worklist, self)
        self.backup = BackupController(session, self.worklist.reminder, self)
        self._case = Lazy(self._make_case)
        self._intake = Lazy(self._make_intake)
        self._settings = Lazy(self._make_settings)
        self._letters = Lazy(self._make_letters)
        self._audit = Lazy(self._make_audit)
        self._lay_out()
        self._connect()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.tick)
        self._clock.setInterval(TICK)
        self.show_home()
        if (fault := session.library.fault(session.now().date())) is not None:
            self.show_error(fault)
        # Posted events, such as the first painting, come before it, however long signing in takes.
        QTimer.singleShot(0, self, self._prepare_all)
        QTimer.singleShot(0, self, self._go_on_with_letters)

    def home(self) -> QWidget | None:
        return self.screens.currentWidget()

    def _prepare_all(self) -> None:
        # One at a time: a key pressed meanwhile waits for one screen at most.
        offered: tuple[tuple[Lazy[Any], bool], ...] = (
            (self._case, self._sees_cases),
            (self._intake, self.session.may(Permission.TAKE_IN)),
            (self._settings, True),
        )
        for turn, lazy in enumerate((lazy for lazy, may in offered if may), start=1):
            QTimer.singleShot(turn * AFTER_FIRST_PAINT, self, partial(self._prepare, lazy))
        QTimer.singleShot(4 * AFTER_FIRST_PAINT, self.backup, self.backup.refresh)

    def _prepare(self, lazy: Lazy[Any]) -> None:
        if self.isVisible():  # not while the window closes
            lazy.get()

    @property
    def case(self) -> CaseController:
        """The open case."""
        return self._case.get()

    @property
    def intake_controller(self) -> IntakeController:
        """A new request, or one to correct."""
        return self._intake.get()

    @property
    def intake(self) -> IntakeScreen:
        """The form for a new request, or for one to correct."""
        return self.intake_controller.screen

    @property
    def settings_controller(self) -> SettingsController:
        """Appearance, users, backups and where the vault is."""
        return self._settings.get()

    @property
    def settings(self) -> Settings:
        """The settings screen."""
        return self.settings_controller.screen

    @property
    def letters(self) -> LetterQueueController:
        """The letters to print, for users who may print."""
        return self._letters.get()

    @property
    def audit(self) -> AuditController:
        """The audit log, for users who may see it."""
        return self._audit.get()

    @property
    def ui_state(self) -> UiState:
        """What the user has open, with the unfinished text there."""
        return replace(self._position, view=view_of(self.screens.currentWidget() or self))

    @property
    def _position(self) -> UiState:
        if self._shows(self._case):
            return UiState("case", self.case.case.id, self.case.tab, self.case.shown)
        if self._shows(self._intake):
            corrects = self.intake_controller.corrects
            return (
                UiState("intake", corrects.id, shown={"state": corrects.state.value})
                if corrects
                else UiState("intake", shown={"draft": self.intake_controller.draft_id})
            )
        if self._shows(self._settings):
            return UiState("settings", shown=self.settings.shown)
        if self._shows(self._letters):
            return UiState("letters", shown=self.letters.screen.shown)
        if self._shows(self._audit):
            return UiState("audit", shown=self.audit.screen.head.shown)
        return UiState("worklist", shown=self.worklist.shown)

    def go_to(self, state: UiState) -> None:
        """Show what was open before; the worklist if its case no longer exists."""
        if not state.screen:
            return
        try:
            self._open_again(state)
        except KeyError:
            self.show_home()
            return
        now = self._position
        if (now.screen, now.case_id, now.tab) == (state.screen, state.case_id, state.tab):
            restore_view(self.screens.currentWidget() or self, state.view)

    def _open_again(self, state: UiState) -> None:
        if state.screen == "case":
            self.open_case(state.case_id, state.tab)
            self.case.show_again(state.shown)
        elif state.screen == "intake" and state.case_id:
            self._correct_again(state.case_id, state.shown)
        elif state.screen == "intake":
            self._resume_draft(state.shown.get("draft", NEW_CASE))
        elif state.screen == "settings":
            self.show_settings()
            self.settings.show_again(state.shown)
        elif state.screen == "letters" and self._prints:
            self.show_letters()
            self.letters.screen.show_again(state.shown)
        elif state.screen == "audit" and self.session.may(Permission.SEE_JOURNAL):
            self.show_audit()
            self.audit.screen.head.show_again(state.shown)
        elif state.screen == "worklist" and self._sees_cases:
            self.worklist.show_again(state.shown)

    def _correct_again(self, case_id: str, shown: Mapping[str, str]) -> None:
        """Continue a correction; show the case itself if it was decided meanwhile."""
        case = open_case.read(self.session, case_id).case
        if case.state in (CaseState.LETTER, CaseState.SEND, CaseState.CLOSED) and case.state != shown.get(
            "state"
        ):
            self.open_case(case_id)
            return
        self.open_case(case_id, "request")
        self._correct(self.case.case)

    def stop(self) -> None:
        """Stop printing and verification; a batch of letters continues after the next sign-in."""
        if (case := self._case.made) is not None:
            case.preview.stop()
        if (letters := self._letters.made) is not None:
            letters.stop()
        if (audit := self._audit.made) is not None:
            audit.stop()

    def leave(self) -> None:
        """Stop printing and verification, and end a batch of letters."""
        if (letters := self._letters.made) is not None:
            letters.leave()
        self.stop()

    def flush(self) -> None:
        """Save unfinished text now; StorageError when that fails."""
        if self._shows(self._case):
            self.case.flush()
        elif self._shows(self._intake):
            self.intake_controller.flush()

    def show_error(self, error: UserError) -> None:
        """Show an error that the user can act on, above the screen."""
        show_error(error, self.banner)
        self._banner_area.show()

    @property
    def is_ticking(self) -> bool:
        """Whether `tick` is called every half minute."""
        return self._clock.isActive()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # a minimized window still makes backups
            self._clock.stop()

    def show_home(self) -> None:
        """Show the first screen of this user: the worklist, or the settings if they may see no cases."""
        if self._sees_cases:
            self.show_worklist()
        else:
            self.show_settings()

    @property
    def widths(self) -> Mapping[str, bytes]:
        """The column widths of each table."""
        widths = {**self._widths, "worklist": self.worklist.state()}
        if (letters := self._letters.made) is not None:
            widths["letters"] = letters.screen.state()
        if (audit := self._audit.made) is not None:
            widths["audit"] = audit.screen.state()
        return widths

    def show_worklist(self) -> None:
        """Show the worklist."""
        self.flush()
        self.worklist_controller.show()
        self._show(self.worklist, "worklist")

    def open_case(self, case_id: str, tab: str = "") -> None:
        """Open a case on this tab, or on the one that its state calls for."""
        self.flush()
        try:
            self.case.open(case_id, tab)
        except LetterError:  # the case is open where the error can be fixed
            self._show(self.case.screen, "worklist")
            raise
        self._show(self.case.screen, "worklist")

    def _make_case(self) -> CaseController:
        made = CaseController(self.session, self)
        made.done.connect(self.worklist.done.say)
        made.left.connect(self.show_worklist)
        made.correct.connect(self._correct)
        self.screens.addWidget(made.screen)
        return made

    def _make_intake(self) -> IntakeController:
        made = IntakeController(self.session, self)
        made.left.connect(self.show_worklist)
        made.begun.connect(self._begin_review)
        self.screens.addWidget(made.screen)
        return made

    def _make_settings(self) -> SettingsController:
        made = SettingsController(self.session, self.backup, self._scheme, self._lock_after, self)
        made.screen.new_keys.wanted.connect(self.stop)  # before the vault is closed for them
        made.opened.connect(lambda: self.rail.set_reviewer(self.session.me.name, role_words(self.session.me)))
        made.scheme_chosen.connect(self.scheme_chosen)
        made.lock_after_chosen.connect(self.lock_after_chosen)
        made.new_keys.connect(self.new_keys)
        made.screen.backups.restore_requested.connect(self.restore_requested)
        self.screens.addWidget(made.screen)
        return made

    def _make_letters(self) -> LetterQueueController:
        made = LetterQueueController(self.session, self.letters_line, self)
        made.opened.connect(partial(self.open_case, tab="letters"))
        made.changed.connect(self._count_letters)
        made.screen.restore(self._widths.get("letters", b""))
        self.screens.addWidget(made.screen)
        return made

    def _make_audit(self) -> AuditController:
        made = AuditController(self.session, self)
        made.opened.connect(self.open_case)
        made.screen.restore(self._widths.get("audit", b""))
        self.screens.addWidget(made.screen)
        return made

    def _lay_out(self) -> None:
        self.screens = QStackedWidget(self)
        self.screens.addWidget(self.worklist)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._banner_area)
        column.addWidget(self.letters_line)
        column.addWidget(self.screens, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)

    def _connect(self) -> None:
        self.rail.opened.connect(self._open_item)
        self.worklist.reminder.action_requested.connect(self.show_settings)
        self.rail.locked.connect(self.locked)
        self.letters_line.action_requested.connect(self.show_letters)
        self.worklist.opened.connect(self.open_case)
        self.worklist.draft_opened.connect(self._resume_draft)
        self.worklist.new_case.connect(self._new_case)

    def _shows(self, lazy: Lazy[Any]) -> bool:
        """Whether this controller is made and its screen is shown."""
        return lazy.made is not None and self.screens.currentWidget() is lazy.made.screen

    def _show(self, screen: QWidget, item: str) -> None:
        self.rail.set_current(item)
        if item != "worklist":
            self.worklist.head.forget_search()
        self._banner_area.hide()
        if self.screens.currentWidget() is not screen:
            self.screens.setCurrentWidget(screen)
            screen.setFocus()
        self._count_letters()
        if (letters := self._letters.made) is not None:
            letters.tell()

    def _open_item(self, item: str) -> None:
        if item == "settings":
            self.show_settings()
        elif item == "letters":
            self.show_letters()
        elif item == "audit":
            self.show_audit()
        else:
            self.show_worklist()

    def show_letters(self) -> None:
        """Open the letters to print."""
        self.flush()
        self.letters.open()
        self._show(self.letters.screen, "letters")

    def _go_on_with_letters(self) -> None:
        # When the window closes, its vault may be closed already.
        if self.isVisible() and self._prints and letter_queue.resume(self.session) is not None:
            self.letters.resume()

    def _count_letters(self) -> None:
        if self._prints:
            self.rail.item("letters").set_count(letter_queue.count(self.session), "waiting")

    def show_audit(self) -> None:
        """Open the audit log."""
        self.flush()
        self.audit.open()
        self._show(self.audit.screen, "audit")

    def tick(self) -> None:
        """Make a backup if one is due, and update due times to the time now."""
        if (audit := self._audit.made) is None or not audit.is_checking:
            self.backup.tick()
        if not self._sees_cases:
            return
        self.worklist.set_now(self.session.now())
        if self._shows(self._case):
            self.case.tick()

    def _new_case(self) -> None:
        self.flush()
        self.worklist.head.forget_search()
        self._show(self.intake, "worklist")
        self.intake_controller.take_in()

    def _resume_draft(self, draft_id: str) -> None:
        self.flush()
        self._show(self.intake, "worklist")
        self.intake_controller.resume(draft_id)

    def _correct(self, case: Case) -> None:
        self.flush()
        self._show(self.intake, "worklist")
        self.intake_controller.correct(case)

    def _begin_review(self, case_id: str) -> None:
        self.open_case(case_id)
        if self.case.case.state is CaseState.NEW:
            self.case.begin_review()

    def show_settings(self) -> None:
        """Open the settings."""
        self.flush()
        self.settings_controller.open()
        self._show(self.settings, "settings")

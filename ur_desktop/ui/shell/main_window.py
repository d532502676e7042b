"""The main window of the signed-in user: worklist, new case, open case, letters, audit log and settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
from ur_desktop.ui.settings.controller import SettingsController
from ur_desktop.ui.settings.screen import Settings
from ur_desktop.ui.shell.navigation_rail import SCREENS, NavigationRail
from ur_desktop.ui.shell.screens import Screens
from ur_desktop.ui.shell.ui_state import UiState, restore_view, view_of

TICK = 30_000


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
        self.session = session
        self._sees_cases = session.may(Permission.SEE_CASES)
        self._prints = session.may(Permission.PRINT_LETTERS)
        shown = {
            "worklist": self._sees_cases,
            "letters": self._prints,
            "audit": session.may(Permission.SEE_JOURNAL),
        }
        self.rail = NavigationRail(tuple(item for item in SCREENS if shown.get(item[0], True)), self)
        self._show_user()
        self.banner = Banner(self)
        self._banner_area = QWidget(self)
        column = QVBoxLayout(self._banner_area)
        column.setContentsMargins(24, 12, 24, 12)
        column.addWidget(self.banner)
        self._banner_area.hide()
        self.letters_line = NoticeBar("Show the letters", name="Letters", dismiss="Close", parent=self)
        self.screens = Screens(session, scheme, lock_after, widths, self.letters_line, self)
        self.worklist, self.backup = self.screens.worklist, self.screens.backup
        self._lay_out()
        self._connect()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.tick)
        self._clock.setInterval(TICK)
        self.show_home()
        if (fault := session.library.fault(session.now().date())) is not None:
            self.show_error(fault)
        # Posted events, such as the first painting, come before it, however long signing in takes.
        QTimer.singleShot(0, self, self.screens.prepare)
        QTimer.singleShot(0, self, self._go_on_with_letters)

    def home(self) -> QWidget | None:
        return self.screens.currentWidget()

    @property
    def case(self) -> CaseController:
        """The open case."""
        return self.screens.case.get()

    @property
    def intake_controller(self) -> IntakeController:
        """A new request, or one to correct."""
        return self.screens.intake.get()

    @property
    def intake(self) -> IntakeScreen:
        """The form for a new request, or for one to correct."""
        return self.intake_controller.screen

    @property
    def settings_controller(self) -> SettingsController:
        """Appearance, users, backups and where the vault is."""
        return self.screens.settings.get()

    @property
    def settings(self) -> Settings:
        """The settings screen."""
        return self.settings_controller.screen

    @property
    def letters(self) -> LetterQueueController:
        """The letters to print, for users who may print."""
        return self.screens.letters.get()

    @property
    def audit(self) -> AuditController:
        """The audit log, for users who may see it."""
        return self.screens.audit.get()

    @property
    def ui_state(self) -> UiState:
        """What the user has open, with the unfinished text there."""
        return replace(self.screens.state, view=view_of(self.screens.currentWidget() or self))

    def go_to(self, state: UiState) -> None:
        """Show what was open before; the worklist if its case no longer exists."""
        if not state.screen:
            return
        try:
            self._open_again(state)
        except KeyError:
            self.show_home()
            return
        now = self.screens.state
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
        self.screens.stop()

    def leave(self) -> None:
        """Stop printing and verification, and end a batch of letters."""
        self.screens.leave()

    def flush(self) -> None:
        """Save unfinished text now; StorageError when that fails."""
        self.screens.flush()

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
        return self.screens.widths

    def show_worklist(self) -> None:
        """Show the worklist."""
        self.flush()
        self.screens.worklist_controller.show()
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

    def _lay_out(self) -> None:
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
        self.worklist.reminder.action_requested.connect(self._show_second_folder)
        self.rail.locked.connect(self.locked)
        self.screens.worklist_requested.connect(self.show_home)
        self.screens.case_requested.connect(self.open_case)
        self.screens.correction_requested.connect(self._correct)
        self.screens.review_requested.connect(self._begin_review)
        self.screens.letters_changed.connect(self._count_letters)
        self.screens.user_changed.connect(self._show_user)
        self.screens.scheme_chosen.connect(self.scheme_chosen)
        self.screens.lock_after_chosen.connect(self.lock_after_chosen)
        self.screens.new_keys.connect(self.new_keys)
        self.screens.restore_requested.connect(self.restore_requested)
        self.letters_line.action_requested.connect(self.show_letters)
        self.worklist.opened.connect(self.open_case)
        self.worklist.draft_opened.connect(self._resume_draft)
        self.worklist.new_case.connect(self._new_case)

    def _show(self, screen: QWidget, item: str) -> None:
        self.rail.set_current(item)
        if item != "worklist":
            self.worklist.head.forget_search()
        self._banner_area.hide()
        if self.screens.currentWidget() is not screen:
            self.screens.setCurrentWidget(screen)
            screen.setFocus()
        self._count_letters()
        if (letters := self.screens.letters.made) is not None:
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

    def _show_user(self) -> None:
        self.rail.set_reviewer(self.session.me.name, role_words(self.session.me))

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
        self.screens.tick()

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

    def _show_second_folder(self) -> None:
        self.show_settings()
        self.settings.show_second_folder()

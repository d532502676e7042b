"""The application window: the sign-in screen while locked, the main window while somebody is signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop import paths
from ur_desktop.casework.vault_folder import finish_restore
from ur_desktop.domain.errors import Damaged, UserError
from ur_desktop.ui.kit.clipboard import clear_clipboard
from ur_desktop.ui.kit.focus_ring import FocusRing
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.shell import open_vault
from ur_desktop.ui.shell.appearance import Appearance, close_dialogs, leave_field, place_window
from ur_desktop.ui.shell.error_collector import LOCKED, ErrorCollector, lock_words
from ur_desktop.ui.shell.page_stack import PageStack
from ur_desktop.ui.shell.sign_in_controller import SignInController
from ur_desktop.ui.shell.states import BackingUp, Locked, Open, Restoring, State, open_part
from ur_desktop.ui.shell.window_settings import WindowSettings
from ur_desktop.ui.sign_in.one_time_secrets import OneTimeSecrets

if TYPE_CHECKING:
    from ur_desktop.casework.session import Session
    from ur_desktop.domain.vault.keys import NewKeys
    from ur_desktop.library import Library
    from ur_desktop.ui.settings.restore_controller import RestoreController
    from ur_desktop.ui.shell.idle_watch import IdleWatch
    from ur_desktop.ui.shell.main_window import MainWindow
    from ur_desktop.ui.sign_in.sign_in_screen import SignInScreen

TITLE = "UR Desktop"
NOT_WRITTEN = "Write down these keys. They are shown nowhere else."
CLOSE_AGAIN = "Close the window again to leave without them."
AFTER_FIRST_PAINT = 60
"""Milliseconds until the rest of the program is loaded."""


class AppWindow(FocusScope):
    """Shows the sign-in screen or the main window, and locks and closes the vault; its title never names a case.

    What the sign-in screen does not need is imported once it is painted. ``locked`` names the vault's folder, below
    ``home``, when this process follows one that was locked, and ``words`` is what to say then. ``restart`` is called
    with the folder's name and words once a vault is locked, to replace this process, which has held the data;
    without it the same window shows the sign-in screen.
    """

    def __init__(
        self,
        home: Path,
        now: Callable[[], datetime],
        settings: Path,
        *,
        locked: str = "",
        words: str = "",
        restart: Callable[[str, str], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._now, self.restart = now, restart
        self._settings = WindowSettings(settings)
        self._state: State = Locked()
        self._has_held_data = False
        self.setWindowTitle(TITLE)
        self.stack = PageStack(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self._appearance = Appearance(self._settings, self)
        place_window(self, self._settings.state("geometry"))
        self.ring = FocusRing(self)
        self.sign_in = SignInController(home, locked, lambda: self.library, now, self)
        self.sign_in.shown.connect(self.stack.replace)
        self.sign_in.opened.connect(self._hold)
        self.sign_in.entered.connect(self._show_main)
        self.sign_in.written_down.connect(self._show_locked)
        self.sign_in.failed.connect(self.show_error)
        self.sign_in.restore_requested.connect(self.restore)
        with (start := ErrorCollector()):
            finish_restore(self.sign_in.folder)
        self._start_fault = start.fault
        self._show_sign_in(words or (LOCKED if locked else ""))

    @property
    def sign_in_screen(self) -> SignInScreen:
        """The sign-in screen that was shown last."""
        return self.sign_in.screen

    @property
    def session(self) -> Session | None:
        """The session over the open vault; None while there is none."""
        opened = open_part(self._state)
        return None if opened is None else opened.session

    @property
    def main(self) -> MainWindow | None:
        """The screens of the signed-in user; None until they may go on."""
        opened = open_part(self._state)
        return None if opened is None else opened.main

    @property
    def backing_up(self) -> BackingUp | None:
        """The last backup, while the window waits for it."""
        return self._state if isinstance(self._state, BackingUp) else None

    @property
    def restoring(self) -> RestoreController | None:
        """The restore screen's controller, while that screen is shown."""
        return self._state.controller if isinstance(self._state, Restoring) else None

    @cached_property
    def watch(self) -> IdleWatch:
        """Reports keys, and idle time, while the vault is open."""
        from ur_desktop.ui.shell.idle_watch import IdleWatch

        made = IdleWatch(self._now, self._settings.lock_after(), self)
        made.typed.connect(self._save_state)
        made.idle.connect(self.lock)
        made.lock_typed.connect(self.lock)
        return made

    @cached_property
    def library(self) -> Library:
        """The policies, letter templates and plans that are installed."""
        from ur_desktop.library import Library

        return Library(paths.forms_dir(), paths.templates_dir())

    def show_error(self, error: UserError) -> None:
        """Show, on the screen in sight, an error that the user can act on."""
        if self.main is not None:
            self.main.show_error(error)
        elif self.restoring is not None:
            self.restoring.screen.show_error(str(error))
        else:
            self.sign_in_screen.set_error(str(error))
            if isinstance(error, Damaged):
                self.sign_in_screen.offer_restore()

    # Lock

    def lock(self) -> None:
        """Save unfinished text, close the vault and show the sign-in screen, whatever fails; nothing is asked."""
        match self._state:
            case BackingUp(page=page, vault=opened, for_restore=for_restore):
                page.drop()
                if for_restore:
                    self._state = opened
                    self._lock_vault(opened)
                else:  # nothing of a record is in sight, and closing the vault finishes the backup
                    self._go_on()
            case Open() as opened:
                self._lock_vault(opened)
            case Restoring(controller=controller) as restoring:
                # A restore under way is waited for: it ends the process by itself.
                self._state = replace(restoring, lock_due=controller.is_running)
                if self._has_held_data and not controller.is_running:
                    self._show_locked(LOCKED)
            case Locked():
                self._hide_new_keys()

    def _lock_vault(self, opened: Open) -> None:
        texts, rest = ErrorCollector(), ErrorCollector()
        unsaved = open_vault.save_for_lock(opened, texts, rest)
        with rest:
            leave_field(self)
        with rest:
            self._tidy_up()
        if opened.main is not None:
            opened.main.hide()
        secrets = self.sign_in.secrets
        with rest:
            self._show_sign_in(secrets.locked_words if secrets else lock_words(texts, rest))
            self.repaint()  # closing the vault may wait for a backup
        with rest:
            self._close_vault(Locked(unsaved))
        if texts.fault is None and secrets is None:
            with rest:
                self._end_process(lock_words(texts, rest) if rest.fault else "")

    def _hide_new_keys(self) -> None:
        """Hide keys that are shown without an open vault until the user who made them signs in."""
        if self.sign_in.secrets is not None and self.watch.is_on:
            self.watch.stop()
            clear_clipboard()
            self._show_sign_in(self.sign_in.secrets.locked_words)

    def _end_process(self, words: str = "") -> None:
        """Replace this process by a new one, once it has held a vault's data."""
        if self.restart is not None and self._has_held_data:
            self.restart(self.sign_in.folder.name, words)

    # Close, and restore a backup

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        self.hide()
        if isinstance(self._state, Open):
            self._sign_out(self._state)
        else:
            with ErrorCollector():
                self._tidy_up()
        super().closeEvent(event)

    def _may_close(self) -> bool:
        """Whether nothing is left to write down, to save or to back up; closing while a backup is made skips it."""
        secrets = self.sign_in.secrets
        match self._state:
            case BackingUp(for_restore=True, page=page):
                page.skip.click()
                return False
            case BackingUp(page=page, vault=opened):
                page.drop(cancel=True)
                self._state = replace(opened, is_left=True)
                return True
            case _ if secrets is not None and not secrets.is_warned:
                self.sign_in.secrets = replace(secrets, is_warned=True)
                self.sign_in_screen.warning.say(NOT_WRITTEN, CLOSE_AGAIN)
                return False
            case Open(is_left=False) as opened:
                return self._leave(opened) and not self._waits_for_backups(opened)
        return True

    def restore(self) -> None:
        """Close the vault and ask which backup is to replace it."""
        match self._state:
            case Open() as opened:
                if self._leave(opened) and not self._waits_for_backups(opened, for_restore=True):
                    self._show_restore()
            case Locked():
                self._show_restore()

    def _leave(self, opened: Open) -> bool:
        """Save unfinished text and stop what runs; False, with the reason on screen, when text can't be saved."""
        if (fault := open_vault.leave(opened)) is not None:
            self.show_error(fault)
            return False
        with ErrorCollector():
            leave_field(self)
        return True

    def _waits_for_backups(self, opened: Open, *, for_restore: bool = False) -> bool:
        """Show how the last backups are made, with nothing of a record on the screen; False when there are none."""
        from ur_desktop.ui.shell.backup_wait_page import BackupWaitPage

        if opened.main is None:
            return False
        jobs = opened.main.backup.last(before_restore=for_restore)
        page = BackupWaitPage(jobs, f"{'Continue' if for_restore else 'Close'} without waiting")
        if not page.watch_next():
            return False
        page.over.connect(self._go_on)
        self._state = BackingUp(opened, page, for_restore)
        self.stack.cover(page)
        page.skip.setFocus()
        return True

    def _go_on(self) -> None:
        """Do what the backup was made before: restore another one, or close the window."""
        if (waiting := self.backing_up) is None:
            return
        self._state = replace(waiting.vault, is_left=True)
        if waiting.for_restore:
            self._show_restore()
        else:
            self.close()

    def _show_restore(self) -> None:
        from ur_desktop.ui.settings.restore_controller import RestoreController

        if isinstance(self._state, Open):
            self._sign_out(self._state)
        self._show_sign_in()
        controller = RestoreController(self.sign_in.folder, self._now, self)
        controller.restored.connect(self._show_locked)
        controller.left.connect(self._show_locked)
        controller.failed.connect(self._restore_failed)
        self._state = Restoring(controller)
        self.stack.replace(controller.screen)
        if self._has_held_data:
            self.watch.start()

    def _restore_failed(self) -> None:
        if isinstance(self._state, Restoring) and self._state.lock_due:
            self.lock()

    def _sign_out(self, opened: Open) -> None:
        """Record that the user leaves and close the vault; what fails now, as on a full disk, keeps nobody here."""
        open_vault.record_sign_out(opened)
        with (errors := ErrorCollector()):
            self._tidy_up()
        with errors:
            self._close_vault(Locked())

    # Sign in

    def _show_sign_in(self, words: str = "") -> None:
        self.sign_in.show(words, self._settings.person())

    def _show_locked(self, words: str = "") -> None:
        """Show the sign-in screen after a restore, or after new keys; the process that held data ends."""
        if self.restoring is not None:
            self.restoring.deleteLater()
        self._state, self._start_fault = Locked(), None
        self.watch.stop()
        self._show_sign_in(words)
        self._end_process(words)
        self._load_rest()

    def _hold(self, session: Session) -> None:
        """Remember a vault just opened; keys and idle time are watched from here on, on any screen."""
        unsaved = self._state.unsaved if isinstance(self._state, Locked) else None
        self._state, self._has_held_data = Open(session, unsaved=unsaved), True
        self._settings.save(person=session.me.user_id)
        self.watch.start()

    def _show_main(self) -> None:
        from ur_desktop.ui.shell.main_window import MainWindow

        if not isinstance(self._state, Open):
            return
        opened, settings = self._state, self._settings
        main = MainWindow(opened.session, settings.scheme().value, self.watch.minutes, settings.widths())
        main.locked.connect(self.lock)
        main.scheme_chosen.connect(self._appearance.choose)
        main.new_keys.connect(self._show_new_keys)
        main.restore_requested.connect(self.restore)
        main.lock_after_chosen.connect(self._choose_lock_after)
        self._state = replace(opened, main=main, unsaved=None)
        self.stack.replace(main)
        if (error := open_vault.show_state(opened, main, self._now(), self.sign_in.folder)) is not None:
            main.show_error(error)

    def _show_new_keys(self, keys: NewKeys) -> None:
        """Show the keys of a vault that was closed to replace them, then the sign-in screen."""
        if not isinstance(self._state, Open):
            return
        words = f"Vault keys replaced. {keys.fault}".strip()
        secrets = OneTimeSecrets(keys, self._state.session.me.user_id, words)
        self._close_vault(Locked())
        self._show_sign_in(words)
        self.sign_in.show_keys(secrets)
        self.watch.start()

    # The window itself

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(AFTER_FIRST_PAINT, self, self._load_rest)

    def _load_rest(self) -> None:
        """Load the rest of the program; say what is wrong with the vault's files or folder."""
        from ur_desktop.ui.shell import main_window  # noqa: F401, imported so that signing in is quick

        try:
            if isinstance(self._state, Locked):
                self.sign_in.check(self._start_fault)
            self.library.policies(self._now().date())
            self.library.lines  # noqa: B018, read for its cache
        except UserError as error:
            self.show_error(error)

    def _save_state(self) -> None:
        if isinstance(self._state, Open):
            open_vault.save_state(self._state)

    def _close_vault(self, after: Locked) -> None:
        from ur_desktop.casework import sign_in

        opened, self._state = self._state, after
        if isinstance(opened, Open):
            try:
                self.watch.stop()
            finally:
                sign_in.close(opened.session)

    def _tidy_up(self) -> None:
        """Clear what was copied here, close dialogs, and save the window's size and column widths."""
        clear_clipboard()
        close_dialogs(self)
        widths = self.main.widths if self.main is not None else {}
        self._settings.save(geometry=self.saveGeometry(), **widths)

    def _choose_lock_after(self, minutes: int) -> None:
        self._settings.save(lock_after=minutes)
        self.watch.set_minutes(minutes)

"""The program's window: locked it shows who may come in, open it shows the main window of who did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from ur_desktop.domain.errors import UserError
from ur_desktop.storage.backup.finish_restore import settle
from ur_desktop.ui.kit.clipboard import clear_clipboard
from ur_desktop.ui.kit.focus_ring import FocusRing
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.shell.backup_wait_page import BackupWaitPage
from ur_desktop.ui.shell.error_collector import LOCKED, ErrorCollector, lock_words
from ur_desktop.ui.shell.sign_in_controller import SignInController
from ur_desktop.ui.shell.window_settings import WindowSettings
from ur_desktop.ui.sign_in.one_time_secrets import OneTimeSecrets

if TYPE_CHECKING:
    from ur_desktop.ui.shell.idle_watch import IdleWatch
    from ur_desktop.ui.shell.services import (
        BackupJob,
        MainWindow,
        NewKeys,
        RestoreController,
        Services,
        UiState,
        Vault,
    )
    from ur_desktop.ui.sign_in.sign_in_screen import SignInScreen

TITLE = "UR Desktop"
SMALLEST = (900, 480)
FIRST_SIZE = (1366, 728)
NOT_WRITTEN = "The keys shown here are not written down yet, and are nowhere else."
CLOSE_AGAIN = "Write them down, then continue. Close once more to leave without them."
LOCK_FIRST = "To leave all the same, lock with Ctrl+L first."
AFTER_FIRST_PAINT = 60


class AppWindow(QWidget):
    """Creates, unlocks and locks a vault; its title never names a case.

    Whatever lies behind is loaded once the first screen is painted. ``locked`` names the vault's folder, below
    ``home``, when this window follows one that was locked, and ``words`` say what else of that. Once a vault is
    locked, ``fresh`` is called with its folder's name, and words if not all went well, to put a new process in place
    of this one, which has held the data; without it the same window shows who may come in.
    """

    def __init__(
        self,
        home: Path,
        now: Callable[[], datetime],
        settings: Path,
        *,
        locked: str = "",
        words: str = "",
        fresh: Callable[[str, str], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._now, self._fresh = now, fresh
        self._kept = WindowSettings(settings)
        self.doorway = SignInController(home, locked, self._kept, lambda: self.inside, self._put, self)
        with (unsettled := ErrorCollector()):
            settle(self.doorway.folder)
        self._vault: Vault | None = None
        self._has_held = False
        self._unkept: tuple[str, UiState] | None = None
        self._restoring: RestoreController | None = None
        self._leaving: BackupWaitPage | None = None
        self._lock_due = self._may_lose_keys = False
        self.main: MainWindow | None = None
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*SMALLEST)
        self.stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.resize(*FIRST_SIZE)
        self.restoreGeometry(self._kept.state("geometry"))
        theme.apply(_application(), self._kept.scheme())
        _application().styleHints().colorSchemeChanged.connect(self._dress)
        self.ring = FocusRing(self)
        self._unsettled = unsettled.fault
        self.doorway.opened.connect(self._hold)
        self.doorway.entered.connect(self._come_in)
        self.doorway.kept.connect(self._keys_kept)
        self.doorway.failed.connect(self.show_error)
        self.doorway.restore_requested.connect(self.restore)
        self.doorway.show(words or (LOCKED if locked else ""))

    @property
    def unlock(self) -> SignInScreen:
        """The first screen, as it was shown last."""
        return self.doorway.page

    @property
    def vault(self) -> Vault | None:
        """The vault that is open; None while it is locked."""
        return self._vault

    @cached_property
    def watch(self) -> IdleWatch:
        """Tells of keys and of their absence while the vault is open."""
        from ur_desktop.ui.shell.idle_watch import USUAL, IdleWatch  # noqa: PLC0415, needed once somebody is in

        made = IdleWatch(self._now, self._kept.lock_after(USUAL), self)
        made.typed.connect(self._keep_place)
        made.idle.connect(self.lock)
        made.lock_typed.connect(self.lock)
        return made

    @cached_property
    def inside(self) -> Services:
        """What lies behind; loading it takes a good part of a second."""
        from ur_desktop.ui.shell.services import Services  # noqa: PLC0415, see above

        return Services(self._now)

    def show_error(self, error: UserError) -> None:
        """Say where the person is what they can act on."""
        if self.main is not None:
            self.main.show_error(error)
        elif self._restoring is not None:
            self._restoring.screen.show_error(str(error))
        else:
            self.unlock.set_error(str(error))
            if self.inside.may_restore(error):
                self.unlock.offer_restore()

    def lock(self) -> None:
        """Keep what is half typed, close the vault and show who may come in, whatever fails; nothing is asked."""
        if self._leaving is not None:  # nothing of a record is in sight any more
            self._leaving.let_go()
            self._lock_due = True
            return
        if self._vault is None:
            self._lock_closed()
            return
        vault, main, place, self._lock_due = self._vault, self.main, None, False
        texts, rest = ErrorCollector(), ErrorCollector()
        said = partial(lock_words, texts, rest)
        if main is not None:
            with rest:
                place = main.place
            with rest:
                main.stop()
            with texts:
                main.flush()
            if place is not None:
                with texts:
                    self.inside.keep_place(vault, place)
        with rest:
            self.inside.note_lock(vault)
        with rest:
            self._leave_field()
        with rest:
            self._tidy_up()
        if main is not None:
            main.hide()
        self._unkept = (vault.reviewer.user_id, place) if texts.fault and place else None
        once = self.doorway.once
        with rest:
            self.doorway.show(once.locked if once else said())
            self.repaint()  # closing the vault may wait for a backup
        with rest:
            self._close_vault()
        if texts.fault is None and once is None:
            with rest:
                self._end_process(said() if rest.fault else "")

    def _lock_closed(self) -> None:
        """Where the vault is closed already, hide its new keys until who made them signs in, and end a restore.

        One that is on its way is waited for: done, it ends the process by itself.
        """
        if self._restoring is not None:
            self._lock_due = self._restoring.is_running
            if self._has_held and not self._lock_due:
                self._show_locked(LOCKED)
        elif (once := self.doorway.once) is not None and self.watch.is_on:
            self.watch.stop()
            clear_clipboard()
            self.doorway.show(once.locked)

    def _lock_if_due(self) -> None:
        if self._lock_due:
            self.lock()

    def _end_process(self, words: str = "") -> None:
        """Put a new process in place of this one, once it has held a vault's data."""
        if self._fresh is not None and self._has_held:
            self._fresh(self.doorway.folder.name, words)

    def come_up(self) -> None:
        """Come to the front, as when the program is started a second time."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def restore(self) -> None:
        """Close the vault and ask which backup is to take its place."""
        if not self._depart(before_restore=True):
            return
        self.doorway.show()
        self._restoring = session = self.inside.restore_controller(self.doorway.folder, self)
        session.restored.connect(self._show_locked)
        session.left.connect(self._show_locked)
        session.failed.connect(self._lock_if_due)
        self._put(session.screen)
        if self._has_held:
            self.watch.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(AFTER_FIRST_PAINT, self, self._warm)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._leaving is not None:  # whoever closes while a restore waits can't wait
            self._leaving.go.click()
            event.ignore()
        elif self.doorway.once is not None and not self._may_lose_keys:
            self._may_lose_keys = True
            self.unlock.warning.say(NOT_WRITTEN, CLOSE_AGAIN)
            event.ignore()
        elif self._depart():
            super().closeEvent(event)
        else:
            event.ignore()

    def _depart(self, *, before_restore: bool = False) -> bool:
        """Keep what is half typed, make the last backups in sight and close the vault; False where somebody stays."""
        parting, main = ErrorCollector(), self.main
        if main is not None and self._vault is not None:
            with parting:
                main.flush()
            if parting.fault is not None:
                self.show_error(UserError(parting.fault.what, f"{parting.fault.fix} {LOCK_FIRST}".strip()))
                return False
            for act in (
                main.leave,
                self._leave_field,
                partial(self._make_last_backups, main, before_restore),
            ):
                with parting:
                    act()
            if before_restore and self._lock_due:
                self.lock()
                return False
        if not before_restore:
            self.hide()
        # What fails from here on, as on a full disk, keeps nobody from leaving.
        if self._vault is not None:
            with parting:
                self.inside.keep_place(self._vault, None)
            with parting:
                self.inside.note_sign_out(self._vault)
        with parting:
            self._tidy_up()
        with parting:
            self._close_vault()
        return True

    def _make_last_backups(self, main: MainWindow, before_restore: bool) -> None:
        """Make them in sight, with nothing of a record on the screen any more, unless somebody can't wait."""
        for making in self.inside.last_backups(main, before_restore=before_restore):
            self._leaving = page = self._shown(making, "Go on" if before_restore else "Close")
            try:
                page.wait(partial(_share, making))
            finally:
                self._leaving = None
            if page.is_given_up:
                break

    def _shown(self, making: BackupJob, what: str) -> BackupWaitPage:
        page = BackupWaitPage(f"{what} without waiting")
        page.go.clicked.connect(making.cancel)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        return page

    def _warm(self) -> None:
        try:
            if self.main is None and self._restoring is None:
                if warning := self._unsettled or self.inside.folder_warning(self.doorway.folder):
                    self.unlock.warning.say(warning.what, warning.fix)
                if self.doorway.holds_vault:
                    self.inside.check(self.doorway.folder)
            self.inside.warm()
        except UserError as error:
            self.show_error(error)

    def _show_locked(self, words: str = "") -> None:
        if self._restoring is not None:
            self._restoring.deleteLater()
        self._restoring, self._unsettled, self._lock_due = None, None, False
        self.watch.stop()
        self.doorway.show(words)
        self._end_process(words)
        self._warm()

    def _hold(self, opened: Vault) -> None:
        """Have a vault open from here on, watched for keys and their absence whatever is on the screen."""
        self._vault, self._has_held = opened, True
        self._kept.keep(person=opened.reviewer.user_id)
        self.watch.start()

    def _keys_kept(self, once: OneTimeSecrets | None) -> None:
        self._may_lose_keys = False
        if self._vault is not None:
            self._come_in()
        elif once is not None:
            self._show_locked(once.words)

    def _show_new_keys(self, keys: NewKeys) -> None:
        """Show the keys of a vault that was closed for them, then who may come in."""
        if self._vault is None:
            return
        words = f"The vault has new keys. {keys.fault}".strip()
        once, self._unkept = OneTimeSecrets(keys, self._vault.reviewer.user_id, words), None
        self._close_vault()
        self.doorway.show(words)
        self.doorway.show_keys(once)
        self.watch.start()

    def _come_in(self) -> None:
        if self._vault is None:
            return
        scheme, widths = self._kept.scheme().value, self._kept.widths()
        self.main = self.inside.main_window(self._vault, scheme, self.watch.minutes, widths)
        self.main.locked.connect(self.lock)
        self.main.scheme_chosen.connect(self._choose_scheme)
        self.main.new_keys.connect(self._show_new_keys)
        self.main.restore_requested.connect(self.restore)
        self.main.lock_after_chosen.connect(self._choose_lock_after)
        self._put(self.main)
        me, (who, place) = self._vault.reviewer.user_id, self._unkept or ("", None)
        fault = None
        try:
            self.main.go_to(place if place is not None and who == me else self.inside.place(self._vault))
        except UserError as error:
            fault = error
            self.main.show_home()
        self._unkept = None
        if (
            said := self.inside.notice(self._vault)
            or fault
            or self.inside.folder_warning(self.doorway.folder)
        ):
            self.main.show_error(said)

    def _keep_place(self) -> None:
        if self.main is not None and self._vault is not None:
            self.inside.keep_place(self._vault, self.main.place)

    def _put(self, page: QWidget) -> None:
        """Show a page, and let whatever was shown go."""
        shown = (self.stack.widget(place) for place in range(self.stack.count()))
        old = [each for each in shown if each is not None]
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        for gone in old:
            self.stack.removeWidget(gone)
            gone.deleteLater()
        page.setFocus()

    def _close_vault(self) -> None:
        self.main = None
        vault, self._vault = self._vault, None
        if vault is not None:
            try:
                self.watch.stop()
            finally:
                vault.close()

    def _leave_field(self) -> None:
        """Take the keyboard out of the field it is in, which may keep something yet, before the vault closes."""
        if (field := self.focusWidget()) is not None:
            field.clearFocus()

    def _tidy_up(self) -> None:
        """Take back what was copied here, shut what lies over the window, and keep how the window stands."""
        clear_clipboard()
        for over in self.findChildren(QWidget):
            if over.isWindow() and over.isVisible():
                over.close()
        widths = self.main.widths if self.main is not None else {}
        self._kept.keep(geometry=self.saveGeometry(), **widths)

    def _choose_scheme(self, scheme: str) -> None:
        self._kept.keep(scheme=scheme)
        self._dress()

    def _choose_lock_after(self, minutes: int) -> None:
        self._kept.keep(lock_after=minutes)
        self.watch.set_minutes(minutes)

    def _dress(self) -> None:
        theme.apply(_application(), self._kept.scheme())


def _share(making: BackupJob) -> float | None:
    return None if making.done else making.share


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101, a widget can't exist without one
    return app

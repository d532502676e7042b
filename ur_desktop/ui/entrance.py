"""The program's window: locked it shows who may come in, open it shows the main window of who did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from ur_desktop import samples
from ur_desktop.domain.determination import Credential, Reviewer, role_for
from ur_desktop.domain.errors import UserError
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.journal import EventKind
from ur_desktop.ui import sample_vault, theme
from ur_desktop.ui.desk import Desk
from ur_desktop.ui.focus_ring import FocusRing
from ur_desktop.ui.main_window import MainWindow, Place
from ur_desktop.ui.unlock import NewVault, Unlock

TITLE = "UR Desktop"
SMALLEST = (1000, 640)
FIRST_SIZE = (1366, 728)
LONGEST_WAIT = 30


class Entrance(QWidget):
    """Creates, unlocks and locks a vault; its title never names a case."""

    def __init__(
        self,
        library: Library,
        home: Path,
        now: Callable[[], datetime],
        settings: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._library, self._home, self._now, self._settings = library, home, now, settings
        self._folder = home / "vault"
        self._vault: vault.Vault | None = None
        self._left: tuple[str, Place] = ("", Place())
        self._tries = 0
        self.main: MainWindow | None = None
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*SMALLEST)
        self.stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.resize(*FIRST_SIZE)
        geometry = settings.value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        theme.apply(_application(), self._scheme())
        _application().styleHints().colorSchemeChanged.connect(lambda _scheme: self._dress())
        self.ring = FocusRing(self)
        self.unlock = self._locked_page("")

    @property
    def vault(self) -> vault.Vault | None:
        """The vault that is open; None while it is locked."""
        return self._vault

    def show_error(self, error: UserError) -> None:
        """Say where the person is what they can act on."""
        if self.main is not None:
            self.main.show_error(error)
        else:
            self.unlock.set_error(str(error))

    def lock(self, words: str = "Locked. Your work is saved.") -> None:
        """Keep what is half typed, close the vault and show who may come in."""
        if self.main is None or self._vault is None:
            return
        self.main.flush()
        self._left = (self._vault.reviewer.user_id, self.main.place)
        self._keep_columns()
        self._vault.journal.record(EventKind.LOCK, self._vault.reviewer.user_id, self._now())
        # A screen may keep something yet as it leaves: it goes before the vault closes.
        self.unlock = self._locked_page(words)
        self._close_vault()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.main is not None:
            self.main.flush()
            self._keep_columns()
            self.main.hide()
        self._settings.setValue("geometry", self.saveGeometry())
        self._close_vault()
        super().closeEvent(event)

    def open_sample(self) -> None:
        """Open the vault of invented cases, making it the first time, as its nurse."""
        self._folder = self._home / sample_vault.FOLDER
        if not vault.exists(self._folder):
            sample_vault.make(self._folder, self._library, self._now())
        self._unlock(samples.NURSE.user_id, samples.PASSWORD)

    def _locked_page(self, words: str) -> Unlock:
        people: tuple[Reviewer, ...] = ()
        broken: UserError | None = None
        try:
            if vault.exists(self._folder):
                people = vault.users(self._folder)
        except UserError as error:
            broken = error
        is_sample = self._folder.name == sample_vault.FOLDER
        hint = f"Sample vault. Its password is “{samples.PASSWORD}”." if is_sample else ""
        page = Unlock(
            tuple((person.user_id, f"{person.name}, {person.credential.title}") for person in people),
            words=" ".join(part for part in (words, hint) if part),
        )
        page.create_requested.connect(self._create)
        page.unlock_requested.connect(self._try_unlock)
        page.sample_requested.connect(lambda: self._after_paint("Making the sample vault…", self.open_sample))
        page.recovery_kept.connect(self._come_in)
        if broken is not None:
            page.set_error(str(broken))
        self._put(page)
        return page

    def _after_paint(self, words: str, work: Callable[[], None]) -> None:
        self.unlock.set_busy(words)

        def run() -> None:
            try:
                work()
            except UserError as error:
                self.show_error(error)

        QTimer.singleShot(0, self, run)

    def _create(self, wanted: NewVault) -> None:
        role = role_for(wanted.credential)
        first = Reviewer(wanted.user_id, wanted.name, role, Credential(wanted.credential))

        def make() -> None:
            self._vault, recovery_key = vault.create(self._folder, first, wanted.password, self._now())
            self.unlock.show_recovery_key(recovery_key)

        self._after_paint("Making your vault…", make)

    def _try_unlock(self, user_id: str, password: str) -> None:
        self._after_paint("Unlocking…", lambda: self._unlock(user_id, password))

    def _unlock(self, user_id: str, password: str) -> None:
        try:
            self._vault = vault.open_vault(self._folder, user_id, password, self._now())
        except vault.WrongPassword as error:
            self._tries += 1
            self.unlock.set_error(str(error), min(2 ** (self._tries - 1) - 1, LONGEST_WAIT))
            return
        if self._tries:
            self._vault.journal.record(EventKind.FAILED_SIGN_IN, user_id, self._now(), detail={"tries": self._tries})
        self._tries = 0
        self._come_in()

    def _come_in(self) -> None:
        if self._vault is None:
            return
        self.main = MainWindow(Desk(self._vault, self._library, self._now), self._scheme().value)
        self.main.locked.connect(self.lock)
        self.main.scheme_chosen.connect(self._choose_scheme)
        widths = self._settings.value("worklist")
        if widths is not None:
            self.main.worklist.restore(bytes(widths))
        self._put(self.main)
        who, place = self._left
        if who == self._vault.reviewer.user_id:
            self.main.go_to(place)

    def _put(self, page: QWidget) -> None:
        old = self.stack.currentWidget()
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        if old is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        page.setFocus()

    def _close_vault(self) -> None:
        self.main = None
        if self._vault is not None:
            self._vault.close()
            self._vault = None

    def _keep_columns(self) -> None:
        if self.main is not None:
            self._settings.setValue("worklist", self.main.worklist.state())

    def _scheme(self) -> theme.Scheme:
        kept = str(self._settings.value("scheme", theme.Scheme.SYSTEM.value))
        return theme.Scheme(kept) if kept in set(theme.Scheme) else theme.Scheme.SYSTEM

    def _choose_scheme(self, scheme: str) -> None:
        self._settings.setValue("scheme", scheme)
        self._dress()

    def _dress(self) -> None:
        theme.apply(_application(), self._scheme())


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101, a widget can't exist without one
    return app

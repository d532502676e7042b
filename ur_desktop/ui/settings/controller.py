"""Connects the settings screen: appearance and locking here, users and backups in controllers of their own."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework import people, settings
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.ui.settings.backup_controller import BackupController
from ur_desktop.ui.settings.people_controller import PeopleController
from ur_desktop.ui.settings.screen import Settings


class SettingsController(QObject):
    """``scheme_chosen`` carries the theme, ``lock_after_chosen`` the minutes, ``new_keys`` vault keys to show once.

    ``opened`` follows each time the settings are shown or refreshed.
    """

    opened = Signal()
    scheme_chosen = Signal(str)
    lock_after_chosen = Signal(int)
    new_keys = Signal(object)

    def __init__(
        self,
        session: Session,
        backup: BackupController,
        scheme: str,
        lock_after: int,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._backup, self._scheme, self._lock_after = session, backup, scheme, lock_after
        self.screen = Settings(manages=session.may(Permission.MANAGE_PEOPLE))
        self.screen.scheme_chosen.connect(self._choose_scheme)
        self.screen.lock_after_chosen.connect(self._choose_lock_after)
        self.people = PeopleController(session, self.screen, self)
        self.people.changed.connect(self.open)
        self.people.new_keys.connect(self.new_keys)
        backup.show_in(self.screen.backups)

    def open(self) -> None:
        """Show everything as it is now."""
        me = self._session.me.user_id
        self.screen.lock_after.set_minutes(self._lock_after)
        self.screen.open(people.users(self._session), self._scheme, str(self._session.vault.folder), me)
        self._backup.refresh()
        self.opened.emit()

    def _choose_scheme(self, scheme: str) -> None:
        self._scheme = scheme
        settings.choose_appearance(self._session, scheme)
        self.scheme_chosen.emit(scheme)

    def _choose_lock_after(self, minutes: int) -> None:
        settings.choose_lock_after(self._session, minutes, before=self._lock_after)
        self._lock_after = minutes
        self.lock_after_chosen.emit(minutes)

"""What lies behind the entrance: loaded while the first screen is already there, since it takes a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject

from ur_desktop import paths
from ur_desktop.casework import sample_vault, samples
from ur_desktop.casework.backup import BackupJob
from ur_desktop.casework.session import Session
from ur_desktop.domain.determination import Credential, Reviewer, role_for
from ur_desktop.domain.errors import Damaged, StorageError, UserError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.vault.keys import NewKeys
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.disk.folder_kind import where
from ur_desktop.storage.disk.vault_files import is_vault
from ur_desktop.storage.keys.header import RECOVERY
from ur_desktop.storage.sign_in import Refused, sign_in
from ur_desktop.storage.vault import Vault
from ur_desktop.ui.kit.text import time_words
from ur_desktop.ui.settings.restore_controller import RestoreController
from ur_desktop.ui.shell.main_window import MainWindow
from ur_desktop.ui.shell.ui_state import UiState
from ur_desktop.ui.sign_in.sign_in_screen import NewVault

SET_BACK = "This computer’s clock was set back: the last line of the journal is of"
CHECK_CLOCK = "Check its date and time, which say what is late. When each request is due has not changed."
UNEXPECTED = "If nobody changed the vault’s files on purpose, tell whoever keeps this computer."

__all__ = [
    "BackupJob",
    "MainWindow",
    "NewKeys",
    "Refused",
    "RestoreController",
    "Services",
    "UiState",
    "Vault",
]


class Services:
    """Makes and opens vaults, and the main window of whoever came in."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.library = Library(paths.forms_dir(), paths.templates_dir())
        self.sample_words = f"Sample vault. Its password is “{samples.PASSWORD}”."

    def create(self, folder: Path, wanted: NewVault) -> tuple[Vault, NewKeys]:
        """A new vault with its first person signed in, and its keys, of which there is only the recovery key yet."""
        held = Credential(wanted.credential, wanted.license_number, wanted.license_state)
        first = Reviewer(wanted.user_id, wanted.name, role_for(wanted.credential), held)
        made, recovery_key = vault.create(folder, first, wanted.password, self._now())
        return made, NewKeys((), recovery_key)

    def open(self, folder: Path, user_id: str, password: str) -> Vault | Refused:
        """The vault, signed in; wrong passwords are counted and wait longer each time."""
        return sign_in(folder, user_id, password, self._now())

    def recover(self, folder: Path, recovery_key: str) -> Vault | Refused:
        """The vault, opened with its recovery key for someone to give out new passwords."""
        return sign_in(folder, RECOVERY.user_id, recovery_key, self._now())

    def choose_password(self, opened: Vault, given: str, own: str) -> None:
        """Put a person's own password in place of the one they were given."""
        with opened.together():
            me = opened.reviewer.user_id
            opened.journal.record(EventKind.PEOPLE, self._now(), detail={"own_password": me})
            opened.keys.change_password(given, own)

    def open_sample(self, folder: Path) -> Vault | Refused:
        """The vault of invented cases, made the first time, as its nurse."""
        if not is_vault(folder):
            sample_vault.make(folder, self.library, self._now())
        return self.open(folder, samples.NURSE.user_id, samples.PASSWORD)

    def check(self, folder: Path) -> None:
        """Raise StorageError when the vault's header can't be read."""
        vault.users(folder)

    def folder_warning(self, folder: Path) -> StorageError | None:
        """What has to be said about where a vault lies; None when it is on this computer."""
        return where(folder).warning

    def may_restore(self, error: UserError) -> bool:
        """Whether a backup in the vault's place would help."""
        return isinstance(error, Damaged)

    def restore_controller(self, folder: Path, parent: QObject) -> RestoreController:
        """What puts a backup in the vault's place."""
        return RestoreController(folder, self._now, parent)

    def main_window(
        self, opened: Vault, scheme: str, lock_after: int, widths: Mapping[str, bytes]
    ) -> MainWindow:
        """The window of who is signed in; ``lock_after`` is in minutes."""
        return MainWindow(Session(opened, self.library, self._now), scheme, lock_after, widths)

    def notice(self, opened: Vault) -> StorageError | None:
        """What whoever signed in has to know of the vault and of this computer's clock."""
        if opened.notice:
            return StorageError(opened.notice, UNEXPECTED)
        if was := opened.clock_was:
            return StorageError(f"{SET_BACK} {time_words(self._now(), was)}.", CHECK_CLOCK)
        return None

    def place(self, opened: Vault) -> UiState:
        """Where whoever is signed in was when the vault was locked."""
        return UiState.of(opened.place())

    def keep_place(self, opened: Vault, place: UiState | None) -> None:
        """Keep where whoever is signed in is; None when they leave of their own accord."""
        opened.keep_place(place.text() if place else "")

    def note_lock(self, opened: Vault) -> None:
        """Write down that the vault is being locked."""
        opened.journal.record(EventKind.LOCK, self._now())

    def note_sign_out(self, opened: Vault) -> None:
        """Write down that whoever is signed in leaves."""
        opened.journal.record(EventKind.SIGN_OUT, self._now())

    def last_backups(self, main: MainWindow, *, before_restore: bool = False) -> Iterator[BackupJob]:
        """What has to be waited for before the vault is closed, or a backup is put in its place."""
        return main.backup.last(before_restore=before_restore)

    def warm(self) -> None:
        """Read the policies and plans, so that the first case opens at once."""
        self.library.policies(self._now().date())
        self.library.lines  # noqa: B018, read for its cache

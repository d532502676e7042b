"""What lies behind the entrance: loaded while the first screen is already there, since it takes a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ur_desktop import paths, samples
from ur_desktop.domain.determination import Credential, Reviewer, role_for
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.journal import EventKind
from ur_desktop.storage.vault import Vault
from ur_desktop.ui import sample_vault
from ur_desktop.ui.desk import Desk
from ur_desktop.ui.main_window import MainWindow, Place
from ur_desktop.ui.unlock import NewVault

__all__ = ["Inside", "MainWindow", "Place", "Vault"]


class Inside:
    """Makes and opens vaults, and the main window of whoever came in."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.library = Library(paths.forms_dir(), paths.templates_dir())
        self.sample_words = f"Sample vault. Its password is “{samples.PASSWORD}”."

    def create(self, folder: Path, wanted: NewVault) -> tuple[Vault, str]:
        """A new vault with its first person signed in, and its recovery key."""
        role = role_for(wanted.credential)
        first = Reviewer(wanted.user_id, wanted.name, role, Credential(wanted.credential))
        return vault.create(folder, first, wanted.password, self._now())

    def open(self, folder: Path, user_id: str, password: str, tries: int) -> Vault | None:
        """The vault, signed in; None for a wrong password. ``tries`` that failed before are written down."""
        try:
            opened = vault.open_vault(folder, user_id, password, self._now())
        except vault.WrongPassword:
            return None
        if tries:
            opened.journal.record(EventKind.FAILED_SIGN_IN, user_id, self._now(), detail={"tries": tries})
        return opened

    def open_sample(self, folder: Path) -> Vault | None:
        """The vault of invented cases, made the first time, as its nurse."""
        if not vault.exists(folder):
            sample_vault.make(folder, self.library, self._now())
        return self.open(folder, samples.NURSE.user_id, samples.PASSWORD, 0)

    def check(self, folder: Path) -> None:
        """Raise StorageError when the vault's header can't be read."""
        vault.users(folder)

    def main_window(self, opened: Vault, scheme: str) -> MainWindow:
        """The window of who is signed in."""
        return MainWindow(Desk(opened, self.library, self._now), scheme)

    def note_lock(self, opened: Vault) -> None:
        """Write down that the vault is being locked."""
        opened.journal.record(EventKind.LOCK, opened.reviewer.user_id, self._now())

    def note_sign_out(self, opened: Vault) -> None:
        """Write down that whoever is signed in leaves."""
        opened.journal.record(EventKind.SIGN_OUT, opened.reviewer.user_id, self._now())

    def warm(self) -> None:
        """Read the policies and plans, so that the first case opens at once."""
        self.library.policies(self._now().date())
        self.library.lines  # noqa: B018, read for its cache

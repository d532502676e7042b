"""Connects the restore screen to the backups of a vault that is not open, and may be damaged or missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework import restore
from ur_desktop.domain.errors import StorageError, TooSoon, UserError, WrongPassword
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.vault.backup import BackupSummary
from ur_desktop.ui.kit.background_task import BackgroundTask
from ur_desktop.ui.parts.backup_text import summary_words
from ur_desktop.ui.settings.restore_screen import Held, RestoreScreen


class RestoreController(QObject):
    """Fills the restore screen for the vault in ``folder``.

    ``restored`` carries what to say at the sign-in, ``failed`` follows when the screen says why it was not, and
    ``left`` when the person leaves.
    """

    restored = Signal(str)
    failed = Signal()
    left = Signal()

    def __init__(self, folder: Path, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._now = folder, now
        self._found: dict[str, BackupSummary] = {}
        self._looks_elsewhere = False
        self._task: BackgroundTask | None = None
        self.screen = RestoreScreen()
        self.screen.looked_at.connect(self._look)
        self.screen.folder_chosen.connect(self._look_in)
        self.screen.confirmed.connect(self._restore)
        self.screen.left.connect(self._leave)
        self._offer_known()

    @property
    def is_running(self) -> bool:
        """Whether a backup is being restored."""
        return self._task is not None

    def _offer_known(self) -> None:
        """Offer the backups next to the vault, and once they are found those that are only in its second folder."""
        try:
            self._offer(restore.backups_of(self._folder))
        except StorageError as error:
            self.screen.show_held(Held("", fault=str(error)))
        if restore.has_second_folder(self._folder):
            looking = BackgroundTask.start(partial(restore.backups_in_second_folder, self._folder), self)
            looking.done.connect(self._offer_more)
            looking.failed.connect(self._say_second)

    def _say_second(self, error: UserError) -> None:
        if not (self._looks_elsewhere or self.is_running):
            self.screen.show_error(f"The second folder: {error}")

    def _offer_more(self, found: tuple[BackupSummary, ...]) -> None:
        if self._looks_elsewhere or self.is_running:
            return
        names = {Path(key).name for key in self._found}
        if more := [backup for backup in found if Path(backup.key).name not in names]:
            self._offer((*self._found.values(), *more))

    def _look_in(self, folder: str) -> None:
        try:
            found = restore.backups_in(Path(folder))
        except StorageError as error:
            self.screen.show_error(str(error))
            return
        self._looks_elsewhere = True
        self._offer(found)

    def _offer(self, found: Iterable[BackupSummary]) -> None:
        chosen = self.screen.backup.value()
        backups = sorted(found, key=lambda backup: backup.made, reverse=True)
        self._found = {backup.key: backup for backup in backups}
        self.screen.show_backups(tuple(backups), self._now())
        if chosen in self._found:
            self.screen.backup.set_value(chosen)

    def _look(self, key: str) -> None:
        words = summary_words(self._found[key], self._now())
        try:
            choice = restore.look(key, self._folder)
        except StorageError as error:
            self.screen.show_held(Held(words, fault=str(error)))
            return
        users = "; ".join(map(_name, choice.users))
        may = tuple((person.user_id, _name(person)) for person in choice.may_restore)
        self.screen.show_held(Held(f"{words}\nUsers: {users}.", may))

    def _restore(self, key: str, user_id: str, password: str) -> None:
        try:
            work = restore.begin(key, self._folder, user_id, password, self._now())
        except StorageError as error:
            self._failed(error)
            return
        self._task = task = BackgroundTask(work, self)
        task.progressed.connect(self.screen.show_progress)
        task.done.connect(self._restored)
        task.failed.connect(self._failed)
        task.canceled.connect(self._canceled)
        self.screen.show_progress(0)

    def _restored(self, aside: Path | None) -> None:
        self._task = None
        moved = f" The previous vault is in {aside.name}." if aside else ""
        self.restored.emit(f"Restored. Sign in with the password you had then.{moved}")

    def _failed(self, error: UserError) -> None:
        self._task = None
        self.screen.show_error(str(error), of_password=isinstance(error, (WrongPassword, TooSoon)))
        self.failed.emit()

    def _canceled(self) -> None:
        self._task = None
        self.left.emit()

    def _leave(self) -> None:
        if self._task is None:
            self.left.emit()
        else:
            self._task.cancel()


def _name(person: Reviewer) -> str:
    return ", ".join(filter(None, (person.name, person.credential.title)))

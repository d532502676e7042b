"""Restoring, from the entrance: nothing is signed in, and the vault may be damaged or gone."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ur_desktop.background import in_thread
from ur_desktop.domain.determination import Reviewer
from ur_desktop.domain.errors import Canceled, StorageError, TooSoon, UserError
from ur_desktop.storage.backup import second_folder
from ur_desktop.storage.backup.job import default_folder
from ur_desktop.storage.backup.manifest import NAME, Backup, backups, newest_first, read
from ur_desktop.storage.backup.restore import (
    NotThatPassword,
    people,
    refuse,
    restore,
    vault_id,
    who_may_restore,
)
from ur_desktop.ui.kit.background_task import BackgroundTask
from ur_desktop.ui.kit.text import plural, time_words
from ur_desktop.ui.parts.backup_text import WHY, held_words
from ur_desktop.ui.settings.backup_controller import POLL, row
from ur_desktop.ui.settings.restore_screen import Held, RestoreScreen


class RestoreController(QObject):
    """Fills the restore screen for the vault in ``folder``.

    ``restored`` carries what to say at the sign-in, ``failed`` follows where the screen says why it was not, and
    ``left`` where nobody wants to any more.
    """

    restored = Signal(str)
    failed = Signal()
    left = Signal()

    def __init__(self, folder: Path, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._now = folder, now
        self._found: dict[str, Backup] = {}
        self._looks_elsewhere = False
        self._running: Future[Path | None] | None = None
        self._moved, self._whole, self._given_up = 0, 1, False
        self._timer = QTimer(self, interval=POLL)
        self._timer.timeout.connect(self._poll)
        self.screen = RestoreScreen()
        self.screen.looked_at.connect(self._look)
        self.screen.folder_chosen.connect(self._look_in)
        self.screen.confirmed.connect(self._restore)
        self.screen.left.connect(self._leave)
        self._offer_known()

    def _offer_known(self) -> None:
        """Offer the backups beside the vault, and once they are found those that are only in its second folder."""
        known, beside = vault_id(self._folder), default_folder(self._folder)
        try:
            self._offer(backups(beside, known))
        except StorageError as error:
            self.screen.show_held(Held("", fault=str(error)))
        if known and (second := second_folder.load(beside, known).folder):
            looking = BackgroundTask.start(partial(backups, Path(second), known), self)
            looking.done.connect(self._offer_more)
            looking.failed.connect(self._say_second)

    @property
    def is_running(self) -> bool:
        """Whether a backup is on its way into the vault's place."""
        return self._running is not None

    def _say_second(self, error: UserError) -> None:
        if not (self._looks_elsewhere or self.is_running):
            self.screen.show_error(f"The second folder: {error}")

    def _offer_more(self, found: tuple[Backup, ...]) -> None:
        if self._looks_elsewhere or self._running is not None:
            return
        here = tuple(self._found.values())
        names = {backup.folder.name for backup in here}
        if more := tuple(backup for backup in found if backup.folder.name not in names):
            self._offer((*here, *more))

    def _look_in(self, folder: str) -> None:
        place = Path(folder)
        try:
            is_one = os.path.lexists(place / NAME)  # False where a folder can't be entered
            found = (read(place),) if is_one else backups(place)
        except StorageError as error:
            self.screen.show_error(str(error))
            return
        if found:
            self._looks_elsewhere = True
            self._offer(found)
        else:
            self.screen.show_error("There is no backup in this folder. Choose the one that holds them.")

    def _offer(self, found: tuple[Backup, ...]) -> None:
        chosen, found = self.screen.backup.value(), newest_first(found)
        self._found = {str(backup.folder): backup for backup in found}
        self.screen.show_backups(tuple(map(row, found)), self._now())
        if chosen in self._found:
            self.screen.backup.set_value(chosen)

    def _look(self, key: str) -> None:
        backup = self._found[key]
        try:
            refuse(backup, self._folder)
            names = "; ".join(map(_name, people(backup)))
            may = tuple((one.user_id, _name(one)) for one in who_may_restore(backup))
        except StorageError as error:
            self.screen.show_held(Held(self._words(backup), fault=str(error)))
            return
        self.screen.show_held(Held(f"{self._words(backup)}\nWho may sign in: {names}.", may))

    def _words(self, backup: Backup) -> str:
        held = backup.manifest
        what = f"{held_words(held.cases, held.letters)}, {plural(held.answers, 'answer')}"
        return (
            f"Made {time_words(self._now(), held.made)} {WHY[held.reason.value]}, by UR Desktop {held.program}.\n"
            f"It holds {what}."
        )

    def _restore(self, key: str, user_id: str, password: str) -> None:
        backup = self._found[key]
        self._moved, self._whole, self._given_up = 0, backup.manifest.size or 1, False
        now = self._now()
        self._running = in_thread(
            "restore", lambda: restore(backup, self._folder, user_id, password, now, self._step)
        )
        self._timer.start()
        self.screen.show_progress(0)

    def _step(self, size: int) -> None:
        self._moved += size
        if self._given_up:
            raise Canceled("Nothing was restored.", "")

    def _poll(self) -> None:
        if self._running is None:
            return
        if not self._running.done():
            self.screen.show_progress(self._moved / self._whole)
            return
        self._timer.stop()
        running, self._running = self._running, None
        try:
            aside = running.result()
        except Canceled:
            self.left.emit()
        except UserError as error:
            self.screen.show_error(str(error), of_password=isinstance(error, (NotThatPassword, TooSoon)))
            self.failed.emit()
        else:
            moved = f" The vault that was there is now in {aside.name}, beside it." if aside else ""
            self.restored.emit(f"Restored. Sign in with the password of that time.{moved}")

    def _leave(self) -> None:
        if self._running is None:
            self.left.emit()
        self._given_up = True


def _name(person: Reviewer) -> str:
    return ", ".join(filter(None, (person.name, person.credential.title)))

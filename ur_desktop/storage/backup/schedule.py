"""The backups of an open vault: made on request or when due, one at a time, and listed."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from ur_desktop.domain.access import Permission, require
from ur_desktop.domain.errors import Canceled, StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage.backup import job as backup
from ur_desktop.storage.backup import manifest, second_folder
from ur_desktop.storage.backup.copy import delete_incomplete
from ur_desktop.storage.backup.job import BackupJob, default_folder
from ur_desktop.storage.backup.manifest import Backup
from ur_desktop.storage.backup.second_folder import SecondFolder
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys.header import Header
from ur_desktop.storage.records.journal import Journal

EVERY = timedelta(minutes=30)
PATIENCE, SHORT = 20.0, 1.0
"""Seconds that a vault's closing waits for a backup to be checked, and for its copy to be canceled."""


class Backups:
    """The backups of an open vault; ``keys`` gives its header and data key as they are now."""

    def __init__(
        self,
        vault_folder: Path,
        db: Database,
        journal: Journal,
        reviewer: Reviewer,
        keys: Callable[[], tuple[Header, bytes]],
    ) -> None:
        self.folder, self._vault_folder = default_folder(vault_folder), vault_folder
        self._db, self._journal, self._reviewer, self._keys = db, journal, reviewer, keys
        self._making: BackupJob | None = None
        self._running: BackupJob | None = None
        self._last: tuple[BackupJob, int] | None = None
        self._tried: datetime | None = None

    def all(self) -> tuple[Backup, ...]:
        """Return the vault's backups in its default folder, newest first."""
        return manifest.backups(self.folder, self._id)

    def latest(self) -> Backup | None:
        """Return the newest backup; None when there is none or the folder can't be read."""
        with suppress(StorageError):
            return next(iter(self.all()), None)
        return None

    def begin(
        self, reason: BackupReason, now: datetime, folder: Path | None = None, *, to_second: bool = True
    ) -> BackupJob:
        """Begin a backup of the vault as it is now, in the background; ``end`` must be called after it.

        It goes to the default folder and from there to the second folder, or only to ``folder``.
        """
        if reason is BackupReason.ASKED:
            require(self._reviewer, Permission.BACK_UP)
        if self._running is not None and not self._running.done:
            raise StorageError("A backup is already running.", "Wait until it finishes.")
        self.end()
        self._tried = now
        to, second = folder or self.folder, self.second.folder if to_second and folder is None else ""
        also = {"second_folder": second} if second else {}
        self._record(now, begun=reason.value, folder=_whole(to), **also)
        header, data_key = self._keys()
        try:
            self._making = backup.begin(
                to, self._vault_folder, self._db, header, data_key, reason, now, to_second=bool(second)
            )
        except StorageError as error:
            with suppress(StorageError):  # the disk that failed the backup may fail this too
                self._record(now, failed=error.what, reason=reason.value, folder=_whole(to))
            raise
        self._running = self._making
        if folder is None:
            self._last = (self._making, self._db.conn.total_changes)
        return self._making

    def end(self) -> None:
        """Wait until the running backup has copied the database, resume checkpoints, and record a finished backup."""
        if self._making is not None:
            self._making.copied.wait()
            self._making = None
            self._db.resume_checkpoints()
        if self._running is not None and self._running.done:
            self._note_running()

    def close(self) -> None:
        """Finish or cancel the running backup, so that the vault can be closed.

        A backup that takes longer than `PATIENCE` is canceled, and is due again when the vault is opened. A copy to
        the second folder is canceled at once, and that is recorded there. After canceling, a disk that does not
        respond gets `SHORT` more; an incomplete backup never gets its final name.
        """
        if (running := self._running) is None:
            return
        running.completed.wait(PATIENCE)
        running.cancel()
        running.wait_at_most(SHORT)
        if running.copied.is_set():
            self.end()
        self._note_running()

    def note(self, making: BackupJob) -> None:
        """Record in the journal how a backup ended: made, with its copy in the second folder, failed or canceled."""
        reason, folder = making.manifest.reason.value, _whole(making.folder)
        hangs = not (making.done or making.completed.is_set())  # its disk does not respond
        fault = making.fault
        if hangs or isinstance(fault, Canceled):
            self._record(making.ended, given_up=reason, folder=folder)
        elif fault is not None:
            self._record(making.ended, failed=fault.what, reason=reason, folder=folder)
        else:
            made = _whole(making.folder / making.manifest.name)
            self._record(making.ended, made=reason, folder=made, **_copied(making))

    def _note_running(self) -> None:
        if self._running is not None:
            with suppress(StorageError):  # tried again at the next backup, or when the vault is closed
                self.note(self._running)
                self._running = None

    def _record(self, at: datetime, **detail: str) -> None:
        """Add a journal line without making a new backup due."""
        before = self._db.conn.total_changes
        self._journal.record(EventKind.BACKUP, at, detail=detail)
        if self._last is not None:
            self._last = (self._last[0], self._last[1] + int(self._db.conn.total_changes) - before)

    def delete_incomplete(self) -> None:
        """Delete incomplete backups left by a crash."""
        with suppress(OSError):
            delete_incomplete(self.folder, self._id)

    def make(self, reason: BackupReason, now: datetime, folder: Path | None = None) -> Backup:
        """Make a backup and wait until it is verified; it is not copied to the second folder."""
        making = self.begin(reason, now, folder, to_second=False)
        self.end()
        try:
            return making.wait()
        finally:
            self.end()

    def is_due(self, now: datetime) -> bool:
        """Whether the vault changed since its last backup, and half an hour passed since the last attempt."""
        latest = self.latest()
        times = [self._tried] if latest is None else [self._tried, latest.manifest.made]
        # A clock that was set back does not delay the next backup.
        recent = any(time is not None and abs(now - time) < EVERY for time in times)
        return not recent and self.has_changed(latest)

    def has_changed(self, latest: Backup | None) -> bool:
        """Whether the vault changed since its latest backup; sign-ins, sign-outs, locks and backups don't count."""
        if self._last is not None and not self._last[0].failed:
            return self._last[1] != int(self._db.conn.total_changes)
        return latest is None or backup.differs(self._db, latest.manifest)

    @property
    def second(self) -> SecondFolder:
        """The second folder."""
        return second_folder.load(self.folder, self._id)

    def choose_second(self, folder: Path | None, now: datetime) -> None:
        """Choose the second folder for backups, or none."""
        require(self._reviewer, Permission.BACK_UP)
        chosen, before = self._checked(folder) if folder else "", self.second.folder
        with self._db.write():
            if chosen != before:
                self._journal.record(
                    EventKind.SETTINGS,
                    now,
                    detail={"second_folder": chosen, "before": before},
                )
            second_folder.save(self.folder, self._id, SecondFolder(chosen))

    def _checked(self, folder: Path) -> str:
        """Return a folder's absolute path; StorageError when it does not exist or holds the backups or the vault."""
        way_out = "Connect its drive or network, or choose another."
        whole = os.path.realpath(folder)
        if whole == os.path.realpath(self.folder):
            raise StorageError("Backups are already saved in this folder.", "Choose one on another disk.")
        if Path(whole).is_relative_to(os.path.realpath(self._vault_folder)):
            raise StorageError("This is the vault's own folder.", "Choose one on another disk.")
        if whole.encode("utf-8", "replace").decode() != whole:
            raise StorageError(
                "This folder’s name is not Unicode, so it can’t be stored.", "Rename it, or choose another."
            )
        try:
            if not folder.is_dir():
                raise StorageError("This folder does not exist.", way_out)
        except OSError as error:  # an unusable name or a share that is offline
            raise StorageError(f"This folder can’t be reached: {error.strerror}.", way_out) from error
        return whole

    def dismiss_reminder(self) -> None:
        """Hide the worklist's reminder about missing or old copies until the next copy is made."""
        second_folder.save(self.folder, self._id, replace(self.second, reminded=True))

    @property
    def _id(self) -> str:
        return self._keys()[0].vault


def _whole(folder: Path) -> str:
    return str(folder.absolute())


def _copied(making: BackupJob) -> dict[str, str]:
    """Return the result of the copy to the second folder, for the journal; empty without a second folder."""
    if not making.second:
        return {}
    if not making.done:
        return {"not_copied": "The vault was closed before the copy was whole."}
    if making.second_fault is not None:
        return {"not_copied": making.second_fault.what}
    return {"copied_to": making.second}

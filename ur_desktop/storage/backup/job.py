"""Back up an open vault while people work in it.

The log is checkpointed into the database file, and then writes only go to the log. So the file does not change,
and a background thread copies it as it is, encrypted. Then the copy is opened with the key and compared with what
the vault held at that moment. A backup is valid only once it has its final name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent import futures
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.metadata import version
from io import FileIO
from pathlib import Path
from threading import Event
from time import monotonic

from ur_desktop import safe_read
from ur_desktop.background import in_thread
from ur_desktop.domain.errors import Canceled, StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage import database, revisions
from ur_desktop.storage.backup.copy import copy, folder_errors, incoming_folder, thin
from ur_desktop.storage.backup.manifest import CHUNK, NAME, Backup, File, Manifest, backups, check_files, read
from ur_desktop.storage.backup.second_folder import copy_to_second_folder, load
from ur_desktop.storage.database import PAGE, Database
from ur_desktop.storage.disk.atomic_file import make_folder
from ur_desktop.storage.disk.vault_files import real_folder
from ur_desktop.storage.keys import header
from ur_desktop.storage.keys.header import Header
from ur_desktop.storage.keys.seal import is_sealed
from ur_desktop.storage.migrations import applied_steps
from ur_desktop.storage.records import anchor

LOCK_BYTE = 0x4000_0000
"""The offset of SQLite's locks: the page there never holds data, and Windows does not allow reading it."""


def default_folder(vault_folder: Path) -> Path:
    """The default folder of a vault's backups, next to the vault's folder."""
    return real_folder(vault_folder).parent / "backups"


class BackupJob:
    """A running backup to a folder, and from there to a second one.

    When `copied` is set, the database may ``resume_checkpoints``. When `completed` is set, the backup is complete
    and verified, or failed; only its copy to the second folder may still be running.
    """

    def __init__(
        self,
        source: FileIO,
        other_files: Mapping[str, bytes],
        data_key: bytes,
        manifest: Manifest,
        folder: Path,
        *,
        to_second: bool,
    ) -> None:
        self._source, self._other_files, self._data_key = source, other_files, data_key
        self._manifest, self._folder, self._to_second = manifest, folder, to_second
        self._size = os.fstat(source.fileno()).st_size
        self._began, self._took = monotonic(), 0.0
        self.second = load(folder, manifest.vault).folder if to_second else ""
        self._whole = self._size * (3 if self.second else 2)
        self._moved, self._canceled = 0, False
        self.second_fault: StorageError | None = None
        self.copied, self.completed = Event(), Event()
        self._result = in_thread("backup", self._make)

    @property
    def manifest(self) -> Manifest:
        """The manifest without its list of files."""
        return self._manifest

    @property
    def folder(self) -> Path:
        """The folder of the backup."""
        return self._folder

    @property
    def ended(self) -> datetime:
        """When it ended, or now: its start time plus the elapsed time."""
        return self._manifest.made + timedelta(seconds=self._took or monotonic() - self._began)

    @property
    def done(self) -> bool:
        """Whether it has finished or failed."""
        return self._result.done()

    @property
    def failed(self) -> bool:
        """Whether it has failed."""
        return self.done and self._result.exception() is not None

    @property
    def fault(self) -> StorageError | None:
        """Why it failed; None while it runs or when it succeeded."""
        error = self._result.exception() if self.done else None
        if error is None or isinstance(error, StorageError):
            return error
        raise error  # a bug

    @property
    def share(self) -> float:
        """The progress from 0 to 1: copying, verifying, and copying to a second folder."""
        return min(1.0, self._moved / self._whole)

    def cancel(self) -> None:
        """Cancel at the next chunk and delete what was written."""
        self._canceled = True

    def wait_at_most(self, seconds: float) -> bool:
        """Wait at most ``seconds`` until it has finished or failed; return whether it has."""
        return bool(futures.wait((self._result,), seconds).done)

    def wait(self) -> Backup:
        """Wait and return the verified backup; StorageError when it failed, Canceled when it was canceled.

        An error of the second folder is only in ``second_fault``.
        """
        return self._result.result()

    def _make(self) -> Backup:
        try:
            made = self._in_folder()
        finally:
            self._took = monotonic() - self._began
            self.copied.set()
            self.completed.set()
        # The backup is valid now, even if the steps below fail.
        if self._to_second:
            try:
                self.second_fault = copy_to_second_folder(made, self._step)
            except StorageError as fault:  # the result can't be saved
                self.second_fault = fault
        with suppress(StorageError):
            thin(self._folder, made.manifest.vault)
        return made

    def _in_folder(self) -> Backup:
        with incoming_folder(self._folder, self._manifest) as partial:
            digests = {
                database.NAME: copy(pieces(self._source, self._size), partial / database.NAME, self._step)
            }
            self.copied.set()
            for name, content in self._other_files.items():
                digests[name] = copy((content,), partial / name, lambda _size: None)
            files = {name: File((partial / name).stat().st_size, digest) for name, digest in digests.items()}
            manifest = replace(self._manifest, files=files).sealed(self._data_key)
            copy((manifest.text(),), partial / NAME, lambda _size: None)
            check(Backup(partial, manifest), self._data_key)
            self._step(self._size)
        return read(self._folder / manifest.name)

    def _step(self, size: int) -> None:
        self._moved += size
        if self._canceled:
            raise Canceled("Backup canceled.", "Run it again later.")


def begin(
    folder: Path,
    vault_folder: Path,
    db: Database,
    header_: Header,
    data_key: bytes,
    reason: BackupReason,
    now: datetime,
    *,
    to_second: bool = False,
) -> BackupJob:
    """Begin a backup of an open vault to ``folder``; the database file does not change until ``resume_checkpoints``."""
    with folder_errors(folder):
        make_folder(folder)
    sequence = _next_sequence(folder, db, header_.vault, data_key)
    with ExitStack() as failing:
        source = db.pause_checkpoints()
        failing.callback(db.resume_checkpoints)
        manifest = replace(contents(db), vault=header_.vault, sequence=sequence, made=now, reason=reason)
        other_files = {header.NAME: header.text(header_)}
        with suppress(OSError):  # without an anchor, the whole restored vault is verified
            other_files[anchor.NAME] = safe_read.content(vault_folder / anchor.NAME, anchor.LARGEST)
        making = BackupJob(source, other_files, data_key, manifest, folder, to_second=to_second)
        failing.pop_all()
    return making


def contents(db: Database) -> Manifest:
    """Return a manifest with the counts and chain heads of a database; other fields are empty."""
    counted = (db.row(f"SELECT count(*) FROM {table}") for table in ("cases", "archive", "answers"))  # noqa: S608
    cases, letters, answers = (row[0] if row else 0 for row in counted)
    heads = [
        db.row(f"SELECT sequence, link FROM {table} ORDER BY sequence DESC LIMIT 1") or (0, "")  # noqa: S608
        for table in ("archive", "journal")
    ]
    return Manifest(
        vault="",
        sequence=0,
        made=datetime.min,  # noqa: DTZ901, no time yet
        reason=BackupReason.ASKED,
        program=version("ur-desktop"),
        steps=applied_steps(db),
        cases=cases,
        letters=letters,
        answers=answers,
        archive=(heads[0][0], heads[0][1]),
        journal=(heads[1][0], heads[1][1]),
        files={},
    )


def check(backup: Backup, data_key: bytes) -> None:
    """Verify a backup with its key; StorageError when a page, count or chain head differs from its manifest."""
    check_files(backup)
    manifest = backup.manifest
    if not is_sealed(manifest, data_key):
        raise StorageError("The manifest of this backup was changed.", "Choose another backup.")
    damaged = StorageError("The database of this backup is damaged.", "Choose another backup.")
    copied = database.open_copy(backup.folder / database.NAME, data_key, bytes.fromhex(manifest.vault))
    with closing(copied) as db:
        if db.rows("PRAGMA integrity_check") != [("ok",)]:  # reads, and so decrypts, every page in use
            raise damaged
        found = contents(db)
    if any(getattr(found, name) != getattr(manifest, name) for name in _COMPARED):
        raise damaged


_COMPARED = ("steps", "cases", "letters", "answers", "archive", "journal")


def differs(db: Database, manifest: Manifest) -> bool:
    """Whether a database has other answers or new journal lines, except of sign-ins, sign-outs, locks and backups."""
    lines = db.row(
        f"SELECT 1 FROM journal WHERE sequence > ? AND kind NOT IN ({', '.join('?' * len(_QUIET))})",  # noqa: S608
        (manifest.journal[0], *(kind.value for kind in _QUIET)),
    )
    return lines is not None or db.row("SELECT count(*) FROM answers") != (manifest.answers,)


_QUIET = (EventKind.SIGN_IN, EventKind.FAILED_SIGN_IN, EventKind.SIGN_OUT, EventKind.LOCK, EventKind.BACKUP)


def pieces(source: FileIO, size: int) -> Iterator[bytes]:
    """Yield an unchanging database file in chunks of one MiB, with zeros for the page of SQLite's locks."""
    for start in range(0, size, CHUNK):
        skipped = PAGE if start == LOCK_BYTE else 0
        source.seek(start + skipped)
        wanted = min(CHUNK, size - start) - skipped
        found = bytearray(skipped)
        while len(found) < wanted + skipped:
            part = source.read(wanted + skipped - len(found))
            if not part:
                raise StorageError("The vault's database was cut short while it was copied.", "Try again.")
            found += part
        yield bytes(found)


def _next_sequence(folder: Path, db: Database, vault_id: str, data_key: bytes) -> int:
    """Return the next backup number, above all in the database and the folder, which differ after a restore.

    Only sealed manifests count, so that a forged one can't set the number.
    """
    found = [backup.manifest for backup in backups(folder, vault_id)]
    known = [manifest.sequence for manifest in found if is_sealed(manifest, data_key)]
    sequence = max(revisions.known(db, revisions.BACKUP), *known, 0) + 1
    revisions.note(db, revisions.BACKUP, sequence)
    return sequence

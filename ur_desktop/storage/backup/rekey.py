"""Replace a vault's keys: the data key, everyone else's password and the recovery key.

The database and anchor are written under the new key next to the old ones; the header written after them decides
which are used. After a crash at any moment the vault opens with the old keys or the new ones, and in both cases with
the secret of the person who replaces them, because nobody has the new ones before they are shown.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from ur_desktop.domain.errors import InUse, StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.vault.keys import NewKeys
from ur_desktop.storage import database, revisions
from ur_desktop.storage.database import Database
from ur_desktop.storage.disk.atomic_file import move, sync_folder
from ur_desktop.storage.keys import header
from ur_desktop.storage.keys.header import RECOVERY, Header, Slot, SlotKind
from ur_desktop.storage.keys.key_slots import password_slot
from ur_desktop.storage.keys.password import (
    KdfParameters,
    new_one_time_password,
    new_recovery_key,
    read_recovery_key,
)
from ur_desktop.storage.migrations import check_triggers
from ur_desktop.storage.records import anchor, chain
from ur_desktop.storage.records.anchor import Anchor
from ur_desktop.storage.records.archive import LetterChain
from ur_desktop.storage.records.journal import Journal

NEW = f"{database.NAME}.new"
_BESIDE = ("-wal", "-shm", "-journal")


def new_keys(found: Header, me: Reviewer, secret: str) -> NewKeys:
    """Return temporary passwords for everyone but ``me``, and a recovery key, new unless ``me`` signed in with it."""
    others = tuple(person for person in found.people if person.user_id != me.user_id)
    recovery_key = read_recovery_key(secret) if me.user_id == RECOVERY.user_id else new_recovery_key()
    return NewKeys(tuple((person, new_one_time_password()) for person in others), recovery_key)


@dataclass(frozen=True, slots=True)
class KeyReplacement:
    """A vault whose keys are being replaced; ``secret`` stays the password of ``me``."""

    folder: Path
    db: Database
    header: Header
    data_key: bytes = field(repr=False)
    me: Reviewer
    secret: str = field(repr=False)

    def steps(self, keys: NewKeys, now: datetime, kdf: KdfParameters | None = None) -> Iterator[str]:
        """Replace the keys, yielding the name of each finished step, and close the database.

        After a StorageError, `old_keys_in_use` tells whether the old keys are still in use.
        """
        new_key = secrets.token_bytes(32)
        fresh = self._new_header(keys, new_key, kdf or KdfParameters()).sealed(new_key)
        salt, path = bytes.fromhex(self.header.vault), self.folder / NEW
        _clear(path)
        _export(self.db, path, new_key, salt)
        yield "written out"
        made = database.open_existing(path, new_key, salt)
        try:
            _compare(self.db, made)
            chain.store_keys(self.db, self.data_key, made)
            moored = self._journaled(made, new_key, fresh, now)
            # Closing would checkpoint too, but would hide an error; the log is not moved with the database.
            made.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            made.close()
        _to_disk(path)
        yield "checked"
        anchor.write(self.folder, moored, anchor.NEW)
        yield "anchored"
        header.save(self.folder, fresh)
        yield "header"
        self.db.close()
        yield "closed"
        install_new(self.folder)

    def _journaled(self, made: Database, new_key: bytes, fresh: Header, now: datetime) -> Anchor:
        """Record the replacement in the new database, and return its sealed anchor."""
        vault_id, by = fresh.vault, self.me
        links = {use: chain.chain_of(made, new_key, use, vault_id) for use in chain.USES}
        journal, letters = Journal(made, links["journal"], by), LetterChain(made, links["archive"])
        revision = revisions.known(made, revisions.ANCHOR) + 1
        with made.write():
            revisions.note(made, revisions.HEADER, fresh.revision)
            revisions.note(made, revisions.ANCHOR, revision)
            journal.record(EventKind.PEOPLE, now, detail={"new_keys_for": len(fresh.people)})
        made.mark_closed()
        heads = {"archive": letters.head(), "journal": journal.head()}
        return Anchor(vault_id, revision, heads).sealed(new_key)

    def _new_header(self, keys: NewKeys, new_key: bytes, kdf: KdfParameters) -> Header:
        given = {person.user_id: password for person, password in keys.passwords}
        vault_id, slots = self.header.vault, []
        for person in (slot.person for slot in self.header.slots):
            if person.user_id == RECOVERY.user_id:
                made = Slot.lock(vault_id, SlotKind.RECOVERY, RECOVERY, kdf, keys.recovery_key, new_key)
            elif person.user_id in given:
                made = replace(
                    password_slot(vault_id, person, given[person.user_id], kdf, new_key), once=True
                )
            else:
                made = password_slot(vault_id, person, self.secret, kdf, new_key)
            slots.append(made)
        return Header(vault_id, self.header.revision + 1, tuple(slots))


def opened(folder: Path, data_key: bytes, salt: bytes) -> Database:
    """Open a vault's database after finishing or discarding an interrupted key replacement."""
    old, new = folder / database.NAME, folder / NEW
    try:
        db = database.open_existing(old, data_key, salt)
    except StorageError as error:
        if isinstance(error, InUse) or not _opens(new, data_key, salt):
            raise
        install_new(folder)
        return database.open_existing(old, data_key, salt)
    # The header's key opens the current database, so the new one was never put in place.
    with suppress(StorageError):
        discard(folder)
    return db


def old_keys_in_use(folder: Path, old: Header) -> bool:
    """Whether the old keys are certainly still in use; if so, delete the files under the new key."""
    if not header.is_in_place(folder, old):
        return False
    with suppress(StorageError):
        discard(folder)
    return True


def discard(folder: Path) -> None:
    """Delete the database and anchor under new keys that are not in use."""
    _clear(folder / NEW)
    with _storage_errors(folder / anchor.NEW):
        (folder / anchor.NEW).unlink(missing_ok=True)


def install_new(folder: Path) -> None:
    """Replace the anchor and database with those under the new key, and delete the old log.

    Each step is on the disk before the next: header, anchor, log, database. The database is last, because `opened`
    tries its key to see whether the replacement was finished.
    """
    old, new, moored = folder / database.NAME, folder / NEW, folder / anchor.NEW
    try:
        sync_folder(folder)
        if moored.exists():
            move(moored, folder / anchor.NAME)
            sync_folder(folder)
        for ending in _BESIDE:
            old.with_name(old.name + ending).unlink(missing_ok=True)
        move(new, old)
        sync_folder(folder)
    except OSError as error:
        raise StorageError(
            f"The vault's new database can't be put in place: {error.strerror}.",
            "Check the folder, then open the vault again to continue.",
        ) from error


def _export(db: Database, path: Path, key: bytes, salt: bytes) -> None:
    with _storage_errors(path):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    db.allow_schema_changes()
    try:
        db.rows("ATTACH DATABASE ? AS fresh KEY ?", (str(path), f"x'{key.hex()}{salt.hex()}'"))
        try:
            db.rows("SELECT sqlcipher_export('fresh')")
        finally:
            db.rows("DETACH DATABASE fresh")
    finally:
        db.forbid_schema_changes()


def _compare(db: Database, made: Database) -> None:
    """Raise StorageError unless both have the same tables, triggers and row counts."""
    check_triggers(made)
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    same = db.rows(schema) == made.rows(schema)
    tables = [
        name for (name,) in db.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")
    ]
    counts = ((one.rows(f'SELECT count(*) FROM "{name}"') for one in (db, made)) for name in tables)  # noqa: S608
    broken = made.rows("PRAGMA cipher_integrity_check")
    if broken or not same or any(before != after for before, after in counts):
        raise StorageError(
            "The vault could not be copied completely. Its keys were not replaced.", "Try again."
        )


def _opens(path: Path, key: bytes, salt: bytes) -> bool:
    if not path.exists():
        return False
    try:
        database.open_existing(path, key, salt).close()
    except StorageError:
        return False
    return True


@contextmanager
def _storage_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{path.name} can't be written: {error.strerror}.",
            "Check the folder and the free space on its disk.",
        ) from error


def _clear(path: Path) -> None:
    with _storage_errors(path):
        for ending in ("", *_BESIDE):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    with _storage_errors(path), path.open("rb+") as file:
        os.fsync(file.fileno())

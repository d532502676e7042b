"""The vault: a folder with the encrypted database and the header that says who may open it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from ur_desktop.domain.determination import Reviewer
from ur_desktop.domain.errors import StorageError
from ur_desktop.storage import database, header
from ur_desktop.storage.archive import Archive
from ur_desktop.storage.cases import Cases
from ur_desktop.storage.chain import Chain
from ur_desktop.storage.database import Database
from ur_desktop.storage.header import RECOVERY, Header, Slot, SlotKind
from ur_desktop.storage.journal import EventKind, Journal
from ur_desktop.storage.migrations import migrate
from ur_desktop.storage.password import KdfParameters, long_enough, new_recovery_key, read_recovery_key


class WrongPassword(StorageError):
    """A password or recovery key that opens nothing: wrong for certain, and nothing else is the matter."""


class Vault:
    """An open vault. ``reviewer`` is who is signed in; ``close`` it, or use it in a with statement."""

    def __init__(
        self, folder: Path, reviewer: Reviewer, db: Database, header_: Header, data_key: bytes
    ) -> None:
        self.folder = folder
        self.reviewer = reviewer
        self.cases = Cases(db)
        self.archive = Archive(db, Chain(data_key, "archive", header_.vault))
        self.journal = Journal(db, Chain(data_key, "journal", header_.vault))
        self._db = db
        self._header = header_
        self._data_key = data_key

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; a vault that is closed stays closed."""
        self._db.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is saved inside is saved at once or not at all."""
        with self._db.write():
            yield

    def people(self) -> tuple[Reviewer, ...]:
        """Everyone who has a password."""
        return self._header.people

    def confirm(self, password: str) -> bool:
        """Whether this is the password of whoever is signed in, or the recovery key that opened the vault.

        StorageError when a recovery key is asked for and this can't be one.
        """
        slot = self._header.slot(self.reviewer.user_id)
        if slot is not None and slot.kind is SlotKind.RECOVERY:
            password = read_recovery_key(password)
        return slot is not None and slot.open(self._header.vault, password) is not None

    def add_user(self, reviewer: Reviewer, password: str, kdf: KdfParameters | None = None) -> None:
        """Give a person a password of their own; StorageError when the user id is taken."""
        if self._header.slot(reviewer.user_id) is not None:
            raise StorageError(
                f"There is someone with the user id {reviewer.user_id} already.", "Take another."
            )
        self.set_password(reviewer, password, kdf)

    def set_password(self, reviewer: Reviewer, password: str, kdf: KdfParameters | None = None) -> None:
        """Put a person's slot in place of any they had, with this password, name, role and licence."""
        slot = _slot(self._header.vault, reviewer, password, kdf or KdfParameters(), self._data_key)
        self._put_header(self._header.with_slot(slot))

    def _put_header(self, changed: Header) -> None:
        """Write a new revision of the header, then its number into the database."""
        sealed = changed.sealed(self._data_key)
        header.save(self.folder, sealed)
        self._header = sealed
        _note_revision(self._db, sealed)


def exists(folder: Path) -> bool:
    """Whether a folder has a vault in it, or anything left of one."""
    return any((folder / name).exists() for name in (database.NAME, header.NAME, header.COPY))


def users(folder: Path) -> tuple[Reviewer, ...]:
    """Who may sign in; names, roles and licences are readable before the vault is open, members never."""
    return header.load(folder)[0].people


def create(
    folder: Path, first: Reviewer, password: str, now: datetime, kdf: KdfParameters | None = None
) -> tuple[Vault, str]:
    """A new vault for its first person, and its recovery key, which is never shown again."""
    if exists(folder):
        raise StorageError("There is a vault in this folder already.", "Open it, or choose another folder.")
    kdf = kdf or KdfParameters()
    data_key, vault_id, recovery_key = secrets.token_bytes(32), secrets.token_hex(16), new_recovery_key()
    slots = (
        _slot(vault_id, first, password, kdf, data_key),
        Slot.lock(vault_id, SlotKind.RECOVERY, RECOVERY, kdf, recovery_key, data_key),
    )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"This folder can't be made: {error.strerror}.", "Choose another.") from error
    sealed = Header(vault_id, 1, slots).sealed(data_key)
    with ExitStack() as failing:
        db = database.create(folder / database.NAME, data_key, bytes.fromhex(vault_id))
        failing.callback(db.close)
        _ready(db, sealed)
        # The header comes last: until it is there, nobody can have saved anything in the database.
        header.save(folder, sealed)
        vault = Vault(folder, first, db, sealed, data_key)
        vault.journal.record(EventKind.CREATE, first.user_id, now, detail={"vault": vault_id})
        failing.pop_all()
    return vault, recovery_key


def open_vault(folder: Path, user_id: str, password: str, now: datetime) -> Vault:
    """Open a vault as one of its people; WrongPassword, or a StorageError naming the files' fault."""
    found, from_copy = header.load(folder)
    slot = found.slot(user_id)
    if slot is None or slot.kind is not SlotKind.PASSWORD:
        raise StorageError("Nobody with this user id may open the vault.", "Choose a name from the list.")
    return _open(folder, found, slot, password, now, from_copy=from_copy)


def open_with_recovery(folder: Path, recovery_key: str, now: datetime) -> Vault:
    """Open a vault with its recovery key, to give people new passwords; the journal keeps every use."""
    typed = read_recovery_key(recovery_key)
    found, from_copy = header.load(folder)
    slot = found.slot(RECOVERY.user_id)
    if slot is None:
        raise StorageError("This vault has no recovery key.", "Sign in with a password.")
    return _open(folder, found, slot, typed, now, from_copy=from_copy)


def _open(folder: Path, found: Header, slot: Slot, secret: str, now: datetime, *, from_copy: bool) -> Vault:
    data_key = slot.open(found.vault, secret)
    if data_key is None:
        what = "password" if slot.kind is SlotKind.PASSWORD else "recovery key"
        raise WrongPassword(f"This is not the {what}.", "Try again; capitals and small letters differ.")
    if not found.is_sealed(data_key):
        raise StorageError(
            "The vault's header was changed outside the program.", "Put back vault.json from a backup."
        )
    with ExitStack() as failing:
        db = database.open_existing(folder / database.NAME, data_key, bytes.fromhex(found.vault))
        failing.callback(db.close)
        _ready(db, found)
        if from_copy:
            header.save(folder, found)
        vault = Vault(folder, slot.person, db, found, data_key)
        if from_copy:
            vault.journal.record(EventKind.REPAIR, slot.person.user_id, now, detail={"file": header.NAME})
        kind = EventKind.SIGN_IN if slot.kind is SlotKind.PASSWORD else EventKind.RECOVERY
        vault.journal.record(kind, slot.person.user_id, now)
        failing.pop_all()
    return vault


def _slot(vault_id: str, reviewer: Reviewer, password: str, kdf: KdfParameters, data_key: bytes) -> Slot:
    if not reviewer.user_id or reviewer.user_id == RECOVERY.user_id:
        raise StorageError(f"{reviewer.user_id!r} can't be a user id.", "Take another.")
    return Slot.lock(vault_id, SlotKind.PASSWORD, reviewer, kdf, long_enough(password), data_key)


def _ready(db: Database, found: Header) -> None:
    """Bring the schema up to date and compare the header's revision with the last one the database knows."""
    migrate(db)
    db.fix_schema()
    last = db.row("SELECT value FROM vault WHERE name = 'header_revision'")
    if last is not None and found.revision < int(last[0]):
        raise StorageError(
            "An older header was put in place of the vault's own.", "Put back the latest vault.json."
        )
    if last is None or found.revision > int(last[0]):
        _note_revision(db, found)


def _note_revision(db: Database, found: Header) -> None:
    with db.write():
        db.rows(
            "INSERT OR REPLACE INTO vault (name, value) VALUES ('header_revision', ?)", (str(found.revision),)
        )

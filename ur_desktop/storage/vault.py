"""The vault: a folder with the encrypted database and the header that says who may open it."""

from __future__ import annotations

import secrets
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from ur_desktop.domain.determination import Reviewer
from ur_desktop.domain.errors import StorageError
from ur_desktop.storage import anchor, database, header, revisions, verify
from ur_desktop.storage.anchor import Mooring, Untrusted
from ur_desktop.storage.archive import Archive
from ur_desktop.storage.cases import Cases
from ur_desktop.storage.chain import Chain, Head
from ur_desktop.storage.database import Database
from ur_desktop.storage.header import RECOVERY, Header, Slot, SlotKind
from ur_desktop.storage.journal import EventKind, Journal
from ur_desktop.storage.migrations import migrate
from ur_desktop.storage.password import KdfParameters, long_enough, new_recovery_key, read_recovery_key


class WrongPassword(StorageError):
    """A password or recovery key that opens nothing: wrong for certain, and nothing else is the matter."""


class Vault:
    """An open vault. ``reviewer`` is who is signed in; ``close`` it, or use it in a with statement.

    ``notice`` is what whoever opened it has to know of its files, empty when all is well.
    """

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
        self._mooring = Mooring(folder, header_.vault, data_key, db, self.archive, self.journal)
        self._anchored: Head | None = None
        self._is_closed = False
        self.notice = ""
        db.anchor = self.anchor

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Anchor what is new and close the database; a vault that is closed stays closed."""
        if self._is_closed:
            return
        self._is_closed = True
        with suppress(StorageError):
            if self.journal.head() != self._anchored:
                self.anchor()
        self._db.close()

    def anchor(self) -> None:
        """Write beside the database where archive and journal end; what can't be now is the next time."""
        with suppress(StorageError):
            head = self.journal.head()
            self._mooring.drop()
            self._anchored = head

    def examine(self, codes: verify.Codes | None = None) -> Generator[verify.Step, None, verify.Report]:
        """Check the whole record step by step."""
        return verify.examine(verify.Files(self.folder, self._header, self._db, self._data_key), codes)

    def _moor(self, now: datetime) -> None:
        """Hold the database to its anchor; without one that can be relied on, check the whole record."""
        try:
            self._mooring.check()
        except Untrusted as fault:
            self.archive.verify()
            self.journal.verify()
            self.journal.record(
                EventKind.REPAIR, self.reviewer.user_id, now, detail={"file": anchor.NAME, "why": fault.what}
            )
            self.notice = f"{fault.what} Every line and letter was checked and is in order."

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
        revisions.note(self._db, revisions.HEADER, sealed.revision)


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
        vault.anchor()
        failing.pop_all()
    return vault, recovery_key


def open_vault(folder: Path, user_id: str, password: str, now: datetime) -> Vault:
    """Open a vault as one of its people; WrongPassword, or a StorageError naming the files' fault."""
    found, from_copy = header.load(folder)
    return _open(folder, found, _password_slot(found, user_id), password, now, from_copy=from_copy)


def open_with_recovery(folder: Path, recovery_key: str, now: datetime) -> Vault:
    """Open a vault with its recovery key, to give people new passwords; the journal keeps every use."""
    typed = read_recovery_key(recovery_key)
    found, from_copy = header.load(folder)
    slot = found.slot(RECOVERY.user_id)
    if slot is None:
        raise StorageError("This vault has no recovery key.", "Sign in with a password.")
    return _open(folder, found, slot, typed, now, from_copy=from_copy)


def verify_closed(
    folder: Path, user_id: str, password: str, codes: verify.Codes | None = None
) -> verify.Report:
    """Check a vault that may not open any more; StorageError when its files can't even be read.

    Nothing is written down: what is found stays as it is.
    """
    found, _from_copy = header.load(folder)
    data_key = _data_key(found, _password_slot(found, user_id), password)
    db = database.open_existing(folder / database.NAME, data_key, bytes.fromhex(found.vault))
    try:
        return verify.to_the_end(verify.examine(verify.Files(folder, found, db, data_key), codes))
    finally:
        db.close()


def _open(folder: Path, found: Header, slot: Slot, secret: str, now: datetime, *, from_copy: bool) -> Vault:
    data_key = _data_key(found, slot, secret)
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
        vault._moor(now)  # noqa: SLF001, its own maker
        if from_copy:
            vault.journal.record(EventKind.REPAIR, slot.person.user_id, now, detail={"file": header.NAME})
        kind = EventKind.SIGN_IN if slot.kind is SlotKind.PASSWORD else EventKind.RECOVERY
        vault.journal.record(kind, slot.person.user_id, now)
        failing.pop_all()
    return vault


def _password_slot(found: Header, user_id: str) -> Slot:
    slot = found.slot(user_id)
    if slot is None or slot.kind is not SlotKind.PASSWORD:
        raise StorageError("Nobody with this user id may open the vault.", "Choose a name from the list.")
    return slot


def _data_key(found: Header, slot: Slot, secret: str) -> bytes:
    data_key = slot.open(found.vault, secret)
    if data_key is None:
        what = "password" if slot.kind is SlotKind.PASSWORD else "recovery key"
        raise WrongPassword(f"This is not the {what}.", "Try again; capitals and small letters differ.")
    return data_key


def _slot(vault_id: str, reviewer: Reviewer, password: str, kdf: KdfParameters, data_key: bytes) -> Slot:
    if not reviewer.user_id or reviewer.user_id == RECOVERY.user_id:
        raise StorageError(f"{reviewer.user_id!r} can't be a user id.", "Take another.")
    return Slot.lock(vault_id, SlotKind.PASSWORD, reviewer, kdf, long_enough(password), data_key)


def _ready(db: Database, found: Header) -> None:
    """Bring the schema up to date and compare the header's revision with the last one the database knows."""
    migrate(db)
    db.fix_schema()
    revisions.check_header(db, found)
    if found.revision > revisions.known(db, revisions.HEADER):
        revisions.note(db, revisions.HEADER, found.revision)

"""The vault: a folder with the encrypted database and the header with the key slots of its users."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from ur_desktop.domain.access import MAY_ADMINISTER, Permission, require
from ur_desktop.domain.errors import Damaged, StorageError, WrongPassword
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.domain.vault.keys import NewKeys
from ur_desktop.domain.vault.verification import VerifyReport, VerifyStep
from ur_desktop.storage import database, lost_files, revisions, verify
from ur_desktop.storage.backup import job as backup
from ur_desktop.storage.backup import rekey, restore_note, rollback_check
from ur_desktop.storage.backup.job import BackupJob, default_folder
from ur_desktop.storage.backup.rekey import KeyReplacement
from ur_desktop.storage.backup.restore import finish_interrupted
from ur_desktop.storage.backup.restore_note import Note
from ur_desktop.storage.backup.schedule import Backups
from ur_desktop.storage.database import Database
from ur_desktop.storage.disk import creation_marker, open_marker
from ur_desktop.storage.disk.folder_lock import folder_locked
from ur_desktop.storage.disk.open_marker import Occupancy
from ur_desktop.storage.disk.vault_files import is_vault, real_folder, require_short_name
from ur_desktop.storage.keys import header, sign_in_attempts
from ur_desktop.storage.keys.header import RECOVERY, Header, Slot, SlotKind
from ur_desktop.storage.keys.key_slots import Keys, password_slot
from ur_desktop.storage.keys.password import KdfParameters, new_recovery_key, read_recovery_key
from ur_desktop.storage.keys.seal import is_sealed
from ur_desktop.storage.migrations import is_behind, migrate
from ur_desktop.storage.records.anchor import AnchorFile
from ur_desktop.storage.records.archive import Archive, LetterChain
from ur_desktop.storage.records.cases import Cases
from ur_desktop.storage.records.chain import Head, chain_of
from ur_desktop.storage.records.drafts import Drafts
from ur_desktop.storage.records.journal import Journal, Lines
from ur_desktop.storage.records.letter_queue import LetterQueue, mark_all_in_doubt
from ur_desktop.storage.records.sealed_records import SealedRecords
from ur_desktop.storage.records.sendings import Sendings
from ur_desktop.storage.unlocking import refuse_elsewhere, take_database, unlock, user_slot

__all__ = [
    "Vault",
    "WrongPassword",
    "create",
    "open_vault",
    "open_with_recovery",
    "users",
]

KEEP_BOTH = "Keep the old keys too until someone has signed in with the new ones."


class Vault:
    """An open vault, limited to what the signed-in person may see and change; ``close`` it or use ``with``.

    ``notice`` tells the user about a problem with the files, empty when there is none; ``anchor_fault`` is why the
    last anchor could not be written, None when it was. ``clock_was`` is the time of the last journal line if the
    computer's clock was set back since, else None.
    """

    def __init__(
        self, folder: Path, reviewer: Reviewer, db: Database, header_: Header, data_key: bytes
    ) -> None:
        self.folder = folder
        links = chain_of(db, data_key, "journal", header_.vault)
        self._lines = Lines(db, links)
        seals = SealedRecords(db, links)
        self.cases = Cases(db, lambda: self.reviewer, self.people, self.confirm, self._lines, seals)
        letters = LetterChain(db, chain_of(db, data_key, "archive", header_.vault))
        self.archive = Archive(db, letters, reviewer)
        self.drafts = Drafts(db, lambda: self.reviewer)
        self.journal = Journal(db, links, reviewer)
        self.keys = Keys(folder, db, header_, data_key, reviewer)
        self.queue = LetterQueue(db, self.journal, reviewer, self.keys.people)
        self.sendings = Sendings(db, lambda: self.reviewer)
        self._db = db
        self._data_key = data_key
        self.backups = Backups(folder, db, self.journal, reviewer, lambda: (self.keys.header, data_key))
        self._anchor_file = AnchorFile(folder, header_.vault, data_key, db, letters, self.journal)
        self._anchored: Head | None = None
        self._is_closed = False
        self.notice = ""
        self.anchor_fault: StorageError | None = None
        self.clock_was: datetime | None = None
        db.anchor = self.anchor

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write the anchor and close the database; closing a closed vault does nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        with ExitStack() as at_the_end:
            at_the_end.callback(self._close_files)
            self.backups.close()
            with suppress(StorageError):
                if self.journal.head() != self._anchored:
                    self.anchor()

    def _close_files(self) -> None:
        self._is_closed = True
        self._db.close()
        open_marker.clear(self.folder)

    def anchor(self) -> None:
        """Write the anchor file next to the database; when that fails, it is written the next time."""
        try:
            head = self.journal.head()
            self._anchor_file.write()
            self._anchored, self.anchor_fault = head, None
        except StorageError as error:
            self.anchor_fault = error

    def examine(self, codes: verify.Codes | None = None) -> Generator[VerifyStep, None, VerifyReport]:
        """Verify the whole vault step by step; ``codes`` reads the letters, so only who sees cases may hand it in."""
        if codes is not None:
            require(self.reviewer, Permission.SEE_CASES)
        return verify.examine(verify.Files(self.folder, self.keys.header, self._db, self._data_key), codes)

    def _check_files(self, now: datetime, note: Note | None) -> None:
        """Compare the database with its anchor, log and backups; say and record what is lost.

        ``note`` is that of a restore that is not recorded yet.
        """
        lost = lost_files.find(self._anchor_file, note)
        self.notice = lost_files.notice(lost, self.journal)
        for each in lost:
            detail = {"file": each.file, "why": each.words}
            self._lines.add(EventKind.REPAIR, self.reviewer.user_id, now, detail=detail)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Save everything inside in one transaction."""
        with self._db.write():
            yield

    @property
    def reviewer(self) -> Reviewer:
        """The signed-in person."""
        return self.keys.person

    def people(self) -> tuple[Reviewer, ...]:
        """Everyone who has a password."""
        return self.keys.people()

    def confirm(self, secret: str, now: datetime, case_id: str = "") -> None:
        """Raise WrongPassword unless this is the signed-in person's own password, not a temporary one.

        The journal records a wrong password with its case, and it counts like one at sign-in: TooSoon until
        the delay has passed.
        """
        me = self.reviewer.user_id
        with sign_in_attempts.counted(self.folder, me, now, self._lines, case_id):
            if self.keys.must_change or not self.keys.confirm(secret):
                raise WrongPassword("Wrong password.", "Try again; passwords are case-sensitive.")
        self._lines.after_transaction(lambda: self.record_failed_sign_ins(now))

    def record_failed_sign_ins(self, now: datetime) -> None:
        """Record failed sign-ins that the journal does not have, and reset the signed-in person's count."""
        known = {person.user_id for person in (*self.keys.current_and_removed(), RECOVERY)}
        sign_in_attempts.record_attempts(self.folder, self._lines, self.reviewer.user_id, now, known)

    def add_user(self, reviewer: Reviewer, password: str, kdf: KdfParameters | None = None) -> None:
        """Add a user with a password of their own choice; ``keys`` has the other changes of users."""
        self.keys.add(reviewer, password, kdf)

    def set_password(self, reviewer: Reviewer, password: str, kdf: KdfParameters | None = None) -> None:
        """Replace a person's slot with one for this password, name, role and license."""
        self.keys.set_password(reviewer, password, kdf)

    def rekey(self, secret: str, now: datetime, kdf: KdfParameters | None = None) -> NewKeys:
        """Replace all vault keys and close the vault; ``secret`` confirms it and stays valid.

        Return everyone else's temporary password and the recovery key, which are stored nowhere. StorageError
        leaves the old keys and the vault open; an error after the new keys may be in use is in their ``fault``.
        """
        require(self.reviewer, Permission.MANAGE_PEOPLE)
        self.confirm(secret, now)
        self.backups.make(BackupReason.REKEY, now)
        fresh = rekey.new_keys(self.keys.header, self.reviewer, secret)
        renewing = KeyReplacement(
            self.folder, self._db, self.keys.header, self._data_key, self.reviewer, secret
        )
        with ExitStack() as at_the_end:
            at_the_end.callback(self._close_files)  # an anchor under the old key would be invalid
            try:
                deque(renewing.steps(fresh, now, kdf), maxlen=0)
            except StorageError as error:
                if rekey.old_keys_in_use(self.folder, self.keys.header):
                    at_the_end.pop_all()
                    raise
                fresh = replace(fresh, fault=f"{error} {KEEP_BOTH}")
        return fresh


def users(folder: Path) -> tuple[Reviewer, ...]:
    """Return the users of a closed vault; their names, roles and licenses are readable without a password."""
    return header.load(folder)[0].people


def create(
    folder: Path, first: Reviewer, password: str, now: datetime, kdf: KdfParameters | None = None
) -> tuple[Vault, str]:
    """Create a vault with its first user, an administrator; return it and its recovery key, stored nowhere."""
    finish_interrupted(folder)
    require_short_name(folder := real_folder(folder))
    kdf, first = kdf or KdfParameters(), replace(first, administers=first.role in MAY_ADMINISTER)
    data_key, vault_id, recovery_key = secrets.token_bytes(32), secrets.token_hex(16), new_recovery_key()
    slots = (
        password_slot(vault_id, first, password, kdf, data_key),
        Slot.lock(vault_id, SlotKind.RECOVERY, RECOVERY, kdf, recovery_key, data_key),
    )
    sealed = Header(vault_id, 1, slots).sealed(data_key)
    creation_marker.make(folder)
    with folder_locked(folder), ExitStack() as failing:
        if is_vault(folder):
            raise StorageError("This folder already has a vault.", "Open it, or choose another folder.")
        creation_marker.begin(folder)
        failing.callback(creation_marker.discard, folder)
        db = database.create(folder / database.NAME, data_key, bytes.fromhex(vault_id))
        failing.callback(db.close)
        _ready(db, sealed, data_key)
        header.save(folder, sealed)
        vault = Vault(folder, first, db, sealed, data_key)
        lines = Lines(db, chain_of(db, data_key, "journal", vault_id))
        lines.add(EventKind.CREATE, first.user_id, now, detail={"vault": vault_id})
        creation_marker.finish(folder)
        vault.anchor()
        db.mark_open()
        open_marker.note(folder, Occupancy.this_process(first.user_id, now))
        failing.pop_all()
    return vault, recovery_key


def open_vault(folder: Path, user_id: str, password: str, now: datetime) -> Vault:
    """Open a vault as one of its users; WrongPassword, or StorageError that names the problem with the files."""
    finish_interrupted(folder)
    found, from_copy = header.load(folder := real_folder(folder))
    return _open(folder, found, user_slot(found, user_id), password, now, from_copy=from_copy)


def open_with_recovery(folder: Path, recovery_key: str, now: datetime) -> Vault:
    """Open a vault with its recovery key, to reset passwords; the journal records every use."""
    typed = read_recovery_key(recovery_key)
    finish_interrupted(folder)
    found, from_copy = header.load(folder := real_folder(folder))
    slot = found.slot(RECOVERY.user_id)
    if slot is None:
        raise StorageError("This vault has no recovery key.", "Sign in with a password.")
    return _open(folder, found, slot, typed, now, from_copy=from_copy)


def verify_closed(
    folder: Path,
    user_id: str,
    password: str,
    now: datetime,
    codes: verify.Codes | None = None,
    proved: str = "",
) -> VerifyReport:
    """Verify a vault that may be too damaged to open; StorageError when its files can't be read.

    ``proved`` is the record code of a printed letter, "7F3A-91C2-0D5E", to search for in the archive. ``codes`` reads
    the letters, so only who sees cases may hand it in.
    Only wrong passwords are recorded; the vault is not changed.
    """
    found, _from_copy = header.load(folder := real_folder(folder))
    slot = user_slot(found, user_id)
    with sign_in_attempts.counted(folder, user_id, now):
        data_key = unlock(found, slot, password)
    if codes is not None:
        require(slot.person, Permission.SEE_CASES)
    refuse_elsewhere(folder)
    with verify.disk_errors():
        db = database.open_existing(folder / database.NAME, data_key, bytes.fromhex(found.vault))
    try:
        return verify.run_all(verify.examine(verify.Files(folder, found, db, data_key), codes, proved))
    finally:
        db.close()


def _open(folder: Path, found: Header, slot: Slot, secret: str, now: datetime, *, from_copy: bool) -> Vault:
    data_key = unlock(found, slot, secret)
    if not is_sealed(found, data_key):
        raise Damaged(
            "The vault's header was changed outside the program.", "Restore vault.json from a backup."
        )
    with ExitStack() as failing:
        db = take_database(folder, data_key, found)
        failing.callback(db.close)
        before: BackupJob | None = None
        if header.load(folder)[0] != found:  # a restore replaced the vault meanwhile
            raise StorageError("The vault was just replaced.", "Try again.")
        note = restore_note.read(folder, data_key)
        rollback_check.check(
            db, rollback_check.sealed((default_folder(folder),), found.vault, data_key), note
        )
        creation_marker.finish(folder)
        if is_behind(db):
            before = backup.begin(
                default_folder(folder), folder, db, found, data_key, BackupReason.MIGRATION, now
            )
            before.wait()
            db.resume_checkpoints()
        _ready(db, found, data_key)
        if from_copy:
            header.save(folder, found)
        header.repair_copy(folder, found)
        vault = Vault(folder, slot.person, db, found, data_key)
        vault.clock_was = vault.journal.last_entry_in_future(now)
        vault._check_files(now, note)  # noqa: SLF001, set by the module that creates it
        links = chain_of(db, data_key, "journal", found.vault)
        lines, me = Lines(db, links), slot.person.user_id
        if before is not None:
            vault.backups.note(before)
            SealedRecords(db, links).seal_all(lines, me, now)
        if vault.clock_was is not None:
            detail = {"last_line": vault.clock_was.isoformat()}
            lines.add(EventKind.CLOCK, me, now, detail=detail)
        if from_copy:
            lines.add(EventKind.REPAIR, me, now, detail={"file": header.NAME})
        if note is not None:
            told = {"backup": note.sequence, "made": note.made.isoformat(), "at": note.at.isoformat()}
            with db.write():
                restore_note.save(db, note)
                mark_all_in_doubt(db)
                lines.add(EventKind.RESTORE, note.by, now, detail=told)
            restore_note.delete(folder)
            vault.notice = " ".join(filter(None, (restore_note.message(note), vault.notice)))
        kind = EventKind.SIGN_IN if slot.kind is SlotKind.PASSWORD else EventKind.RECOVERY
        lines.add(kind, me, now)
        db.mark_open()
        open_marker.note(folder, Occupancy.this_process(slot.person.user_id, now))
        vault.backups.delete_incomplete()
        failing.pop_all()
    return vault


def _ready(db: Database, found: Header, data_key: bytes) -> None:
    """Bring the schema up to date and compare the header's revision with the last one the database knows."""

    def whole() -> None:
        LetterChain(db, chain_of(db, data_key, "archive", found.vault)).verify()
        Journal(db, chain_of(db, data_key, "journal", found.vault), RECOVERY).verify()

    migrate(db, whole)
    db.forbid_schema_changes()
    revisions.check_header(db, found.revision)
    if found.revision > revisions.known(db, revisions.HEADER):
        revisions.note(db, revisions.HEADER, found.revision)

"""The SQLCipher connection: the only module that uses the driver, its settings and its errors."""

from __future__ import annotations

import os
import sys
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

# sqlite-utils imports the driver under these names, and plain sqlite3 when either is missing.
sys.modules["pysqlite3"] = sys.modules["pysqlite3.dbapi2"] = sqlcipher
import sqlite_utils  # noqa: E402

from ur_desktop.domain.errors import Damaged, DiskRefused, InUse, StorageError  # noqa: E402
from ur_desktop.safe_read import regular  # noqa: E402
from ur_desktop.storage.disk import vault_files  # noqa: E402
from ur_desktop.storage.disk.database_lock import IN_USE, held, number  # noqa: E402

NAME = vault_files.DATABASE
LOG = f"{NAME}-wal"
PAGE = 4096
SALT = 16
LOG_PAGES = 1000  # SQLite's own default
PLAIN = b"SQLite format 3\x00"
SETTINGS = (
    "cipher_memory_security=ON",
    "locking_mode=EXCLUSIVE",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # without it REPLACE deletes a row without firing the trigger that forbids deletes
    "cache_size=-65536",  # KiB; decrypting a page again costs more than caching it
)
STATEMENTS = 256
"""How many prepared statements are cached; with fewer than one act uses, SQLite prepares each one again."""
_IN_USE, _CLOSED = "in use", "closed"
DAMAGED = Damaged("The vault's database is damaged.", "Restore the latest backup.")
_CHANGES_SCHEMA = frozenset({
    sqlcipher.SQLITE_CREATE_TABLE, sqlcipher.SQLITE_DROP_TABLE, sqlcipher.SQLITE_ALTER_TABLE,
    sqlcipher.SQLITE_CREATE_TRIGGER, sqlcipher.SQLITE_DROP_TRIGGER,
    sqlcipher.SQLITE_CREATE_VTABLE, sqlcipher.SQLITE_DROP_VTABLE,
})  # fmt: skip

Row = tuple[Any, ...]
Values = Sequence[object] | Mapping[str, object]


class Database(sqlite_utils.Database):
    """The open database. Read with ``rows`` and write inside ``write``; both raise StorageError.

    After a transaction that set ``to_anchor`` is committed, ``anchor`` is called, then each function passed to
    ``after_commit``. While ``checkpoints_paused`` is true, a backup copies the database file.
    """

    to_anchor = False
    anchor: Callable[[], None] | None = None
    checkpoints_paused = False
    log_is_lost = False
    """Whether the database was not closed and its log is gone: what was saved last may be missing."""

    _log_in_use = False
    _number: tuple[int, int] | None = None
    _file: FileIO | None = None
    _path: Path | None = None
    _afterward: tuple[Callable[[], None], ...] = ()
    _at_end: tuple[Callable[[], None], ...] = ()
    _free: Callable[[], object] | None = None

    def hold(self, path: Path) -> None:
        """Prevent this process from opening the file a second time before ``close``."""
        self._path, self._number = path.absolute(), number(path)
        held.add(self._number)
        self._free = weakref.finalize(self, held.discard, self._number)

    def close(self) -> None:
        """Close the connection, then the handle that copies were read from."""
        if self._log_in_use:
            self.mark_closed()
        super().close()
        # Only now: POSIX releases all locks of a process on a file when it closes any handle to that file.
        if self._file is not None:
            self._file.close()
        if self._free is not None:
            self._free()

    def pause_checkpoints(self) -> FileIO:
        """Checkpoint the log and return the database file, unchanging until ``resume_checkpoints``.

        Writes continue, into the log only. The database closes the handle.
        """
        if self.conn.in_transaction:
            raise RuntimeError("a transaction is open")
        if self._file is None:
            if self._path is None:
                raise RuntimeError("it was never held")
            try:
                self._file = FileIO(self._path, "rb")
            except OSError as error:
                raise StorageError(
                    f"The vault's database can't be read: {error.strerror}.", "Check that its folder exists."
                ) from error
        with ExitStack() as failing:
            failing.callback(self.resume_checkpoints)
            self.rows("PRAGMA wal_autocheckpoint=0")
            [(busy, pages, moved)] = self.rows("PRAGMA wal_checkpoint(PASSIVE)")
            if busy or pages != moved:
                raise StorageError("The vault's log can't be written into its database.", "Try again.")
            failing.pop_all()
        self.checkpoints_paused = True
        return self._file

    def resume_checkpoints(self) -> None:
        """Resume automatic checkpoints of the log."""
        self.checkpoints_paused = False
        self.rows(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")

    def checkpoint(self) -> None:
        """Checkpoint the log; do nothing while a backup copies the database file."""
        if not self.checkpoints_paused:
            self.rows("PRAGMA wal_checkpoint(RESTART)")

    def mark_open(self) -> None:
        """Record in the database file itself that its log is in use, so that `find_lost_log` notices a deleted one."""
        self._mark(_IN_USE)
        self._log_in_use, self.log_is_lost = True, False
        with suppress(StorageError):  # then only the log has the mark
            self.checkpoint()

    def mark_closed(self) -> None:
        """Record that closing moves the whole log into the database file."""
        self.conn.rollback()
        with suppress(StorageError):
            try:
                self._mark(_CLOSED)
            except StorageError:  # a full disk has room in the log once it was moved
                self.checkpoint()
                self._mark(_CLOSED)
        self._log_in_use = False

    def find_lost_log(self) -> None:
        """Set ``log_is_lost`` if the database was not closed, and nothing of its log can be read."""
        if not self.row("SELECT 1 FROM sqlite_master WHERE name = 'vault'"):
            return
        if self.row("SELECT value FROM vault WHERE name = 'log'") != (_IN_USE,):
            return
        with suppress(StorageError):  # a log that can't be moved is there
            [(_busy, pages, _moved)] = self.rows("PRAGMA wal_checkpoint(PASSIVE)")
            self.log_is_lost = pages <= 0
        self._log_in_use = not self.log_is_lost

    def _mark(self, value: str) -> None:
        with self.write():
            self.rows("INSERT OR REPLACE INTO vault (name, value) VALUES ('log', ?)", (value,))

    def _require_in_place(self) -> None:
        """Raise StorageError when the database file is no longer where it was opened: nobody would find the rows."""
        if self._path is None:
            return
        try:
            found = number(self._path)
        except (FileNotFoundError, NotADirectoryError):
            found = None
        except OSError:  # such as a share that is offline: writing says so itself
            return
        if found != self._number:
            raise StorageError(
                "Not saved: the vault’s folder was moved, renamed or deleted.",
                f"Move it back to {self._path.parent}, then try again.",
            )

    @contextmanager
    def write(self) -> Iterator[None]:
        """Run one transaction, committed to disk at the end; inside another transaction, join it."""
        before = self._afterward
        with ExitStack() as taken_back:
            if not self.conn.in_transaction:
                self._require_in_place()
                taken_back.callback(self._end)
            taken_back.callback(setattr, self, "_afterward", before)
            with storage_errors(), self.atomic():
                yield
            taken_back.pop_all()
        if self.conn.in_transaction:
            return
        self._end()
        due, self._afterward = self._afterward, ()
        if self.to_anchor and self.anchor is not None:
            self.to_anchor = False
            self.anchor()
        for act in due:
            act()

    def after_commit(self, act: Callable[[], None]) -> None:
        """Call ``act`` after the open transaction is committed, or now if there is none; never after a rollback."""
        if self.conn.in_transaction:
            self._afterward = (*self._afterward, act)
        else:
            act()

    def after_end(self, act: Callable[[], None]) -> None:
        """Call ``act`` after the open transaction is committed or rolled back, or now if there is none."""
        if self.conn.in_transaction:
            self._at_end = (*self._at_end, act)
        else:
            act()

    def _end(self) -> None:
        due, self._at_end = self._at_end, ()
        for act in due:
            act()

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Return every row of a query, or of a statement inside ``write``."""
        with storage_errors():
            found: list[Row] = self.conn.execute(sql, values).fetchall()
            return found

    def stream(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """Yield the rows of a query one by one, without loading them all."""
        with storage_errors():
            yield from self.conn.execute(sql, values)

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """Return the first row of a query, or None."""
        with storage_errors():
            found: Row | None = self.conn.execute(sql, values).fetchone()
            return found

    def forbid_schema_changes(self) -> None:
        """Refuse schema changes from now on, because sqlite-utils makes some on its own."""

        def may(action: int, *_: object) -> int:
            return int(sqlcipher.SQLITE_DENY if action in _CHANGES_SCHEMA else sqlcipher.SQLITE_OK)

        self.conn.set_authorizer(may)

    def allow_schema_changes(self) -> None:
        """Allow schema changes again, for another database attached to this connection."""
        self.conn.set_authorizer(None)


def create(path: Path, key: bytes, salt: bytes) -> Database:
    """Create a database file that only its owner can read; StorageError when it exists."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StorageError(
            f"The vault can't be written here: {error.strerror}.", "Choose another folder."
        ) from error
    with storage_errors():
        return _connect(path, key, salt)


def open_existing(path: Path, key: bytes, salt: bytes) -> Database:
    """Open a vault's database with its verified data key; StorageError names what is wrong with the file."""
    start = inspect(path)
    try:
        made = _connect(path, key, salt)
    except sqlcipher.DatabaseError as error:
        if start != salt and "not a database" in str(error):
            raise Damaged(
                "vault.db belongs to another vault.", "Restore the one that belongs to this vault.json."
            ) from error
        raise storage_error(error) from error
    with ExitStack() as failing:
        failing.callback(made.close)
        made.find_lost_log()
        failing.pop_all()
    return made


def open_copy(path: Path, key: bytes, salt: bytes) -> Database:
    """Open a database that nobody writes to, such as a backup's, without a lock or a log."""
    inspect(path)
    with storage_errors():
        return _keyed(f"{path.absolute().as_uri()}?mode=ro&immutable=1", key, salt, SETTINGS[:1])


def refuse_in_use(path: Path) -> None:
    """Raise InUse when a program has this database open; ignore every other error."""
    if path.is_file():
        if number(path) in held:  # opening and closing it here would release the lock
            raise InUse(IN_USE.what, IN_USE.fix)
        uri = f"{path.absolute().as_uri()}?mode=ro"
        try:
            with closing(sqlcipher.connect(uri, uri=True, timeout=0)) as conn:
                conn.execute("SELECT count(*) FROM sqlite_master")
        except sqlcipher.Error as error:
            if "locked" in str(error):
                raise InUse(IN_USE.what, IN_USE.fix) from error


def inspect(path: Path) -> bytes:
    """Return the first 16 bytes of a vault's database; StorageError when the file is clearly not one.

    InUse when this process has it open, because closing a second handle would release its lock (POSIX).
    """
    try:
        if number(path) in held:
            raise InUse(IN_USE.what, IN_USE.fix)
        with regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            start = file.read(SALT)
    except FileNotFoundError:
        raise Damaged(
            "The vault's database, vault.db, is missing.", "Restore it, or restore the latest backup."
        ) from None
    except OSError as error:
        raise StorageError(f"vault.db can't be read: {error.strerror}.", "Check the folder.") from error
    if size == 0:
        raise Damaged("The vault's database is empty (0 bytes).", "Restore the latest backup.")
    if start == PLAIN:
        raise Damaged(
            "vault.db is a plain database, not a vault.", "Restore the vault's own, or restore a backup."
        )
    if size % PAGE and not _has_log(path):
        raise Damaged("The vault's database is incomplete or damaged.", "Restore the latest backup.")
    return start


def _has_log(path: Path) -> bool:
    """Whether SQLite's write-ahead log exists: a power failure during a checkpoint leaves a torn last page."""
    return path.with_name(f"{path.name}-wal").exists()


def _connect(path: Path, key: bytes, salt: bytes) -> Database:
    before = number(path)
    made = _keyed(f"{path.absolute().as_uri()}?mode=rw", key, salt, SETTINGS)
    if number(path) != before:  # a restore replaced the file meanwhile
        made.close()
        raise InUse(IN_USE.what, IN_USE.fix)
    made.hold(path)
    return made


def _keyed(uri: str, key: bytes, salt: bytes, settings: tuple[str, ...]) -> Database:
    with ExitStack() as failing:
        conn = sqlcipher.connect(uri, uri=True, timeout=0, cached_statements=STATEMENTS)
        failing.callback(conn.close)
        conn.execute("PRAGMA cipher_log_level=NONE")
        conn.execute(f"PRAGMA key=\"x'{key.hex()}{salt.hex()}'\"")
        if not conn.execute("PRAGMA cipher_version").fetchone():
            raise RuntimeError("This build of SQLite does not encrypt.")
        for setting in settings:
            conn.execute(f"PRAGMA {setting}")
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        database = Database(conn, execute_plugins=False)
        failing.pop_all()
    return database


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn database errors that a user can act on into StorageError; let all others pass."""
    try:
        yield
    except sqlcipher.Error as error:
        words = storage_error(error)
        if words is error:
            raise
        raise words from error


def storage_error(error: Exception) -> Exception:
    """Return the StorageError for an error that a user can act on, else the error itself."""
    text = str(error)
    for part, words in _WORDS.items():
        if part in text:
            return type(words)(words.what, words.fix)
    refused = isinstance(error, sqlcipher.IntegrityError) and text.endswith(".")  # a trigger, in a sentence
    return StorageError(text) if refused else error


_WORDS: dict[str, StorageError] = {
    "locked": IN_USE,
    "disk is full": DiskRefused("Not saved: the disk is full.", "Free up space, then try again."),
    # SQLite also reports this when it can't create the log, for any reason.
    "readonly": DiskRefused(
        "Not saved: the vault folder is read-only or its disk is full.",
        "Allow writing to the folder, or free up space on its disk.",
    ),
    "disk I/O error": DiskRefused("The disk can't be read or written.", "Check the disk, then try again."),
    "unable to open": DiskRefused("The vault's files can't be opened.", "Check the folder."),
    "malformed": DAMAGED,
    "fts5: corrupt": DAMAGED,  # the full-text index reports damage this way
    "vtable constructor failed": DAMAGED,
    "not a database": DAMAGED,
}

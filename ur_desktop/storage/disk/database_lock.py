"""Lock a vault's database without opening it, so that no program uses it while its folder is moved."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ur_desktop.domain.errors import InUse

IN_USE = InUse("This vault is open in another window or program.", "Continue there, or close it there first.")

held: set[tuple[int, int]] = set()
"""The files locked by this process, by device and inode; opening and closing one again releases its lock."""

_LOCKS, _LENGTH = 0x4000_0000, 512
"""The offset of SQLite's locks in its file (its PENDING_BYTE), and their length in bytes."""


def number(path: Path) -> tuple[int, int]:
    """Return a file's device and inode numbers; OSError when it does not exist."""
    found = path.stat()
    return found.st_dev, found.st_ino


@contextmanager
def database_locked(database: Path) -> Iterator[None]:
    """Prevent every program from opening this database meanwhile; InUse when one has it open.

    Windows refuses to rename a folder that contains an open file. A lock would need an open file, so on Windows
    nothing is locked and the rename itself fails.
    """
    if os.name != "posix" or not database.is_file():
        yield
        return
    import fcntl  # noqa: PLC0415, not on Windows

    if number(database) in held:
        raise InUse(IN_USE.what, IN_USE.fix)
    try:
        opened = os.open(database, os.O_RDWR)
    except PermissionError:  # a database that can't be written is not in use
        yield
        return
    try:
        mine = number(database)
        try:
            fcntl.lockf(opened, fcntl.LOCK_EX | fcntl.LOCK_NB, _LENGTH, _LOCKS)
        except OSError as error:
            if error.errno in {errno.EACCES, errno.EAGAIN}:
                raise InUse(IN_USE.what, IN_USE.fix) from error
            raise
        held.add(mine)
        try:
            yield
        finally:
            held.discard(mine)
    finally:
        os.close(opened)

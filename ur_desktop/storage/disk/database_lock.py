"""Being alone with a vault's database without opening it: what moves it away must know that nobody works in it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ur_desktop.domain.errors import InUse

IN_USE = InUse("This vault is open in another window or program.", "Continue there, or close it there first.")

held: set[tuple[int, int]] = set()
"""The files, by device and number, that this process holds with a lock: reopening one releases its lock."""

_LOCKS, _LENGTH = 0x4000_0000, 512
"""The offset of SQLite's locks in its file (its PENDING_BYTE), and their length in bytes."""


def number(path: Path) -> tuple[int, int]:
    """What a file is, whatever its name: its device and number; OSError when it is not there."""
    found = path.stat()
    return found.st_dev, found.st_ino


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Keep every program from opening this database meanwhile; InUse when one has it open.

    Windows lets no folder be renamed in which a file is open, by itself and to the last moment: a lock of one's own
    would be such a file, so there the renaming is what finds out.
    """
    if os.name != "posix" or not database.is_file():
        yield
        return
    import fcntl  # noqa: PLC0415, not on Windows

    if number(database) in held:
        raise InUse(IN_USE.what, IN_USE.fix)
    try:
        opened = os.open(database, os.O_RDWR)
    except PermissionError:  # where nobody here may write, nobody works
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

"""The lock of a vault's folder: what is read and then written there by several processes happens one by one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def folder_locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, waiting while another process or thread does; don't nest it.

    Nothing is locked on Windows, which can't lock a folder, and on a disk that refuses.
    """
    if os.name != "posix":
        yield
        return
    import fcntl  # noqa: PLC0415, not on Windows

    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        with suppress(OSError):  # some network disks have no locks
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)

"""Create and replace files and folders atomically, on the disk when the call returns."""

from __future__ import annotations

import os
from pathlib import Path
from time import sleep

from ur_desktop.domain.errors import StorageError

WAITS = (0.05, 0.1, 0.2, 0.4)
"""Seconds between attempts while another program, such as a virus scanner, has a new file open."""
_SHARED_OUT = {5, 32, 33}
"""Windows error codes for this: access denied, in use by another process, partly locked."""


def move(old: Path, new: Path) -> Path:
    """Rename a file or folder, replacing a file of that name; return the new path.

    Windows refuses this while another program has the file open, so it is tried a few times; then OSError.
    """
    for wait in WAITS:
        try:
            return old.replace(new)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _SHARED_OUT:
                raise
            sleep(wait)
    return old.replace(new)


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file atomically, readable only by its owner, on the disk when this returns."""
    fresh = path.with_name(path.name + ".tmp")
    try:
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        move(fresh, path)
        sync_folder(path.parent)
    except OSError as error:
        raise StorageError(
            f"{path.name} can't be written: {error.strerror}.",
            "Check the folder and the free space on its disk.",
        ) from error


def make_folder(folder: Path) -> None:
    """Create a folder, only for its owner, and its missing parents, all on the disk; OSError when it can't be."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in reversed(missing):
        sync_folder(each.parent)


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk; OSError when it can't be done."""
    if os.name == "posix":  # Windows can't open a folder and needs no fsync for a name
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)

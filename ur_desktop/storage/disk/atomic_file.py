"""Names on the disk: files and folders put in their place at once, and only said to be there when they are."""

from __future__ import annotations

import os
from pathlib import Path
from time import sleep

from ur_desktop.domain.errors import StorageError

WAITS = (0.05, 0.1, 0.2, 0.4)
"""Seconds between tries where something looks into a new file just then, as virus scanners do: they need a moment."""
_SHARED_OUT = {5, 32, 33}
"""What Windows says then: access denied, in use by another process, a part of it locked."""


def move(old: Path, new: Path) -> Path:
    """Give a file or folder another name, over a file of that name; where it is then.

    Windows refuses while another program has it open: tried again a few times. OSError when it stays so.
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
    """Put a file in place at once, readable by its owner alone, and only return when it is on the disk."""
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
    """Make a folder for its owner alone, and whatever above it is missing, all on the disk; OSError."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in reversed(missing):
        sync_folder(each.parent)


def sync_folder(folder: Path) -> None:
    """Return only when the names in a folder are on the disk; OSError when they can't be."""
    if os.name == "posix":  # Windows can't open a folder, and needs no fsync for the name
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)

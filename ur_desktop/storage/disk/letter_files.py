"""Letters as files in a folder: each there whole or not at all, and once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.disk.atomic_file import sync_folder
from ur_desktop.storage.disk.export_file import put_whole


def put(folder: Path, name: str, pdf: bytes) -> None:
    """Have a letter in a folder under a name, on the disk when this returns; StorageError when it can't be.

    Where it is already there nothing is written; a file of that name with anything else in it is left as it is,
    and the letter is saved next to it as "name (2).pdf".
    """
    try:
        path = next(path for path in _names(folder, name) if not os.path.lexists(path) or _holds(path, pdf))
        if path.exists():
            _sync(path)
            sync_folder(folder)
        else:
            put_whole(path, (pdf,))
    except OSError as error:
        raise StorageError(
            f"{name}.pdf can't be written: {error.strerror}.",
            "Choose another folder, or free up space on its disk.",
        ) from None


def _names(folder: Path, name: str) -> Iterator[Path]:
    yield folder / f"{name}.pdf"
    yield from (folder / f"{name} ({number}).pdf" for number in count(2))


def _holds(path: Path, pdf: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(pdf) and path.read_bytes() == pdf


def _sync(path: Path) -> None:
    """A file found may be one that a power failure would still take."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())

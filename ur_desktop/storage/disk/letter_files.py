"""Save letters as files in a folder, atomically and without duplicates."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.disk.atomic_file import sync_folder
from ur_desktop.storage.disk.export_file import write_atomically


def put(folder: Path, name: str, pdf: bytes) -> None:
    """Save a letter in a folder, on the disk when this returns; StorageError when it can't be written.

    An identical file is not written again. A different file of that name stays, and the letter is saved next to
    it as "name (2).pdf".
    """
    try:
        path = next(path for path in _names(folder, name) if not os.path.lexists(path) or _holds(path, pdf))
        if path.exists():
            _sync(path)
            sync_folder(folder)
        else:
            write_atomically(path, (pdf,))
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
    """Flush an existing file to the disk, because a power failure could still lose it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())

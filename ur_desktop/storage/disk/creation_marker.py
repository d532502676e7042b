"""The marker file of a vault that is being created; while it exists the vault holds no records.

The marker is written before the database and removed before anything can be saved: creating a vault removes it last,
opening a vault removes it first. A database with the marker and without a header holds no records, and nobody can
open it, because only that header would hold its key. Only such a database is replaced by a new one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.disk.atomic_file import make_folder, replace_file, sync_folder
from ur_desktop.storage.disk.vault_files import COPY, DATABASE, HEADER, MARK

_STAGES = (
    (HEADER, COPY),  # the header first: from now on nobody can open the database
    (f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", DATABASE),
    (MARK,),
)


def make(folder: Path) -> None:
    """Create the folder of a vault."""
    with _storage_errors():
        make_folder(folder)


def begin(folder: Path) -> None:
    """Create the folder and the marker, and delete the files of an earlier vault that was never completed."""
    make(folder)
    with _storage_errors():
        if (folder / MARK).exists():
            for names in _STAGES[1:]:
                _delete(folder, names)
    replace_file(folder / MARK, b"")


def discard(folder: Path) -> None:
    """Delete the files of an incomplete vault if the disk allows; if not, the vault opens or can be created again."""
    with suppress(OSError):
        for names in _STAGES:
            _delete(folder, names)


def finish(folder: Path) -> None:
    """Delete the marker; from now on the database may hold records."""
    if (folder / MARK).exists():
        with _storage_errors():
            _delete(folder, (MARK,))


def _delete(folder: Path, names: tuple[str, ...]) -> None:
    """Delete files one by one, each deletion on the disk before the next."""
    for name in names:
        (folder / name).unlink(missing_ok=True)
    sync_folder(folder)


@contextmanager
def _storage_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"The vault’s folder can't be written: {error.strerror}.",
            "Check the folder and the free space on its disk, or choose another.",
        ) from error

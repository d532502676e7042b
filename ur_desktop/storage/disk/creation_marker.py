"""The mark of a vault that is being created: until the vault is complete it says that it holds no records.

The mark is written before the database and removed before anything can be saved: creating a vault removes it last,
opening a vault removes it first. A database with the mark and without a header holds no record, and nobody can open
it: the only copy of its key would have been in that header. Only such a database is created again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.disk.atomic_file import make_folder, replace_file, sync_folder
from ur_desktop.storage.disk.vault_files import COPY, DATABASE, HEADER, MARK

_STAGES = (
    (HEADER, COPY),  # first: from here on nobody can open it
    (f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", DATABASE),
    (MARK,),
)


def begin(folder: Path) -> None:
    """Make the folder and the mark, and take away what is left of a vault that was never whole."""
    with _in_words():
        make_folder(folder)
        if (folder / MARK).exists():
            for names in _STAGES[1:]:
                _take_away(folder, names)
    replace_file(folder / MARK, b"")


def give_up(folder: Path) -> None:
    """Remove what was created, as far as the disk allows; what is left opens, or can be created again."""
    with suppress(OSError):
        for names in _STAGES:
            _take_away(folder, names)


def finish(folder: Path) -> None:
    """Take the mark away: from here on the database may hold records."""
    if (folder / MARK).exists():
        with _in_words():
            _take_away(folder, (MARK,))


def _take_away(folder: Path, names: tuple[str, ...]) -> None:
    """Take files away, each step on the disk before the next."""
    for name in names:
        (folder / name).unlink(missing_ok=True)
    sync_folder(folder)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"The vault’s folder can't be written: {error.strerror}.",
            "Check the folder and the free space on its disk, or choose another.",
        ) from error

"""What the backups know of a vault: an older database in its place holds less than a backup made since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ur_desktop.domain.errors import Damaged, StorageError
from ur_desktop.storage.backup import restore_note, second_folder
from ur_desktop.storage.backup.manifest import Backup, Manifest, backups
from ur_desktop.storage.backup.restore_note import Note
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys.seal import is_sealed
from ur_desktop.storage.records import archive, journal
from ur_desktop.storage.records.chain import Head

REMEDY = "Keep what is here now, and restore the latest backup."


def places(backups_folder: Path, vault_id: str) -> tuple[Path, ...]:
    """Where a vault's backups are: in their folder, and in the second one if there is one."""
    second = second_folder.load(backups_folder, vault_id).folder
    return (backups_folder, *((Path(second),) if second else ()))


def sealed(folders: Iterable[Path], vault_id: str, data_key: bytes) -> Iterator[Manifest]:
    """What the vault's key sealed of what can be read there; what others wrote, or older keys sealed, is no witness."""
    for folder in folders:
        found: tuple[Backup, ...] = ()
        with suppress(StorageError, OSError):
            found = backups(folder, vault_id)
        yield from (backup.manifest for backup in found if is_sealed(backup.manifest, data_key))


def check(db: Database, known: Iterable[Manifest], note: Note | None = None) -> None:
    """Damaged when a backup knows letters or lines that the database does not have, unless a restore left them behind.

    ``note`` is of a restore that the database does not know of yet.
    """
    notes: tuple[Note, ...] | None = None
    for manifest in known:
        missing = _missing(db, manifest)
        if not missing:
            continue
        if notes is None:
            notes = (*restore_note.kept(db), *((note,) if note else ()))
        if not any(one.left_behind(manifest) for one in notes):
            raise Damaged(
                f"The backup number {manifest.sequence:,} holds {missing}, which the database does not: an older "
                "database was restored, or it was changed outside the program.",
                REMEDY,
            )


def _missing(db: Database, manifest: Manifest) -> str:
    """The first thing that a backup holds and the database does not; empty when it holds all."""
    for table, (sequence, link), (one, where) in (
        ("archive", manifest.archive, archive.WORDS),
        ("journal", manifest.journal, journal.WORDS),
    ):
        if sequence and not _holds(db, table, (sequence, link)):
            return f"{one.lower()} {sequence:,} {where}"
    return ""


def _holds(db: Database, table: str, head: Head) -> bool:
    return db.row(f"SELECT link FROM {table} WHERE sequence = ?", head[:1]) == head[1:]  # noqa: S608

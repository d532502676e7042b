"""Detect a database that was rolled back: it has fewer letters or lines than a later backup."""

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
    """Return the folders of a vault's backups: the first, and the second if one is chosen."""
    second = second_folder.load(backups_folder, vault_id).folder
    return (backups_folder, *((Path(second),) if second else ()))


def sealed(folders: Iterable[Path], vault_id: str, data_key: bytes) -> Iterator[Manifest]:
    """Yield the manifests in the folders that the vault's current key sealed; ignore all others."""
    for folder in folders:
        found: tuple[Backup, ...] = ()
        with suppress(StorageError, OSError):
            found = backups(folder, vault_id)
        yield from (backup.manifest for backup in found if is_sealed(backup.manifest, data_key))


def check(db: Database, known: Iterable[Manifest], note: Note | None = None) -> None:
    """Raise Damaged when a backup has letters or lines that the database lacks and no restore explains.

    ``note`` is the note of a restore that is not in the database yet.
    """
    notes: tuple[Note, ...] | None = None
    for manifest in known:
        missing = _missing(db, manifest)
        if not missing:
            continue
        if notes is None:
            notes = (*restore_note.all_notes(db), *((note,) if note else ()))
        if not any(one.left_behind(manifest) for one in notes):
            raise Damaged(
                f"The backup number {manifest.sequence:,} holds {missing}, which the database does not: an older "
                "database was restored, or it was changed outside the program.",
                REMEDY,
            )


def _missing(db: Database, manifest: Manifest) -> str:
    """Name the last letter or line of a backup if the database lacks it; empty when it has both."""
    for table, (sequence, link), (one, where) in (
        ("archive", manifest.archive, archive.WORDS),
        ("journal", manifest.journal, journal.WORDS),
    ):
        if sequence and not _holds(db, table, (sequence, link)):
            return f"{one.lower()} {sequence:,} {where}"
    return ""


def _holds(db: Database, table: str, head: Head) -> bool:
    return db.row(f"SELECT link FROM {table} WHERE sequence = ?", head[:1]) == head[1:]  # noqa: S608

"""The note of a restore: for the vault's journal, and to tell which later backups the restore made obsolete."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from ur_desktop.domain.dates import short_date
from ur_desktop.domain.errors import Damaged
from ur_desktop.safe_read import content
from ur_desktop.storage import revisions
from ur_desktop.storage.backup.manifest import Manifest
from ur_desktop.storage.database import Database
from ur_desktop.storage.disk.atomic_file import replace_file
from ur_desktop.storage.keys.seal import is_sealed, seal_of

NOTE = "vault.restored.json"
"""What a restored vault has for its journal; written last, so that a folder with it is complete and was checked."""
LARGEST = 10_000
_KEPT = "restored:"


@dataclass(frozen=True, slots=True)
class Note:
    """What a restored vault tells its journal at the next sign-in: which backup it was, and who restored it when.

    ``highest`` is the number of the last backup at that time.
    """

    sequence: int
    made: AwareDatetime
    by: str
    at: AwareDatetime
    highest: int = 0
    seal: str = ""

    def sealed(self, data_key: bytes) -> Note:
        """Return the note with a seal for its content."""
        body = [self.sequence, self.made.isoformat(), self.by, self.at.isoformat(), self.highest]
        return replace(self, seal=seal_of(data_key, "restore", body))

    def left_behind(self, manifest: Manifest) -> bool:
        """Whether a backup is later than the restored one and existed at the restore."""
        return self.sequence < manifest.sequence and (
            manifest.sequence <= self.highest or manifest.made <= self.at
        )


_NOTE = TypeAdapter(Note)


def message(note: Note) -> str:
    """Return the message for the next user who signs in: the vault is as it was then."""
    return (
        f"This vault was restored by {note.by} from the backup of {short_date(note.made)}, {note.made.year}."
    )


def write(folder: Path, sealed: Note) -> None:
    """Write the note next to the database; StorageError when it can't be written."""
    replace_file(folder / NOTE, _NOTE.dump_json(sealed))


def read(folder: Path, data_key: bytes) -> Note | None:
    """Return the note, or None without one sealed with the vault's key."""
    try:
        note = _NOTE.validate_json(content(folder / NOTE, LARGEST))
    except (OSError, ValidationError):
        return None
    return note if is_sealed(note, data_key) else None


def delete(folder: Path) -> None:
    """Delete the note after the database has it."""
    with suppress(OSError):
        (folder / NOTE).unlink(missing_ok=True)


def save(db: Database, note: Note) -> None:
    """Save the note in the database, and continue the numbers of its backups."""
    revisions.note(db, revisions.BACKUP, max(revisions.known(db, revisions.BACKUP), note.highest))
    kept = (f"{_KEPT}{note.at.isoformat()}", _NOTE.dump_json(note).decode())
    db.rows("INSERT OR REPLACE INTO vault (name, value) VALUES (?, ?)", kept)


def all_notes(db: Database) -> tuple[Note, ...]:
    """Return the notes of all restores of this database."""
    rows = db.rows("SELECT value FROM vault WHERE name GLOB ?", (f"{_KEPT}*",))
    try:
        return tuple(_NOTE.validate_json(value) for (value,) in rows)
    except ValidationError:
        raise Damaged(
            "What the vault's database says of a restore was changed outside the program.",
            "Restore the latest backup.",
        ) from None

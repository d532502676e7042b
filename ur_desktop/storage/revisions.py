"""The last revision of each file next to the database, recorded in the database, so that an older file is detected."""

from __future__ import annotations

from ur_desktop.domain.errors import Damaged
from ur_desktop.storage.database import Database

HEADER, ANCHOR, BACKUP = "header_revision", "anchor_revision", "backup_sequence"


def known(db: Database, name: str) -> int:
    """Return the last revision recorded; 0 before the first. Damaged when it is no number."""
    row = db.row("SELECT value FROM vault WHERE name = ?", (name,))
    try:
        return int(row[0]) if row else 0
    except ValueError:
        raise Damaged(
            f"The {name.replace('_', ' ')} in the vault's database was changed outside the program.",
            "Restore the latest backup.",
        ) from None


def note(db: Database, name: str, revision: int) -> None:
    """Record a revision after the file is on the disk."""
    with db.write():
        db.rows("INSERT OR REPLACE INTO vault (name, value) VALUES (?, ?)", (name, str(revision)))


def check_header(db: Database, revision: int) -> None:
    """Raise Damaged when the header is older than the revision that the database has."""
    if revision < known(db, HEADER):
        raise Damaged("The vault's header was replaced by an older one.", "Restore the latest vault.json.")

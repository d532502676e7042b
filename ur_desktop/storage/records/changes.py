"""Every change of a request, of facts, schedule and attendance: rows among a case's entries that nothing changes."""

from __future__ import annotations

from collections.abc import Iterable

from ur_desktop.domain.change import Change
from ur_desktop.storage.database import Database
from ur_desktop.storage.json_codec import CHANGE

KIND = "change"


def keep(db: Database, case_id: str, changes: Iterable[Change]) -> None:
    """Add a row for each change, inside the transaction that makes it."""
    for change in changes:
        db.rows(
            "INSERT INTO entries (case_id, kind, body) VALUES (?, ?, ?)", (case_id, KIND, CHANGE.text(change))
        )


def of(db: Database, case_id: str) -> tuple[Change, ...]:
    """A case's changes in the order they were made."""
    bodies = db.rows("SELECT body FROM entries WHERE case_id = ? AND kind = ? ORDER BY id", (case_id, KIND))
    return tuple(CHANGE.value(body) for (body,) in bodies)

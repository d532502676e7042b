"""What is added to a case and never changed: referrals, peer-to-peer offers, determinations and their voids."""

from __future__ import annotations

from ur_desktop.domain.determination import Determination, Void
from ur_desktop.storage.database import Database
from ur_desktop.storage.json_codec import DETERMINATION, VOID

_DETERMINATION, _VOID = "determination", "void"


class Entries:
    """The entries of every case, as text by kind."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, case_id: str, kind: str, body: str, payload: str = "") -> int:
        """Save an entry, and return its number."""
        with self._db.write():
            [(number,)] = self._db.rows(
                "INSERT INTO entries (case_id, kind, body, payload) VALUES (?, ?, ?, ?) RETURNING id",
                (case_id, kind, body, payload),
            )
        return int(number)

    def of(self, case_id: str, kind: str) -> list[str]:
        """Return a case's entries of a kind, oldest first."""
        rows = self._db.rows(
            "SELECT body FROM entries WHERE case_id = ? AND kind = ? ORDER BY id", (case_id, kind)
        )
        return [body for (body,) in rows]


class Determinations:
    """The determinations of every case, and how they were voided."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries

    def add(self, case_id: str, determination: Determination, payload: str) -> int:
        """Save a determination with what was signed, and return its entry's number."""
        return self._entries.add(case_id, _DETERMINATION, DETERMINATION.text(determination), payload)

    def add_void(self, case_id: str, void: Void) -> int:
        """Save how the latest determination was voided, and return the entry's number."""
        return self._entries.add(case_id, _VOID, VOID.text(void))

    def all(self, case_id: str) -> tuple[Determination, ...]:
        """Return every determination of a case, oldest first."""
        return tuple(DETERMINATION.value(body) for body in self._entries.of(case_id, _DETERMINATION))

    def voids(self, case_id: str) -> tuple[Void, ...]:
        """Return how a case's determinations were voided, oldest first."""
        return tuple(VOID.value(body) for body in self._entries.of(case_id, _VOID))

    def latest(self, case_id: str) -> Determination | None:
        """Return the determination that holds; None when none is signed, or the last one was voided."""
        signed = self._entries.of(case_id, _DETERMINATION)
        voided = len(self._entries.of(case_id, _VOID))
        return DETERMINATION.value(signed[-1]) if len(signed) > voided else None

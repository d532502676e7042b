"""The journal: who did what and when, chained so that a changed or missing line shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.chain import Chain
from ur_desktop.storage.database import Database, Row


class EventKind(StrEnum):
    """What is written down (45 CFR 164.312(b): record and examine activity)."""

    SIGN_IN = "sign_in"
    FAILED_SIGN_IN = "failed_sign_in"
    SIGN_OUT = "sign_out"
    LOCK = "lock"
    RECOVERY = "recovery"
    PEOPLE = "people"
    CREATE = "create"
    VIEW = "view"
    CHANGE = "change"
    PRINT = "print"
    SAVE = "save"
    EXPORT = "export"
    DETERMINATION = "determination"
    OVERRIDE = "override"
    LETTER = "letter"
    SETTINGS = "settings"
    BACKUP = "backup"
    RESTORE = "restore"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the journal; ``detail`` is a small JSON object."""

    sequence: int
    kind: EventKind
    by: str
    at: datetime
    case_id: str = ""
    detail: Mapping[str, object] = field(default_factory=dict, repr=False)


class Journal:
    """The journal of an open vault."""

    def __init__(self, db: Database, chain: Chain) -> None:
        self._db = db
        self._chain = chain

    def record(
        self,
        kind: EventKind,
        by: str,
        at: datetime,
        case_id: str = "",
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """Add a line; ``detail`` holds what JSON can."""
        with self._db.write():
            sequence, link = self.head()
            row = (sequence + 1, str(kind), by, at.isoformat(), case_id, json.dumps(detail or {}))
            self._db.rows(
                """INSERT INTO journal (sequence, kind, by, at, case_id, detail, link)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                (*row, self._chain.link(link, _content(row))),
            )

    def entries(self, case_id: str = "", limit: int = 1000) -> tuple[Event, ...]:
        """The latest lines, newest first; of one case when it is named."""
        rows = self._db.rows(_OF_CASE if case_id else _OF_ALL, {"case_id": case_id, "limit": limit})
        return tuple(_event(row) for row in rows)

    def head(self) -> tuple[int, str]:
        """The last line's number and link; 0 and the chain's beginning in an empty journal."""
        row = self._db.row("SELECT sequence, link FROM journal ORDER BY sequence DESC LIMIT 1")
        return (row[0], row[1]) if row else (0, self._chain.first)

    def verify(self) -> None:
        """StorageError naming the first line that was changed or is missing."""
        previous = self._chain.first
        rows = self._db.rows(
            "SELECT sequence, kind, by, at, case_id, detail, link FROM journal ORDER BY sequence"
        )
        for expected, (*row, link) in enumerate(rows, start=1):
            if row[0] != expected or link != self._chain.link(previous, _content(tuple(row))):
                raise StorageError(
                    f"Line {expected} of the journal was changed or taken out.",
                    "Keep the vault as it is, and compare it with a backup.",
                )
            previous = link


_NAMES = ("sequence", "kind", "by", "at", "case_id", "detail")
_OF_ALL = """SELECT sequence, kind, by, at, case_id, detail FROM journal
    ORDER BY sequence DESC LIMIT :limit"""
_OF_CASE = """SELECT sequence, kind, by, at, case_id, detail FROM journal
    WHERE case_id = :case_id ORDER BY sequence DESC LIMIT :limit"""


def _content(row: Row) -> dict[str, object]:
    return dict(zip(_NAMES, row, strict=True))


def _event(row: Row) -> Event:
    sequence, kind, by, at, case_id, detail = row
    return Event(sequence, EventKind(kind), by, datetime.fromisoformat(at), case_id, json.loads(detail))

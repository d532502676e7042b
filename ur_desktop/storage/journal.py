"""The journal: who did what and when, chained so that a changed or missing line shows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ur_desktop.domain.access import Act, may, require
from ur_desktop.domain.determination import Reviewer
from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.chain import Break, Chain, Head
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


ANCHORED = frozenset(EventKind) - {
    EventKind.CREATE, EventKind.VIEW, EventKind.CHANGE, EventKind.PRINT, EventKind.SAVE, EventKind.OVERRIDE,
    EventKind.SETTINGS,
}  # fmt: skip
"""What is anchored outside the database as soon as it is written; the rest waits for the next of these."""


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
    """The journal of an open vault: everyone writes into it, ``person`` reads what the table of access says."""

    def __init__(self, db: Database, chain: Chain, person: Reviewer) -> None:
        self._db = db
        self.person = person
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
            self._db.to_anchor |= kind in ANCHORED

    def entries(self, case_id: str = "", limit: int = 1000) -> tuple[Event, ...]:
        """The latest lines, newest first; of one case when it is named.

        Whoever sees no case is shown only the lines that name none.
        """
        require(self.person, Act.SEE_CASES if case_id else Act.SEE_JOURNAL)
        query = _OF_ALL if not case_id and may(self.person, Act.SEE_CASES) else _OF_CASE
        rows = self._db.rows(query, {"case_id": case_id, "limit": limit})
        return tuple(_event(row) for row in rows)

    def head(self) -> Head:
        """The last line's number and link; 0 and the chain's beginning in an empty journal."""
        row = self._db.row("SELECT sequence, link FROM journal ORDER BY sequence DESC LIMIT 1")
        return (row[0], row[1]) if row else (0, self._chain.first)

    def link_at(self, sequence: int) -> str | None:
        """The link of a line, of the chain's beginning for 0; None when there is no such line."""
        row = self._db.row("SELECT link FROM journal WHERE sequence = ?", (sequence,))
        return row[0] if row else self._chain.first if sequence == 0 else None

    def walk(self, after: Head | None = None) -> Iterator[Break | None]:
        """Line by line what is wrong, after a head or from the beginning."""
        head = after or (0, self._chain.first)
        for *row, link in self._db.stream(
            """SELECT sequence, kind, by, at, case_id, detail, link FROM journal
            WHERE sequence > ? ORDER BY sequence""",
            (head[0],),
        ):
            yield self._chain.broken(head, row[0], _content(row), link)
            head = (row[0], link)

    def verify(self, after: Head | None = None) -> None:
        """StorageError naming the first line that was changed or is missing, of those after a head or of all."""
        for broken in filter(None, self.walk(after)):
            raise StorageError(broken.words(*WORDS), "Keep the vault as it is, and compare it with a backup.")


WORDS = ("Line", "of the journal")
_NAMES = ("sequence", "kind", "by", "at", "case_id", "detail")
_OF_ALL = """SELECT sequence, kind, by, at, case_id, detail FROM journal
    ORDER BY sequence DESC LIMIT :limit"""
_OF_CASE = """SELECT sequence, kind, by, at, case_id, detail FROM journal
    WHERE case_id = :case_id ORDER BY sequence DESC LIMIT :limit"""


def _content(row: Sequence[object]) -> dict[str, object]:
    return dict(zip(_NAMES, row, strict=True))


def _event(row: Row) -> Event:
    sequence, kind, by, at, case_id, detail = row
    return Event(sequence, EventKind(kind), by, datetime.fromisoformat(at), case_id, json.loads(detail))

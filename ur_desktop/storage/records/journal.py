"""The journal: who did what and when, chained so that a changed or missing line shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from ur_desktop.domain.access import Permission, may, require
from ur_desktop.domain.determination import Reviewer
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import Event, EventKind, EventQuery
from ur_desktop.storage.database import Database, Row
from ur_desktop.storage.records.chain import Break, Chain, Head

ANCHORED = frozenset(EventKind) - {EventKind.CREATE, EventKind.VIEW, EventKind.CHANGE}
"""What is anchored outside the database as soon as it is written; the rest waits for the next of these."""

_BY_OTHERS = frozenset({EventKind.FAILED_SIGN_IN, EventKind.RESTORE})
"""Written when the next person opens the vault, about what was done while it was closed."""

ALLOWED = timedelta(minutes=5)
"""How far a clock may go back unsaid: computers put theirs right by themselves."""


class Journal:
    """The journal of an open vault. Every line is by ``person``, who opened it; reading needs permission."""

    def __init__(self, db: Database, chain: Chain, person: Reviewer) -> None:
        self._db = db
        self.person = person
        self._chain = chain

    def record(
        self,
        kind: EventKind,
        at: datetime,
        case_id: str = "",
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """Add a line by the person who opened the vault; ``detail`` is a JSON object."""
        if kind in _BY_OTHERS:
            raise ValueError(f"{kind} has its own method")
        self._add(kind, self.person.user_id, at, case_id, detail or {})

    def record_failed_sign_in(self, user_id: str, at: datetime, tries: int, case_id: str = "") -> None:
        """Add how many wrong passwords were typed for a user; only `sign_in_attempts` calls this."""
        self._add(EventKind.FAILED_SIGN_IN, user_id, at, case_id, {"tries": tries})

    def after_transaction(self, act: Callable[[], None]) -> None:
        """Call this when the open transaction is over, also when it is rolled back; now when there is none."""
        self._db.after_end(act)

    def record_restore(self, user_id: str, at: datetime, detail: Mapping[str, object]) -> None:
        """Add who restored the vault, as a note sealed with the vault's key says; only `vault` calls this."""
        self._add(EventKind.RESTORE, user_id, at, "", detail)

    def _add(
        self, kind: EventKind, by: str, at: datetime, case_id: str, detail: Mapping[str, object]
    ) -> None:
        with self._db.write():
            sequence, link = self.head()
            row = (sequence + 1, str(kind), by, at.isoformat(), case_id, json.dumps(detail))
            self._db.rows(
                """INSERT INTO journal (sequence, kind, by, at, case_id, detail, link)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                (*row, self._chain.link(link, _content(row))),
            )
            self._db.to_anchor |= kind in ANCHORED

    def entries(self, case_id: str = "", limit: int = 1000) -> tuple[Event, ...]:
        """The latest lines, newest first; of one case when it is named.

        A user who sees no cases gets only the entries that name no case.
        """
        require(self.person, Permission.SEE_CASES if case_id else Permission.SEE_JOURNAL)
        query = _OF_ALL if not case_id and may(self.person, Permission.SEE_CASES) else _OF_CASE
        rows = self._db.rows(query, {"case_id": case_id, "limit": limit})
        return tuple(_event(row) for row in rows)

    def page(self, query: EventQuery) -> tuple[Event, ...]:
        """The lines asked for, newest first, with the numbers of their cases; without any for who sees no case."""
        asked = self._asked(query)
        rows = self._db.rows(_NUMBERED + _ASKED + " ORDER BY sequence DESC LIMIT :limit", asked)
        return tuple(_event(row) for row in rows)

    def count(self, query: EventQuery) -> int:
        """How many lines ``page`` would give without a limit."""
        row = self._db.row(_COUNTED + _ASKED, self._asked(query))
        return row[0] if row else 0

    def stream(self, query: EventQuery) -> Iterator[Event]:
        """Every line asked for, oldest first and one by one, whatever the limit; for an export."""
        require(self.person, Permission.EXPORT_JOURNAL)
        for row in self._db.stream(_NUMBERED + _ASKED + " ORDER BY sequence", self._asked(query)):
            yield _event(row)

    def authors(self) -> tuple[str, ...]:
        """The user ids that have a line."""
        require(self.person, Permission.SEE_JOURNAL)
        return tuple(by for (by,) in self._db.rows("SELECT DISTINCT by FROM journal ORDER BY by"))

    def _asked(self, query: EventQuery) -> dict[str, object]:
        require(self.person, Permission.SEE_JOURNAL)
        return {**_values(query), "of_cases": may(self.person, Permission.SEE_CASES)}

    def head(self) -> Head:
        """The last line's number and link; 0 and the chain's beginning in an empty journal."""
        row = self._db.row("SELECT sequence, link FROM journal ORDER BY sequence DESC LIMIT 1")
        return (row[0], row[1]) if row else (0, self._chain.first)

    def ahead_of(self, now: datetime) -> datetime | None:
        """When the last line was written, if that is clearly later than now: the clock was set back."""
        row = self._db.row("SELECT at FROM journal ORDER BY sequence DESC LIMIT 1")
        with suppress(ValueError):  # verification finds an entry that can't be read
            if row and (last := datetime.fromisoformat(row[0])) - now > ALLOWED:
                return last
        return None

    def came_in_before(self, now: datetime) -> datetime | None:
        """The time of the sign-in before the current one; None when it is not before now."""
        row = self._db.row(
            "SELECT at FROM journal WHERE kind IN (?, ?) ORDER BY sequence DESC LIMIT 1 OFFSET 1",
            (EventKind.SIGN_IN.value, EventKind.RECOVERY.value),
        )
        with suppress(ValueError):
            if row and (last := datetime.fromisoformat(row[0])) <= now:
                return last
        return None

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
            raise StorageError(
                broken.words(*WORDS), "Leave the vault unchanged and compare it with a backup."
            )


WORDS = ("Entry", "of the audit log")
_NAMES = ("sequence", "kind", "by", "at", "case_id", "detail")
_NUMBERED = """SELECT sequence, kind, by, at, case_id, detail, coalesce(number, '')
    FROM journal LEFT JOIN cases ON cases.id = case_id"""
_COUNTED = "SELECT count(*) FROM journal LEFT JOIN cases ON cases.id = case_id"
_ASKED = """ WHERE (:of_cases OR case_id = '') AND (:by = '' OR by = :by) AND (:kind = '' OR kind = :kind)
    AND (:case = '' OR instr(number, :case) > 0)
    AND (:since IS NULL OR julianday(at) >= julianday(:since))
    AND (:until IS NULL OR julianday(at) < julianday(:until))
    AND (:before = 0 OR sequence < :before)"""
_OF_ALL = """SELECT sequence, kind, by, at, case_id, detail FROM journal
    ORDER BY sequence DESC LIMIT :limit"""
_OF_CASE = """SELECT sequence, kind, by, at, case_id, detail FROM journal
    WHERE case_id = :case_id ORDER BY sequence DESC LIMIT :limit"""


def _content(row: Sequence[object]) -> dict[str, object]:
    return dict(zip(_NAMES, row, strict=True))


def _values(query: EventQuery) -> dict[str, object]:
    return {
        "by": query.by,
        "kind": query.kind or "",
        "since": query.since.isoformat() if query.since else None,
        "until": query.until.isoformat() if query.until else None,
        "case": query.case,
        "before": query.before,
        "limit": query.limit,
    }


def _event(row: Row) -> Event:
    sequence, kind, by, at, case_id, detail, *number = row
    try:
        return Event(
            sequence, EventKind(kind), by, datetime.fromisoformat(at), case_id, json.loads(detail), *number
        )
    except ValueError:
        raise StorageError(
            f"Log entry {sequence:,} can’t be read; it was changed outside the program.",
            "Verify integrity and compare with a backup.",
        ) from None

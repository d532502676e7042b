"""The journal: who did what and when, chained to detect changed and missing lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from ur_desktop.domain.access import MAY_RECORD, Permission, may, require
from ur_desktop.domain.errors import NotAuthorized, StorageError
from ur_desktop.domain.journal import Event, EventKind, EventQuery
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.storage.database import Database, Row
from ur_desktop.storage.records.chain import Break, Chain, Head

ANCHORED = frozenset(EventKind) - {EventKind.CREATE, EventKind.VIEW, EventKind.CHANGE}
"""The kinds of events anchored outside the database at once; others are anchored with the next of these."""

SEAL = "seal"
"""The part of a line's detail with the seals of records; people don't read it."""

ALLOWED = timedelta(minutes=5)
"""How far a clock may go back without a warning, because computers correct theirs on their own."""


class Lines:
    """Adds the journal's lines in anyone's name, for a part of the store; an open vault never gives it away."""

    def __init__(self, db: Database, chain: Chain) -> None:
        self._db, self._chain = db, chain

    def add(
        self,
        kind: EventKind,
        by: str,
        at: datetime,
        case_id: str = "",
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """Add a line by a user ID; ``detail`` is a JSON object."""
        with self._db.write():
            sequence, link = self.head()
            row = (sequence + 1, str(kind), by, at.isoformat(), case_id, json.dumps(detail or {}))
            self._db.rows(
                """INSERT INTO journal (sequence, kind, by, at, case_id, detail, link)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                (*row, self._chain.link(link, _content(row))),
            )
            self._db.to_anchor |= kind in ANCHORED

    def after_transaction(self, act: Callable[[], None]) -> None:
        """Call ``act`` after the open transaction is committed or rolled back, or now if there is none."""
        self._db.after_end(act)

    def head(self) -> Head:
        """Return the last line's number and link; 0 and the first link in an empty journal."""
        row = self._db.row("SELECT sequence, link FROM journal ORDER BY sequence DESC LIMIT 1")
        return (row[0], row[1]) if row else (0, self._chain.first)

    def previous_sign_in(self, now: datetime) -> datetime | None:
        """Return the time of the previous sign-in; None when it is not before now."""
        row = self._db.row(
            "SELECT at FROM journal WHERE kind IN (?, ?) ORDER BY sequence DESC LIMIT 1 OFFSET 1",
            (EventKind.SIGN_IN.value, EventKind.RECOVERY.value),
        )
        with suppress(ValueError):
            if row and (last := datetime.fromisoformat(row[0])) <= now:
                return last
        return None


class Journal:
    """The journal of an open vault. The author of each line is ``person``, who opened it; reading needs permission."""

    def __init__(self, db: Database, chain: Chain, person: Reviewer) -> None:
        self._db = db
        self.person = person
        self._chain = chain
        self._lines = Lines(db, chain)

    def record(
        self,
        kind: EventKind,
        at: datetime,
        case_id: str = "",
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """Add a line by the person who opened the vault; ``detail`` is a JSON object.

        NotAuthorized for a kind that their role does not add, and for one that the store alone adds.
        """
        if kind not in MAY_RECORD:
            name = kind.replace("_", " ")
            raise NotAuthorized(f"Only the store itself adds this kind of entry to the audit log: {name}.")
        require(self.person, *MAY_RECORD[kind])
        if SEAL in (detail or {}):
            raise ValueError("only the store seals records")
        self._lines.add(kind, self.person.user_id, at, case_id, detail)

    def entries(self, case_id: str = "", limit: int = 1000) -> tuple[Event, ...]:
        """Return the latest lines, newest first; of one case if ``case_id`` is given.

        A user who sees no cases gets only the entries that name no case.
        """
        require(self.person, Permission.SEE_CASES if case_id else Permission.SEE_JOURNAL)
        query = _OF_ALL if not case_id and may(self.person, Permission.SEE_CASES) else _OF_CASE
        rows = self._db.rows(query, {"case_id": case_id, "limit": limit})
        return tuple(_event(row) for row in rows)

    def page(self, query: EventQuery) -> tuple[Event, ...]:
        """Return the matching lines, newest first, with case numbers; hide lines about cases the person may not see."""
        source, asked = self._asked(query)
        rows = self._db.rows(_NUMBERED + source + " ORDER BY sequence DESC LIMIT :limit", asked)
        return tuple(_event(row) for row in rows)

    def count(self, query: EventQuery) -> Iterator[int]:
        """Count the matching lines in slices, newest first; yield how many were found so far."""
        source, asked = self._asked(query)
        total, (newest, _link) = 0, self.head()
        for low in range(newest // _SLICE * _SLICE, -1, -_SLICE):
            sliced = {**asked, "low": low, "high": low + _SLICE}
            [(found,)] = self._db.rows(_COUNTED + source + _IN_SLICE, sliced)
            total += found
            yield total

    def stream(self, query: EventQuery) -> Iterator[Event]:
        """Yield every matching line, oldest first, without a limit; for an export."""
        require(self.person, Permission.EXPORT_JOURNAL)
        source, asked = self._asked(query)
        for row in self._db.stream(_NUMBERED + source + " ORDER BY sequence", asked):
            yield _event(row)

    def authors(self) -> tuple[str, ...]:
        """Return the user IDs of all authors."""
        require(self.person, Permission.SEE_JOURNAL)
        return tuple(by for (by,) in self._db.rows(_AUTHORS))

    def _asked(self, query: EventQuery) -> tuple[str, dict[str, object]]:
        """Return from where to read and under which conditions, and their parameters.

        The entries of few cases, or of a short time, are found by the index; for many, a scan of the newest entries
        finds a page sooner.
        """
        require(self.person, Permission.SEE_JOURNAL)
        values: dict[str, object] = {**_values(query), "many": _MANY_LINES}
        where = _conditions(query, sees_cases=may(self.person, Permission.SEE_CASES))
        if (query.since or query.until) and len(
            self._db.rows(f"{_IN_TIME} LIMIT :many", values)
        ) < _MANY_LINES:
            return f"{_JOURNAL} WHERE {where} AND sequence IN ({_IN_TIME})", values
        if not query.case:
            return f"{_JOURNAL} WHERE {where}", values
        many = {"case": query.case, "many": _MANY_CASES}
        found = self._db.rows(_WHOLE_NUMBER if _NUMBER.fullmatch(query.case) else _PART_OF_NUMBER, many)
        if len(found) == _MANY_CASES:
            return f"{_JOURNAL} WHERE {where} AND instr(number, :case) > 0", values
        values["ids"] = json.dumps([case_id for (case_id,) in found])
        return f"{_BY_CASE} WHERE {where}{_OF_CASES}", values

    def head(self) -> Head:
        """Return the last line's number and link; 0 and the first link in an empty journal."""
        return self._lines.head()

    def last_entry_in_future(self, now: datetime) -> datetime | None:
        """Return the time of the last line if it is later than ``now`` by more than ALLOWED: the clock was set back."""
        last = self.last_time()
        return last if last is not None and last - now > ALLOWED else None

    def last_time(self) -> datetime | None:
        """Return the time of the last line; None when there is none, or it can't be read."""
        row = self._db.row("SELECT at FROM journal ORDER BY sequence DESC LIMIT 1")
        with suppress(ValueError):  # verification finds an entry that can't be read
            return datetime.fromisoformat(row[0]) if row else None
        return None

    def link_at(self, sequence: int) -> str | None:
        """Return the link of a line, or the first link for 0; None when there is no such line."""
        row = self._db.row("SELECT link FROM journal WHERE sequence = ?", (sequence,))
        return row[0] if row else self._chain.first if sequence == 0 else None

    def walk(self, after: Head | None = None) -> Iterator[Break | None]:
        """Check each line after a head, or all; yield the result of each."""
        head = after or (0, self._chain.first)
        for *row, link in self._db.stream(
            """SELECT sequence, kind, by, at, case_id, detail, link FROM journal
            WHERE sequence > ? ORDER BY sequence""",
            (head[0],),
        ):
            yield self._chain.broken(head, row[0], _content(row), link)
            head = (row[0], link)

    def verify(self, after: Head | None = None) -> None:
        """Check the lines after a head, or all; StorageError names the first changed or missing one."""
        for broken in filter(None, self.walk(after)):
            raise StorageError(
                broken.words(*WORDS), "Leave the vault unchanged and compare it with a backup."
            )


WORDS = ("Entry", "of the audit log")
# One look into the index for each person, not one for each line.
_AUTHORS = """WITH RECURSIVE author(by) AS (
    SELECT min(by) FROM journal UNION ALL
    SELECT (SELECT min(by) FROM journal WHERE by > author.by) FROM author WHERE author.by IS NOT NULL)
    SELECT by FROM author WHERE by IS NOT NULL"""
_NAMES = ("sequence", "kind", "by", "at", "case_id", "detail")
_MANY_CASES = 500
_NUMBER = re.compile(r"\d{4}-\d{6}")
_WHOLE_NUMBER = "SELECT id FROM cases WHERE number = :case LIMIT :many"
# The inner query reads the index of numbers only, not the cases.
_PART_OF_NUMBER = """SELECT id FROM cases WHERE rowid IN
    (SELECT rowid FROM cases WHERE instr(number, :case) > 0 LIMIT :many)"""
_NUMBERED = "SELECT sequence, kind, by, at, case_id, detail, coalesce(number, '')"
_COUNTED = "SELECT count(*)"
_JOURNAL = " FROM journal LEFT JOIN cases ON cases.id = case_id"
_BY_CASE = " FROM journal INDEXED BY journal_of_case LEFT JOIN cases ON cases.id = case_id"
_SLICE = 10_000
"""Lines that are counted at a time, in about 20 ms."""
_MANY_LINES = 5_000
_IN_SLICE = " AND sequence > :low AND sequence <= :high"
_IN_TIME = """SELECT sequence FROM journal INDEXED BY journal_of_time
    WHERE julianday(at) >= coalesce(julianday(:since), 0) AND julianday(at) < coalesce(julianday(:until), 1e9)"""
_OF_CASES = " AND case_id IN (SELECT value FROM json_each(:ids))"
_OF_ALL = """SELECT sequence, kind, by, at, case_id, detail FROM journal
    ORDER BY sequence DESC LIMIT :limit"""
_OF_CASE = """SELECT sequence, kind, by, at, case_id, detail FROM journal
    WHERE case_id = :case_id ORDER BY sequence DESC LIMIT :limit"""


def _content(row: Sequence[object]) -> dict[str, object]:
    return dict(zip(_NAMES, row, strict=True))


def _conditions(query: EventQuery, *, sees_cases: bool) -> str:
    """Return the SQL of what a query narrows; nothing else, so that an index can be used.

    With the plus sign the index of times is left alone: sorting the lines of a long time is slower than a scan.
    """
    narrows = {
        "case_id = ''": not sees_cases,
        "by = :by": query.by,
        "kind = :kind": query.kind,
        "+julianday(at) >= julianday(:since)": query.since,
        "+julianday(at) < julianday(:until)": query.until,
        "sequence < :before": query.before,
    }
    return " AND ".join(condition for condition, given in narrows.items() if given) or "1"


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
        said = {key: value for key, value in json.loads(detail).items() if key != SEAL}
        return Event(sequence, EventKind(kind), by, datetime.fromisoformat(at), case_id, said, *number)
    except ValueError:
        raise StorageError(
            f"Log entry {sequence:,} can’t be read; it was changed outside the program.",
            "Verify integrity and compare with a backup.",
        ) from None

"""The worklist table: one row per case, with the columns of the list, indexed for 100,000 cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from ur_desktop.domain.case import Case, CaseState, Urgency
from ur_desktop.domain.folding import identity, indexed_words, search_words
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.worklist import Stop, WorklistFilter, WorklistQuery, WorklistRow
from ur_desktop.storage.database import Database, Row
from ur_desktop.storage.json_codec import moment


def words_of(text: str) -> str:
    """Return the words that a case is found by, each after a space."""
    return "".join(f" {word}" for word in indexed_words(text))


def tags_of(plan_id: str, review: str, state: str, closed: int) -> str:
    """Return the tags that narrow a search to a plan, a review, a state or the closed cases, each after a space."""
    values = {"plan": plan_id, "review": review, "state": state, "closed": str(int(closed))}
    return "".join(f" {_tag(name, value)}" for name, value in values.items())


def _tag(name: str, value: str) -> str:
    """Return a word of the index that no text has and nobody can type: it starts with a private character."""
    return f"\ue000{name}{value.encode().hex()}"


class Worklist:
    """The worklist of an open vault."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, case: Case, due: datetime | None, stop: Stop | None = None) -> None:
        """Save a case's row, with its clock running or stopped; the progress of its review stays."""
        closed = case.is_finished
        stop = None if closed else stop
        stopped = moment(stop.since) if stop else None
        due_text = None if due is None else moment(due)
        values = {
            "case_id": case.id,
            "closed": int(closed),
            "place": f"1 {stopped}" if stopped else f"0 {due_text or 'no clock'}",
            "number": case.number,
            "member_name": case.member.listed_name,
            "member_id": case.member.id,
            "plan_id": case.plan_id,
            "service_code": case.request.service_code,
            "review": case.request.review,
            "urgency": case.request.urgency,
            "state": case.state,
            "assigned_to": case.assigned_to,
            "due": due_text,
            "received": moment(case.request.received),
            "provider": case.provider.name,
            "stopped_since": stopped,
            "runs_again": moment(stop.until) if stop else None,
            "member_key": identity(case.member.id),
            "words": words_of(f"{case.member.name} {case.member.id} {case.provider.name} {case.number}"),
        }
        with self._db.write():
            self._db.rows(_PUT, values)
            tags = tags_of(case.plan_id, case.request.review, case.state, closed)
            self._db.rows(_PUT_WORDS, {"case_id": case.id, "tags": tags})

    def resume(self, now: datetime) -> None:
        """Resume the clocks whose stop has ended."""
        ended = {"now": moment(now)}
        if self._db.row("SELECT 1 FROM worklist WHERE runs_again <= :now", ended):
            with self._db.write():
                self._db.rows(
                    """UPDATE worklist SET stopped_since = NULL, runs_again = NULL,
                        place = '0 ' || coalesce(due, 'no clock') WHERE runs_again <= :now""",
                    ended,
                )

    def assign(self, case_id: str, user_id: str) -> None:
        """Save the user a case is assigned to, inside a transaction."""
        self._db.rows("UPDATE worklist SET assigned_to = ? WHERE case_id = ?", (user_id, case_id))

    def put_progress(self, case_id: str, answered: int, total: int | None) -> None:
        """Save the progress of the case's review; a total of None leaves the earlier total."""
        self._db.rows(
            "UPDATE worklist SET answered = ?, total = coalesce(?, total) WHERE case_id = ?",
            (answered, total, case_id),
        )

    def row(self, case_id: str) -> WorklistRow:
        """Return one case's row; KeyError when there is no such case."""
        found = self._db.row(f"{_SELECT} WHERE case_id = ?", (case_id,))
        if found is None:
            raise KeyError(case_id)
        return _row(found)

    def rows(self, query: WorklistQuery) -> tuple[WorklistRow, ...]:
        """Return a page of the list: running clocks by due time, late ones first, then stopped clocks."""
        words = search_words(query.text)
        if query.text.strip() and not words:
            return ()
        where, values = _where(query, searching=bool(words))
        values |= {"limit": query.limit, "offset": query.offset}
        if words or query.plan_id or query.review is not None:
            values["match"] = " AND ".join((*(f'"{word}"*' for word in words), *_tags(query)))
            where = f"{where} AND {self._having(words, values)}"
        order = "closed, place, row" if query.filter is not WorklistFilter.CLOSED else "place DESC, row DESC"
        rows = self._db.rows(
            f"{_SELECT} WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :offset",
            values,
        )
        return tuple(_row(row) for row in rows)

    def counts(self, user_id: str, day_end: datetime) -> Mapping[str, int]:
        """Return the number of cases in each list of open cases, by its value; nobody works through the closed ones."""
        counts: dict[str, int] = {}
        for name in set(WorklistFilter) - {WorklistFilter.CLOSED}:
            where, values = _where(WorklistQuery(filter=name, user_id=user_id, day_end=day_end))
            [(counts[name],)] = self._db.rows(_COUNT + where, values)
        return counts

    def _having(self, words: tuple[str, ...], values: dict[str, object]) -> str:
        """Return the search condition: for few hits it uses the index, for many it scans the sorted list."""
        [(hits,)] = self._db.rows(_HITS, {**values, "many": _MANY})
        if hits < _MANY:
            return "row IN (SELECT rowid FROM worklist_words WHERE worklist_words MATCH :match)"
        values |= {f"word{place}": f" {word}" for place, word in enumerate(words)}
        return " AND ".join(f"instr(words, :word{place})" for place in range(len(words))) or "1"


_MANY = 5000
"""From this many hits, scanning the sorted list is faster than sorting the hits; measured at 100,000 cases."""

_HITS = "SELECT count(*) FROM (SELECT 1 FROM worklist_words WHERE worklist_words MATCH :match LIMIT :many)"
_COUNT = "SELECT count(*) FROM worklist WHERE "
_SELECT = """SELECT case_id, number, member_name, member_id, plan_id, service_code, review, urgency, state,
    answered, total, assigned_to, due, received, provider, stopped_since, closed FROM worklist"""

_PUT = """INSERT INTO worklist (case_id, closed, place, number, member_name, member_id, plan_id, service_code,
        review, urgency, state, assigned_to, due, received, provider, stopped_since, runs_again, member_key,
        words)
    VALUES (:case_id, :closed, :place, :number, :member_name, :member_id, :plan_id, :service_code,
        :review, :urgency, :state, :assigned_to, :due, :received, :provider, :stopped_since, :runs_again,
        :member_key, :words)
    ON CONFLICT (case_id) DO UPDATE SET closed = excluded.closed, place = excluded.place,
        number = excluded.number, member_name = excluded.member_name, member_id = excluded.member_id,
        plan_id = excluded.plan_id, service_code = excluded.service_code, review = excluded.review,
        urgency = excluded.urgency, state = excluded.state, assigned_to = excluded.assigned_to,
        due = excluded.due, received = excluded.received, provider = excluded.provider,
        stopped_since = excluded.stopped_since, runs_again = excluded.runs_again,
        member_key = excluded.member_key, words = excluded.words"""

# Not with RETURNING in _PUT, because SQLite would then write and encrypt every changed page twice.
_PUT_WORDS = """INSERT OR REPLACE INTO worklist_words (rowid, words)
    SELECT row, words || :tags FROM worklist WHERE case_id = :case_id"""

_STATES = {WorklistFilter.WAITING: CaseState.WAITING, WorklistFilter.PHYSICIAN: CaseState.WITH_PHYSICIAN}
_FILTERS = {
    WorklistFilter.ALL: "closed = 0",
    WorklistFilter.MINE: "closed = 0 AND assigned_to = :user_id",
    WorklistFilter.DUE_TODAY: "closed = 0 AND place < '0 ' || :day_end",
    **{name: f"closed = 0 AND state = '{state}'" for name, state in _STATES.items()},
    WorklistFilter.UNASSIGNED: "closed = 0 AND assigned_to = ''",
    WorklistFilter.CLOSED: "closed = 1",
}


def _where(query: WorklistQuery, *, searching: bool = False) -> tuple[str, dict[str, object]]:
    """Return the SQL conditions of a query, without its search text, and their parameters."""
    parts = ["1" if searching and query.filter is WorklistFilter.ALL else _FILTERS[query.filter]]
    if query.plan_id:
        parts.append("plan_id = :plan_id")
    if query.review is not None:
        parts.append("review = :review")
    if query.filter is WorklistFilter.DUE_TODAY and query.day_end is None:
        raise ValueError("nobody said when today ends")
    return " AND ".join(parts), {
        "user_id": query.user_id,
        "plan_id": query.plan_id,
        "review": query.review,
        "day_end": query.day_end and moment(query.day_end),
    }


def _tags(query: WorklistQuery) -> Iterator[str]:
    """Return the tags of the filters that the index knows; the other lists are short, or read in their order."""
    if query.plan_id:
        yield f'"{_tag("plan", query.plan_id)}"'
    if query.review is not None:
        yield f'"{_tag("review", query.review)}"'
    if query.filter is WorklistFilter.CLOSED:
        yield f'"{_tag("closed", "1")}"'
    if (state := _STATES.get(query.filter)) is not None:
        yield f'"{_tag("state", state)}"'


def _row(row: Row) -> WorklistRow:
    case_id, number, name, member_id, plan_id, service, review, urgency, state, *rest = row
    answered, total, reviewer, due, received, provider, stopped_since, closed = rest
    return WorklistRow(
        case_id,
        number,
        name,
        member_id,
        plan_id,
        service,
        ReviewKind(review),
        Urgency(urgency),
        CaseState(state),
        answered,
        total,
        reviewer,
        _time(due),
        datetime.fromisoformat(received),
        provider,
        _time(stopped_since),
        bool(closed),
    )


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)

"""A vault of 1,000,000 cases and as many log entries: the worklist, searching with filters, pages of the audit log."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median

from bench.cases import NOW, alone, without_memory_locks
from bench.driver import Driver
from bench.table import Line, seconds, show
from bench.worklist import openings, run, searched
from ur_desktop.casework import samples
from ur_desktop.domain.journal import EventKind, EventQuery
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.storage import vault
from ur_desktop.storage.records.journal import Journal
from ur_desktop.storage.records.worklist import tags_of
from ur_desktop.ui.worklist.screen import WorklistScreen

MADE, COPIES = 50_000, 19
DAY = timedelta(days=1)
QUERIES = {
    "person": EventQuery(by="max"),
    "nobody": EventQuery(by="nobody"),
    "kind": EventQuery(kind=EventKind.PRINT),
    "kind without entries": EventQuery(kind=EventKind.VOID),
    "day": EventQuery(since=NOW - DAY, until=NOW + DAY),
    "day without entries": EventQuery(since=NOW - 500 * DAY, until=NOW - 499 * DAY),
    "case": EventQuery(case="2005-000417"),
    "case that does not exist": EventQuery(case="2031-000001"),
}


def lines() -> Iterator[Line]:
    """Everything, in one process that did not make the vault."""
    with tempfile.TemporaryDirectory() as home:
        start = time.perf_counter()
        run("cases", f"{home}/vault", str(MADE))
        run("million", f"{home}/vault")
        yield Line(f"A vault of {MADE * (COPIES + 1):,} cases made", time.perf_counter() - start)
        driver = Driver(Path(home))
        driver.type_password()
        driver.sign_in()
        screen = driver.screen(WorklistScreen)
        yield Line("Worklist open: rows, counts, painted", median(openings(driver, screen)), at_most=0.150)
        for words, review in (("", None), (", a review chosen", ReviewKind.CONTINUED)):
            filters = screen.head.filters
            filters.review.setCurrentIndex(filters.review.findData(review))
            keys = searched(driver, screen)
            yield Line(f"Search, a keystroke, painted{words}", median(keys), at_most=0.050)
            yield Line("… the slowest keystroke", max(keys), at_most=0.050)
        driver.close()
        with vault.open_vault(Path(home, "vault"), samples.NURSE.user_id, samples.PASSWORD, NOW) as opened:
            for words, query in QUERIES.items():
                page = median(seconds(paged(opened.journal, query)) for _ in range(5))
                yield Line(f"Audit log, a page by {words}", page, at_most=0.1)


def paged(journal: Journal, query: EventQuery) -> Callable[[], object]:
    """What reads a page."""
    return lambda: journal.page(query)


def multiply(folder: Path) -> None:
    """Copy each case as a closed one with another number, and write an entry about each; no entry is chained."""
    with vault.open_vault(folder, samples.NURSE.user_id, samples.PASSWORD, NOW) as opened:
        db = opened._db  # noqa: SLF001, because no person can bring so many so far
        columns = [name for _place, name, *_rest in db.rows("PRAGMA table_info(worklist)")]
        values = {name: name for name in columns} | {
            "row": "row + :copy * 100000",
            "case_id": "case_id || '.' || :copy",
            "number": _NUMBER,
            "member_id": "member_id || :copy",
            "words": "words || ' k' || :copy",
            "closed": "1",
            "state": "'closed'",
        }
        db.register_function(tags_of, deterministic=True)
        with opened.transaction(), alone(opened):
            for copy in range(1, COPIES + 1):
                db.rows(_CASES, {"copy": copy})
                db.rows(
                    f"INSERT INTO worklist ({', '.join(columns)}) SELECT {', '.join(values.values())} "  # noqa: S608
                    f"FROM worklist WHERE {_MADE.format(id='case_id')}",
                    {"copy": copy},
                )
            db.rows(
                """INSERT INTO worklist_words (rowid, words)
                    SELECT row, words || tags_of(plan_id, review, state, closed) FROM worklist WHERE row > 100000"""
            )
            db.rows(_ENTRIES)


_NUMBER = "printf('%d-%06d', 2000 + :copy, cast(substr(number, 6) AS INTEGER))"
_MADE = "{id} LIKE 'bench-%' AND instr({id}, '.') = 0"
_CASES = f"""INSERT INTO cases (id, number, body) SELECT id || '.' || :copy, {_NUMBER}, body FROM cases
    WHERE {_MADE.format(id="id")}"""  # noqa: S608
_ENTRIES = """INSERT INTO journal (sequence, kind, by, at, case_id, detail, link)
    SELECT 1000 + row_number() OVER (ORDER BY row),
        CASE row % 5 WHEN 0 THEN 'print' WHEN 1 THEN 'view' WHEN 2 THEN 'change' WHEN 3 THEN 'create' ELSE 'letter' END,
        CASE row % 7 WHEN 0 THEN 'max' ELSE 'nora' END, '2026-01-16T16:05:00+00:00', case_id, '{}', 'not chained'
    FROM worklist"""


if __name__ == "__main__":
    if sys.argv[1:]:
        without_memory_locks()
        multiply(Path(sys.argv[1]))
    else:
        show(lines())

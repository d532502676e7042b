"""Entries of the journal as files to hand on: CSV for a spreadsheet, JSON for a program."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO

from ur_desktop.domain.journal import Event

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("line", "at", "user", "name", "event", "case", "detail")


def csv_text(events: Iterable[Event]) -> Iterator[str]:
    """The entries as CSV (RFC 4180), a row at a time; no cell begins as a formula does."""
    yield _row(_COLUMNS)
    for event in events:
        *cells, detail = _values(event)
        yield _row((*map(str, cells), json.dumps(detail, ensure_ascii=False) if detail else ""))


def json_text(events: Iterable[Event]) -> Iterator[str]:
    """The entries as one JSON array of objects, a line of text each."""
    before = "[\n"
    for event in events:
        entry = dict(zip(_COLUMNS, _values(event), strict=True))
        yield before + json.dumps(entry, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _values(event: Event) -> tuple[object, ...]:
    case = event.case_number or event.case_id
    return event.sequence, event.at.isoformat(), event.by, event.who, event.kind.value, case, event.detail


def _row(cells: Iterable[str]) -> str:
    text = StringIO()
    csv.writer(text).writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return text.getvalue()

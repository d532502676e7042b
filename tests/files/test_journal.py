"""The audit log as a file: CSV for a spreadsheet, JSON for a program."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from io import StringIO

import pytest

from ur_desktop.domain.journal import Event, EventKind
from ur_desktop.files.journal import csv_text, json_text

NOW = datetime(2026, 1, 16, 18, 30, 7, tzinfo=UTC)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_csv_file_begins_as_a_formula(start: str) -> None:
    event = Event(1, EventKind.VIEW, f"{start}cmd", NOW, f"{start}x", who=f"{start}1+1")
    [_head, row] = csv.reader(StringIO("".join(csv_text([event])), newline=""))
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert row[3] == f"'{start}1+1"


def test_a_csv_file_holds_what_is_on_the_screen_to_the_letter() -> None:
    event = Event(7, EventKind.OVERRIDE, "nora", NOW, "c1", {"reason": 'a "b"\nc'}, "2026-000417", "Nora, RN")
    [head, row] = csv.reader(StringIO("".join(csv_text([event])), newline=""))
    assert head == ["line", "at", "user", "name", "event", "case", "detail"]
    assert row[:6] == ["7", "2026-01-16T18:30:07+00:00", "nora", "Nora, RN", "override", "2026-000417"]
    assert json.loads(row[6]) == {"reason": 'a "b"\nc'}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_json_file_is_an_array_of_objects(count: int) -> None:
    events = [
        Event(number, EventKind.VIEW, "nora", NOW, "c1", case_number="2026-000417") for number in (3, 2, 1)
    ]
    found = json.loads("".join(json_text(events[:count])))
    assert [item["line"] for item in found] == [3, 2, 1][:count]
    assert all(item["case"] == "2026-000417" and item["detail"] == {} for item in found)

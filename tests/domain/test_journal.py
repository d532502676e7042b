from datetime import UTC, datetime

import pytest

from ur_desktop.domain.journal import Event, EventKind, EventQuery

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "narrows"),
    [
        (EventQuery(), False),
        (EventQuery(before=300, limit=50), False),
        (EventQuery(by="nora"), True),
        (EventQuery(kind=EventKind.VIEW), True),
        (EventQuery(since=NOON), True),
        (EventQuery(until=NOON), True),
        (EventQuery(case="0417"), True),
    ],
)
def test_a_query_narrows_by_person_kind_time_or_case(query: EventQuery, narrows: bool) -> None:
    assert query.is_filtered is narrows


def test_what_an_entry_says_of_a_member_shows_in_no_log() -> None:
    assert "Sampleton" not in repr(Event(1, EventKind.CHANGE, "nora", NOON, detail={"member": "Sampleton"}))

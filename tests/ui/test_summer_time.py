"""Hours are told, and typed, as the clock on the wall stood then, also across a change of the clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.offices import AVERY, JORDAN, Office
from tests.ui.shell.test_main_window import saves
from ur_desktop.domain.worklist import WorklistFilter
from ur_desktop.ui.kit.text import on_clock, own_time, own_zone, time_words
from ur_desktop.ui.parts.event_text import event_time
from ur_desktop.ui.parts.finding_text import completed_words

WINTER, SUMMER = datetime(2026, 11, 2, 15, 0, tzinfo=UTC), datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
BEFORE = {  # what New York's clocks showed shortly before each change
    WINTER: (datetime(2026, 10, 30, 13, 5, tzinfo=UTC), "Fri Oct 30", "EDT"),
    SUMMER: (datetime(2026, 3, 6, 14, 5, tzinfo=UTC), "Fri Mar 6", "EST"),
}
pytestmark = pytest.mark.usefixtures("in_new_york")


def due_today(office: Office, avery: datetime) -> int:
    """How many cases the worklist counts as due today when Avery's is due then."""
    office.vault.cases.save(office.case(AVERY), avery, avery)
    office.main.show_worklist()
    spoken = office.main.worklist.head.filters.pills[WorklistFilter.DUE_TODAY].accessibleName()
    return int(spoken.rpartition(" ")[2])


@pytest.mark.parametrize("now", [WINTER, SUMMER], ids=["November", "March"])
def test_an_hour_before_the_clocks_changed_is_told_as_it_was(now: datetime) -> None:
    now, (moment, day, zone) = now.astimezone(), BEFORE[now]
    assert time_words(now, moment) == f"{day}, 9:05 AM"
    assert event_time(now, moment) == f"{day}, 9:05:00 AM {zone}"
    assert completed_words(now, moment, "you") == f"Completed {day}, 9:05 AM by you."


def test_a_day_begins_at_midnight_although_the_clocks_change_in_it() -> None:
    now = datetime(2026, 11, 1, 4, 30, tzinfo=UTC).astimezone()
    assert own_zone(now) is None
    tomorrow = on_clock(now.date() + timedelta(days=1), time(), own_zone(now))
    assert tomorrow.astimezone(UTC) == datetime(2026, 11, 2, 5, 0, tzinfo=UTC)


def test_who_reads_in_another_zone_reads_its_hours() -> None:
    now = WINTER
    assert own_time(now, BEFORE[WINTER][0]).hour == 13


def test_a_request_received_in_summer_keeps_its_hour_when_it_is_corrected_in_winter(
    office: Office,
) -> None:
    received = datetime(2025, 10, 30, 13, 5, tzinfo=UTC)
    case = office.case(JORDAN)
    office.session.save(replace(case, request=replace(case.request, received=received)))
    office.clock.at = office.clock.at.astimezone()
    office.corrects(JORDAN, first_name="Robin")
    assert office.main.intake.form.value("time") == "9:05 AM"
    saves(office)
    assert office.case(JORDAN).request.received == received
    office.main.open_case(JORDAN, "request")
    assert "10/30/2025, 9:05 AM EDT" in [
        part.text() for part in office.main.case.request.findChildren(QLabel)
    ]


def test_the_history_tells_the_hours_of_the_plans_zone(office: Office) -> None:
    office.main.open_case(JORDAN, "history")
    rows = office.main.case.history.lines.rows
    spoken = [str(rows.data(rows.index(place, 0))) for place in range(rows.rowCount())]
    assert spoken
    assert all(" AM EST, " in words or " PM EST, " in words for words in spoken)


def test_what_is_due_before_midnight_of_the_day_the_clocks_go_back_is_due_today(office: Office) -> None:
    office.clock.at = datetime(2026, 11, 1, 5, 0, tzinfo=UTC).astimezone()
    due = datetime(2026, 11, 2, 4, 30, tzinfo=UTC)
    assert due_today(office, avery=due) == due_today(office, avery=due + timedelta(hours=1)) + 1

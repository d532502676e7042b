from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from ur_desktop.domain.dates import (
    clock_words,
    long_date,
    moment_words,
    short_date,
    working_days_before,
    zone_of_plan,
    zone_words,
    zoned_clock_words,
)


def test_a_date_in_words() -> None:
    assert long_date(date(2026, 1, 26)) == "January 26, 2026"
    assert short_date(date(2026, 9, 1)) == "Sep 1"
    assert moment_words(datetime(2026, 9, 1, 9, 5, tzinfo=UTC)) == "Sep 1, 2026, 09:05 UTC"
    assert (
        moment_words(datetime(2026, 9, 1, 9, 5, tzinfo=timezone(timedelta(hours=-5))))
        == "Sep 1, 2026, 09:05 UTC-0500"
    )


def test_working_days_skip_the_weekend() -> None:
    assert working_days_before(date(2026, 12, 24), 3) == date(2026, 12, 21)  # a Thursday
    assert working_days_before(date(2026, 12, 21), 3) == date(2026, 12, 16)
    assert working_days_before(date(2026, 12, 20), 1) == date(2026, 12, 18)


def test_a_moment_in_a_plans_zone_has_its_abbreviation_in_its_season() -> None:
    denver = ZoneInfo("America/Denver")
    assert zone_of_plan(datetime(2026, 1, 16, 12, tzinfo=denver)) == "MST"
    assert zone_of_plan(datetime(2026, 7, 16, 12, tzinfo=denver)) == "MDT"
    assert zone_of_plan(datetime(2026, 1, 16, 12, tzinfo=UTC)) == ""


def test_an_hour_has_the_abbreviation_of_a_plans_zone() -> None:
    denver = ZoneInfo("America/Denver")
    assert zoned_clock_words(datetime(2026, 1, 16, 16, 37, tzinfo=denver)) == "4:37 PM MST"
    assert zoned_clock_words(datetime(2026, 1, 16, 16, 37, tzinfo=UTC)) == "4:37 PM"
    assert clock_words(time(0, 5)) == "12:05 AM"


def test_a_zone_with_a_long_name_is_said_by_its_offset() -> None:
    windows = timezone(timedelta(hours=-7), "Mountain Standard Time")
    assert zone_words(datetime(2026, 1, 16, tzinfo=windows)) == "UTC-0700"
    assert zone_words(datetime(2026, 1, 16, tzinfo=timezone(timedelta(hours=-7), "MST"))) == "MST"

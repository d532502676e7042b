from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ur_desktop.storage.backup.retention import DAYS, MONTHS, RECENT, Made, backups_to_keep

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
HISTORIES = st.lists(st.timedeltas(timedelta(), timedelta(days=1000)), max_size=80).map(
    lambda ages: [Made(number, NOON - age) for number, age in enumerate(ages, start=1)]
)


def every(step: timedelta, count: int) -> list[Made]:
    """Backups a step apart, the last at noon."""
    return [Made(count - place, NOON - place * step) for place in range(count)]


def test_nothing_is_deleted_while_there_are_few() -> None:
    made = every(timedelta(minutes=30), RECENT)
    assert backups_to_keep(made) == frozenset(made)


def test_a_day_of_half_hours_leaves_the_twelve_latest() -> None:
    made = every(timedelta(minutes=30), 24)
    assert backups_to_keep(made) == frozenset(made[:RECENT])


def test_two_months_of_work_leave_recent_ones_days_and_months() -> None:
    made = every(timedelta(hours=6), 240)
    times = {one.at for one in backups_to_keep(made)}
    assert {NOON - place * timedelta(hours=6) for place in range(RECENT)} <= times
    assert {(NOON - timedelta(days=day)).replace(hour=18) for day in range(1, DAYS)} <= times
    assert {datetime(2025, 11, 30, 18, tzinfo=UTC), datetime(2025, 12, 31, 18, tzinfo=UTC)} <= times
    assert len(times) == RECENT + DAYS - 4 + 2  # four of the days are among the recent ones


def test_years_of_monthly_backups_leave_the_twelve_latest() -> None:
    made = every(timedelta(days=31), 40)
    assert backups_to_keep(made) == frozenset(made[:RECENT])


def test_a_clock_set_back_loses_none_of_the_latest() -> None:
    old = every(timedelta(days=1), 100)
    back = [Made(101 + place, NOON - timedelta(days=400, minutes=-place)) for place in range(5)]
    assert frozenset(back) <= backups_to_keep(old + back)


@given(HISTORIES)
def test_the_newest_always_stays(made: list[Made]) -> None:
    assert not made or max(made) in backups_to_keep(made)


@given(HISTORIES)
def test_thinning_twice_is_thinning_once(made: list[Made]) -> None:
    assert backups_to_keep(backups_to_keep(made)) == backups_to_keep(made)


@given(HISTORIES)
def test_no_more_backups_than_the_limit_are_retained(made: list[Made]) -> None:
    assert backups_to_keep(made) <= frozenset(made)
    assert len(backups_to_keep(made)) <= RECENT + DAYS + MONTHS


@given(HISTORIES)
def test_the_latest_day_and_month_with_a_backup_keep_one(made: list[Made]) -> None:
    if made:
        newest = max(one.at for one in made)
        assert any(one.at == newest for one in backups_to_keep(made))

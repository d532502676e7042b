"""The retention rule of backups: the most recent ones, and some of the last days and months."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

RECENT, DAYS, MONTHS = 12, 10, 9


class Made(NamedTuple):
    """A backup's number, which only grows, and its time (aware), which may go back with a wrong clock."""

    sequence: int
    at: datetime


def backups_to_keep(made: Iterable[Made]) -> frozenset[Made]:
    """Return the backups to retain: the 12 latest, and the last of each of the 10 latest days and 9 latest months."""
    ordered = sorted(made, reverse=True)
    last_of_day: dict[date, Made] = {}
    last_of_month: dict[date, Made] = {}
    for one in sorted(ordered, key=lambda item: (item.at, item.sequence), reverse=True):
        day = one.at.astimezone(UTC).date()
        last_of_day.setdefault(day, one)
        last_of_month.setdefault(day.replace(day=1), one)
    days, months = list(last_of_day.values())[:DAYS], list(last_of_month.values())[:MONTHS]
    return frozenset((*ordered[:RECENT], *days, *months))

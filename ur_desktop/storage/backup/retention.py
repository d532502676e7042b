"""Which backups are kept as time goes on: many recent ones, some of the last days, few of the last months."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

RECENT, DAYS, MONTHS = 12, 10, 9


class Made(NamedTuple):
    """A backup's number, which only grows, and its time (aware), which a wrong clock can set back."""

    sequence: int
    at: datetime


def kept(made: Iterable[Made]) -> frozenset[Made]:
    """The 12 latest, the last of each of the 10 latest days that have one, and of each of 9 such months."""
    ordered = sorted(made, reverse=True)
    last_of_day: dict[date, Made] = {}
    last_of_month: dict[date, Made] = {}
    for one in sorted(ordered, key=lambda item: (item.at, item.sequence), reverse=True):
        day = one.at.astimezone(UTC).date()
        last_of_day.setdefault(day, one)
        last_of_month.setdefault(day.replace(day=1), one)
    days, months = list(last_of_day.values())[:DAYS], list(last_of_month.values())[:MONTHS]
    return frozenset((*ordered[:RECENT], *days, *months))

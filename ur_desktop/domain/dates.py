"""Dates in words, in English on every computer: names of months and weekdays, a long and a short form."""

from __future__ import annotations

from datetime import date, datetime, timedelta

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def has_named_zone(moment: datetime) -> bool:
    """Whether a moment is in a zone with a name, "America/Denver", as those of the plans are."""
    return hasattr(moment.tzinfo, "key")  # not by its class: importing that takes a hundredth of the start


def zone_of_plan(moment: datetime) -> str:
    """The abbreviation of a plan's time zone at a moment in it, "MST"; empty for a moment in no named zone."""
    return moment.tzname() or "" if has_named_zone(moment) else ""


def long_date(day: date) -> str:
    """The month written out, "January 26, 2026"."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def short_date(day: date) -> str:
    """The month's first three letters and no year, "Jan 26"."""
    return f"{MONTHS[day.month - 1][:3]} {day.day}"


def moment_words(moment: datetime) -> str:
    """An aware time with its offset: "Jan 26, 2026, 09:30 UTC", "Jan 26, 2026, 09:30 UTC-0500"."""
    return f"{short_date(moment)}, {moment:%Y, %H:%M} UTC{moment:%z}".removesuffix("+0000")


def working_days_before(day: date, number: int) -> date:
    """The date so many working days before a day; Saturdays and Sundays are none."""
    while number:
        day -= timedelta(days=1)
        number -= day.weekday() < 5
    return day

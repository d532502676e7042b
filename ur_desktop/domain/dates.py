"""Dates in words, in English on every computer: names of months and weekdays, a long and a short form."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

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


def clock_words(hour: datetime | time) -> str:
    """The hour of a day, "9:05 AM", "12:30 PM"."""
    return f"{hour.hour % 12 or 12}:{hour.minute:02} {'AM' if hour.hour < 12 else 'PM'}"


def zoned_clock_words(moment: datetime) -> str:
    """The hour of a moment, in a plan's zone with its abbreviation: "9:05 AM MST", else "9:05 AM"."""
    return f"{clock_words(moment)} {zone_of_plan(moment)}".rstrip()


def zone_words(moment: datetime) -> str:
    """The zone of an aware moment: its abbreviation, "MST", or its offset where the system writes a long name."""
    name = moment.tzname() or ""
    return name if name.isalpha() and name.isupper() else f"UTC{moment:%z}"


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

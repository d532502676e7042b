"""Numbers, dates and times in words."""

import re
from datetime import date, datetime, time, timedelta, tzinfo

from ur_desktop.domain.dates import WEEKDAYS, has_named_zone, short_date, zoned_clock_words

SOON = timedelta(hours=4)
_TIME = re.compile(r"(\d{1,2})(?::?(\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)


def plural(number: int, one: str, many: str = "") -> str:
    """Say a count with its noun: "1 day", "3 days"; ``many`` where adding s is wrong."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def own_zone(now: datetime) -> tzinfo | None:
    """The zone in which times are shown and typed: that of ``now``, None for this computer's with daylight saving.

    The times of a case are shown in its plan's zone, with its abbreviation; all others in this computer's.
    """
    if has_named_zone(now):
        return now.tzinfo
    return None if now.astimezone().utcoffset() == now.utcoffset() else now.tzinfo


def own_time(now: datetime, moment: datetime) -> datetime:
    """A moment in the zone of ``now``; unchanged where ``now`` has no zone."""
    return moment if now.tzinfo is None else moment.astimezone(own_zone(now))


def on_clock(day: date, clock: time, zone: tzinfo | None) -> datetime:
    """The moment when a clock in a zone (None: this computer's) shows a day and an hour."""
    return datetime.combine(day, clock, zone).astimezone(zone)


def due_level(now: datetime, due: datetime) -> str:
    """Return the key into ``signs.CLOCKS`` of a running clock: late, soon (under 4 h), today or later."""
    due = own_time(now, due)
    if due < now:
        return "late"
    if due - now < SOON:
        return "soon"
    return "today" if due.date() == now.date() else "later"


def due_words(now: datetime, due: datetime) -> str:
    """Say how long is left, never more than there is: "2 h left", "Late by 1 day", "Tomorrow", "3 days"."""
    due = own_time(now, due)
    if due < now:
        return f"Late by {_span(now - due)}"
    days = (due.date() - now.date()).days
    if days == 0 or due - now < SOON:
        return f"{_span(due - now)} left"
    return "Tomorrow" if days == 1 else plural(days, "day")


def when_words(now: datetime, moment: datetime) -> str:
    """Say when, as short as is clear: "today 4:30 PM", within a day "Sat 9:15 AM", else "Mon Jan 19"."""
    moment = own_time(now, moment)
    near = abs((moment.date() - now.date()).days) <= 1
    return time_words(now, moment) if near else date_words(now, moment)


def time_words(now: datetime, moment: datetime) -> str:
    """Say the day and the hour: "today 4:30 PM", "Sat 9:15 AM", beyond a day "Mon Jan 19, 9:05 AM".

    In a plan's zone its abbreviation follows: "today 4:30 PM MST".
    """
    moment = own_time(now, moment)
    days = abs((moment.date() - now.date()).days)
    hour = zoned_clock_words(moment)
    if days == 0:
        return f"today {hour}"
    if days == 1:
        return f"{WEEKDAYS[moment.weekday()][:3]} {hour}"
    return f"{date_words(now, moment)}, {hour}"


def date_words(now: date, day: date) -> str:
    """Say a date with its weekday, "Mon Jan 19"; its year too when it is not this one."""
    year = "" if day.year == now.year else f", {day.year}"
    return f"{WEEKDAYS[day.weekday()][:3]} {short_date(day)}{year}"


def typed_date(day: date) -> str:
    """Write a date as fields and letters take it: "01/26/2026"."""
    return f"{day.month:02}/{day.day:02}/{day.year}"


def read_time(typed: str) -> time | None:
    """Read an hour typed as 9:05 AM, 905a, 14:30 or 9 pm; None if it is none."""
    match = _TIME.fullmatch(typed.strip())
    if not match:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h"
    return plural(minutes // (24 * 60), "day")

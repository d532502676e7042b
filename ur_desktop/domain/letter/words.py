"""How letters say things: dates with the month written out, small numbers as words, names with titles.

No-break spaces keep together what a reader takes in at once: "May 23", "Dr. X", "TTY: 711".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from ur_desktop.domain.dates import MONTHS, clock_words

NO_BREAK = "\u00a0"
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DOCTORS = frozenset({"MD", "DO", "PhD", "PsyD"})
_TRAINING = {"MD": "a medical doctor", "DO": "a doctor of osteopathic medicine", "RN": "a registered nurse"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text whose first words stand out: the lead of a list item."""

    lead: str
    rest: str = ""


def day(value: date) -> str:
    """A date in words: May 23, 2027."""
    return f"{_month_day(value)}, {value.year}"


def days(first: date, last: date) -> str:
    """A span in words: November 30 to December 24, 2026; one date alone when both are the same."""
    if first == last:
        return day(first)
    start = _month_day(first) if first.year == last.year else day(first)
    return f"{start} to {day(last)}"


def clock(value: time) -> str:
    """A time of day as a letter's sentence writes it: 5:30 p.m."""
    hour, half = clock_words(value).split()
    return f"{hour}{NO_BREAK}{half[0].lower()}.m."


def count(value: int) -> str:
    """A number up to ten as a word."""
    return _SMALL[value] if 0 <= value < len(_SMALL) else str(value)


def several(value: int, one: str) -> str:
    """The figure with its noun, kept together: 12 days, 1 day."""
    return f"{value}{NO_BREAK}{one if value == 1 else one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """The parts as a list in a sentence: A, B and C."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def capital(text: str) -> str:
    """The text with a capital first letter and nothing else changed."""
    return text[:1].upper() + text[1:]


def called(name: str, credential: str) -> str:
    """How a letter speaks of a person: "Dr. Alex Placeholder", or the bare name."""
    return f"Dr.{NO_BREAK}{name}" if credential in _DOCTORS else name


def treating(credential: str) -> str:
    """What a letter to the member calls the one who treats them: "doctor", or "provider" for anybody else."""
    return "doctor" if credential in _DOCTORS else "provider"


def training(credential: str) -> str:
    """A credential in plain words, "a medical doctor"; the credential itself when there are none."""
    return _TRAINING.get(credential, credential)


def tally(met: int, needed: int) -> str:
    """A group's count in words: one of the two required; when one would do: none, and one is required."""
    if not met and needed == 1:
        return "none, and one is required"
    return f"{count(met) if met else 'none'} of the {count(needed)} required"


def asked(text: str) -> Phrase:
    """An ``ask`` with what is needed in front and why behind: "A copy of the plan." · " It shows the goals."."""
    lead, because, rest = text.partition(", because ")
    if because:
        return Phrase(lead, because + rest)
    lead, stop, rest = text.partition(". ")
    return Phrase(f"{lead}.", f" {rest}") if stop else Phrase(text)


def _month_day(value: date) -> str:
    return f"{MONTHS[value.month - 1]}{NO_BREAK}{value.day}"

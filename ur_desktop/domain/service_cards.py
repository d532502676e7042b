"""The ladder of levels of care, and what each service is, in words a reviewer can read to a member.

Shown with a request and used to name another level; nothing here is ever evaluated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One level of care: ``key`` is stored in plans and authorizations, ``words`` are for people."""

    key: str
    words: str


LADDER: tuple[Level, ...] = (
    Level("medication_management", "medication management or a support group"),
    Level("outpatient", "outpatient care"),
    Level("intensive_outpatient", "an intensive outpatient program"),
    Level("partial_hospitalization", "partial hospitalization"),
    Level("residential", "residential care"),
    Level("inpatient", "inpatient care"),
)
"""From the least to the most intensive."""


def rank(key: str) -> int:
    """The position of a level on the ladder, from 0; KeyError for an unknown level."""
    for place, level in enumerate(LADDER):
        if level.key == key:
            return place
    raise KeyError(key)


def level_words(key: str) -> str:
    """A level in words; KeyError for a level that the ladder does not have."""
    return LADDER[rank(key)].words


def level_named(name: str) -> Level | None:
    """The level of a key, or of the words that a plan uses for it; None for what is not on the ladder."""
    wanted = _bare(name)
    return next((level for level in LADDER if wanted in (_bare(level.key), _bare(level.words))), None)


def _bare(name: str) -> str:
    """A level's name without what only makes a sentence of it: "intensive outpatient"."""
    return re.sub(r"\b(an?|care|program)\b", "", name.replace("_", " ")).replace("  ", " ").strip()


@dataclass(frozen=True, slots=True)
class CardSection:
    """Facts of one kind about a service, "Preparation", and the source that says them."""

    title: str
    source: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """What a service is; ``level`` is its place on the ladder."""

    code: str
    title: str
    level: str
    sections: tuple[CardSection, ...]

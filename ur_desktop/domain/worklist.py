"""The worklist: one row for each case, the lists that a worklist offers, and what can be asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ur_desktop.domain.case import CaseState, Urgency
from ur_desktop.domain.folding import indexed_words, search_words
from ur_desktop.domain.policy import ReviewKind

PAGE = 100
MOST_AT_ONCE = 100_000
"""Rows that are read at once when somebody goes to the end of a list."""


class WorklistFilter(StrEnum):
    """The lists that a worklist offers; all but CLOSED are of open cases."""

    ALL = "all"
    MINE = "mine"
    DUE_TODAY = "due_today"
    WAITING = "waiting"
    PHYSICIAN = "physician"
    UNASSIGNED = "unassigned"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class WorklistQuery:
    """Which rows of the worklist to read: ``limit`` rows from ``offset`` on; an empty plan or review means all of them.

    ``text`` finds cases by the beginnings of words in member's name and id, provider and number; with it, ALL
    finds closed cases too, after the open ones. ``day_end`` (aware) is when today ends, for DUE_TODAY, which
    also holds what is late.
    """

    text: str = field(default="", repr=False)
    filter: WorklistFilter = WorklistFilter.ALL
    plan_id: str = ""
    review: ReviewKind | None = None
    user_id: str = ""
    day_end: datetime | None = None
    limit: int = PAGE
    offset: int = 0

    @property
    def lists_drafts(self) -> bool:
        """Whether the list holds the person's drafts of new cases too."""
        return self.filter in (WorklistFilter.ALL, WorklistFilter.MINE)

    def finds(self, row: WorklistRow) -> bool:
        """Whether the search, the plan and the review find a row; each word searched begins a word of the row."""
        words = indexed_words(f"{row.member_name} {row.member_id} {row.provider} {row.number}")
        searched = search_words(self.text)
        return (
            all(any(word.startswith(start) for word in words) for start in searched)
            and (bool(searched) or not self.text.strip())
            and self.plan_id in ("", row.plan_id)
            and self.review in (None, row.review)
        )

    @property
    def is_filtered(self) -> bool:
        """Whether it asks for less than the whole list of its filter."""
        return bool(self.text or self.plan_id or self.review)


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One case, or the draft of a new one, as the worklist shows it; times are aware.

    ``due`` is None where no clock is known, ``stopped_since`` is when the clock stopped for records, ``reviewer``
    is a user id, empty for nobody. ``is_finished`` is a closed case with nothing left to do.
    is a user id, empty for nobody. A draft has its own id in ``case_id`` and only what was typed of the rest.
    """

    case_id: str
    number: str
    member_name: str = field(repr=False)
    member_id: str = field(repr=False)
    plan_id: str
    service_code: str
    review: ReviewKind | None
    urgency: Urgency
    state: CaseState
    answered: int
    total: int
    reviewer: str
    due: datetime | None
    received: datetime | None
    provider: str
    stopped_since: datetime | None
    is_finished: bool = False
    is_draft: bool = False

    @property
    def has_follow_ups(self) -> bool:
        """Whether the case is closed and records are still to be sent after its approval."""
        return self.state is CaseState.CLOSED and not self.is_finished


@dataclass(frozen=True, slots=True)
class Stop:
    """A stopped clock: since when, and until when at the latest."""

    since: datetime
    until: datetime

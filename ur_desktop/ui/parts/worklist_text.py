"""What the worklist shows of a case, in words: a row, the names it needs, what can be asked of the list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ur_desktop.domain.case import CaseState, Urgency
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.ui.kit import theme
from ur_desktop.ui.kit.text import date_words, due_level, due_words, own_time, when_words
from ur_desktop.ui.kit.theme import Sign

PAGE = 100
LATE = "Late: the member may take the plan's own remedies as used up."
REVIEWS: Mapping[ReviewKind, str] = {
    ReviewKind.ADMISSION: "Admission",
    ReviewKind.CONTINUED: "Continued care",
}
_STATES: Mapping[CaseState, str] = {CaseState.WAITING: "waiting", CaseState.LETTER: "letter"}
_CLOSED = Sign("check-circle", "muted", "Closed")


class Row(Protocol):
    """One case as a list keeps it; times are aware. ``due`` is None where no clock is known.

    ``stopped_since`` is set while the clock stands still, ``reviewer`` is a user id, empty for nobody.
    """

    @property
    def case_id(self) -> str: ...
    @property
    def member_name(self) -> str: ...
    @property
    def member_id(self) -> str: ...
    @property
    def plan_id(self) -> str: ...
    @property
    def service_code(self) -> str: ...
    @property
    def review(self) -> ReviewKind: ...
    @property
    def urgency(self) -> Urgency: ...
    @property
    def state(self) -> CaseState: ...
    @property
    def answered(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def reviewer(self) -> str: ...
    @property
    def due(self) -> datetime | None: ...
    @property
    def received(self) -> datetime: ...
    @property
    def provider(self) -> str: ...
    @property
    def stopped_since(self) -> datetime | None: ...


class ListFilter(StrEnum):
    """The lists a reviewer works from, in the order of their pills."""

    ALL = "all"
    MINE = "mine"
    DUE_TODAY = "due_today"
    WAITING = "waiting"
    PHYSICIAN = "physician"
    UNASSIGNED = "unassigned"


FILTER_WORDS: Mapping[ListFilter, str] = {
    ListFilter.ALL: "All open",
    ListFilter.MINE: "Mine",
    ListFilter.DUE_TODAY: "Due today",
    ListFilter.WAITING: "Waiting for records",
    ListFilter.PHYSICIAN: "With a physician",
    ListFilter.UNASSIGNED: "Unassigned",
}


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What is asked: ``limit`` rows from ``offset`` on; an empty plan or review means every one."""

    text: str = field(default="", repr=False)
    filter: ListFilter = ListFilter.ALL
    plan_id: str = ""
    review: ReviewKind | None = None
    offset: int = 0
    limit: int = PAGE

    @property
    def narrows(self) -> bool:
        """Whether it asks for less than its pill's whole list."""
        return bool(self.text or self.plan_id or self.review)


@dataclass(frozen=True, slots=True)
class Names:
    """Words for ids: plans by id, services by code, reviewers by user id; ``me`` is signed in."""

    plans: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    reviewers: Mapping[str, str] = field(default_factory=dict)
    me: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """When a case is owed: a level of ``theme.CLOCKS`` with its sign, how long is left, and the date.

    A closed case owes nothing, and has no words for it.
    """

    level: str
    sign: Sign
    words: str
    when: str


def due(row: Row, now: datetime) -> Due:
    """When the case is owed, as a person says it."""
    if row.state is CaseState.CLOSED:
        return Due("closed", _CLOSED, "", "")
    if row.stopped_since is not None:
        sign = theme.CLOCKS["stopped"]
        day = own_time(now, row.stopped_since)
        return Due("stopped", sign, sign.words, f"since {date_words(now, day).split(' ', 1)[1]}")
    if row.due is None:
        return Due("later", theme.CLOCKS["later"], "No clock", "")
    level = due_level(now, row.due)
    return Due(level, theme.CLOCKS[level], due_words(now, row.due), when_words(now, row.due))


def service(row: Row, names: Names) -> str:
    """The code and what it is for: "S9480 Psychiatric"."""
    return f"{row.service_code} {names.services.get(row.service_code, '')}".rstrip()


def review(row: Row) -> str:
    """The kind of review and how soon: "Continued care, urgent"."""
    if row.urgency is Urgency.POST_SERVICE:
        return "Retrospective"
    return f"{REVIEWS[row.review]}, urgent" if row.urgency is Urgency.URGENT else REVIEWS[row.review]


def state(row: Row) -> Sign:
    """The state with its icon, and how far a review has come: "In review, 18 of 22"."""
    if row.state is CaseState.CLOSED:
        return _CLOSED
    sign = theme.STATES[_STATES.get(row.state, row.state.value)]
    if row.state is CaseState.IN_REVIEW and row.total:
        return Sign(sign.icon, sign.token, f"{sign.words}, {row.answered} of {row.total}")
    return sign


def reviewer(row: Row, names: Names) -> str:
    """Who works on it: "You", a name, or "Unassigned"."""
    if not row.reviewer:
        return "Unassigned"
    return "You" if row.reviewer == names.me else names.reviewers.get(row.reviewer, row.reviewer)

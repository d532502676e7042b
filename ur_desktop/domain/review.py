"""A review: one checklist of one policy, and what the reviewer found so far.

Answers are stored by criterion id; position and result are computed from them, never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from ur_desktop.domain.policy import Facts


class Mark(StrEnum):
    """What the record shows of a criterion. Unanswered is the absence of a mark."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_DOCUMENTED = "not_documented"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in the record an answer comes from."""

    document: str = field(repr=False)
    page: str = ""
    quote: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A mark with its reasons; ``mark`` is None when only a note or evidence is there yet.

    ``proposal`` keeps what a measure proposed when the answer was given, with its numbers; an answer against it
    needs a note. ``carried_from`` is the date of the earlier review that it was carried over from. ``missed_date``
    belongs to a deadline that is not met: False when another part of the criterion is not met, None when unsaid.
    """

    mark: Mark | None
    by: str
    at: datetime
    note: str = field(default="", repr=False)
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)
    proposal: str = ""
    carried_from: date | None = None
    missed_date: bool | None = None


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """One planned part of the program's week; ``day`` is mon … sun."""

    day: str
    kind: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """One part of a program day as it took place, or did not."""

    on: date
    kind: str
    minutes: int
    attended: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A review of one case against one version of a policy, on one date.

    ``sequence`` counts the reviews of a case from 1. ``digest`` is that of the form it began with, ``judged``
    that of the request when the review was completed; empty before, and in reviews of earlier versions.
    """

    case_id: str
    sequence: int
    policy_id: str
    version: date
    digest: str
    checklist_id: str
    on: date
    facts: Facts = field(default_factory=dict, repr=False)
    schedule: tuple[PlannedSession, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    completed_at: datetime | None = None
    completed_by: str = ""
    judged: str = ""

    def mark(self, criterion_id: str) -> Mark | None:
        """The mark given to a criterion; None while unanswered."""
        answer = self.answers.get(criterion_id)
        return answer.mark if answer else None

    def answered(self, criterion_id: str, answer: Answer) -> Review:
        """A copy with this answer in place of the one before."""
        return replace(self, answers={**self.answers, criterion_id: answer})

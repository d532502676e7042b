"""A case in the worklist, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from ur_desktop.domain.case import CaseState, Urgency
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.worklist import WorklistFilter, WorklistRow
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.text import date_words, due_level, due_words, own_time, when_words
from ur_desktop.ui.parts import signs

LATE = "Late: internal appeals may be deemed exhausted. (29 CFR 2560.503-1(l))"
REVIEWS: Mapping[ReviewKind, str] = {
    ReviewKind.ADMISSION: "Admission",
    ReviewKind.CONTINUED: "Continued care",
}
_STATES: Mapping[CaseState, str] = {
    CaseState.WAITING: "waiting",
    CaseState.LETTER: "letter",
    CaseState.SEND: "send",
}
_CLOSED = Sign("check-circle", "muted", "Closed")
_RECORDS_DUE = Sign("files", "muted", "Records due")
DRAFT = Sign("pencil-simple", "muted", "Draft")


FILTER_WORDS: Mapping[WorklistFilter, str] = {
    WorklistFilter.ALL: "All open",
    WorklistFilter.MINE: "Mine",
    WorklistFilter.DUE_TODAY: "Due today",
    WorklistFilter.WAITING: "Waiting for records",
    WorklistFilter.PHYSICIAN: "With a physician",
    WorklistFilter.UNASSIGNED: "Unassigned",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id: plans, services by code, reviewers by user id, time zones by plan; ``me`` is the user signed in."""

    plans: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    reviewers: Mapping[str, str] = field(default_factory=dict)
    me: str = ""
    zones: Mapping[str, tzinfo] = field(default_factory=dict)

    def now_for(self, row: WorklistRow, now: datetime) -> datetime:
        """The time in the zone of a case's plan, in which its times are told."""
        return now.astimezone(self.zones[row.plan_id]) if row.plan_id in self.zones else now


@dataclass(frozen=True, slots=True)
class Due:
    """When a case is due: a level of ``signs.CLOCKS`` and its sign, how long is left, and the date.

    A closed case has no words.
    """

    level: str
    sign: Sign
    words: str
    when: str


def due(row: WorklistRow, now: datetime) -> Due:
    """When the case is due, in words."""
    if row.is_draft:
        return Due("draft", DRAFT, DRAFT.words, "")
    if row.is_finished:
        return Due("closed", _CLOSED, "", "")
    if row.stopped_since is not None:
        sign = signs.CLOCKS["stopped"]
        day = own_time(now, row.stopped_since)
        return Due("stopped", sign, sign.words, f"since {date_words(now, day).split(' ', 1)[1]}")
    if row.due is None:
        return Due("later", signs.CLOCKS["later"], "No due date", "")
    level = due_level(now, row.due)
    return Due(level, signs.CLOCKS[level], due_words(now, row.due), when_words(now, row.due))


def late_words(row: WorklistRow, now: datetime) -> str:
    """What a late determination means; empty while it is not late, and for records due after an approval."""
    return LATE if not row.has_follow_ups and due(row, now).level == "late" else ""


def service(row: WorklistRow, names: Names) -> str:
    """The service code and its name: "S9480 Psychiatric"."""
    return f"{row.service_code} {names.services.get(row.service_code, '')}".rstrip()


def review(row: WorklistRow) -> str:
    """The review type and its urgency: "Continued care, urgent"; empty for a draft without one."""
    if row.urgency is Urgency.POST_SERVICE:
        return "Retrospective"
    words = REVIEWS[row.review] if row.review else ""
    return ", ".join(filter(None, (words, "urgent" if row.urgency is Urgency.URGENT else "")))


def state(row: WorklistRow) -> Sign:
    """The state with its icon, and the progress of a review: "In review, 18 of 22"."""
    if row.is_draft:
        return DRAFT
    if row.state is CaseState.CLOSED:
        return _RECORDS_DUE if row.has_follow_ups else _CLOSED
    sign = signs.STATES[_STATES.get(row.state, row.state.value)]
    if row.state is CaseState.IN_REVIEW and row.total:
        return Sign(sign.icon, sign.token, f"{sign.words}, {row.answered} of {row.total}")
    return sign


def reviewer(row: WorklistRow, names: Names) -> str:
    """The reviewer: "You", a name, or "Unassigned"."""
    if not row.reviewer:
        return "Unassigned"
    return "You" if row.reviewer == names.me else names.reviewers.get(row.reviewer, row.reviewer)

"""What a weekly schedule adds up to: the closed list of measures that criteria may name.

A measure never answers a criterion. It proposes a mark with its numbers, and the reviewer confirms or overrides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ur_desktop.domain.policy import Facts, Requirement
from ur_desktop.domain.review import Attendance, Mark, PlannedSession

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PSYCHOTHERAPY = frozenset({"individual", "group", "family"})
TRAINING = frozenset({"education", "training", "activity"})
THERAPY = PSYCHOTHERAPY | TRAINING
CLINICAL = THERAPY | {"medication_management"}
NOT_COUNTED = frozenset({"recreational", "diversionary", "functional_support", "other"})
KINDS = CLINICAL | NOT_COUNTED
KIND_WORDS: Mapping[str, str] = {
    "group": "Group therapy",
    "individual": "Individual therapy",
    "family": "Family therapy",
    "education": "Education",
    "training": "Skills training",
    "activity": "Activity therapy",
    "medication_management": "Medication management",
    "recreational": "Recreation",
    "diversionary": "Diversion",
    "functional_support": "Functional support",
    "other": "Other",
}
"""Every kind as people read it, the usual ones first."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number computed from a week's schedule, and its unit."""

    value: Callable[[Iterable[PlannedSession]], float]
    one: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The mark that the numbers support, and the numbers in words."""

    mark: Mark
    because: str


def _hours(kinds: frozenset[str]) -> Callable[[Iterable[PlannedSession]], float]:
    return lambda week: sum(session.minutes for session in week if session.kind in kinds) / 60


def _sessions(kind: str) -> Callable[[Iterable[PlannedSession]], float]:
    return lambda week: sum(1 for session in week if session.kind == kind and session.minutes > 0)


def _program_days(week: Iterable[PlannedSession]) -> float:
    return len({session.day for session in week if session.kind in CLINICAL and session.minutes > 0})


MEASURES: Mapping[str, Measure] = {
    "program_days_per_week": Measure(_program_days, "program day"),
    "clinical_hours_per_week": Measure(_hours(CLINICAL), "clinical hour"),
    "therapy_hours_per_week": Measure(_hours(THERAPY), "therapy hour"),
    "psychotherapy_hours_per_week": Measure(_hours(PSYCHOTHERAPY), "psychotherapy hour"),
    "training_hours_per_week": Measure(_hours(TRAINING), "training, education or activity hour"),
    "individual_sessions_per_week": Measure(_sessions("individual"), "individual session"),
    "family_sessions_per_week": Measure(_sessions("family"), "family session"),
}
"""Every measure a form may name; all are per week."""


def propose(requirement: Requirement, schedule: tuple[PlannedSession, ...], facts: Facts) -> Proposal | None:
    """The mark that the planned week supports; None without a schedule or where a shortfall is silenced."""
    if not schedule:
        return None
    shown, needed, reached = [], [], True
    for threshold in requirement.thresholds:
        measure = MEASURES[threshold.measure]
        value = measure.value(schedule)
        reached = reached and value >= threshold.at_least
        shown.append(amount(value, measure.one))
        needed.append(str(threshold.at_least))
    silenced = requirement.no_shortfall_when
    if not reached and silenced is not None and silenced.holds(facts):
        return None
    because = f"{', '.join(shown)} a week; needs {', '.join(needed)}"
    left_out = sum(session.minutes for session in schedule if session.kind in NOT_COUNTED) / 60
    if left_out:
        because += f"; {amount(left_out, 'hour')} not counted"
    return Proposal(Mark.MET if reached else Mark.NOT_MET, because)


def amount(value: float, one: str) -> str:
    """A number with its noun as a person writes it: "9.5 clinical hours", "1 program day"."""
    return f"{round(value, 2):g} {one}{'' if value == 1 else 's'}"


def days_recorded(attendance: Iterable[Attendance], on: date) -> int | None:
    """Days attended through a date; None when no attendance is recorded at all."""
    parts = tuple(attendance)
    return days_attended(part for part in parts if part.on <= on) if parts else None


def days_attended(attendance: Iterable[Attendance]) -> int:
    """Dates on which something was attended."""
    return len({part.on for part in attendance if part.attended})


def full_weeks(
    attendance: Iterable[Attendance], first: date, last: date
) -> Mapping[date, tuple[PlannedSession, ...]]:
    """What was attended in each full Monday-to-Sunday week from ``first`` through ``last``, by its Monday."""
    monday = first + timedelta(days=-first.weekday() % 7)
    weeks: dict[date, list[PlannedSession]] = {}
    while monday + timedelta(days=6) <= last:
        weeks[monday] = []
        monday += timedelta(days=7)
    for part in attendance:
        week = weeks.get(part.on - timedelta(days=part.on.weekday()))
        if part.attended and week is not None:
            week.append(PlannedSession(DAYS[part.on.weekday()], part.kind, part.minutes))
    return {day: tuple(parts) for day, parts in weeks.items()}

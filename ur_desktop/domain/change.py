"""Changes of a case other than its answers: each with who, when, and the value before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from ur_desktop.domain.case import Case
from ur_desktop.domain.review import Answer, Attendance, PlannedSession, Review
from ur_desktop.domain.service_cards import level_named

Said = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one thing: a fact, schedule or attendance of review ``sequence``, or of the request where it is 0.

    ``what`` is "age", "schedule", "request.units". ``before`` and ``after`` are texts, dates as ISO 8601, none where
    nothing was known; of a list they are what was taken away and what was added.
    """

    by: str
    at: datetime
    what: str
    before: Said = field(repr=False)
    after: Said = field(repr=False)
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One change of one answer: who, when, and what it was before (None for the first)."""

    sequence: int
    criterion_id: str
    by: str
    at: datetime
    before: Answer | None = field(repr=False)
    after: Answer = field(repr=False)


def given_answers(changes: Iterable[AnswerChange]) -> tuple[AnswerChange, ...]:
    """The answers as they were given: those that a later review only took over from an earlier one are left out."""
    seen: set[tuple[object, ...]] = set()
    found = []
    for change in changes:
        given = (change.criterion_id, change.by, change.at, replace(change.after, carried_from=None))
        if change.before is not None or given not in seen:
            found.append(change)
        seen.add(given)
    return tuple(found)


_NAMES = {
    "plan_id": "plan",
    "policy_id": "policy",
    "member.id": "member ID",
    "member.born": "date of birth",
    "request.start": "first date of service",
    "request.end": "last date of service",
    "provider.name": "program",
    "provider.npi": "NPI",
    "provider.address": "program’s address",
}


def what_changed(changes: Iterable[Change]) -> str:
    """Name the changed values without saying them: "units, date of birth"."""
    return ", ".join(changed_words(change.what) for change in changes)


def changed_words(what: str) -> str:
    """Name one changed value: "date of birth" for "member.born"."""
    return _NAMES.get(what) or what.rpartition(".")[2].replace("_", " ")


def review_changes(before: Review, after: Review, by: str, at: datetime) -> tuple[Change, ...]:
    """The changes of a review's facts, schedule and attendance."""
    return _changes(_of_review(before), _of_review(after), by, at, after.sequence)


def request_changes(before: Case, after: Case, by: str, at: datetime) -> tuple[Change, ...]:
    """The changes of a request: of the request itself, its member, plan, policy or provider."""
    return _changes(_of_request(before), _of_request(after), by, at, 0)


def request_texts(case: Case) -> Mapping[str, Said]:
    """Every part of a request in words, by the name that a change of it has."""
    return {what: tuple(_items(value)) for what, value in _of_request(case).items()}


def _changes(
    before: Mapping[str, object], after: Mapping[str, object], by: str, at: datetime, sequence: int
) -> tuple[Change, ...]:
    names = [*before, *(name for name in after if name not in before)]
    differing = (name for name in names if before.get(name) != after.get(name))
    changes = (
        Change(by, at, name, *_difference(before.get(name), after.get(name)), sequence) for name in differing
    )
    return tuple(change for change in changes if change.before or change.after)


def _of_review(review: Review) -> Mapping[str, object]:
    return {**review.facts, "schedule": review.schedule, "attendance": review.attendance}


def _of_request(case: Case) -> Mapping[str, object]:
    of_parts = {
        f"{name}.{part.name}": getattr(whole, part.name)
        for name, whole in (("member", case.member), ("request", case.request), ("provider", case.provider))
        for part in fields(whole)
    }
    return {"plan_id": case.plan_id, "policy_id": case.policy_id, **of_parts}


def _difference(before: object, after: object) -> tuple[Said, Said]:
    """Both in words; of lists only the items that the other list lacks."""
    was, now = tuple(_items(before)), tuple(_items(after))
    taken, added = Counter(was) - Counter(now), Counter(now) - Counter(was)
    return tuple(taken.elements()), tuple(added.elements())


def _items(value: object) -> Iterator[str]:
    for item in value if isinstance(value, tuple) else (value,):
        if said := _value_words(item):
            yield said


def _value_words(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case float():
            return str(value).removesuffix(".0")
        case StrEnum():
            return _plain(value)
        case PlannedSession(day, kind, minutes):
            return f"{day} {_plain(kind)} {minutes} min"
        case Attendance(on, kind, minutes, attended):
            return (
                f"{on.isoformat()} {_plain(kind)} {minutes} min, {'attended' if attended else 'not attended'}"
            )
        case tuple():
            return "\n".join(map(_value_words, value))
    if is_dataclass(value):
        parts = (_value_words(getattr(value, part.name)) for part in fields(value))
        named = (level.words if (level := level_named(part)) else part for part in parts)
        return ", ".join(part for part in named if part)
    return str(value)


def _plain(code: str) -> str:
    return code.replace("_", " ")

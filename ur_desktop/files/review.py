"""A review as JSON, and its finding as JSON: what other programs exchange with this one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from math import isfinite
from typing import Annotated, Any, NoReturn

from pydantic import ConfigDict, Strict, StringConstraints, TypeAdapter, ValidationError

from ur_desktop.domain.clean_text import clean_values
from ur_desktop.domain.determination import Standing, allowed
from ur_desktop.domain.errors import InvalidAnswer
from ur_desktop.domain.evaluation.finding import Citation, cure_for, evaluate, proposals
from ur_desktop.domain.evaluation.measures import KINDS
from ur_desktop.domain.policy import FACTS, Criterion, FactKind, FactValue, Node, Policy, ReviewKind
from ur_desktop.domain.review import Answer, Attendance, Mark, PlannedSession, Review
from ur_desktop.domain.reviewer import Role
from ur_desktop.forms.shape import (
    TAGS,
    AnswerOrMark,
    AnswerShape,
    AttendanceShape,
    Day,
    SessionShape,
    plausible,
)
from ur_desktop.shape_errors import MOST_VALUES, is_excessive, own_errors

OLDEST_AGE = 150
MOST_MINUTES = 24 * 60
MOST_DAYS_ATTENDED = 10_000
MOST_REVIEWS = 10_000
MOST_REPEATED = 1_000
LONGEST_NUMBER = 1_000

Text = Annotated[str, Strict(), StringConstraints(min_length=1, max_length=200)]


@dataclass(frozen=True)
class ReviewShape:
    """The keys of a review file."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    policy: Text
    checklist: Text
    on: Day
    service_date: Day | None = None
    facts: dict[str, Any] | None = None
    schedule: tuple[SessionShape, ...] | None = None
    attendance: tuple[AttendanceShape, ...] | None = None
    line_of_business: Text | None = None
    answers: dict[str, AnswerOrMark | None] | None = None

    @property
    def in_force_on(self) -> date:
        """The date whose version of the policy counts: the first requested date of service, else ``on``."""
        start = (self.facts or {}).get("requested_start")
        known = date.fromisoformat(start) if isinstance(start, str) and _fits(FactKind.DATE, start) else None
        return self.service_date or known or self.on


_REVIEW = TypeAdapter(ReviewShape)


def read_json(text: str, what: str) -> Any:
    """The values of a JSON text; a key given twice is refused.

    Raises InvalidAnswer for what is not JSON, a key given twice, NaN and infinite numbers, half a character, and too
    many values or too deep ones in it or in one item of an array; ``what`` is named in it: "The review".
    """
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) < len(pairs):
            keys = [key for key, _value in pairs]
            twice.extend(
                sorted({key for key in keys if keys.count(key) > 1})
                if len(keys) < MOST_REPEATED
                else ["a key"]
            )
        return values

    try:
        values = json.loads(
            text,
            object_pairs_hook=once,
            parse_constant=_no_number,
            parse_float=_finite,
            parse_int=_short_integer,
        )
        json.dumps(values, ensure_ascii=False).encode()
    except RecursionError:
        raise InvalidAnswer(f"{what} is nested too deeply.") from None
    except UnicodeEncodeError as error:
        half = f"U+{ord(error.object[error.start]):04X}"
        raise InvalidAnswer(
            f"{what} holds half of a character, {half}, after “{error.object[: error.start][-20:]}”.",
            "Write the whole character.",
        ) from None
    except ValueError as error:
        raise InvalidAnswer(f"{what} is not JSON: {error}.") from None
    if any(map(is_excessive, values if isinstance(values, list) else [values])):
        raise InvalidAnswer(f"{what} holds more than {MOST_VALUES:,} values, or is nested too deeply.")
    if twice:
        faults = tuple(f"{key}: given twice in one place; keep one of them." for key in twice)
        raise InvalidAnswer(f"{what} says something twice.", "", faults)
    return values


def _short_integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"a number of {len(text):,} digits is too large")
    return int(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text:.20} is too large a number")
    return number


def parse(text: str) -> tuple[tuple[ReviewShape, ...], bool]:
    """The reviews in a JSON text, and whether they came as an array.

    Raises InvalidAnswer with a line for every fault, naming "review 3" in an array.
    """
    values = clean_values(read_json(text, "The review"))
    many = isinstance(values, list)
    if many and len(values) > MOST_REVIEWS:
        raise InvalidAnswer(
            f"There are {len(values):,} reviews in one file.", f"Give at most {MOST_REVIEWS:,} at a time."
        )
    shapes, faults = [], []
    for number, value in enumerate(values if many else [values], start=1):
        try:
            shapes.append(_REVIEW.validate_python(value))
        except (ValidationError, RecursionError) as error:
            prefix = f"review {number}: " if many else ""
            faults += [f"{prefix}{line}" for line in _shape_faults(error)]
    if faults:
        raise InvalidAnswer("The review can't be read.", "", tuple(faults))
    return tuple(shapes), many


def review_of(shape: ReviewShape, policy: Policy) -> Review:
    """The review that a file describes; InvalidAnswer lists every unknown name and unreadable value at once."""
    faults = [
        *fact_faults(shape.facts or {}),
        *session_faults("schedule", shape.schedule or ()),
        *session_faults("attendance", shape.attendance or ()),
    ]
    checklist = policy.checklists.get(shape.checklist)
    if checklist is None:
        faults.append(
            f"checklist: {policy.id} has no {shape.checklist!r}; it has {', '.join(policy.checklists)}."
        )
    else:
        known = policy.answerable[checklist.id]
        faults += [
            f"answers: {policy.id} {checklist.id} has no criterion {key!r}."
            for key in shape.answers or {}
            if key not in known
        ]
        faults += [
            f"answers: {key} is not a deadline that is not met; leave missed_date out."
            for key, given in (shape.answers or {}).items()
            if isinstance(given, AnswerShape) and not _says_which_part(given, policy.nodes.get(key))
        ]
    if faults:
        raise InvalidAnswer("The review can't be used.", "", tuple(faults))
    at = datetime.combine(shape.on, time(12), UTC)
    return Review(
        case_id="",
        sequence=1,
        policy_id=policy.id,
        version=policy.version,
        digest=policy.digest,
        checklist_id=shape.checklist,
        on=shape.on,
        facts=facts_of(shape.facts or {}),
        schedule=tuple(PlannedSession(item.day, item.kind, item.minutes) for item in shape.schedule or ()),
        attendance=tuple(
            Attendance(item.date, item.kind, item.minutes, item.attended) for item in shape.attendance or ()
        ),
        answers={key: _answer(given, at) for key, given in (shape.answers or {}).items() if given},
    )


def _says_which_part(given: AnswerShape, node: Node | None) -> bool:
    """Whether an answer may say if its date was missed, or does not say it."""
    deadline = isinstance(node, Criterion) and node.is_deadline and given.mark is Mark.NOT_MET
    return given.missed_date is None or node is None or deadline


def _answer(given: Mark | AnswerShape, at: datetime) -> Answer:
    if isinstance(given, Mark):
        return Answer(given, by="", at=at)
    return Answer(given.mark, by="", at=at, missed_date=given.missed_date)


def facts_of(values: Mapping[str, Any]) -> dict[str, FactValue]:
    """The known facts; null is unknown. Dates may be text. The values must have passed as facts of their kind."""
    return {
        name: date.fromisoformat(value) if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None
    }


def fact_faults(values: Mapping[str, Any]) -> list[str]:
    """Errors in the facts of a JSON file: unknown names, and values of the wrong type."""
    faults = []
    for name, value in values.items():
        kind = FACTS.get(name)
        if kind is None:
            faults.append(f"facts: there is no fact {name!r:.60}; facts are {', '.join(FACTS)}.")
        elif value is not None and not _fits(kind, value):
            faults.append(f"facts: {name} is {_wanted(kind)} or null, not {value!r:.40}.")
    return faults


def session_faults(
    name: str, items: Iterable[SessionShape | AttendanceShape | PlannedSession | Attendance]
) -> Iterator[str]:
    """Errors in a schedule or in attendance: an unknown session type, impossible minutes."""
    for item in items:
        if item.kind not in KINDS:
            yield f"{name}: unknown kind {item.kind!r:.60}; {_kinds()}"
        if item.minutes > MOST_MINUTES:
            yield f"{name}: {item.minutes} minutes is longer than a day."
        elif item.minutes < 0:
            yield f"{name}: {item.minutes} minutes is less than none."


def _fits(kind: FactKind, value: object) -> bool:
    if kind is FactKind.YES_NO:
        return isinstance(value, bool)
    if kind is FactKind.DATE:
        try:
            return isinstance(value, str) and plausible(date.fromisoformat(value))
        except ValueError:
            return False
    most = OLDEST_AGE if kind is FactKind.YEARS else MOST_DAYS_ATTENDED
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _wanted(kind: FactKind) -> str:
    return {
        FactKind.YES_NO: "true, false",
        FactKind.DATE: 'a date like "2026-01-15"',
        FactKind.YEARS: "whole years from 0 to 150",
        FactKind.COUNT: "a whole number from 0",
    }[kind]


def _kinds() -> str:
    return f"kinds are {', '.join(sorted(KINDS))}."


def _shape_faults(error: ValidationError | RecursionError) -> list[str]:
    if isinstance(error, RecursionError):
        return ["nested too deeply."]
    return [
        f"{'.'.join(str(key) for key in item['loc'] if key not in TAGS) or 'the review'}: {item['msg']}."
        for item in own_errors(error)
    ]


def finding_json(policy: Policy, review: Review) -> dict[str, Any]:
    """The finding of a review in the documented keys; ids in policy order, null where a key doesn't apply."""
    finding = evaluate(policy, review)
    remedy = cure_for(policy, review)
    standing = Standing(has_approved_course=finding.checklist.review is ReviewKind.CONTINUED)
    return {
        "policy": policy.id,
        "version": policy.version.isoformat(),
        "checklist": finding.checklist.id,
        "result": finding.result.value,
        "unmet": [_cited(item) for item in finding.unmet],
        "undetermined": [
            {**_cited(item), "missing_fact": item.missing_fact or None} for item in finding.undetermined
        ],
        "unanswered": list(finding.unanswered),
        "not_applicable": list(finding.not_applicable),
        "not_yet_due": [
            {"id": key, "due": due.isoformat() if due else None} for key, due in finding.not_yet_due.items()
        ],
        "attention": list(finding.attention),
        "information": {key: mark.value for key, mark in finding.information.items()},
        "cure": None if remedy.items is None else list(remedy.items),
        "incurable": list(remedy.incurable),
        "proposed": {
            key: {"mark": item.mark.value, "because": item.because}
            for key, item in proposals(finding, review).items()
        },
        "may": {
            role.value: [action.value for action in allowed(role, finding, standing)]
            for role in (Role.NURSE, Role.PHYSICIAN)
        },
    }


def _cited(citation: Citation) -> dict[str, Any]:
    judged = citation.judged
    return {
        "id": citation.id,
        "section": judged.node.section,
        "met": judged.met if citation.is_group else None,
        "needed": judged.needed if citation.is_group else None,
    }

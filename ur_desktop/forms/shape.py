"""The shape of a form file and of its examples, as people write them; forms/*.schema.json are made from this.

Codes and dates are quoted strings, counts are plain whole numbers, nothing is guessed from how it looks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Strict,
    StringConstraints,
    Tag,
    TypeAdapter,
)

from ur_desktop.domain.evaluation.judge import Result
from ur_desktop.domain.policy import CriterionKind, FactKind, Focus, ReviewKind
from ur_desktop.domain.review import Mark

LONGEST_TITLE = 36
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def plausible(day: date) -> bool:
    """Whether a date is plausible; counting days from it stays within the calendar."""
    return EARLIEST <= day <= LATEST


def _quoted_date(value: object) -> date:
    if not isinstance(value, str):
        raise ValueError("write the date in quotes")  # noqa: TRY004, pydantic lists ValueErrors as faults
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError('write the date as "2024-07-01"') from None
    if not plausible(day):
        raise ValueError(f"the date must be between {EARLIEST} and {LATEST}")
    return day


_CLOSED = ConfigDict(extra="forbid")
Text = Annotated[str, Strict(), StringConstraints(strip_whitespace=True, min_length=1)]
Title = Annotated[
    str, Strict(), StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TITLE)
]
Identifier = Annotated[str, Strict(), StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9.]*$")]
Name = Annotated[str, Strict(), StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Code = Annotated[str, Strict(), StringConstraints(pattern=r"^[A-Z0-9]+$")]
CheckName = Annotated[str, Strict(), StringConstraints(pattern=r"^R([0-9]|10)$")]
Day = Annotated[date, BeforeValidator(_quoted_date)]
Number = Annotated[int, Strict(), Field(ge=0)]
Flag = Annotated[bool, Strict()]


@dataclass(frozen=True)
class ConditionShape:
    """``{fact: boarding, is: true}``, ``{fact: age, at_least: 18}`` or ``{fact: age, under: 18}``."""

    __pydantic_config__ = _CLOSED
    fact: Name
    equals: Annotated[Flag | None, Field(alias="is")] = None
    at_least: Number | None = None
    under: Number | None = None


@dataclass(frozen=True)
class DueShape:
    """When it is due: by a day, from a day on, or by a day of attendance."""

    __pydantic_config__ = _CLOSED
    by_day: Number | None = None
    from_day: Number | None = None
    by_attended_day: Number | None = None


@dataclass(frozen=True)
class ThresholdShape:
    """A measure's name and the least it must reach."""

    __pydantic_config__ = _CLOSED
    name: Name
    at_least: Number


@dataclass(frozen=True)
class MeasureShape:
    """All thresholds of one criterion."""

    __pydantic_config__ = _CLOSED
    all: Annotated[tuple[ThresholdShape, ...], Field(min_length=1)]
    no_shortfall_when: ConditionShape | None = None


@dataclass(frozen=True)
class NamedShape:
    """What the note must name when the criterion is met, since the policy's list is open."""

    __pydantic_config__ = _CLOSED
    at_least: Annotated[int, Strict(), Field(ge=1)]
    what: Text


@dataclass(frozen=True)
class AttentionShape:
    """A condition of the request under which an approval needs a reason, and what to say then."""

    __pydantic_config__ = _CLOSED
    when: Name
    say: Text


@dataclass(frozen=True)
class CriterionShape:
    """One criterion with its three wordings."""

    __pydantic_config__ = _CLOSED
    id: Identifier
    title: Title
    section: Text
    text: Text
    unmet: Text
    ask: Text
    guidance: Text | None = None
    kind: CriterionKind = CriterionKind.CRITERION
    applies: ConditionShape | None = None
    due: DueShape | None = None
    measure: MeasureShape | None = None
    carried: Flag = False
    named: NamedShape | None = None


@dataclass(frozen=True)
class GroupShape:
    """A group: exactly one of ``all``, ``any``, or ``at_least`` with ``of``."""

    __pydantic_config__ = _CLOSED
    id: Identifier | None = None
    title: Title | None = None
    section: Text | None = None
    text: Text | None = None
    unmet: Text | None = None
    ask: Text | None = None
    guidance: Text | None = None
    applies: ConditionShape | None = None
    exclusive: Flag = False
    all: tuple[NodeShape, ...] | None = None
    any: tuple[NodeShape, ...] | None = None
    at_least: Annotated[int, Strict(), Field(ge=1)] | None = None
    of: tuple[NodeShape, ...] | None = None


@dataclass(frozen=True)
class UseShape:
    """A shared group put in place."""

    __pydantic_config__ = _CLOSED
    use: Name


TAGS = frozenset({"a criterion", "a group", "a shared group", "a mark", "an answer"})
"""The kinds that a node or an answer can be, as pydantic names them in the place of an error."""


def _kind_of_node(value: object) -> str:
    keys = value.keys() if isinstance(value, Mapping) else ()
    if "use" in keys:
        return "a shared group"
    return "a group" if {"all", "any", "of"} & set(keys) else "a criterion"


NodeShape = Annotated[
    Annotated[CriterionShape, Tag("a criterion")]
    | Annotated[GroupShape, Tag("a group")]
    | Annotated[UseShape, Tag("a shared group")],
    Discriminator(_kind_of_node),
]


@dataclass(frozen=True)
class SharedShape:
    """A group that several checklists use."""

    __pydantic_config__ = _CLOSED
    title: Title
    all: Annotated[tuple[NodeShape, ...], Field(min_length=1)]


@dataclass(frozen=True)
class ChecklistShape:
    """A checklist; ``with`` names advisory checklists answered in the same review."""

    __pydantic_config__ = _CLOSED
    title: Title
    all: Annotated[tuple[NodeShape, ...], Field(min_length=1)]
    review: ReviewKind | None = None
    advisory: Flag = False
    companions: Annotated[tuple[Name, ...], Field(alias="with")] = ()
    note: Text | None = None
    attention: tuple[AttentionShape, ...] = ()


@dataclass(frozen=True)
class ServiceShape:
    """A billing code of the policy."""

    __pydantic_config__ = _CLOSED
    system: Text
    code: Code
    meaning: Text
    plain: Text
    focus: Focus
    units_per_day: Annotated[int, Strict(), Field(ge=1)]


@dataclass(frozen=True)
class EventShape:
    """A dated step in the policy's history."""

    __pydantic_config__ = _CLOSED
    on: Day
    event: Text


@dataclass(frozen=True)
class ProvisionShape:
    """What a section says besides the criteria; ``checks`` are the checks on a request that cite it."""

    __pydantic_config__ = _CLOSED
    section: Text
    text: Text
    checks: tuple[CheckName, ...] = ()


@dataclass(frozen=True)
class FactShape:
    """How a fact is asked."""

    __pydantic_config__ = _CLOSED
    ask: Text
    kind: FactKind


@dataclass(frozen=True)
class FormShape:
    """A whole form file."""

    __pydantic_config__ = _CLOSED
    title: Text
    short_title: Title
    publisher: Text
    document: Text
    history: Annotated[tuple[EventShape, ...], Field(min_length=1)]
    description: Text
    services: Annotated[tuple[ServiceShape, ...], Field(min_length=1)]
    checklists: Annotated[dict[Name, ChecklistShape], Field(min_length=1)]
    guidance: Text = ""
    next_review: Day | None = None
    references: tuple[Text, ...] = ()
    revenue_codes: tuple[Code, ...] = ()
    included_in_per_diem: Literal["all", "listed", "ask"] = "ask"
    provisions: tuple[ProvisionShape, ...] = ()
    facts: dict[Name, FactShape] | None = None
    shared: dict[Name, SharedShape] | None = None


@dataclass(frozen=True)
class SessionShape:
    """One planned part of the week."""

    __pydantic_config__ = _CLOSED
    day: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    kind: Name
    minutes: Number


@dataclass(frozen=True)
class AttendanceShape:
    """One part of a program day as it took place, or did not."""

    __pydantic_config__ = _CLOSED
    date: Day
    kind: Name
    minutes: Number
    attended: Flag


@dataclass(frozen=True)
class ExpectShape:
    """What an example expects; only what is named is compared."""

    __pydantic_config__ = _CLOSED
    result: Result | None = None
    unmet: tuple[Identifier, ...] | None = None
    undetermined: tuple[Identifier, ...] | None = None
    tally: dict[Identifier, Text] | None = None
    missing_facts: dict[Identifier, Name] | None = None
    unanswered: tuple[Identifier, ...] | None = None
    not_applicable: tuple[Identifier, ...] | None = None
    not_yet_due: dict[Identifier, Day | None] | None = None
    attention: tuple[Identifier, ...] | None = None
    information: dict[Identifier, Mark] | None = None
    proposed: dict[Identifier, Mark] | None = None
    cure: tuple[Text, ...] | None = None
    incurable: tuple[Identifier, ...] | None = None


@dataclass(frozen=True)
class AnswerShape:
    """``{mark: not_met, missed_date: false}``: a deadline's date was kept, another part of it is not met."""

    __pydantic_config__ = _CLOSED
    mark: Mark
    missed_date: Flag | None = None


def _kind_of_answer(value: object) -> str:
    return "an answer" if isinstance(value, Mapping | AnswerShape) else "a mark"


AnswerOrMark = Annotated[
    Annotated[Mark, Tag("a mark")] | Annotated[AnswerShape, Tag("an answer")],
    Discriminator(_kind_of_answer),
]


ExampleAnswer = Annotated[
    Annotated[Mark | Literal["unanswered"], Tag("a mark")] | Annotated[AnswerShape, Tag("an answer")],
    Discriminator(_kind_of_answer),
]


@dataclass(frozen=True)
class ExampleShape:
    """A review with its expected finding."""

    __pydantic_config__ = _CLOSED
    name: Text
    checklist: Name
    on: Day
    expect: ExpectShape
    service_date: Day | None = None
    facts: dict[Name, Any] | None = None
    schedule: tuple[SessionShape, ...] = ()
    attendance: tuple[AttendanceShape, ...] = ()
    others: Mark | None = None
    answers: dict[Identifier, ExampleAnswer] | None = None


FORM = TypeAdapter(FormShape)
EXAMPLES = TypeAdapter(tuple[ExampleShape, ...])


def schemas() -> dict[str, str]:
    """The JSON Schemas of both kinds of file, by file name, for editors to complete and check against."""
    titles: dict[str, tuple[str, TypeAdapter[Any]]] = {
        "form.schema.json": ("A form", FORM),
        "examples.schema.json": ("The examples of a form", EXAMPLES),
    }
    return {
        name: json.dumps({"title": title, **adapter.json_schema()}, indent=2, ensure_ascii=False) + "\n"
        for name, (title, adapter) in titles.items()
    }

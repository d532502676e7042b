"""A payer's policy: checklists of criteria and groups, as read from a form.

One combinator holds everything together: all of, any of, at least n of. Conditions and measures name facts and
functions of closed lists; there is no expression language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias

Node: TypeAlias = "Criterion | Group"
FactValue: TypeAlias = bool | int | date
Facts: TypeAlias = Mapping[str, FactValue]


class FactKind(StrEnum):
    """How a fact is asked and what its value is: bool, whole years, date or a count."""

    YES_NO = "yes_no"
    YEARS = "years"
    DATE = "date"
    COUNT = "count"


FACTS: Mapping[str, FactKind] = {
    "age": FactKind.YEARS,
    "boarding": FactKind.YES_NO,
    "out_of_area": FactKind.YES_NO,
    "multiple_recent_admissions": FactKind.YES_NO,
    "step_down": FactKind.YES_NO,
    "taper": FactKind.YES_NO,
    "admitted": FactKind.DATE,
    "requested_start": FactKind.DATE,
    "days_attended": FactKind.COUNT,
}
"""Every fact a condition may name; each may be unknown."""


class CriterionKind(StrEnum):
    """What a criterion's answer can do: decide, ask for attention, or only inform."""

    CRITERION = "criterion"
    ATTENTION = "attention"
    INFORMATION = "information"


class ReviewKind(StrEnum):
    """The kind of review that a checklist decides."""

    ADMISSION = "admission"
    CONTINUED = "continued"


class Focus(StrEnum):
    """What the treatment is for; it decides between the service codes."""

    MENTAL_HEALTH = "mental_health"
    SUBSTANCE_USE = "substance_use"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Condition:
    """When a node applies: one fact compared with one value; exactly one of the three is set."""

    fact: str
    equals: bool | None = None
    at_least: int | None = None
    under: int | None = None

    def holds(self, facts: Facts) -> bool | None:
        """Whether the condition holds; None when its fact is unknown."""
        value = facts.get(self.fact)
        if value is None:
            return None
        if self.equals is not None:
            return value is self.equals
        assert isinstance(value, int)  # forms.py admits numbers only for facts that count  # noqa: S101
        if self.at_least is not None:
            return value >= self.at_least
        return self.under is not None and value < self.under


@dataclass(frozen=True, slots=True)
class Due:
    """When a criterion is first due; exactly one is set. Day 0 is admission or, before it, the requested start.

    ``by_day`` is a deadline that can't be made up once missed; ``from_day`` only says from when it is expected;
    ``by_attended_day`` counts days in the program.
    """

    by_day: int | None = None
    from_day: int | None = None
    by_attended_day: int | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """A measure by name and the least it must reach, in the measure's own unit."""

    measure: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Requirement:
    """All thresholds that a schedule must reach; ``no_shortfall_when`` silences a proposal of not met."""

    thresholds: tuple[Threshold, ...]
    no_shortfall_when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """What the note of a criterion that is met must name: at least so many, "factors"."""

    at_least: int
    what: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One statement a reviewer marks.

    ``section`` is the printed one; ``text`` is for the reviewer, ``unmet`` for the member with «blanks» for this
    member's facts, ``ask`` names the record that would show it and why. ``named`` is for an open list of the policy.
    """

    id: str
    title: str
    section: str
    text: str
    unmet: str
    ask: str
    guidance: str = ""
    kind: CriterionKind = CriterionKind.CRITERION
    applies: Condition | None = None
    due: Due | None = None
    measure: Requirement | None = None
    carried: bool = False
    named: Named | None = None

    @property
    def is_deadline(self) -> bool:
        """Whether it sets a date that can't be made up once it has passed."""
        return self.due is not None and self.due.by_day is not None


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes of which ``at_least`` must be met; None means all that apply.

    ``exclusive`` says that its members describe opposite situations, of which only one can be so.
    """

    children: tuple[Node, ...]
    at_least: int | None = None
    id: str = ""
    title: str = ""
    section: str = ""
    text: str = ""
    unmet: str = ""
    ask: str = ""
    guidance: str = ""
    applies: Condition | None = None
    exclusive: bool = False

    @property
    def is_cited(self) -> bool:
        """Whether the group is cited under its own id; an ALL group's children are cited instead."""
        return self.at_least is not None


@dataclass(frozen=True, slots=True)
class Attention:
    """What of a request calls for a reason, or a referral, before it is approved; ``when`` is a request condition."""

    when: str
    say: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """One tree of criteria; an advisory checklist has no result of its own.

    ``companions`` are advisory checklists answered in the same review.
    """

    id: str
    title: str
    root: Group
    review: ReviewKind | None = None
    advisory: bool = False
    companions: tuple[str, ...] = ()
    note: str = ""
    attention: tuple[Attention, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A billing code of the policy; ``meaning`` is the code's own, ``plain`` one unit of it in the member's words."""

    system: str
    code: str
    meaning: str
    plain: str
    focus: Focus
    units_per_day: int


@dataclass(frozen=True, slots=True)
class PolicyEvent:
    """A dated step in the policy's history."""

    on: date
    event: str


@dataclass(frozen=True, slots=True)
class Provision:
    """What a section of the policy says besides its criteria; ``checks`` on a request, by id, cite it."""

    section: str
    text: str
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """How this policy asks for one fact."""

    name: str
    ask: str
    kind: FactKind


@dataclass(frozen=True, slots=True)
class Policy:
    """One dated version of a payer's policy; ``version`` is its effective date, ``digest`` the SHA-256 of its form.

    ``edition`` counts the forms of a version: a form that was released is never edited, and reviews keep theirs.
    """

    id: str
    version: date
    digest: str
    title: str
    short_title: str
    publisher: str
    document: str
    description: str
    guidance: str
    history: tuple[PolicyEvent, ...]
    services: tuple[Service, ...]
    facts: tuple[FactQuestion, ...]
    checklists: Mapping[str, Checklist]
    next_review: date | None = None
    references: tuple[str, ...] = ()
    revenue_codes: tuple[str, ...] = ()
    included_in_per_diem: Literal["all", "listed", "ask"] = "ask"
    provisions: tuple[Provision, ...] = ()
    edition: int = 1
    nodes: Mapping[str, Node] = field(init=False, repr=False, compare=False)
    answerable: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the nodes by id, and by checklist the ids of every criterion of it and its companions."""
        found = {
            node.id: node
            for checklist in self.checklists.values()
            for node in walk(checklist.root)
            if node.id
        }
        answerable = {
            name: frozenset(
                item.id for checklist in self.with_companions(name) for item in criteria(checklist.root)
            )
            for name in self.checklists
        }
        object.__setattr__(self, "nodes", found)
        object.__setattr__(self, "answerable", answerable)

    def checklist_for(self, review: ReviewKind) -> Checklist:
        """The checklist that decides this kind of review; KeyError when the policy has none."""
        for checklist in self.checklists.values():
            if checklist.review is review:
                return checklist
        raise KeyError(review)

    def section_for(self, check: str) -> str:
        """The section that says what a check on the request asks; empty when none does."""
        return next((item.section for item in self.provisions if check in item.checks), "")

    def with_companions(self, checklist_id: str) -> tuple[Checklist, ...]:
        """The checklist and the advisory ones answered with it, in that order."""
        checklist = self.checklists[checklist_id]
        return (checklist, *(self.checklists[name] for name in checklist.companions))


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in policy order."""
    yield node
    if isinstance(node, Group):
        for child in node.children:
            yield from walk(child)


def criteria(node: Node) -> Iterator[Criterion]:
    """The criteria at and below a node, in policy order."""
    return (item for item in walk(node) if isinstance(item, Criterion))

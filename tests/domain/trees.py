"""Small policies to reason about: short ways to write nodes, reviews and random checklists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from ur_desktop.domain.evaluation.judge import Circumstances
from ur_desktop.domain.policy import (
    Checklist,
    Condition,
    Criterion,
    CriterionKind,
    Due,
    FactValue,
    Group,
    Node,
    Policy,
    Requirement,
    ReviewKind,
    criteria,
)
from ur_desktop.domain.review import Answer, Mark, Review

TODAY = date(2026, 1, 15)
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
ADULT = Condition("age", at_least=18)
MINOR = Condition("age", under=18)
BOARDING = Condition("boarding", equals=True)


def item(
    name: str,
    *,
    kind: CriterionKind = CriterionKind.CRITERION,
    applies: Condition | None = None,
    due: Due | None = None,
    measure: Requirement | None = None,
) -> Criterion:
    """A criterion whose wordings are made from its id."""
    return Criterion(
        name,
        name,
        f"Section {name}",
        f"{name} holds.",
        f"«{name}»",
        f"The record of {name}.",
        "",
        kind,
        applies,
        due,
        measure,
    )


def every(*children: Node, name: str = "", applies: Condition | None = None) -> Group:
    """All of the children."""
    return Group(children, id=name, title=name, section=f"Section {name}", applies=applies)


def some(n: int, *children: Node, name: str, applies: Condition | None = None) -> Group:
    """At least n of the children."""
    return Group(children, n, id=name, title=name, section=f"Section {name}", applies=applies)


def at(
    on: date = TODAY, anchor: date | None = None, attended: int | None = None, **facts: FactValue
) -> Circumstances:
    """The circumstances of a judgment."""
    return Circumstances(facts, on, anchor, attended)


def policy(root: Group, *advisory: Node) -> Policy:
    """A policy with one admission checklist, and the advisory items beside it when there are any."""
    checklists = {
        "admission": Checklist(
            "admission", "Admission", root, ReviewKind.ADMISSION, companions=("program",) if advisory else ()
        )
    }
    if advisory:
        checklists["program"] = Checklist("program", "Program", every(*advisory), advisory=True)
    return Policy(
        id="example",
        version=date(2024, 7, 1),
        digest="0" * 64,
        title="Example",
        short_title="Example",
        publisher="Example Health Plan",
        document="Policy 1",
        description="",
        guidance="",
        history=(),
        services=(),
        facts=(),
        checklists=checklists,
    )


def review(answers: Mapping[str, Mark], checklist: str = "admission", **facts: FactValue) -> Review:
    """A review of today with these marks and facts."""
    given = {key: Answer(mark, "nurse", NOON) for key, mark in answers.items()}
    return Review("case", 1, "example", date(2024, 7, 1), "0" * 64, checklist, TODAY, facts, answers=given)


MARKS = st.sampled_from([None, Mark.MET, Mark.MET, Mark.NOT_MET, Mark.NOT_DOCUMENTED])
CONDITIONS = st.sampled_from(
    [None, None, None, BOARDING, ADULT, MINOR, Condition("out_of_area", equals=False)]
)
DUES = st.sampled_from([None, None, None, Due(by_day=3), Due(from_day=0), Due(by_attended_day=3)])
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "boarding": st.booleans(),
        "out_of_area": st.booleans(),
        "age": st.sampled_from([9, 17, 18, 40]),
    },
)
ANCHORS = st.sampled_from(
    [None, TODAY - timedelta(days=9), TODAY - timedelta(days=3), TODAY, TODAY + timedelta(days=4)]
)


@st.composite
def checklists(draw: st.DrawFn, most: int = 7) -> Group:
    """A random checklist of at most ``most`` criteria, three levels deep."""
    left = [draw(st.integers(1, most))]

    def node(depth: int) -> Node:
        if depth == 0 or left[0] <= 1 or draw(st.integers(0, 2)) == 0:
            left[0] -= 1
            name = f"X{left[0]}"
            kind = draw(
                st.sampled_from(
                    [CriterionKind.CRITERION] * 6 + [CriterionKind.ATTENTION, CriterionKind.INFORMATION]
                )
            )
            return item(name, kind=kind, applies=draw(CONDITIONS), due=draw(DUES))
        return group(depth - 1, draw(CONDITIONS))

    def group(depth: int, applies: Condition | None) -> Group:
        children = [node(depth)]
        while left[0] > 0 and draw(st.integers(0, 3)):
            children.append(node(depth))
        name = f"G{depth}{left[0]}{len(children)}"
        if draw(st.booleans()):
            return every(*children, name=name, applies=applies)
        return some(draw(st.integers(1, len(children))), *children, name=name, applies=applies)

    return every(group(2, None)) if draw(st.booleans()) else group(2, None)


@st.composite
def situations(draw: st.DrawFn, most: int = 7) -> tuple[Group, dict[str, Mark], Circumstances]:
    """A random checklist with random marks and circumstances."""
    root = draw(checklists(most))
    marks = {node.id: mark for node in criteria(root) if (mark := draw(MARKS)) is not None}
    attended = draw(st.sampled_from([None, 0, 2, 3]))
    kept = frozenset(name for name in marks if draw(st.booleans()))
    return root, marks, Circumstances(draw(FACTS), TODAY, draw(ANCHORS), attended, kept)

"""A judgment agrees with every completion of what is unknown, and each rule of the tree holds by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings

from tests.domain.trees import ADULT, BOARDING, MINOR, TODAY, at, every, item, review, situations, some
from ur_desktop.domain.evaluation.judge import Circumstances, Result, circumstances, judge
from ur_desktop.domain.policy import Criterion, CriterionKind, Due, Group, Node
from ur_desktop.domain.review import Attendance, Mark

MET, NOT_MET, UNDETERMINED, NOT_APPLICABLE, NOT_YET_DUE = Result
Yes, No, Unknown = Mark


def completions(node: Node, marks: Mapping[str, Mark], now: Circumstances) -> set[Result]:
    """Every result the node can still have: each unknown mark completed both ways, by enumeration."""
    condition = node.applies
    applies = True if condition is None else condition.holds(now.facts)
    if applies is False:
        return {NOT_APPLICABLE}
    possible = _leaf(node, marks, now) if isinstance(node, Criterion) else _group(node, marks, now)
    if applies is None and possible != {MET}:
        return {MET, NOT_MET}
    return possible


def _leaf(node: Criterion, marks: Mapping[str, Mark], now: Circumstances) -> set[Result]:
    mark = marks.get(node.id)
    if mark in (Yes, No):
        return {MET if mark is Yes else NOT_MET}
    if node.due is not None and now.anchor is not None:
        days = node.due.from_day if node.due.by_day is None else node.due.by_day
        if days is not None and now.on <= now.anchor + timedelta(days=days):
            return {NOT_YET_DUE}
        attended = node.due.by_attended_day
        if attended is not None and now.attended is not None and now.attended < attended:
            return {NOT_YET_DUE}
    return {MET, NOT_MET}


def _group(group: Group, marks: Mapping[str, Mark], now: Circumstances) -> set[Result]:
    deciding = [c for c in group.children if isinstance(c, Group) or c.kind is CriterionKind.CRITERION]
    results = set()
    for outcome in product(*(completions(child, marks, now) for child in deciding)):
        left = [result for result in outcome if result is not NOT_APPLICABLE]
        if all(result is NOT_YET_DUE for result in left):
            results.add(NOT_YET_DUE if left else NOT_APPLICABLE)
        elif group.at_least is None:
            results.add(NOT_MET if NOT_MET in left else MET)
        else:
            free = left.count(NOT_YET_DUE)
            for extra in (0, free):
                results.add(MET if left.count(MET) + extra >= group.at_least else NOT_MET)
    return results


@settings(max_examples=400)
@given(situations())
def test_the_result_is_what_every_completion_agrees_on(
    situation: tuple[Group, dict[str, Mark], Circumstances],
) -> None:
    root, marks, now = situation
    possible = completions(root, marks, now)
    expected = next(iter(possible)) if len(possible) == 1 else UNDETERMINED
    assert judge(root, marks, now).result is expected


@pytest.mark.parametrize(
    ("marks", "result", "met"),
    [
        ({"a": Yes, "b": Yes}, MET, 2),
        ({"a": Yes, "b": No, "c": Unknown}, UNDETERMINED, 1),
        ({"a": Yes, "b": No}, UNDETERMINED, 1),
        ({"a": Yes, "b": No, "c": No}, NOT_MET, 1),
        ({"a": No, "b": No, "c": Unknown}, NOT_MET, 0),
    ],
    ids=["two met", "one undocumented", "one unanswered", "one met", "none can reach two"],
)
def test_two_of_three(marks: dict[str, Mark], result: Result, met: int) -> None:
    judged = judge(some(2, item("a"), item("b"), item("c"), name="g"), marks, at())
    assert (judged.result, judged.met, judged.needed) == (result, met, 2)


def test_a_deadline_runs_through_the_end_of_its_day() -> None:
    node = item("p3", due=Due(by_day=3))
    on_the_day = at(on=TODAY, anchor=TODAY - timedelta(days=3))
    a_day_later = at(on=TODAY, anchor=TODAY - timedelta(days=4))
    assert judge(node, {}, on_the_day).result is NOT_YET_DUE
    assert judge(node, {}, on_the_day).due == TODAY
    assert judge(node, {"p3": Unknown}, on_the_day).result is NOT_YET_DUE
    assert judge(node, {}, a_day_later).result is UNDETERMINED
    assert judge(node, {"p3": No}, on_the_day).result is NOT_MET


def test_without_a_known_anchor_nothing_is_not_yet_due() -> None:
    assert judge(item("p3", due=Due(by_day=3)), {}, at()).result is UNDETERMINED


def test_a_day_of_attendance_has_no_date() -> None:
    judged = judge(item("b9", due=Due(by_attended_day=3)), {}, at(anchor=TODAY, attended=2))
    assert (judged.result, judged.due) == (NOT_YET_DUE, None)
    assert (
        judge(item("b9", due=Due(by_attended_day=3)), {}, at(anchor=TODAY, attended=3)).result is UNDETERMINED
    )


def test_what_is_not_yet_due_leaves_an_all_group_and_stays_open_in_a_counted_one() -> None:
    late = item("late", due=Due(by_day=3))
    assert judge(every(item("a"), late), {"a": Yes}, at(anchor=TODAY)).result is MET
    assert judge(some(1, item("a"), late, name="g"), {"a": No}, at(anchor=TODAY)).result is UNDETERMINED


def test_nothing_left_but_not_yet_due_names_the_earliest_date() -> None:
    group = every(item("a", due=Due(by_day=5)), item("b", due=Due(by_day=3)), item("c", applies=BOARDING))
    judged = judge(group, {}, at(anchor=TODAY, boarding=False))
    assert (judged.result, judged.due) == (NOT_YET_DUE, TODAY + timedelta(days=3))


def test_an_advisory_date_is_not_the_groups() -> None:
    advice = item("b", kind=CriterionKind.INFORMATION, due=Due(from_day=0))
    judged = judge(every(item("a", due=Due(by_day=3)), advice), {}, at(anchor=TODAY))
    assert judged.due == TODAY + timedelta(days=3)


def test_attention_and_information_never_reach_a_result() -> None:
    group = every(
        item("a"), item("b", kind=CriterionKind.ATTENTION), item("c", kind=CriterionKind.INFORMATION)
    )
    assert judge(group, {"a": Yes, "b": No, "c": No}, at()).result is MET
    assert judge(every(item("b", kind=CriterionKind.ATTENTION)), {"b": No}, at()).result is NOT_APPLICABLE


def test_unknown_applicability_is_undetermined_unless_met_anyway() -> None:
    node = item("c5", applies=BOARDING)
    assert judge(node, {"c5": No}, at()).result is UNDETERMINED
    assert judge(node, {"c5": No}, at()).missing_fact == "boarding"
    assert judge(node, {"c5": Yes}, at()).result is MET
    assert judge(node, {"c5": No}, at(boarding=False)).result is NOT_APPLICABLE


@pytest.mark.parametrize(("age", "adult", "minor"), [(17, False, True), (18, True, False)])
def test_adults_begin_at_eighteen(age: int, adult: bool, minor: bool) -> None:
    assert ADULT.holds({"age": age}) is adult
    assert MINOR.holds({"age": age}) is minor


def test_day_zero_is_admission_before_the_requested_start() -> None:
    both = circumstances(review({}, admitted=date(2026, 1, 5), requested_start=date(2026, 1, 20)))
    start = circumstances(review({}, requested_start=date(2026, 1, 20)))
    assert (both.anchor, both.attended) == (date(2026, 1, 5), None)
    assert (start.anchor, start.attended) == (date(2026, 1, 20), 0)
    assert circumstances(review({})).anchor is None


def test_attendance_through_the_review_replaces_unknown_days_attended() -> None:
    went = Attendance(date(2026, 1, 6), "group", 180, attended=True)
    stayed_away = Attendance(date(2026, 1, 8), "group", 180, attended=False)
    still_to_come = Attendance(TODAY + timedelta(days=1), "group", 180, attended=True)
    seen = replace(review({}, admitted=date(2026, 1, 5)), attendance=(went, went, stayed_away, still_to_come))
    assert circumstances(seen).attended == 1


def test_known_days_attended_count_unless_admission_is_still_to_come() -> None:
    start = date(2026, 1, 20)
    known: dict[str, Any] = {"days_attended": 12}
    assert circumstances(review({}, requested_start=start, **known)).attended == 12
    assert circumstances(review({}, admitted=start, **known)).attended == 0

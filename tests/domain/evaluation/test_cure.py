"""The cure is the smallest set that works, found the short way and by trying every set."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, product

from hypothesis import given, settings

from tests.domain.trees import ADULT, BOARDING, MINOR, TODAY, at, every, item, situations, some
from ur_desktop.domain.evaluation.cure import cure
from ur_desktop.domain.evaluation.judge import Circumstances, Result, judge
from ur_desktop.domain.policy import Criterion, CriterionKind, Due, Group, criteria, walk
from ur_desktop.domain.review import Mark

Yes, No, Unknown = Mark
VALUES = {"boarding": (True, False), "out_of_area": (True, False), "age": (17, 18)}


def works(root: Group, marks: Mapping[str, Mark], now: Circumstances, chosen: tuple[str, ...]) -> bool:
    """Whether the checklist is met once these criteria are met and these facts known, whatever they turn out to be."""
    facts = [name for name in chosen if name in VALUES]
    met = {**marks, **{name: Yes for name in chosen if name not in VALUES}}
    for values in product(*(VALUES[name] for name in facts)):
        known = {**now.facts, **dict(zip(facts, values, strict=True))}
        if judge(root, met, replace(now, facts=known)).result is Result.MET:
            return True
    return False


def is_missed(node: Criterion, marks: Mapping[str, Mark], now: Circumstances) -> bool:
    """Whether a deadline is not met after its day, by its date."""
    if node.due is None or node.due.by_day is None or marks.get(node.id) is not No:
        return False
    over = now.anchor is None or now.on > now.anchor + timedelta(days=node.due.by_day)
    return over and node.id not in now.date_kept


def every_smallest_set(root: Group, marks: Mapping[str, Mark], now: Circumstances) -> list[tuple[str, ...]]:
    """All smallest sets that work, the best first, by trying every set."""
    order: dict[str, float] = {}
    for place, node in enumerate(walk(root)):
        if node.applies is not None and now.facts.get(node.applies.fact) is None:
            order.setdefault(node.applies.fact, place - 0.5)
        order.setdefault(node.id, place)
    missed = {node.id for node in criteria(root) if is_missed(node, marks, now)}
    wanted = [
        node.id
        for node in criteria(root)
        if node.kind is CriterionKind.CRITERION and marks.get(node.id) is not Yes
    ]
    open_items = sorted(
        [name for name in wanted if name not in missed] + [name for name in order if name in VALUES],
        key=order.__getitem__,
    )
    for size in range(len(open_items) + 1):
        found = [chosen for chosen in combinations(open_items, size) if works(root, marks, now, chosen)]
        if found:
            return sorted(
                found, key=lambda ids: (sum(marks.get(name) is No for name in ids), [order[n] for n in ids])
            )
    return []


@settings(max_examples=300, deadline=None)
@given(situations(most=5))
def test_the_cure_is_the_best_of_every_set_that_works(
    situation: tuple[Group, dict[str, Mark], Circumstances],
) -> None:
    root, marks, now = situation
    smallest = every_smallest_set(root, marks, now)
    found = cure(root, marks, now)
    assert found.items == (smallest[0] if smallest else None)
    assert not (found.items is not None and found.incurable)


def test_undetermined_goes_before_not_met_then_policy_order() -> None:
    group = some(1, item("a"), item("b"), item("c"), name="g")
    assert cure(every(group), {"a": No, "b": Unknown}, at()).items == ("b",)
    assert cure(every(group), {"a": No, "b": No, "c": No}, at()).items == ("a",)


def test_a_met_checklist_needs_nothing() -> None:
    assert cure(every(item("a")), {"a": Yes}, at()).items == ()


def test_a_missed_deadline_can_not_be_cured_and_is_named() -> None:
    root = every(
        item("p3", due=Due(by_day=3)), item("p4", due=Due(by_day=3)), item("p2", due=Due(from_day=0))
    )
    found = cure(root, {"p3": No, "p2": No, "p4": Yes}, at(anchor=TODAY - timedelta(days=4)))
    assert (found.items, found.incurable) == (None, ("p3",))
    assert cure(every(item("p2", due=Due(from_day=0))), {"p2": No}, at()).items == ("p2",)


def test_a_deadline_is_missed_only_after_its_day() -> None:
    """BCBSNC, When covered 3: "evaluation within 3 days of admission"."""
    root = every(item("p3", due=Due(by_day=3)))
    for day, items in ((0, ("p3",)), (3, ("p3",)), (4, None)):
        assert cure(root, {"p3": No}, at(anchor=TODAY - timedelta(days=day))).items == items


def test_the_other_part_of_a_deadline_can_be_cured_after_its_day() -> None:
    """BCBSNC, When covered 3: "a psychiatrist who remains available as medically indicated"."""
    root = every(item("p3", due=Due(by_day=3)), item("p4", due=Due(by_day=3)))
    late = replace(at(anchor=TODAY - timedelta(days=4)), date_kept=frozenset({"p3"}))
    assert cure(root, {"p3": No, "p4": Yes}, late).items == ("p3",)
    found = cure(root, {"p3": No, "p4": No}, late)
    assert (found.items, found.incurable) == (None, ("p4",))


def test_another_way_to_meet_the_group_gets_round_a_missed_deadline() -> None:
    group = some(1, item("late", due=Due(by_day=3)), item("instead"), name="g")
    assert cure(every(group), {"late": No, "instead": No}, at()).items == ("instead",)


def test_a_counted_group_that_can_not_be_cured_names_its_missed_deadline() -> None:
    group = some(2, item("late", due=Due(by_day=3)), item("other"), name="g")
    found = cure(every(group), {"late": No, "other": No}, at())
    assert (found.items, found.incurable) == (None, ("late",))


def test_a_missing_fact_is_asked_before_the_criterion_it_may_spare() -> None:
    assert cure(every(item("a"), item("c5", applies=BOARDING)), {"a": Yes, "c5": No}, at()).items == (
        "boarding",
    )


def test_one_fact_serves_both_sides_of_an_age_limit() -> None:
    root = every(item("adult", applies=ADULT), item("minor", applies=MINOR))
    assert cure(root, {"adult": Yes, "minor": No}, at()).items == ("age",)
    assert cure(root, {"adult": No, "minor": No}, at()).items == ("age", "adult")


def test_nothing_helps_a_checklist_that_does_not_apply() -> None:
    found = cure(every(item("a", applies=BOARDING)), {}, at(boarding=False))
    assert (found.items, found.incurable) == (None, ())


def test_what_is_only_not_yet_due_is_met_by_the_first_item_supplied() -> None:
    root = every(item("p3", due=Due(by_day=3)), item("p4", due=Due(by_day=3)))
    assert cure(root, {}, at(anchor=TODAY)).items == ("p3",)


def test_a_long_list_is_cured_in_the_time_that_reading_it_takes() -> None:
    ids = [f"N{number}" for number in range(40_000)]
    root = every(*(item(name) for name in ids))
    started = time.process_time()
    assert cure(root, {}, at()).items == tuple(ids)
    assert time.process_time() - started < 3

"""The cure of a finding: the smallest set of criteria and missing facts that would make a checklist met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from ur_desktop.domain.evaluation.judge import (
    MET,
    NOT_APPLICABLE,
    NOT_YET_DUE,
    Circumstances,
    Judged,
    decides,
    judge,
)
from ur_desktop.domain.policy import FACTS, Condition, Criterion, FactKind, FactValue, Group, Node, walk
from ur_desktop.domain.review import Mark


@dataclass(frozen=True, slots=True)
class Cure:
    """``items`` are criterion ids and fact names in policy order, None when nothing helps.

    ``incurable`` are then the missed deadlines that prevent it; they are never asked for.
    """

    items: tuple[str, ...] | None
    incurable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class _Cost:
    """The cost of a set of items: their number, the number answered not met, then their positions in the policy."""

    size: int
    not_met: int
    places: tuple[tuple[int, bool, str], ...]


def _sum(costs: Iterable[_Cost]) -> _Cost:
    """The sum of costs; sorted once, since adding one by one takes the square of their number."""
    every = tuple(costs)
    places = tuple(sorted(place for cost in every for place in cost.places))
    return _Cost(sum(cost.size for cost in every), sum(cost.not_met for cost in every), places)


_NOTHING = _Cost(0, 0, ())
_FACT, _CRITERION = False, True  # at the same place the fact is asked first: it may spare the criterion


def cure(root: Group, given: Mapping[str, Mark], at: Circumstances) -> Cure:
    """The smallest cure; ties go to what is undetermined before what is not met, then to policy order.

    A missing fact costs as much as a criterion and may take whichever value helps.
    """
    places = {node.id: place for place, node in enumerate(walk(root)) if node.id}
    best: _Cost | None = None
    for learned in _assignments(root, at):
        judged = judge(root, given, replace(at, facts={**at.facts, **learned}))
        cost = _to_meet(judged, places)
        if cost is None:
            continue
        facts = [_Cost(1, 0, ((_first_use(root, fact), _FACT, fact),)) for fact in learned]
        cost = _sum([cost, *facts])
        best = cost if best is None else min(best, cost)
    if best is None:
        return Cure(None, tuple(_missed(judge(root, given, at), places)))
    return Cure(tuple(item for _, _, item in best.places))


def _assignments(root: Group, at: Circumstances) -> Iterator[dict[str, FactValue]]:
    conditions = [node.applies for node in walk(root) if node.applies is not None]
    unknown = {condition.fact: condition for condition in conditions if at.facts.get(condition.fact) is None}
    choices = [[None, *_values(fact, conditions)] for fact in unknown]
    for values in product(*choices):
        yield {fact: value for fact, value in zip(unknown, values, strict=True) if value is not None}


def _values(fact: str, conditions: Iterable[Condition]) -> list[FactValue]:
    if FACTS[fact] is FactKind.YES_NO:
        return [True, False]
    limits = {
        limit for item in conditions if item.fact == fact for limit in (item.at_least, item.under) if limit
    }
    return sorted({value for limit in limits for value in (limit - 1, limit)})


def _first_use(root: Group, fact: str) -> int:
    return next(
        n for n, node in enumerate(walk(root)) if node.applies is not None and node.applies.fact == fact
    )


def _to_meet(judged: Judged, places: Mapping[str, int]) -> _Cost | None:
    """The cost of making the node itself met; None when nothing can."""
    if judged.result is MET:
        return _NOTHING
    if judged.result is NOT_APPLICABLE:
        return None
    node = judged.node
    if isinstance(node, Criterion):
        if judged.missed_date:
            return None
        return _Cost(1, int(judged.mark is Mark.NOT_MET), ((places[node.id], _CRITERION, node.id),))
    children = [child for child in judged.children if decides(child.node)]
    if node.at_least is None:
        return _to_meet_all(children, places)
    costs = sorted(cost for child in children if (cost := _to_meet(child, places)) is not None)
    return _sum(costs[: node.at_least]) if len(costs) >= node.at_least else None


def _to_meet_all(children: Iterable[Judged], places: Mapping[str, int]) -> _Cost | None:
    costs, waiting = [], []
    for child in children:
        if child.result is NOT_APPLICABLE:
            continue
        cost = _to_meet(child, places)
        if child.result is NOT_YET_DUE:
            waiting.append(cost)
            continue
        if cost is None:
            return None
        costs.append(cost)
    if costs:
        return _sum(costs)
    return min((cost for cost in waiting if cost is not None), default=None)


def _missed(judged: Judged, places: Mapping[str, int]) -> Iterator[str]:
    node: Node = judged.node
    if isinstance(node, Criterion):
        if judged.missed_date:
            yield node.id
        return
    if _to_meet(judged, places) is None:
        for child in judged.children:
            if decides(child.node):
                yield from _missed(child, places)

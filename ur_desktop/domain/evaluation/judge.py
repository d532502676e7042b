"""Judge a checklist by the answers: each node's result, its tally, and why it does not count yet.

Three values meet here: met, not met, and undetermined, which neither silence nor a missing fact ever leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from ur_desktop.domain.evaluation.measures import days_recorded
from ur_desktop.domain.policy import Criterion, CriterionKind, Due, Facts, Group, Node
from ur_desktop.domain.review import Mark, Review


class Result(StrEnum):
    """The result of a criterion, a group or a whole checklist."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    NOT_YET_DUE = "not_yet_due"


MET, NOT_MET, UNDETERMINED, NOT_APPLICABLE, NOT_YET_DUE = Result


class Judged(NamedTuple):
    """A node with its result.

    ``met`` of ``needed`` is a group's tally. ``due`` is the last day on which it is not yet due, None when that
    is counted in days attended. ``missing_fact`` is the fact that leaves open whether the node applies.
    ``missed_date`` is set where a criterion is not met because its date has passed: nothing can make that up.
    """

    node: Node
    result: Result
    mark: Mark | None = None
    met: int = 0
    needed: int = 0
    due: date | None = None
    missing_fact: str = ""
    children: tuple[Judged, ...] = ()
    missed_date: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides besides the marks: the facts, the date of the review, and days in the program.

    ``anchor`` is day 0: admission or, before it, the requested start; None when neither is known. ``date_kept`` are
    the criteria whose date is not what is not met: another part of them is.
    """

    facts: Facts
    on: date
    anchor: date | None
    attended: int | None
    date_kept: frozenset[str] = frozenset()

    def not_yet_due(self, due: Due) -> bool:
        """Whether nothing can be expected yet; a deadline runs through the end of its day."""
        if self.anchor is None:
            return False
        if due.by_attended_day is not None:
            return self.attended is not None and self.attended < due.by_attended_day
        last = self.due_date(due)
        return last is not None and self.on <= last

    def date_passed(self, criterion: Criterion) -> bool:
        """Whether a criterion sets a deadline and its day is over."""
        return criterion.due is not None and criterion.is_deadline and not self.not_yet_due(criterion.due)

    def due_date(self, due: Due) -> date | None:
        """The day by which it is due, in calendar days from the anchor; None when counted in days attended."""
        days = due.from_day if due.by_day is None else due.by_day
        if self.anchor is None or days is None:
            return None
        return self.anchor + timedelta(days=days)


def circumstances(review: Review) -> Circumstances:
    """The circumstances of a review; recorded attendance replaces an unknown number of days attended."""
    admitted, start = review.facts.get("admitted"), review.facts.get("requested_start")
    anchor = admitted if isinstance(admitted, date) else start if isinstance(start, date) else None
    attended = review.facts.get("days_attended")
    if anchor is not None and review.on < anchor and (attended is None or anchor == admitted):
        attended = 0
    elif attended is None:
        attended = days_recorded(review.attendance, review.on)
    date_kept = frozenset(key for key, answer in review.answers.items() if answer.missed_date is False)
    known = attended if isinstance(attended, int) else None
    return Circumstances(review.facts, review.on, anchor, known, date_kept)


def marks(review: Review) -> Mapping[str, Mark]:
    """The marks given so far, by criterion id."""
    return {key: answer.mark for key, answer in review.answers.items() if answer.mark is not None}


def judge(node: Node, given: Mapping[str, Mark], at: Circumstances) -> Judged:
    """The node and everything below it, judged by the marks given.

    A node whose condition can't be told is undetermined unless it is met anyway.
    """
    condition = node.applies
    applies = True if condition is None else condition.holds(at.facts)
    if applies is False:
        return Judged(node, NOT_APPLICABLE)
    judged = _criterion(node, given, at) if isinstance(node, Criterion) else _group(node, given, at)
    if applies is None and condition is not None and judged.result is not MET:
        return judged._replace(result=UNDETERMINED, missing_fact=condition.fact)
    return judged


def _criterion(criterion: Criterion, given: Mapping[str, Mark], at: Circumstances) -> Judged:
    mark = given.get(criterion.id)
    if mark is Mark.MET:
        return Judged(criterion, MET, mark)
    if mark is Mark.NOT_MET:
        missed = criterion.id not in at.date_kept and at.date_passed(criterion)
        return Judged(criterion, NOT_MET, mark, missed_date=missed)
    if criterion.due is not None and at.not_yet_due(criterion.due):
        return Judged(criterion, NOT_YET_DUE, mark, due=at.due_date(criterion.due))
    return Judged(criterion, UNDETERMINED, mark)


def _group(group: Group, given: Mapping[str, Mark], at: Circumstances) -> Judged:
    children = tuple([judge(child, given, at) for child in group.children])
    met = not_met = undetermined = waiting = 0
    for child in children:
        if not decides(child.node):
            continue
        result = child.result
        if result is MET:
            met += 1
        elif result is NOT_MET:
            not_met += 1
        elif result is UNDETERMINED:
            undetermined += 1
        elif result is NOT_YET_DUE:
            waiting += 1
    if met + not_met + undetermined == 0:
        if waiting == 0:
            return Judged(group, NOT_APPLICABLE, children=children)
        dates = [
            child.due
            for child in children
            if decides(child.node) and child.result is NOT_YET_DUE and child.due is not None
        ]
        return Judged(
            group,
            NOT_YET_DUE,
            needed=group.at_least or waiting,
            due=min(dates, default=None),
            children=children,
        )
    if group.at_least is None:
        needed = met + not_met + undetermined
    else:
        needed = group.at_least
        undetermined += waiting
    result = MET if met >= needed else NOT_MET if met + undetermined < needed else UNDETERMINED
    return Judged(group, result, met=met, needed=needed, children=children)


def decides(node: Node) -> bool:
    """Whether the node can reach a result; attention and information never do."""
    return isinstance(node, Group) or node.kind is CriterionKind.CRITERION

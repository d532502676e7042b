"""The finding: a review's result with its citations, for the person who decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ur_desktop.domain.errors import InvalidAnswer
from ur_desktop.domain.evaluation.cure import Cure, cure
from ur_desktop.domain.evaluation.judge import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    NOT_YET_DUE,
    UNDETERMINED,
    Judged,
    Result,
    circumstances,
    decides,
    judge,
    marks,
)
from ur_desktop.domain.evaluation.measures import Proposal, propose
from ur_desktop.domain.policy import Checklist, Criterion, CriterionKind, Group, Policy
from ur_desktop.domain.review import Mark, Review


class Citation(NamedTuple):
    """One entry under "not met" or "could not be found": a criterion, or a group with its tally and children."""

    judged: Judged

    @property
    def id(self) -> str:
        """The criterion's or group's own id."""
        return self.judged.node.id

    @property
    def is_group(self) -> bool:
        """Whether a tally belongs to it."""
        return isinstance(self.judged.node, Group)

    @property
    def tally(self) -> str:
        """A group's tally in words, empty for a criterion: "1 of the 2 required"."""
        return f"{self.judged.met} of the {self.judged.needed} required" if self.is_group else ""

    @property
    def missing_fact(self) -> str:
        """The unknown fact that decides whether this applies."""
        return self.judged.missing_fact


@dataclass(frozen=True, slots=True)
class Finding:
    """A review's result and its citations, in policy order.

    ``roots`` are the judged checklists of the review, the deciding one first; ``result`` and the lists from
    ``unmet`` to ``not_applicable`` are of that one alone. ``not_yet_due`` is of the whole review, and so are
    ``attention``, the advisory items answered not met, and ``information``, the marks of informative ones.
    """

    policy: Policy
    checklist: Checklist
    roots: tuple[Judged, ...]
    result: Result
    unmet: tuple[Citation, ...]
    undetermined: tuple[Citation, ...]
    unanswered: tuple[str, ...]
    not_applicable: tuple[str, ...]
    not_yet_due: Mapping[str, date | None]
    attention: tuple[str, ...]
    information: Mapping[str, Mark]

    @property
    def is_complete(self) -> bool:
        """Whether every deciding criterion that applies has an answer or is not yet due."""
        return not self.unanswered

    @property
    def supports_approval(self) -> bool:
        """Whether the criteria are met and every one of them was looked at."""
        return self.result is MET and self.is_complete

    @property
    def progress(self) -> tuple[int, int]:
        """How many criteria of the deciding checklist have a mark, of those that apply."""
        applying = [
            item
            for item in walk_judged(self.roots[0])
            if isinstance(item.node, Criterion) and item.result is not NOT_APPLICABLE
        ]
        return sum(item.mark is not None for item in applying), len(applying)

    def judged(self, node_id: str) -> Judged:
        """The judgment of one node of the review; KeyError for an id it does not hold."""
        for root in self.roots:
            for item in walk_judged(root):
                if item.node.id == node_id:
                    return item
        raise KeyError(node_id)


class _Lists:
    """The citations of one checklist while its tree is walked."""

    def __init__(self) -> None:
        self.unmet: list[Citation] = []
        self.undetermined: list[Citation] = []
        self.unanswered: list[str] = []
        self.not_applicable: list[str] = []
        self.not_yet_due: dict[str, date | None] = {}

    def read(self, judged: Judged, *, cite: bool) -> None:
        """Add the node and what is below it; ``cite`` is off below a group that is cited for its children."""
        node, result = judged.node, judged.result
        if judged.missing_fact:
            if cite and decides(node):
                self.undetermined.append(Citation(judged))
            cite = False
        if result is NOT_APPLICABLE and _leaves_whole(judged):
            self.not_applicable.append(node.id)
            return
        if isinstance(node, Criterion):
            self._criterion(judged, node, cite=cite and decides(node))
            return
        if node.is_cited and cite and result in (NOT_MET, UNDETERMINED):
            (self.unmet if result is NOT_MET else self.undetermined).append(Citation(judged))
        for child in judged.children:
            self.read(child, cite=cite and not node.is_cited)

    def _criterion(self, judged: Judged, node: Criterion, *, cite: bool) -> None:
        if judged.result is NOT_YET_DUE:
            self.not_yet_due[node.id] = judged.due
        elif judged.result is UNDETERMINED and judged.mark is None and decides(node):
            self.unanswered.append(node.id)
        if cite and judged.result is NOT_MET:
            self.unmet.append(Citation(judged))
        elif cite and judged.result is UNDETERMINED:
            self.undetermined.append(Citation(judged))


def evaluate(policy: Policy, review: Review) -> Finding:
    """Judge the review's checklist and its companions; the answers alone say the result.

    Raises InvalidAnswer when the policy lacks the checklist, or the review a criterion that is answered.
    """
    given, at = marks(review), circumstances(review)
    checklists = _checklists(policy, review)
    roots = tuple([judge(checklist.root, given, at) for checklist in checklists])
    lists = _Lists()
    lists.read(roots[0], cite=True)
    advisory = [item for root in roots for item in _advisory(root)]
    later = {item.node.id: item.due for item in advisory if item.result is NOT_YET_DUE}
    return Finding(
        policy,
        checklists[0],
        roots,
        roots[0].result,
        tuple(lists.unmet),
        tuple(lists.undetermined),
        tuple(lists.unanswered),
        tuple(lists.not_applicable),
        lists.not_yet_due | later,
        tuple(
            [
                item.node.id
                for item in advisory
                if _kind(item) is CriterionKind.ATTENTION and item.result is NOT_MET
            ]
        ),
        {
            item.node.id: item.mark
            for item in advisory
            if _kind(item) is CriterionKind.INFORMATION and item.mark is not None
        },
    )


def cure_for(policy: Policy, review: Review) -> Cure:
    """The smallest set of criteria and facts that would make the review's checklist met."""
    return cure(policy.checklists[review.checklist_id].root, marks(review), circumstances(review))


def proposals(finding: Finding, review: Review) -> Mapping[str, Proposal]:
    """What the schedule proposes for criteria of the review that apply and have no mark yet."""
    proposed = {}
    for root in finding.roots:
        for item in walk_judged(root):
            criterion = item.node
            if isinstance(criterion, Group) or criterion.measure is None:
                continue
            if item.mark is not None or item.result is NOT_APPLICABLE:
                continue
            proposal = propose(criterion.measure, review.schedule, review.facts)
            if proposal is not None:
                proposed[criterion.id] = proposal
    return proposed


def walk_judged(judged: Judged) -> Iterator[Judged]:
    """The judgment and everything below it, in policy order."""
    yield judged
    for child in judged.children:
        yield from walk_judged(child)


def _checklists(policy: Policy, review: Review) -> tuple[Checklist, ...]:
    if review.checklist_id not in policy.checklists:
        raise InvalidAnswer(
            f"{policy.id} has no checklist {review.checklist_id!r}.",
            f"It has {', '.join(policy.checklists)}.",
        )
    checklists = policy.with_companions(review.checklist_id)
    known = policy.answerable[review.checklist_id]
    unknown = [key for key in review.answers if key not in known]
    if unknown:
        raise InvalidAnswer(
            f"{policy.id} {review.checklist_id} has no criterion {', '.join(map(repr, unknown))}.",
            "Answer the criteria by the ids that the form uses.",
        )
    return checklists


def _leaves_whole(judged: Judged) -> bool:
    """Whether a node that does not apply is named itself, not only advisory items that never counted."""
    return bool(judged.node.id) and all(child.result is NOT_APPLICABLE for child in judged.children)


def _advisory(root: Judged) -> Iterator[Judged]:
    return (item for item in walk_judged(root) if isinstance(item.node, Criterion) and not decides(item.node))


def _kind(judged: Judged) -> CriterionKind:
    return judged.node.kind if isinstance(judged.node, Criterion) else CriterionKind.CRITERION

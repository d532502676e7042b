"""The state of a review, computed from its answers alone: its sections, and the status of every row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ur_desktop.domain.evaluation.finding import Finding, evaluate, proposals, walk_judged
from ur_desktop.domain.evaluation.judge import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    NOT_YET_DUE,
    Judged,
    circumstances,
    decides,
)
from ur_desktop.domain.evaluation.measures import Proposal, propose
from ur_desktop.domain.policy import Criterion, Group, Node, Policy, criteria
from ur_desktop.domain.review import Answer, Mark, Review

TO_ANSWER, NOT_DUE = "to_answer", "not_yet_due"
_NO_MARK = {NOT_APPLICABLE: "not_applicable", NOT_YET_DUE: NOT_DUE}


@dataclass(frozen=True, slots=True)
class Section:
    """One step between the facts and the finding: a shared group, or a checklist's own criteria."""

    title: str
    advisory: bool
    nodes: tuple[Node, ...]
    items: tuple[Criterion, ...]


def sections(policy: Policy, checklist_id: str) -> tuple[Section, ...]:
    """The sections of a checklist and its companions, in the order they are answered."""
    return tuple(_sections(policy, checklist_id))


def parents(policy: Policy, checklist_id: str) -> Mapping[str, Group]:
    """For each node inside a group with an id: the nearest such group above it."""
    return {
        node_id: group
        for checklist in policy.with_companions(checklist_id)
        for node_id, group in _parents(checklist.root, None)
    }


@dataclass(frozen=True, slots=True)
class ReviewState:
    """A review with everything that follows from its answers; every answer makes a new one.

    ``last`` is the review before it, ``proposed`` what measures propose by criterion id, ``judged`` the evaluation
    by node id.
    """

    policy: Policy
    review: Review
    last: Review | None
    finding: Finding
    proposed: Mapping[str, Proposal]
    judged: Mapping[str, Judged]

    @classmethod
    def of(cls, policy: Policy, review: Review, last: Review | None = None) -> ReviewState:
        """Evaluate a review; raises InvalidAnswer when it does not fit the policy."""
        finding = evaluate(policy, review)
        judged = {item.node.id: item for root in finding.roots for item in walk_judged(root) if item.node.id}
        return cls(policy, review, last, finding, proposals(finding, review), judged)

    def status(self, node: Node) -> str:
        """The key into ``signs.MARKS`` of a row's mark."""
        judged = self.judged.get(node.id)
        if judged is None:
            return "not_applicable"
        if judged.result in _NO_MARK:
            return _NO_MARK[judged.result]
        if isinstance(node, Criterion):
            return judged.mark.value if judged.mark else TO_ANSWER
        if judged.result in (MET, NOT_MET):
            return judged.result.value
        return TO_ANSWER if any(self.is_open(item) for item in criteria(node)) else Mark.NOT_DOCUMENTED.value

    def is_open(self, item: Criterion) -> bool:
        """Whether a criterion is still to be answered: it applies, is due and has no mark."""
        return self.status(item) == TO_ANSWER

    def progress(self, items: tuple[Criterion, ...]) -> tuple[int, int]:
        """How many criteria are answered or not due, and how many apply."""
        counts = Counter(self.status(item) for item in items)
        applying = len(items) - counts["not_applicable"]
        return applying - counts[TO_ANSWER], applying

    def tally(self, nodes: tuple[Node, ...], *, deciding: bool = False) -> Counter[str]:
        """How many entries of a finding have each status; a group is one entry, its open criteria count one by one.

        ``deciding`` leaves out criteria that can't change the result.
        """
        counts: Counter[str] = Counter()
        for node in nodes:
            if isinstance(node, Group) and not self._is_entry(node):
                counts += self.tally(node.children, deciding=deciding)
                continue
            if deciding and not decides(node):
                continue
            counts[TO_ANSWER] += sum(1 for item in criteria(node) if self.is_open(item))
            status = self.status(node)
            if status != TO_ANSWER:
                counts[status] += 1
        return counts

    def _is_entry(self, group: Group) -> bool:
        """Whether a finding names the group itself, not its criteria."""
        judged = self.judged.get(group.id) if group.id else None
        if judged is None:
            return bool(group.id)
        return group.is_cited or bool(judged.missing_fact) or judged.result is NOT_APPLICABLE

    def proposal(self, item: Criterion) -> Proposal | None:
        """What the schedule shows for a criterion, answered or not; None without a measure or a schedule."""
        if item.measure is None:
            return None
        return propose(item.measure, self.review.schedule, self.review.facts)

    def proposal_for(self, criterion_id: str) -> Proposal | None:
        """The same by criterion id; None where its group does not apply."""
        judged = self.judged.get(criterion_id)
        return self.proposal(judged.node) if judged and isinstance(judged.node, Criterion) else None

    def carried(self, item: Criterion) -> Answer | None:
        """The last review's answer to a criterion that is asked only once, until this review has its own."""
        if not item.carried or self.last is None or self.review.mark(item.id) is not None:
            return None
        answer = self.last.answers.get(item.id)
        return answer if answer and answer.mark else None

    def asks_about_date(self, item: Criterion, mark: Mark) -> bool:
        """Whether the reviewer must say if the date is what is not met: a deadline's day is over."""
        return mark is Mark.NOT_MET and circumstances(self.review).date_passed(item)

    def contradiction(self, item: Criterion, above: Mapping[str, Group]) -> str:
        """A hint where a criterion is met together with one that describes the opposite; empty otherwise."""
        child: Node = item
        while (group := above.get(child.id)) is not None:
            met = [each.id for each in group.children if self.status(each) == MET.value]
            if group.exclusive and child.id in met and len(met) > 1:
                return f"{' and '.join(met)} describe opposite situations, and both are met."
            child = group
        return ""

    def contradictions(self) -> tuple[str, ...]:
        """Every such hint of the review, once."""
        above = parents(self.policy, self.review.checklist_id)
        hints = (self.contradiction(item, above) for section in self._sections() for item in section.items)
        return tuple(dict.fromkeys(hint for hint in hints if hint))

    def unnamed(self) -> tuple[str, ...]:
        """The criteria that are met without naming in their note what the policy's open list asks for."""
        return tuple(
            item.id
            for section in self._sections()
            for item in section.items
            if names_missing(item, self.review.mark(item.id), self.note(item))
        )

    def note(self, item: Criterion) -> str:
        """The note of a criterion's answer so far."""
        answer = self.review.answers.get(item.id)
        return answer.note if answer else ""

    def _sections(self) -> tuple[Section, ...]:
        return sections(self.policy, self.review.checklist_id)

    def missing_fact(self, item: Criterion, above: Mapping[str, Group]) -> str:
        """The unknown fact that decides whether a criterion, or a group above it, applies; empty if none."""
        node: Node | None = item
        while node is not None:
            judged = self.judged.get(node.id)
            if judged is not None and judged.missing_fact:
                return judged.missing_fact
            node = above.get(node.id)
        return ""

    def ruled_out(self, item: Criterion, above: Mapping[str, Group]) -> str:
        """The fact that makes a criterion, or a group above it, not applicable; empty if none."""
        node: Node | None = item
        while node is not None:
            if node.applies is not None and node.applies.holds(self.review.facts) is False:
                return node.applies.fact
            node = above.get(node.id)
        return ""

    def ruled_out_group(self, item: Criterion, above: Mapping[str, Group]) -> Group | None:
        """The outermost group above a criterion that does not apply."""
        found, group = None, above.get(item.id)
        while group is not None:
            if self.status(group) == "not_applicable":
                found = group
            group = above.get(group.id)
        return found


def names_missing(item: Criterion, mark: Mark | None, note: str) -> str:
    """What the note of an answer still has to name, in a sentence; empty when nothing.

    Things named are separated by semicolons or line ends.
    """
    if item.named is None or mark is not Mark.MET:
        return ""
    named = [part for part in re.split(r"[;\n]", note) if part.strip()]
    if len(named) >= item.named.at_least:
        return ""
    apart = ", separated by semicolons" if item.named.at_least > 1 else ""
    return f"Name in the note: {item.named.what}{apart}."


def known_facts(policy: Policy, review: Review) -> tuple[int, int]:
    """How many of the facts that a policy asks are known, and how many it asks."""
    return sum(1 for fact in policy.facts if review.facts.get(fact.name) is not None), len(policy.facts)


def _sections(policy: Policy, checklist_id: str) -> Iterator[Section]:
    for checklist in policy.with_companions(checklist_id):
        own: list[Node] = []
        for child in checklist.root.children:
            if isinstance(child, Group) and not child.id:
                yield Section(child.title, checklist.advisory, child.children, tuple(criteria(child)))
            else:
                own.append(child)
        items = tuple(item for child in own for item in criteria(child))
        if items:
            yield Section(checklist.title, checklist.advisory, tuple(own), items)


def _parents(group: Group, nearest: Group | None) -> Iterator[tuple[str, Group]]:
    for child in group.children:
        if nearest is not None and child.id:
            yield child.id, nearest
        if isinstance(child, Group):
            yield from _parents(child, child if child.id else nearest)

"""Where a review stands, computed from its answers alone: its sections, and what to say of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ur_desktop.domain.evaluation import MET, NOT_APPLICABLE, NOT_MET, NOT_YET_DUE, Judged, decides
from ur_desktop.domain.finding import Finding, evaluate, proposals, walk_judged
from ur_desktop.domain.measures import MEASURES, Proposal, amount, propose
from ur_desktop.domain.policy import Criterion, FactKind, Group, Kind, Node, Policy, criteria
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.ui.kit import text
from ur_desktop.ui.parts.signs import MARKS

SIGNS = tuple(MARKS)
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
    """The sections of a sitting in the order they are gone through."""
    return tuple(_sections(policy, checklist_id))


def parents(policy: Policy, checklist_id: str) -> Mapping[str, Group]:
    """The nearest group with an id of its own above each node that stands below one."""
    return {
        node_id: group
        for checklist in policy.sitting(checklist_id)
        for node_id, group in _parents(checklist.root, None)
    }


def short_date(day: date, now: date | None = None) -> str:
    """Say a date without its weekday: "Jan 17"; its year too where ``now`` is in another."""
    return text.date_words(now or day, day).partition(" ")[2]


def reason_context(group: Group, judged: Judged | None) -> str:
    """Say what a group asks of its members and how far it is: "At least 2 of 3 for C9 …: 1 of 2 so far"."""
    asked = f"All {len(group.children)}"
    if group.at_least is not None:
        asked = f"At least {group.at_least} of {len(group.children)}"
    so_far = ""
    if judged is not None and judged.needed:
        so_far = f": {min(judged.met, judged.needed)} of {judged.needed} so far"
    return f"{asked} for {group.id}, {bare_title(group)}{so_far}"


def bare_title(group: Group) -> str:
    """A group's title without how many it asks, "…, 2 of 3", where that is said beside it."""
    return group.title.removesuffix(f", {group.at_least} of {len(group.children)}")


@dataclass(frozen=True, slots=True)
class ReviewState:
    """A review with all that follows from it; made anew after every answer."""

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

    def sign(self, node: Node) -> str:
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

    def word(self, node: Node, *, advisory: bool = False) -> str:
        """What stands at the right of a row beside its mark; empty where the mark says it all."""
        sign, judged = self.sign(node), self.judged.get(node.id)
        if sign == "not_applicable" or judged is None:
            return "not applicable"
        if sign == NOT_DUE:
            return f"due {short_date(judged.due)}" if judged.due else "not yet due"
        if judged.missing_fact and judged.mark is None:
            return "fact unknown"
        if isinstance(node, Group):
            return f"{min(judged.met, judged.needed)} of {judged.needed}"
        if sign != TO_ANSWER:
            return ""
        if node.id in self.proposed:
            return "proposed"
        if self.carried(node):
            return "carried"
        return "information" if node.kind is Kind.INFORMATION and not advisory else ""

    def is_open(self, item: Criterion) -> bool:
        """Whether a criterion is still to be answered: it applies, is due and has no mark."""
        return self.sign(item) == TO_ANSWER

    def progress(self, items: tuple[Criterion, ...]) -> tuple[int, int]:
        """How many criteria are done with, and how many apply."""
        signs = Counter(self.sign(item) for item in items)
        applying = len(items) - signs["not_applicable"]
        return applying - signs[TO_ANSWER], applying

    def tally(self, nodes: tuple[Node, ...], *, deciding: bool = False) -> Counter[str]:
        """How many entries of a finding carry each mark; a group is one, but wants all its answers.

        ``deciding`` leaves out what can't reach the result.
        """
        counts: Counter[str] = Counter()
        for node in nodes:
            if isinstance(node, Group) and not self._is_entry(node):
                counts += self.tally(node.children, deciding=deciding)
                continue
            if deciding and not decides(node):
                continue
            counts[TO_ANSWER] += sum(1 for item in criteria(node) if self.is_open(item))
            sign = self.sign(node)
            if sign != TO_ANSWER:
                counts[sign] += 1
        return counts

    def _is_entry(self, group: Group) -> bool:
        """Whether a finding names the group itself, not what is in it."""
        judged = self.judged.get(group.id) if group.id else None
        if judged is None:
            return bool(group.id)
        return group.is_cited or bool(judged.missing_fact) or judged.result is NOT_APPLICABLE

    def proposal(self, item: Criterion) -> Proposal | None:
        """What the schedule speaks for, also where an answer was given."""
        if item.measure is None:
            return None
        return propose(item.measure, self.review.schedule, self.review.facts)

    def proposal_for(self, criterion_id: str) -> Proposal | None:
        """What the schedule speaks for at a criterion by its id; nothing where its group does not apply."""
        judged = self.judged.get(criterion_id)
        return self.proposal(judged.node) if judged and isinstance(judged.node, Criterion) else None

    def carried(self, item: Criterion) -> Answer | None:
        """The last review's answer to an item asked only once, while this review has none."""
        if not item.carried or self.last is None or self.review.mark(item.id) is not None:
            return None
        answer = self.last.answers.get(item.id)
        return answer if answer and answer.mark else None

    def missing_fact(self, item: Criterion, above: Mapping[str, Group]) -> str:
        """The fact that leaves open whether a criterion, or a group above it, applies."""
        node: Node | None = item
        while node is not None:
            judged = self.judged.get(node.id)
            if judged is not None and judged.missing_fact:
                return judged.missing_fact
            node = above.get(node.id)
        return ""

    def ruled_out(self, item: Criterion, above: Mapping[str, Group]) -> str:
        """The fact that makes a criterion, or a group above it, not applicable."""
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
            if self.sign(group) == "not_applicable":
                found = group
            group = above.get(group.id)
        return found

    def fact_words(self, name: str) -> str:
        """A fact with its value in words: "Boarding: no"."""
        value = self.review.facts.get(name)
        said = (
            "not known"
            if value is None
            else "yes"
            if value is True
            else "no"
            if value is False
            else str(value)
        )
        if isinstance(value, date):
            said = text.typed_date(value)
        return f"{name.replace('_', ' ').capitalize()}: {said}"

    def verdict(self, *, physician: bool = False) -> str:
        """The running result in words, with what may be done about it."""
        finding, title = self.finding, self.finding.checklist.title
        so_far = "" if finding.is_complete else " so far"
        way_out = "decide" if physician else "refer to a physician"
        if finding.result is MET:
            return f"{title} is met{so_far}"
        if finding.result is NOT_MET:
            return f"{title} is not met{so_far}: {way_out} or request information"
        if finding.result is NOT_APPLICABLE:
            return f"{title}: no criterion applies"
        if finding.result is NOT_YET_DUE:
            return f"{title}: nothing is due yet"
        if not finding.is_complete:
            return f"{title} can't be told yet: {len(finding.unanswered)} to answer"
        return f"{title} could not be shown from the records: request information or {way_out}"


def needs_words(item: Criterion) -> str:
    """Say what a measure holds the schedule against: "Needs 3 program days and 9 clinical hours."."""
    if item.measure is None:
        return ""
    needed = [amount(each.at_least, MEASURES[each.measure].one) for each in item.measure.thresholds]
    return f"Needs {' and '.join(needed)}."


def known_facts(policy: Policy, review: Review) -> tuple[int, int]:
    """How many of the facts that a policy asks are known, and how many it asks."""
    return sum(1 for fact in policy.facts if review.facts.get(fact.name) is not None), len(policy.facts)


def is_yes_no(kind: FactKind) -> bool:
    """Whether a fact is asked by yes, no and unknown."""
    return kind is FactKind.YES_NO


def _sections(policy: Policy, checklist_id: str) -> Iterator[Section]:
    for checklist in policy.sitting(checklist_id):
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

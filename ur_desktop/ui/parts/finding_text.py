"""A finding in words: its result, its collapsed sections, and what would change it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from ur_desktop.domain.dates import short_date, zoned_clock_words
from ur_desktop.domain.evaluation.cure import Cure
from ur_desktop.domain.evaluation.finding import Finding, walk_judged
from ur_desktop.domain.evaluation.judge import Judged, Result, decides
from ur_desktop.domain.letter.words import day, listed
from ur_desktop.domain.policy import FACTS, Criterion, Node
from ur_desktop.domain.review import Mark
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.text import own_time, plural, time_words
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.review_text import bare_title

RESULTS = {
    Result.MET: "met",
    Result.NOT_MET: "not_met",
    Result.UNDETERMINED: "not_documented",
    Result.NOT_APPLICABLE: "not_applicable",
    Result.NOT_YET_DUE: "not_yet_due",
}
"""The key into ``signs.MARKS`` of each result."""


class Line(NamedTuple):
    """One row of a list: an id, what it is, and at the right a word with its icon, or the word alone."""

    id: str
    title: str
    word: str = ""
    sign: Sign | None = None


def result_sign(finding: Finding) -> Sign:
    """The result in up to four words, with its icon; "so far" while something is still to answer."""
    sign = signs.MARKS[RESULTS[finding.result]]
    words = sign.words
    if finding.result is Result.UNDETERMINED:
        words = "Not enough in the records" if finding.is_complete else "Not finished"
    elif not finding.is_complete:
        words = f"{words} so far"
    return Sign(sign.icon, sign.token, words)


def about_words(finding: Finding) -> str:
    """The checklist, its policy, and since when that is in effect."""
    policy = finding.policy
    return f"{finding.checklist.title}, {policy.short_title}, effective {day(policy.version)}."


def completed_words(now: datetime, at: datetime, by: str) -> str:
    """When the review was completed and by whom: "Completed 11:42 AM by you."; ``now`` is aware."""
    at = own_time(now, at)
    when = zoned_clock_words(at) if at.date() == now.date() else time_words(now, at)
    return f"Completed {when} by {by}."


def change_words(finding: Finding, cure: Cure) -> str:
    """What would make the checklist met, in a sentence; empty when it is met."""
    if cure.items is None:
        late = listed(cure.incurable)
        return f"Nothing: the date for {late} has passed." if late else "Nothing."
    marks = {item: finding.judged(item).mark for item in cure.items if item not in FACTS}
    met = [item for item, mark in marks.items() if mark is Mark.NOT_MET]
    found = [item for item, mark in marks.items() if mark is Mark.NOT_DOCUMENTED]
    answered = [item for item, mark in marks.items() if mark not in (Mark.NOT_MET, Mark.NOT_DOCUMENTED)]
    parts = [f"{listed(met)} met"] if met else []
    parts += [f"{listed(found)} found in the records"] if found else []
    parts += [f"{listed(answered)} answered and met"] if answered else []
    words = ", and ".join(parts) + "." if parts else ""
    asked = [f"Still needed: {asked_words(finding, item)}" for item in cure.items if item in FACTS]
    return " ".join(filter(None, (words[:1].upper() + words[1:], *asked)))


def collapsed_sections(finding: Finding) -> Iterator[tuple[Sign, str, tuple[Line, ...]]]:
    """The sections that start collapsed, with their rows: to answer, not yet due, met, not applicable, attention."""
    nodes = finding.policy.nodes

    def lines(ids: Sequence[str]) -> tuple[Line, ...]:
        return tuple(Line(item, nodes[item].title) for item in ids)

    if finding.unanswered:
        yield signs.MARKS["to_answer"], f"{len(finding.unanswered)} to answer", lines(finding.unanswered)
    if due := finding.not_yet_due:
        first, last_day = next(iter(due.items()))
        more = "" if len(due) > 1 else f": {first}, {_due(last_day)}"
        rows = tuple(Line(item, nodes[item].title, _due(when)) for item, when in due.items())
        yield signs.MARKS["not_yet_due"], f"{len(due)} not yet due{more}", rows
    met = [item.node.id for item in walk_judged(finding.roots[0]) if _counts_as_met(item)]
    if met:
        yield signs.MARKS["met"], f"{len(met)} met", lines(met)
    if finding.not_applicable:
        words = f"{len(finding.not_applicable)} not applicable"
        yield signs.MARKS["not_applicable"], words, lines(finding.not_applicable)
    if finding.attention:
        words = f"{plural(len(finding.attention), 'needs', 'need')} attention: {listed(finding.attention)}"
        yield Sign("warning-circle-fill", "not_documented", words), words, lines(finding.attention)


def cited_words(node: Node) -> str:
    """A criterion in the policy's words; a group by its title, since its members follow."""
    if isinstance(node, Criterion):
        return node.text
    members = sum(1 for child in node.children if child.id)
    return f"{bare_title(node)}: at least {node.at_least} of {members}."


def _counts_as_met(judged: Judged) -> bool:
    return isinstance(judged.node, Criterion) and decides(judged.node) and judged.result is Result.MET


def member_line(judged: Judged) -> Line:
    """A member of a group as a row: what became of it, or that it is still to answer."""
    node = judged.node
    if judged.result is Result.UNDETERMINED and judged.mark is None and isinstance(node, Criterion):
        sign = signs.MARKS["to_answer"]
    else:
        sign = signs.MARKS[RESULTS[judged.result]]
    return Line(node.id, node.title, sign.words, sign)


def asked_words(finding: Finding, fact: str) -> str:
    """A fact as the policy asks it."""
    asked = {question.name: question.ask for question in finding.policy.facts}
    return asked.get(fact, fact.replace("_", " "))


def _due(last: date | None) -> str:
    return f"due {short_date(last)}" if last else "due after more days attended"

"""The reasons of a determination: the text a reviewer starts from, and how a letter reads the finished text.

A rationale is plain text. A blank line ends a paragraph; a paragraph of one line that starts with "1. " heads
a reason; a line that starts with "Present:", "Not present:" or "- " is an item of a list. The paragraph
before the first heading is the short answer for the box on the first page; what follows the line "What we
could not find:" goes to that section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ur_desktop.domain.determination import BLANK, Rationale
from ur_desktop.domain.evaluation.finding import Citation, Finding
from ur_desktop.domain.evaluation.judge import MET
from ur_desktop.domain.evaluation.measures import CLINICAL, KIND_WORDS
from ur_desktop.domain.letter.points import members
from ur_desktop.domain.letter.words import Phrase, listed, tally
from ur_desktop.domain.policy import Criterion
from ur_desktop.domain.review import PlannedSession

NOT_FOUND = "What we could not find:"
PRESENT, NOT_PRESENT = "Present:", "Not present:"

_HEADING = re.compile(r"\d+\. \S.*")
_ITEM = re.compile(rf"(?:{PRESENT}|{NOT_PRESENT}|- )\s*")
_SENTENCE = re.compile(r"[.!?](?=\s|$)")
_TALLY = re.compile(r"We found (?:\S+ of the \S+ required|none, and one is required)\.")
_LONGEST_LEAD = 110
_NOT_RECEIVED = (
    "We asked «whom» for more papers on «date». We waited until «date». «What came, and what it showed». "
    "Without the papers listed below, we cannot tell that you need this care."
)


@dataclass(frozen=True, slots=True)
class ReasonPart:
    """A heading, a paragraph or a list of a reason, in the order written.

    A paragraph's ``strong`` is its closing sentence when that is a group's tally.
    """

    kind: Literal["heading", "paragraph", "list"]
    text: str = field(default="", repr=False)
    strong: str = field(default="", repr=False)
    items: tuple[Phrase, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Reasons:
    """A rationale as the letter prints it: short answer, reasons, and what is said of what was not found."""

    short: str = field(repr=False)
    parts: tuple[ReasonPart, ...] = field(repr=False)
    not_found: tuple[ReasonPart, ...] = field(repr=False)


def read_reasons(text: str) -> Reasons:
    """The reasons in a rationale's text."""
    reasons, _, not_found = text.replace("\r\n", "\n").partition(NOT_FOUND)
    parts = tuple(_parts(reasons))
    first = next((place for place, part in enumerate(parts) if part.kind == "heading"), 0)
    short, lead_in = (parts[0].text, parts[1:first]) if first else ("", ())
    return Reasons(short, (*lead_in, *parts[first:]), tuple(_parts(not_found)))


def tally_sentence(citation: Citation) -> str:
    """What a letter says of a group's tally: "We found one of the two required."."""
    return f"We found {tally(citation.judged.met, citation.judged.needed)}."


def rationale_start(finding: Finding, schedule: Sequence[PlannedSession] = ()) -> Rationale:
    """The text that a physician starts from: the ``unmet`` phrases, with blanks for the member's facts.

    A group is told once, with its tally and its members, present ones first. What could not be found is never
    among the reasons: the letter lists it apart, by each ``ask``, and the text only starts what was looked
    at. What a measured criterion asks of the schedule is filled in from it, each number still a blank to confirm.
    """
    member = ["«In one or two short sentences: why»"]
    for number, citation in enumerate(finding.unmet, start=1):
        member += [f"{number}. «What we found, in a few words»", *_reason(citation, schedule)]
    if not finding.unmet:
        member += [
            "1. We could not check every part of the policy",
            _NOT_RECEIVED,
        ]
    if finding.undetermined:
        member += [NOT_FOUND, "We looked in «which records, and how many pages»."]
    return Rationale("\n\n".join(member), "\n\n".join(_for_provider(finding)))


def _reason(citation: Citation, schedule: Sequence[PlannedSession]) -> Iterator[str]:
    node = citation.judged.node
    unmet = node.unmet
    if isinstance(node, Criterion) and node.measure is not None and schedule:
        unmet = _measured(unmet, schedule)
    if not citation.is_group:
        yield unmet
    else:
        yield f"{unmet} {tally_sentence(citation)}"
        lines = [
            f"{PRESENT if child.result is MET else NOT_PRESENT} {child.node.unmet}"
            for child in members(citation)
        ]
        yield "\n".join(lines)
    yield "This tells us that «what follows for this member»."


def _measured(text: str, schedule: Sequence[PlannedSession]) -> str:
    """The text with its blanks about the week's hours and days filled from the schedule: "«11» hours"."""
    left_out = [item for item in schedule if item.kind not in CLINICAL and item.minutes]
    hours = sum(item.minutes for item in schedule) / 60
    not_counted = sum(item.minutes for item in left_out) / 60
    kinds = listed(list(dict.fromkeys(KIND_WORDS.get(item.kind, item.kind).lower() for item in left_out)))
    values = {
        "hours": f"{hours:g}",
        "days": str(len({item.day for item in schedule if item.minutes})),
        "hours not counted": f"{not_counted:g} hours",
        "kinds of activity": kinds or "kinds of activity",
        "hours counted": f"{hours - not_counted:g} hours",
    }
    return BLANK.sub(lambda blank: f"«{values.get(_name(blank[0]), _name(blank[0]))}»", text)


def _name(blank: str) -> str:
    return " ".join(blank.strip("«»").split())


def _for_provider(finding: Finding) -> Iterator[str]:
    yield "«The clinical course, with dates and pages.»"
    for citation in finding.unmet:
        node = citation.judged.node
        found = f": {citation.tally}" if citation.is_group else ""
        yield f"{node.id} ({node.section}), {node.title}{found}. «Why, with dates and pages.»"
    if not finding.unmet:
        lost = listed([citation.id for citation in finding.undetermined])
        yield f"Not received: {lost}. «What was asked, and when.»"
    yield "In the reviewing physician’s judgment, «the conclusion for this member»."


def _parts(text: str) -> Iterator[ReasonPart]:
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if len(lines) == 1 and _HEADING.fullmatch(lines[0]):
            yield ReasonPart("heading", lines[0])
            continue
        first = next((place for place, line in enumerate(lines) if _ITEM.match(line)), len(lines))
        if first:
            yield _paragraph(" ".join(lines[:first]))
        if lines[first:]:
            yield ReasonPart("list", items=tuple(_items(lines[first:])))


def _paragraph(text: str) -> ReasonPart:
    for start in (match.end() + 1 for match in _SENTENCE.finditer(text)):
        if _TALLY.fullmatch(text, start):
            return ReasonPart("paragraph", text[:start], text[start:])
    return ReasonPart("paragraph", text)


def _items(lines: Sequence[str]) -> Iterator[Phrase]:
    items: list[str] = []
    for line in lines:
        if _ITEM.match(line) or not items:
            items.append(line.removeprefix("- "))
        else:
            items[-1] += f" {line}"
    for item in items:
        sentence = _SENTENCE.search(item)
        end = sentence.end() if sentence and sentence.end() <= _LONGEST_LEAD else item.find(":") + 1
        yield Phrase(item[:end], item[end:])

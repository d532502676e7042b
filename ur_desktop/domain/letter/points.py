"""The criteria a letter names: what was not met, what could not be found, what is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ur_desktop.domain.evaluation.finding import Citation, Finding
from ur_desktop.domain.evaluation.judge import MET, NOT_MET, UNDETERMINED, Judged
from ur_desktop.domain.letter.words import NO_BREAK, Phrase, asked, day, listed, tally
from ur_desktop.domain.policy import Criterion
from ur_desktop.domain.review import Evidence, Review


@dataclass(frozen=True, slots=True)
class Point:
    """A criterion or group in a letter.

    ``requires`` is the policy's statement in our words, ``ask`` what would show it, ``tally`` a group's count
    in words, ``sources`` where in the record the answer comes from, ``is_met`` that of a group's member.
    """

    id: str
    section: str
    title: str
    requires: str
    ask: Phrase
    tally: str = ""
    sources: str = field(default="", repr=False)
    is_met: bool = False
    is_missed_deadline: bool = False
    members: tuple[Point, ...] = ()


def unmet_points(finding: Finding, review: Review) -> tuple[Point, ...]:
    """What was not met; a group once, with its tally and what counted for or against it."""
    return tuple(_unmet(citation, review) for citation in finding.unmet)


def not_found_points(finding: Finding, review: Review) -> tuple[Point, ...]:
    """What could not be determined, each with its ``ask``, members of a group that was not met among them."""
    return tuple(_point(judged, review) for judged in not_found(finding))


def asked_points(items: Sequence[str], finding: Finding) -> tuple[Point, ...]:
    """The items of an information request, each with the criterion whose ``ask`` it is, where it is one."""
    nodes = {node.ask: node for node in finding.policy.nodes.values() if node.ask}
    points = []
    for item in items:
        node = nodes.get(item)
        points.append(
            Point(node.id, node.section, node.title, node.text, asked(item))
            if node
            else Point("", "", "", "", asked(item))
        )
    return tuple(points)


@dataclass(frozen=True, slots=True)
class OwedPoint:
    """A criterion that was not yet due at the review: what is to be sent, and by when in words.

    ``was_due`` says that its day was over when the approval was signed.
    """

    point: Point
    by: str
    was_due: bool


def owed_points(finding: Finding, review: Review, signed_on: date) -> tuple[OwedPoint, ...]:
    """What was not yet due at the review, as of the day of the signature; the earliest first."""
    owed = sorted(finding.not_yet_due.items(), key=lambda item: item[1] or date.max)
    return tuple(
        OwedPoint(
            _point(finding.judged(key), review), due_words(finding, key), due is not None and due < signed_on
        )
        for key, due in owed
    )


def due_words(finding: Finding, criterion_id: str) -> str:
    """When a criterion that is not yet due will be, in words: a date, or a day in the program."""
    day_due, node = finding.not_yet_due[criterion_id], finding.policy.nodes[criterion_id]
    if day_due is not None:
        return day(day_due)
    attended = node.due.by_attended_day if isinstance(node, Criterion) and node.due else None
    return f"day {attended} in the program" if attended else "the start of the program"


def members(citation: Citation) -> tuple[Judged, ...]:
    """What counted for or against a group, present first; what could not be found is told elsewhere."""
    deciding = [child for child in citation.judged.children if child.result in (MET, NOT_MET)]
    return tuple(sorted(deciding, key=lambda child: child.result is not MET))


def not_found(finding: Finding) -> tuple[Judged, ...]:
    """All that could not be determined, in policy order, members of a group that was not met among them."""
    inside = [
        child
        for citation in finding.unmet
        for child in citation.judged.children
        if child.result is UNDETERMINED
    ]
    places = {node_id: place for place, node_id in enumerate(finding.policy.nodes)}
    found = [*(citation.judged for citation in finding.undetermined), *inside]
    return tuple(sorted(found, key=lambda judged: places[judged.node.id]))


def sections(points: Sequence[Point]) -> str:
    """The printed sections that a letter cites, each once: "Admission 4, Admission 8 and When covered 11"."""
    return listed(list(dict.fromkeys(point.section for point in points)))


def sources(evidence: Sequence[Evidence]) -> str:
    """The sources in the record, in words: "Records, p. 24; Program schedule"."""
    return "; ".join(
        f"{item.document}, {_page(item.page)}" if item.page else item.document for item in evidence
    )


def _unmet(citation: Citation, review: Review) -> Point:
    judged = citation.judged
    if not citation.is_group:
        return _point(judged, review)
    met = tally(judged.met, judged.needed)
    return _point(judged, review, met, tuple(_point(child, review) for child in members(citation)))


def _point(judged: Judged, review: Review, met: str = "", inside: tuple[Point, ...] = ()) -> Point:
    node = judged.node
    answer = review.answers.get(node.id)
    return Point(
        node.id,
        node.section,
        node.title,
        node.text or node.title,
        asked(node.ask),
        met,
        sources(answer.evidence) if answer else "",
        judged.result is MET,
        judged.missed_date,
        inside,
    )


def _page(page: str) -> str:
    several = any(sign in page for sign in "-–,")
    return f"{'pp.' if several else 'p.'}{NO_BREAK}{page}" if page[:1].isdigit() else page

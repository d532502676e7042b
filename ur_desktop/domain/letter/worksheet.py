"""The internal worksheet: every criterion with its mark, where it was seen, and who marked it when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ur_desktop.domain.case import Case
from ur_desktop.domain.dates import short_date
from ur_desktop.domain.determination import Determination, PeerToPeer, Referral
from ur_desktop.domain.evaluation.cure import Cure
from ur_desktop.domain.evaluation.finding import Finding, cure_for, walk_judged
from ur_desktop.domain.evaluation.judge import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    NOT_YET_DUE,
    UNDETERMINED,
    Judged,
    Result,
)
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.letter.points import sources
from ur_desktop.domain.letter.words import NO_BREAK, clock, day, days, listed
from ur_desktop.domain.policy import Criterion, CriterionKind, Group
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.reviewer import Reviewer

_WORDS: Mapping[Result, tuple[str, str]] = {
    MET: ("met", "Met"),
    NOT_MET: ("not-met", "Not met"),
    UNDETERMINED: ("not-found", "Not found"),
    NOT_YET_DUE: ("not-due", "Not yet due"),
    NOT_APPLICABLE: ("not-applicable", "Not applicable"),
}
_ADVISORY = {CriterionKind.ATTENTION: "attention", CriterionKind.INFORMATION: "information"}


@dataclass(frozen=True, slots=True)
class WorksheetRow:
    """A line of the worksheet: a heading (``heading`` alone is set), a criterion or a group.

    ``shape`` is the class of the mark's sign, empty for what is not answered; ``is_flagged`` asks for a look;
    ``is_open`` belongs to what was not met or not found, a met member of such a group too.
    """

    heading: str = ""
    id: str = ""
    requires: str = ""
    kind: str = ""
    shape: str = ""
    mark: str = ""
    seen: str = field(default="", repr=False)
    who: str = ""
    is_child: bool = False
    is_flagged: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many criteria have one result, and which."""

    shape: str
    mark: str
    number: int
    which: str


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """A dated step of the decision: what was done, and by whom."""

    name: str
    what: str = field(repr=False)
    who: str


@dataclass(frozen=True, slots=True)
class Worksheet:
    """What the review summary and the referral print besides the letter's own facts."""

    result: str
    member: tuple[str, ...] = field(repr=False)
    request: tuple[str, ...] = field(repr=False)
    policy: tuple[str, ...]
    clock: tuple[str, ...]
    tallies: tuple[Tally, ...]
    rows: tuple[WorksheetRow, ...]
    open_rows: tuple[WorksheetRow, ...]
    unmet_only: bool
    question: str = field(repr=False)
    note: str = field(repr=False)
    referred_by: str
    steps: tuple[TimelineStep, ...]


def worksheet(
    *,
    case: Case,
    plan_title: str,
    finding: Finding,
    review: Review,
    determination: Determination | None,
    referral: Referral | None,
    information_request: InformationRequest | None,
    peer_to_peer: PeerToPeer | None,
    clock_words: str,
    reviewers: Mapping[str, Reviewer],
    zone: ZoneInfo,
    unmet_only: bool,
) -> Worksheet:
    """The worksheet of one review; with ``unmet_only`` its rows are what was not met or not found."""
    people = _People(reviewers, zone)
    policy, request = finding.policy, case.request
    rows = tuple(_rows(finding, review, people))
    open_rows = tuple(row for row in rows if row.is_open)
    return Worksheet(
        result=_WORDS[finding.result][1].lower() if finding.result is not UNDETERMINED else "not decided",
        member=(f"{case.member.name}, {case.age}", case.member.id, plan_title),
        request=(
            f"{request.service_code}, {request.units}{NO_BREAK}units, {request.review} review",
            days(request.start, request.end),
            f"{request.diagnosis.code} {request.diagnosis.meaning}".strip(),
            case.provider.name,
        ),
        policy=(
            f"{policy.title}, in force since {day(policy.version)}",
            f"Checklist: {finding.checklist.title}",
            f"Form digest {review.digest[:12]}",
        ),
        clock=(f"Received {people.moment(request.received)}", clock_words),
        tallies=tuple(_tallies(finding, review)),
        rows=open_rows if unmet_only else rows,
        open_rows=open_rows,
        unmet_only=unmet_only,
        question=referral.question if referral else "",
        note=referral.note if referral else "",
        referred_by=people.signed(referral.by, referral.at) if referral else "",
        steps=tuple(_steps(review, determination, referral, information_request, peer_to_peer, people)),
    )


@dataclass(frozen=True, slots=True)
class _People:
    """A person and a time in words, in the plan's time zone."""

    reviewers: Mapping[str, Reviewer]
    zone: ZoneInfo

    def name(self, user_id: str) -> str:
        known = self.reviewers.get(user_id)
        return known.name if known else user_id

    def signed(self, user_id: str, at: datetime) -> str:
        known = self.reviewers.get(user_id)
        return f"{known.signature if known else user_id}, {self.moment(at)}"

    def moment(self, at: datetime) -> str:
        here = at.astimezone(self.zone)
        return f"{_short(here.date())}, {here.year}, {clock(here.time())}"

    def marked(self, answer: Answer) -> str:
        return f"{self.name(answer.by)}, {_short(answer.at.astimezone(self.zone).date())}"


def _rows(finding: Finding, review: Review, people: _People) -> Iterator[WorksheetRow]:
    for root in finding.roots:
        under = ""
        for child in root.children:
            is_part = isinstance(child.node, Group) and child.node.at_least is None and not child.node.id
            heading = child if is_part else root
            if heading.node.title != under:
                under = heading.node.title
                yield WorksheetRow(heading=_heading(heading))
            for part in child.children if is_part else (child,):
                yield from _criterion_rows(part, review, people)


def _heading(judged: Judged) -> str:
    counted = Counter(child.result for child in judged.children if child.node.id and not _advisory(child))
    tally = ", ".join(f"{number} {_WORDS[result][1].lower()}" for result, number in counted.items())
    return f"{judged.node.title}: {tally}" if tally else judged.node.title


def _criterion_rows(
    judged: Judged,
    review: Review,
    people: _People,
    *,
    is_child: bool = False,
    flag: bool = True,
    within_open: bool = False,
) -> Iterator[WorksheetRow]:
    node = judged.node
    answer = review.answers.get(node.id)
    shape, mark = _mark(judged)
    advisory = _advisory(judged)
    is_flagged = flag and judged.result in (NOT_MET, UNDETERMINED) and advisory != "information"
    yield WorksheetRow(
        id=node.id,
        requires=node.text or node.title,
        kind=advisory,
        shape=shape,
        mark=mark,
        seen=_seen(answer),
        who=people.marked(answer) if answer else "",
        is_child=is_child,
        is_flagged=is_flagged,
        is_open=is_flagged or (within_open and judged.result is MET),
    )
    cited = isinstance(node, Group) and node.is_cited
    for child in judged.children:
        # A group that is met speaks for its members: theirs are no open questions.
        inside = flag and not (cited and judged.result is MET)
        yield from _criterion_rows(
            child, review, people, is_child=True, flag=inside, within_open=cited and is_flagged
        )


def _mark(judged: Judged) -> tuple[str, str]:
    if isinstance(judged.node, Criterion) and judged.result is UNDETERMINED and judged.mark is None:
        return "", "Not answered"
    shape, word = _WORDS[judged.result]
    if judged.missing_fact:
        return shape, f"Can't be told: {judged.missing_fact.replace('_', ' ')} unknown"
    if isinstance(judged.node, Group) and judged.node.is_cited and judged.needed:
        enough = judged.result is MET
        return (
            shape,
            f"{word}: {judged.met} found, {judged.needed} required"
            if enough
            else f"{word}: {judged.met} of the {judged.needed} required",
        )
    if isinstance(judged.node, Criterion) and judged.node.is_deadline and judged.result is NOT_MET:
        return shape, f"{word}, date {'' if judged.missed_date else 'not '}missed"
    if judged.result is NOT_YET_DUE and judged.due:
        return shape, f"Due {_short(judged.due)}"
    return shape, word


def _seen(answer: Answer | None) -> str:
    if answer is None:
        return ""
    quotes = [f"“{item.quote}”" for item in answer.evidence if item.quote]
    carried = f"Carried from {day(answer.carried_from)}" if answer.carried_from else ""
    measured = f"Measured: {answer.proposal}" if answer.proposal else ""
    parts = (answer.note.strip(), measured, sources(answer.evidence), *quotes, carried)
    return ". ".join(part.rstrip(".") for part in parts if part)


def _advisory(judged: Judged) -> str:
    return _ADVISORY.get(judged.node.kind, "") if isinstance(judged.node, Criterion) else ""


def _tallies(finding: Finding, review: Review) -> Iterator[Tally]:
    def line(result: Result, which: Sequence[str], mark: str = "") -> Iterator[Tally]:
        if which:
            shape, word = _WORDS[result]
            yield Tally(shape, mark or word, len(which), " · ".join(which))

    def named(judged: Judged, tally: str = "") -> str:
        return f"{judged.node.id} {judged.node.title}{', ' + tally if tally else ''}"

    yield from line(NOT_MET, [named(item.judged, item.tally) for item in finding.unmet])
    answered = [item for item in finding.undetermined if item.id not in finding.unanswered]
    yield from line(UNDETERMINED, [named(item.judged) for item in answered])
    if finding.unanswered:
        yield Tally("", "Not answered", len(finding.unanswered), ", ".join(finding.unanswered))
    due = [f"{key} by {_short(on)}" if on else key for key, on in finding.not_yet_due.items()]
    yield from line(NOT_YET_DUE, due)
    met = [
        item.node.id
        for item in walk_judged(finding.roots[0])
        if item.mark is Mark.MET and not _advisory(item)
    ]
    if met:
        yield Tally("met", "Met", len(met), ", ".join(met))
    if finding.not_applicable:
        yield Tally(
            "not-applicable", "Not applicable", len(finding.not_applicable), ", ".join(finding.not_applicable)
        )
    if finding.attention:
        yield Tally("not-met", "Attention", len(finding.attention), ", ".join(finding.attention))
    if finding.result is not MET:
        yield _would_be_met(cure_for(finding.policy, review))


def _would_be_met(cure: Cure) -> Tally:
    """The smallest set that would make the checklist met; a date that has passed can never be met."""
    if cure.items is None:
        return Tally(
            "", "Can’t be met", len(cure.incurable), f"{', '.join(cure.incurable)}: the date has passed"
        )
    names = [item.replace("_", " ") for item in cure.items]
    return Tally("", "To be met", len(names), f"{listed(names)} (the smallest set)")


def _steps(
    review: Review,
    determination: Determination | None,
    referral: Referral | None,
    information_request: InformationRequest | None,
    peer_to_peer: PeerToPeer | None,
    people: _People,
) -> Iterator[TimelineStep]:
    if review.completed_at is not None:
        yield TimelineStep(
            "First review", "Completed", people.signed(review.completed_by, review.completed_at)
        )
    if information_request is not None:
        answered = information_request.answered_at
        came = f"answered {people.moment(answered)}" if answered else "not answered"
        number, until = len(information_request.items), people.moment(information_request.answer_by)
        what = f"{number} item{'' if number == 1 else 's'}, answer by {until}; {came}"
        yield TimelineStep("Information asked for", what, people.moment(information_request.sent_at))
    if referral is not None:
        yield TimelineStep(
            "Referral to the physician", referral.question, people.signed(referral.by, referral.at)
        )
    if peer_to_peer is not None:
        what = peer_to_peer.outcome or f"Open until {day(peer_to_peer.until)}"
        yield TimelineStep(
            "Peer-to-peer", what, people.signed(peer_to_peer.offered_by, peer_to_peer.offered_at)
        )
    if determination is not None:
        yield TimelineStep(
            "Determination",
            _decided(determination),
            f"{determination.by.signature}, {people.moment(determination.at)}",
        )


def _decided(determination: Determination) -> str:
    action = determination.action.replace("_", " ").capitalize()
    ground = f" on the ground of {determination.ground.replace('_', ' ')}" if determination.ground else ""
    conflict = ". Attests to having no conflict" if determination.no_conflict else ""
    when = days(determination.start, determination.end)
    return f"{action}{ground}: {determination.units} units, {when}{conflict}"


def _short(on: date) -> str:
    return short_date(on).replace(" ", NO_BREAK)

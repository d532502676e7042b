"""The facts of a letter, in words: a template only puts them in order and computes nothing.

Both copies, the member's in plain words and the provider's with ids and codes, are made from the same facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from textwrap import wrap
from zoneinfo import ZoneInfo

from ur_desktop.domain.case import Case, is_name
from ur_desktop.domain.deadlines import clock_stopping
from ur_desktop.domain.determination import Determination, Ground, PeerToPeer, Referral
from ur_desktop.domain.errors import LetterError
from ur_desktop.domain.evaluation.finding import Finding
from ur_desktop.domain.information_request import InformationRequest, withdrawn_last
from ur_desktop.domain.letter.end_facts import EndFacts, end_facts
from ur_desktop.domain.letter.fit import NO_ADDRESS, WINDOW_LINES, addressee_faults, kind_faults, misfits
from ur_desktop.domain.letter.kind import ADVERSE, APPROVALS, INTERNAL, Copy, LetterKind, kinds_for
from ur_desktop.domain.letter.parts import (
    LANGUAGES,
    AppealFacts,
    DecisionFacts,
    InformationFacts,
    RequestFacts,
    TalkFacts,
    appeal_facts,
    benefits_continue,
    decision_facts,
    filled_blocks,
    information_facts,
    request_facts,
    response_faults,
    service_of,
    short_answer,
    talk_facts,
)
from ur_desktop.domain.letter.points import (
    OwedPoint,
    Point,
    not_found_points,
    owed_points,
    sections,
    unmet_points,
)
from ur_desktop.domain.letter.reasons import ReasonPart, Reasons, read_reasons
from ur_desktop.domain.letter.words import called, capital, day, treating
from ur_desktop.domain.letter.worksheet import Worksheet, worksheet
from ur_desktop.domain.participation import Participation
from ur_desktop.domain.plan import LineOfBusiness, Plan
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.review import Review
from ur_desktop.domain.reviewer import Reviewer

__all__ = ["Copy", "LetterFacts", "LetterKind", "kinds_for", "letter_facts"]

_THE_MEMBER = ("the member", "the member’s", "The member’s")
WINDOW_WIDTH = 48
"""About how many letters of an address fit into the envelope's window; a longer line goes on below."""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything that a letter of one kind and copy prints; what a kind has no use for is None or empty.

    ``spoken_for`` is the member's name in a letter to a representative, ``you`` and ``your`` the member as its
    sentences name them, ``treating`` the one who treats them: "doctor", or "provider". ``is_over`` says that the last
    day requested is past. ``owed`` is what an approval still waits for. ``short_answer`` goes into the box on the first
    page, ``count`` says how many parts were not met or not found, ``could_change`` leaves out dates that have passed,
    which no paper can make up for. ``blocks`` are the line of business's wordings with their fields filled, each a
    tuple of paragraphs; ``languages`` are (code, name in that language, text).
    """

    kind: LetterKind
    copy: Copy
    language: str
    window: tuple[str, ...] = field(repr=False)
    date: str
    member: str = field(repr=False)
    member_number: str = field(repr=False)
    case_number: str
    greeting: str = field(repr=False)
    spoken_for: str = field(repr=False)
    you: str = field(repr=False)
    your: str = field(repr=False)
    your_capital: str = field(repr=False)
    treating: str
    is_over: bool
    following: str = field(repr=False)
    foot: str
    record_code: str
    copies: tuple[str, ...] = field(repr=False)
    plan: Plan
    line: LineOfBusiness
    policy: Policy
    policy_since: str
    checklist: str
    sections: str
    request: RequestFacts
    short_answer: str = field(repr=False)
    count: str
    reasons: Reasons = field(repr=False)
    clinical: tuple[ReasonPart, ...] = field(repr=False)
    unmet: tuple[Point, ...] = field(repr=False)
    not_found: tuple[Point, ...] = field(repr=False)
    could_change: tuple[Point, ...] = field(repr=False)
    owed: tuple[OwedPoint, ...] = field(repr=False)
    decision: DecisionFacts | None
    end: EndFacts | None
    benefits_continue: bool
    appeal: AppealFacts
    information: InformationFacts | None
    talk: TalkFacts
    blocks: Mapping[str, tuple[str, ...]]
    languages: tuple[tuple[str, str, str], ...]
    worksheet: Worksheet | None = field(repr=False)


def letter_facts(
    kind: LetterKind,
    copy: Copy,
    *,
    case: Case,
    plan: Plan,
    line: LineOfBusiness,
    policy: Policy,
    review: Review,
    finding: Finding,
    determination: Determination | None,
    referral: Referral | None,
    information_request: InformationRequest | None,
    peer_to_peer: PeerToPeer | None,
    clock_words: str,
    record_code: str,
    reviewers: Mapping[str, Reviewer],
    participation: frozenset[Participation],
    now: datetime,
    unmet_only: bool = False,
) -> LetterFacts:
    """The facts of one letter, dated ``now`` in the plan's time zone.

    ``unmet_only`` shortens a review summary to what was not met or not found. Raises LetterError, with every
    fault at once, when the kind or copy does not fit the determination, the finding or the member.
    """
    here = ZoneInfo(plan.time_zone)
    today = now.astimezone(here).date()
    window = _window(case, copy)
    if determination and determination.ground is Ground.MISSING_INFORMATION:
        asked = clock_stopping(case, line, here)
        information_request = asked if asked and asked.has_lapsed(determination.at) else None
    if kind is LetterKind.WITHDRAWN_REQUEST:
        information_request = withdrawn_last(case.information_requests)
    faults = (
        *misfits(case, plan, line, policy, review, finding),
        *kind_faults(kind, copy, case, finding, determination, referral, information_request),
        *(() if copy is Copy.INTERNAL else addressee_faults(case, copy, window, today)),
        *(
            response_faults(information_request, case, line, here, now)
            if kind is LetterKind.INFORMATION_REQUEST and information_request
            else ()
        ),
    )
    if faults:
        raise LetterError("This letter can't be written.", "", faults)
    member = case.member
    spoken_for = member.name if copy is Copy.MEMBER and member.addressee != member.name else ""
    first_name = member.first_name if is_name(member.first_name) else member.name
    service = service_of(policy, case.request.service_code)
    adverse = determination if kind in ADVERSE else None
    you = first_name if spoken_for else "you"
    your, your_capital = (f"{first_name}’s",) * 2 if spoken_for else ("your", "Your")
    named = (you, your, your_capital) if copy is Copy.MEMBER else _THE_MEMBER
    end = end_facts(determination, case, plan, here, named) if determination else None
    reasons = read_reasons(adverse.rationale.member if adverse else "")
    unmet, not_found = unmet_points(finding, review), not_found_points(finding, review)
    blocks = filled_blocks(line, plan, case)
    return LetterFacts(
        kind=kind,
        copy=copy,
        language="en",
        window=window,
        date=day(today),
        member=case.member.name,
        member_number=case.member.id,
        case_number=case.number,
        greeting=_greeting(case, copy),
        spoken_for=spoken_for,
        you=you,
        your=your,
        your_capital=your_capital,
        treating=treating(case.provider.credential),
        is_over=case.request.end < today,
        following=_following(kind, copy, case, day(today)),
        foot=_foot(copy, plan, record_code),
        record_code=record_code,
        copies=_copies(case, copy),
        plan=plan,
        line=line,
        policy=policy,
        policy_since=day(policy.version),
        checklist=finding.checklist.title,
        sections=sections((*unmet, *not_found)),
        request=request_facts(case, service, here),
        short_answer=end.short if end else reasons.short or short_answer(finding),
        count=short_answer(finding),
        reasons=reasons,
        clinical=_clinical(read_reasons(adverse.rationale.provider if adverse else "")),
        unmet=unmet,
        not_found=not_found,
        could_change=tuple(point for point in unmet if not point.is_missed_deadline),
        owed=owed_points(finding, review, determination.at.astimezone(here).date())
        if determination and kind in APPROVALS
        else (),
        decision=decision_facts(determination, service, plan, participation, here) if determination else None,
        end=end,
        benefits_continue=determination is not None and benefits_continue(determination, case.request, today),
        appeal=appeal_facts(line, case.request, today, here),
        information=information_facts(information_request, case, line, finding, here)
        if information_request
        else None,
        talk=talk_facts(peer_to_peer, plan, today, here),
        blocks=blocks,
        languages=tuple(
            (code, LANGUAGES[code], " ".join(blocks.get(f"language_{code}", ()))) for code in plan.languages
        ),
        worksheet=(
            worksheet(
                case=case,
                plan_title=f"{plan.name} ({line.title})",
                finding=finding,
                review=review,
                determination=determination,
                referral=referral,
                information_request=information_request,
                peer_to_peer=peer_to_peer,
                clock_words=clock_words,
                reviewers=reviewers,
                zone=here,
                unmet_only=unmet_only,
            )
            if kind in INTERNAL
            else None
        ),
    )


def _clinical(reasons: Reasons) -> tuple[ReasonPart, ...]:
    lead = (ReasonPart("paragraph", reasons.short),) if reasons.short else ()
    return (*lead, *reasons.parts)


def _window(case: Case, copy: Copy) -> tuple[str, ...]:
    """The lines of the address; a program whose name takes too many of them shares those of its practitioner."""
    if copy is Copy.PROVIDER:
        provider = case.provider
        by_fax = f"By fax: {provider.fax}" if provider.fax else NO_ADDRESS
        address = _lines(*provider.address.lines) or (by_fax,)
        window = _lines(provider.addressee, provider.name, *address)
        if len(window) <= WINDOW_LINES:
            return window
        return _lines(f"{provider.addressee}, {provider.name}", *address)
    return _lines(case.member.addressee, *(_lines(*case.member.mailing_address.lines) or (NO_ADDRESS,)))


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(part for line in lines for part in wrap(line, WINDOW_WIDTH, break_long_words=False))


def _greeting(case: Case, copy: Copy) -> str:
    if copy is Copy.PROVIDER:
        known = case.provider.practitioner
        return f"Dear {called(known, case.provider.credential) if known else 'treating practitioner'}"
    return f"Dear {case.member.addressee}"


def _following(kind: LetterKind, copy: Copy, case: Case, date_words: str) -> str:
    def plain(text: str) -> str:
        return text.replace("|", "¦")  # the bar divides the header's three parts

    who = plain(case.member.name)
    if copy is Copy.INTERNAL:
        who = f"{capital(kind.replace('_', ' '))} · {who}"
    right = f"Printed {date_words}" if copy is Copy.INTERNAL else date_words
    return f"{who} | · Member {plain(case.member.id)} · Case {plain(case.number)} | {right}"


def _foot(copy: Copy, plan: Plan, record_code: str) -> str:
    who = {
        Copy.MEMBER: plan.name,
        Copy.PROVIDER: f"{plan.name} · Provider copy",
        Copy.INTERNAL: "Internal worksheet. Not for the member or the provider.",
    }[copy]
    return f"{who} · Record code {record_code}"


def _copies(case: Case, copy: Copy) -> tuple[str, ...]:
    member = case.member
    spoken_for = member.addressee != member.name
    name = f"{member.addressee} (for {member.name})" if spoken_for else f"{member.name} (member)"
    treating = (
        f"{case.provider.addressee} (treating practitioner)"
        if case.provider.practitioner
        else "treating practitioner"
    )
    both = (name, treating) if copy is Copy.MEMBER else (treating, name)
    return (*both, case.provider.name)

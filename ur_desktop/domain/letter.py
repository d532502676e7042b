"""What a letter says, worded and ready: a template only puts it in order and has nothing to compute.

Both copies, the member's in plain words and the provider's with ids and codes, are made from the same facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from ur_desktop.domain.case import Case, InformationRequest, Urgency
from ur_desktop.domain.determination import (
    Action,
    Determination,
    Ground,
    PeerToPeer,
    Referral,
    Reviewer,
    ground_for,
)
from ur_desktop.domain.errors import LetterError
from ur_desktop.domain.finding import Finding
from ur_desktop.domain.letter_points import Point, asked_points, not_found_points, sections, unmet_points
from ur_desktop.domain.letter_words import (
    NO_BREAK,
    Phrase,
    called,
    capital,
    count,
    day,
    days,
    listed,
    several,
    training,
)
from ur_desktop.domain.letter_worksheet import Worksheet, worksheet
from ur_desktop.domain.plan import LineOfBusiness, Plan
from ur_desktop.domain.policy import Policy, ReviewKind, Service
from ur_desktop.domain.reasons import Part, read_reasons
from ur_desktop.domain.review import Review

WINDOW_LINES = 5
ADULT = 18
LANGUAGES: Mapping[str, str] = {
    "es": "Español",
    "vi": "Tiếng Việt",
    "ru": "Русский",
    "fr": "Français",
    "tl": "Tagalog",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "hmn": "Hmoob",
}
"""The languages whose letters the shipped fonts have, by the code of their block and in their own words."""

_FIELD = re.compile(r"\{([a-z_]*)\}")
_SUBSTANCE_USE = re.compile(r"F1\d")
_ONE_DAY = "one day of "


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything that a letter of one kind and copy prints; a part that a kind has no use for is None or empty.

    ``why`` is the short answer for the box on the first page. ``blocks`` are the line of business's wordings with
    their fields filled, each a tuple of paragraphs; ``languages`` are (code, name in that language, text).
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
    following: str = field(repr=False)
    foot: str
    record_code: str
    copies: tuple[str, ...] = field(repr=False)
    plan: Plan
    line: LineOfBusiness
    policy: Policy
    policy_since: str
    checklist: str
    cited_sections: str
    request: RequestFacts
    why: str = field(repr=False)
    reasons: tuple[Part, ...] = field(repr=False)
    rationale: tuple[Part, ...] = field(repr=False)
    unmet: tuple[Point, ...] = field(repr=False)
    not_found: tuple[Point, ...] = field(repr=False)
    not_found_words: tuple[Part, ...] = field(repr=False)
    could_change: tuple[Point, ...] = field(repr=False)
    has_missed_deadline: bool
    tally: str
    decision: DecisionFacts | None
    appeal: AppealFacts
    information: InformationFacts | None
    talk: TalkFacts | None
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
    now: datetime,
    unmet_only: bool = False,
) -> LetterFacts:
    """The facts of one letter, dated ``now`` in the plan's time zone.

    ``unmet_only`` shortens a review summary to what was not met or not found. Raises LetterError, with every fault
    at once, when the kind or copy does not fit the determination, the finding or the member.
    """
    if determination is not None and determination.ground is Ground.MISSING_INFORMATION and information_request is None:
        information_request = _lapsed(case, determination.at)
    faults = (
        *_misfits(case, plan, line, policy, review, finding),
        *_kind_faults(kind, copy, case, finding, determination, referral, information_request),
        *(() if copy is Copy.INTERNAL else _addressee_faults(case, copy, now)),
    )
    if faults:
        raise LetterError("This letter can't be written.", "", faults)
    here = ZoneInfo(plan.time_zone)
    today = now.astimezone(here).date()
    service = _service(policy, case.request.service_code)
    approval = kind in APPROVALS
    reasons = read_reasons(determination.rationale.member if determination and not approval else "")
    clinical = read_reasons(determination.rationale.provider if determination and not approval else "")
    unmet = unmet_points(finding, review)
    not_found = not_found_points(finding, review)
    date_words, window = day(today), _window(case, copy)
    return LetterFacts(
        kind=kind,
        copy=copy,
        language="en",
        window=window,
        date=date_words,
        member=case.member.name,
        member_number=case.member.id,
        case_number=case.number,
        greeting=_greeting(case, copy),
        spoken_for=case.member.name if _speaks_for_member(case, copy) else "",
        following=_following(kind, copy, case, date_words),
        foot=_foot(copy, plan, record_code),
        record_code=record_code,
        copies=_copies(case, copy),
        plan=plan,
        line=line,
        policy=policy,
        policy_since=day(policy.version),
        checklist=finding.checklist.title,
        cited_sections=sections((*unmet, *not_found)),
        request=_request(case, service, here),
        why=reasons.short or _why(finding),
        reasons=reasons.parts,
        rationale=(*((Part("paragraph", clinical.short),) if clinical.short else ()), *clinical.parts),
        unmet=unmet,
        not_found=not_found,
        not_found_words=reasons.not_found,
        could_change=tuple(point for point in unmet if not point.is_missed_deadline),
        has_missed_deadline=any(point.is_missed_deadline for point in unmet),
        tally=_why(finding),
        decision=_decision(determination, case, service, plan, review, here) if determination else None,
        appeal=AppealFacts(
            line.appeal.days,
            day(today + timedelta(days=line.appeal.days)),
            line.appeal.counted_from == "receipt",
            line.appeal.answer_days,
            line.appeal.urgent_answer_hours,
        ),
        information=_information(information_request, finding, here) if information_request else None,
        talk=_talk(peer_to_peer, plan, here, today_plus=today + timedelta(days=plan.peer_to_peer_days)),
        blocks=_blocks(plan, line, case, here),
        languages=tuple(
            (code, LANGUAGES[code], " ".join(_filled(line, f"language_{code}", plan, case)))
            for code in plan.languages
            if code in LANGUAGES
        ),
        worksheet=(
            worksheet(
                case=case,
                plan=plan,
                line=line,
                review=review,
                finding=finding,
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


def _speaks_for_member(case: Case, copy: Copy) -> bool:
    return copy is Copy.MEMBER and case.member.representative is not None


def _window(case: Case, copy: Copy) -> tuple[str, ...]:
    if copy is Copy.PROVIDER:
        return (case.provider.addressee, case.provider.name, *case.provider.address.lines)
    representative = case.member.representative
    addressee = representative.name if representative else case.member.name
    return (addressee, *case.member.mailing_address.lines)


def _greeting(case: Case, copy: Copy) -> str:
    if copy is Copy.PROVIDER:
        known = case.provider.practitioner
        return f"Dear {called(known, case.provider.credential) if known else 'treating practitioner'}"
    representative = case.member.representative
    return f"Dear {representative.name if representative else case.member.name}"


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
    representative = case.member.representative
    name = f"{representative.name} (for {case.member.name})" if representative else f"{case.member.name} (member)"
    treating = (
        f"{case.provider.addressee} (treating practitioner)" if case.provider.practitioner else "treating practitioner"
    )
    both = (name, treating) if copy is Copy.MEMBER else (treating, name)
    return (*both, case.provider.name)



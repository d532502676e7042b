"""What keeps a determination from being signed: everything that its letters will need, judged before the signature.

Each problem names the field to correct. The same function judges a determination while it is typed, when it is signed
and when its letter is accepted. What only the page shows, the typesetter says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo

from ur_desktop.domain.authorization import dates_of_service
from ur_desktop.domain.case import Case, ServiceRequest
from ur_desktop.domain.determination import ADVERSE, BLANK, Action, Determination, PeerToPeer
from ur_desktop.domain.diagnoses import asks_about_part_2
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.judged_request import judged_code
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.review import Review

FARTHEST = 366
"""The days after the last approved day by which the next review is at the latest."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a determination can't be signed: the field, empty for the case as a whole, and a sentence.

    A field is named like the attribute of the value it is in: "rationale.member", "units", "member.address".
    """

    where: str
    words: str = field(repr=False)


Unprintable = Callable[[str], str]
"""Why a text can't be printed, in a sentence; empty when it can."""


def problems(
    determination: Determination,
    case: Case,
    review: Review,
    policy: Policy,
    *,
    peer_to_peer: PeerToPeer | None,
    zone: tzinfo,
    unprintable: Unprintable,
) -> tuple[Problem, ...]:
    """Everything that the signature and the acceptance of the letters need and do not have, as of the signature.

    ``zone`` is the plan's.
    """
    today = determination.at.astimezone(zone).date()
    return (
        *letter_problems(determination, case, unprintable),
        *_term_problems(determination, case.request, policy, today),
        *_offer_problems(peer_to_peer, zone),
        *_case_problems(determination, case, review, zone),
    )


def letter_problems(
    determination: Determination, case: Case, unprintable: Unprintable
) -> tuple[Problem, ...]:
    """What the letters of a determination need and do not have: texts that can be printed, addresses, Part 2."""
    return (
        *_text_problems(determination, case, unprintable),
        *_address_problems(determination, case),
        *_part_2_problems(determination, case.request),
    )


def require_ready(found: tuple[Problem, ...]) -> None:
    """Raise NotAuthorized with every problem."""
    if found:
        raise NotAuthorized(
            "This determination can't be signed.", "", tuple(problem.words for problem in found)
        )


def text_problem(text: str, unprintable: Unprintable) -> str:
    """Why a text can't go into a letter, in a sentence: a blank to fill, or a character that no font has."""
    if blanks := BLANK.findall(text):
        return f"Fill the blanks first: {', '.join(blanks)}."
    return unprintable(text)


def excess(request: ServiceRequest, policy: Policy) -> str:
    """Why the units are too many for the dates, in a sentence; empty when they are not."""
    per_day = next(
        (service.units_per_day for service in policy.services if service.code == request.service_code), 1
    )
    most = dates_of_service(request) * per_day
    return f"{request.units} units for {most} on the dates." if request.units > most else ""


def _text_problems(determination: Determination, case: Case, unprintable: Unprintable) -> Iterator[Problem]:
    for name, words, text in (*_written(determination), *_of_case(case)):
        # A blank in the rationale is a fault of the determination itself.
        reason = unprintable(text) if name.startswith("rationale") else text_problem(text, unprintable)
        if reason:
            yield Problem(name, f"{words}: {reason}")


def _written(determination: Determination) -> Iterator[tuple[str, str, str]]:
    yield "rationale.member", "Member letter", determination.rationale.member
    yield "rationale.provider", "Provider letter", determination.rationale.provider
    yield "alternative", "Alternative", determination.alternative
    yield "by", "Your name and license", determination.by.signature


def _of_case(case: Case) -> Iterator[tuple[str, str, str]]:
    """The texts of a request that a letter prints: field, name on the form, text."""
    member, provider, request = case.member, case.provider, case.request
    yield "member.first_name", "First name", member.first_name
    yield "member.last_name", "Last name", member.last_name
    yield "member.id", "Member ID", member.id
    if member.representative:
        yield "member.representative", "Representative", member.representative.name
    yield "member.address", "Member address", "\n".join(member.mailing_address.lines)
    yield "provider.name", "Program", provider.name
    yield "provider.practitioner", "Practitioner", provider.addressee
    yield "provider.address", "Program address", "\n".join(provider.address.lines)
    for diagnosis in request.diagnoses:
        yield "request.diagnosis", "Diagnosis", f"{diagnosis.code} {diagnosis.meaning}"
    yield "request.claim_amount", "Claim amount", request.claim_amount


def part_2_fault(request: ServiceRequest) -> str:
    """Why no letter can be written before it is said whether it needs the statement of 42 CFR 2.32; else empty."""
    if not asks_about_part_2(request):
        return ""
    return (
        "The request doesn’t say whether it came with substance use records under 42 CFR Part 2. "
        "Edit the request and answer it: the letters depend on it."
    )


def _part_2_problems(determination: Determination, request: ServiceRequest) -> Iterator[Problem]:
    if determination.has_letter and (fault := part_2_fault(request)):
        yield Problem("request.part_2_records", fault)


def _address_problems(determination: Determination, case: Case) -> Iterator[Problem]:
    if not determination.has_letter:
        return
    if not any(line.strip() for line in case.member.mailing_address.lines):
        yield Problem(
            "member.address", "Member address: add it to the request, so that the letter can be mailed."
        )
    if not any(line.strip() for line in case.provider.address.lines) and not case.provider.fax.strip():
        yield Problem(
            "provider.address",
            "Program address: add it or a fax number to the request, so that the copy can be sent.",
        )


def _term_problems(
    determination: Determination, request: ServiceRequest, policy: Policy, today: date
) -> Iterator[Problem]:
    terms = replace(request, start=determination.start, end=determination.end, units=determination.units)
    if terms.end < terms.start:
        yield Problem("end", "Through is before From. Change one date.")
        return
    if determination.denied_units and determination.action is not Action.APPROVE_IN_PART:
        yield Problem("denied_units", "Only an approval in part leaves units that are not approved.")
    if determination.action not in (Action.APPROVE, Action.APPROVE_IN_PART):
        return
    if (more := excess(terms, policy)) and not determination.reason.strip():
        yield Problem("reason", f"{more} Give a reason, or refer.")
    if review_on := determination.next_review:
        if review_on < today:
            yield Problem("next_review", "Next review is in the past. Type a later date.")
        elif (review_on - max(terms.end, today)).days > FARTHEST:
            yield Problem(
                "next_review", "Next review is more than a year after the last day. Type an earlier date."
            )


def _offer_problems(offer: PeerToPeer | None, zone: tzinfo) -> Iterator[Problem]:
    if offer is not None and offer.until < offer.offered_at.astimezone(zone).date():
        yield Problem("peer_to_peer", "The peer-to-peer ends before it was offered. Record the offer again.")


def _case_problems(
    determination: Determination, case: Case, review: Review, zone: tzinfo
) -> Iterator[Problem]:
    if review.judged and review.judged != judged_code(case):
        yield Problem("", "The request changed after its review was completed. Complete the review again.")
    if determination.action not in ADVERSE:
        return
    if case.asking is not None:
        yield Problem(
            "",
            "The letter that requests information is not sent yet. Discard it before it is accepted, or send it and "
            "withdraw the request.",
        )
    for asked in case.information_requests:
        if asked.is_pending(determination.at):
            yield Problem("", _pending(asked, zone))


def _pending(asked: InformationRequest, zone: tzinfo) -> str:
    until = asked.answer_by.astimezone(zone)
    return (
        f"Information was requested until {until:%m/%d/%Y}. Record the records received, wait until then, or "
        "stop waiting, which writes a letter (Ctrl+D under Request)."
    )

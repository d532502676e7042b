"""The elements that the law requires of a letter, each proved from the facts and the words printed.

An element is present when every one of its proofs occurs in the letter: mostly the facts themselves (a
date, a phone number, a whole wording of the line of business), and for what has no fact of its own a phrase
of the template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ur_desktop.domain.letter.end_facts import EndFacts
from ur_desktop.domain.letter.facts import Copy, LetterFacts, LetterKind
from ur_desktop.domain.letter.fit import NO_ADDRESS
from ur_desktop.domain.letter.kind import ADVERSE, APPROVALS, UNDECIDED
from ur_desktop.domain.letter.parts import DecisionFacts
from ur_desktop.domain.letter.points import Point
from ur_desktop.domain.letter.reasons import ReasonPart
from ur_desktop.domain.letter.text import comparable, passages

_SOCIAL_SECURITY = re.compile(r"(?<!\d)(?<!\d-)\d{3}-\d{2}-\d{4}(?!\d|-\d)")
_502A = "502(a)"
_FAST = re.compile(r"\b(fast|urgent|expedited) appeal\b", re.IGNORECASE)
_NOT_FOUND = re.compile("could not find in the records|not found in the records", re.IGNORECASE)
_NOT_MET = re.compile(r"\bnot met\b|\bunmet\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RequiredElement:
    """An element that the law requires: its number in the list, whether the letter has it, and on which page.

    ``missing`` are the proofs that were not found, ``why`` says what the case lacks. ``page`` counts from 1 and is
    None without pages.
    """

    number: int
    name: str
    present: bool
    page: int | None = None
    missing: tuple[str, ...] = field(default=(), repr=False)
    why: str = field(default="", repr=False)


def elements(facts: LetterFacts, html: str, pages: Sequence[str] = ()) -> tuple[RequiredElement, ...]:
    """The elements that this kind and copy must have in this line of business, in their numbers' order.

    ``pages`` are the texts of the PDF's pages, to say which page an element is on. Internal worksheets owe none.
    """
    if facts.copy is Copy.INTERNAL:
        return ()
    found = passages(html)
    text = comparable(" ".join(passage.text for passage in found))
    shown = [comparable(page) for page in pages]
    owed: list[RequiredElement] = []
    for number, (name, proofs_of) in ELEMENTS.items():
        if number not in facts.line.elements:
            continue
        proofs = proofs_of(facts)
        if proofs is None:
            continue
        wanted = [comparable(proof) for proof in proofs if proof.strip()]
        missing = [proof for proof in wanted if proof not in text]
        if number == 1 and NO_ADDRESS in facts.window:
            missing.append("mailing address")
        if number == 1 and _SOCIAL_SECURITY.search(text):
            missing.append("no social security number")
        if number == 9 and any(
            _NOT_FOUND.search(part.section) and _NOT_MET.search(part.text) for part in found
        ):
            missing.append("what was not found, apart from what was not met")
        page = next((place for place, page in enumerate(shown, 1) if wanted and wanted[0] in page), None)
        owed.append(RequiredElement(number, name, not missing, page, tuple(missing)))
    if not facts.line.erisa:
        stray = _502A in text
        owed.append(
            RequiredElement(15, "No ERISA right to sue named", not stray, None, (_502A,) if stray else ())
        )
    if _is_adverse(facts) and not facts.appeal.can_be_fast:
        found_fast = tuple(match[0] for match in _FAST.finditer(text))
        owed.append(RequiredElement(11, "No fast appeal after the service", not found_fast, None, found_fast))
    return tuple(sorted(owed, key=lambda element: element.number))


_Proofs = Callable[[LetterFacts], Iterator[str] | None]


def _is_denial(facts: LetterFacts) -> bool:
    return facts.kind is LetterKind.DENIAL


def _is_adverse(facts: LetterFacts) -> bool:
    return facts.kind in ADVERSE


def _ended(facts: LetterFacts) -> EndFacts:
    if facts.end is None:
        raise ValueError(facts.kind)
    return facts.end


def _decided(facts: LetterFacts) -> DecisionFacts:
    if facts.decision is None:
        raise ValueError(facts.kind)
    return facts.decision


def _for_member(facts: LetterFacts) -> bool:
    return facts.copy is Copy.MEMBER


def _denial(proofs: Callable[[LetterFacts], Iterator[str]]) -> _Proofs:
    """Proofs that only a denial by criteria needs."""
    return lambda facts: proofs(facts) if _is_denial(facts) else None


def _adverse(proofs: Callable[[LetterFacts], Iterator[str]]) -> _Proofs:
    """Proofs that every letter needs that refuses something."""
    return lambda facts: proofs(facts) if _is_adverse(facts) else None


def _who(facts: LetterFacts) -> Iterator[str]:
    yield facts.date
    yield facts.member
    yield facts.member_number
    yield from facts.window


def _request(facts: LetterFacts) -> Iterator[str]:
    asked = facts.request
    yield asked.provider
    yield asked.dates
    yield asked.claim_amount if _is_adverse(facts) else ""
    if _for_member(facts):
        yield asked.care
        yield asked.amount if facts.kind is not LetterKind.CONTINUED_APPROVAL else _decided(facts).more
    else:
        yield from (asked.units, asked.code, asked.code_meaning)


def _decision(facts: LetterFacts) -> Iterator[str] | None:
    if facts.decision is None or facts.kind in UNDECIDED:
        return None
    decision = facts.decision
    if facts.kind is LetterKind.WITHDRAWAL:
        return iter(("withdrawn", _ended(facts).on, _ended(facts).told_by))
    if _is_adverse(facts):
        said = "We did not approve" if _for_member(facts) else "Not approved"
    else:
        said = "We approved" if _for_member(facts) else "Approved"
    return iter(
        (
            said,
            decision.dates,
            decision.amount if _for_member(facts) and _is_adverse(facts) else decision.units,
        )
    )


def _reasons(facts: LetterFacts) -> Iterator[str]:
    if facts.end is not None:
        yield "Why we decided this" if _for_member(facts) else "Reason"
        yield facts.end.short
        yield facts.end.source
        yield from _written(facts.reasons.parts)
        return
    yield "Why we decided this" if _for_member(facts) else "Clinical rationale"
    if _for_member(facts):
        yield facts.short_answer
        yield from _written(facts.reasons.parts)
    else:
        yield from _written(facts.clinical)


def _written(parts: Sequence[ReasonPart]) -> Iterator[str]:
    for part in parts:
        yield part.text
        yield part.strong
        for item in part.items:
            yield item.lead + item.rest


def _criteria(facts: LetterFacts) -> Iterator[str] | None:
    return _cited(facts) if _is_denial(facts) or facts.kind in UNDECIDED else None


def _cited(facts: LetterFacts) -> Iterator[str]:
    yield facts.policy.title
    yield facts.policy.publisher
    yield facts.policy_since
    if _is_denial(facts):
        yield facts.sections
        yield "at no cost" if _for_member(facts) else "free on request"
        if not _for_member(facts):
            yield from (point.id for point in (*facts.unmet, *facts.not_found))


def _codes(facts: LetterFacts) -> Iterator[str]:
    coded = facts.end or _decided(facts)
    yield coded.reason_code
    yield coded.reason_meaning
    if _for_member(facts):
        yield f"the codes for {facts.your} diagnosis and treatment with what they mean"
        yield "Asking for papers is not an appeal"
    else:
        for code, meaning in facts.request.diagnoses:
            yield code
            yield meaning
        yield "A request for copies is not an appeal"


def _information(facts: LetterFacts) -> Iterator[str] | None:
    if facts.kind in APPROVALS or facts.kind in (LetterKind.WITHDRAWN_REQUEST, LetterKind.WITHDRAWAL):
        return None
    if facts.end is not None:
        return iter((facts.end.proof.lead, facts.end.proof.rest))
    return _wanted(facts)


def _wanted(facts: LetterFacts) -> Iterator[str]:
    wanted: tuple[Point, ...] = (*facts.could_change, *facts.not_found)
    if facts.kind is LetterKind.INFORMATION_REQUEST and facts.information:
        office = facts.plan.records_office
        yield facts.information.answer_by
        yield from (office.fax, office.phone)
        wanted = facts.information.items
    for point in wanted:
        yield point.ask.lead
        yield point.ask.rest


def _appeal(facts: LetterFacts) -> Iterator[str]:
    appeal, office = facts.appeal, facts.plan.appeals
    yield f"by {appeal.last_day}"
    yield f"{appeal.days} days from"
    yield (
        ("receive" if _for_member(facts) else "received")
        if appeal.from_receipt
        else "the date of this letter"
    )
    yield from (office.phone, office.fax, *office.address)
    yield "comments"
    yield f"act for {facts.you}" if _for_member(facts) else "as their representative"


def _fast_appeal(facts: LetterFacts) -> Iterator[str] | None:
    return _faster(facts) if _is_adverse(facts) and facts.appeal.can_be_fast else None


def _faster(facts: LetterFacts) -> Iterator[str]:
    yield "fast appeal" if _for_member(facts) else "Urgent appeal"
    yield f"within {facts.appeal.urgent_hours} hours"
    yield f"by phone: {facts.plan.appeals.phone}" if _for_member(facts) else "by phone"


def _block(name: str, *, provider: str = "") -> Callable[[LetterFacts], Iterator[str]]:
    """A wording of the line of business, whole."""
    return lambda facts: iter(
        facts.blocks.get((not _for_member(facts) and provider) or name, (f"wording {name}",))
    )


def _benefits(facts: LetterFacts) -> Iterator[str] | None:
    if not facts.benefits_continue:
        return None
    return _block("benefits_continue", provider="benefits_continue_provider")(facts)


def _lawsuit(facts: LetterFacts) -> Iterator[str] | None:
    if not _is_adverse(facts) or not facts.line.erisa:
        return None
    return iter((_502A, *_block("section_502a", provider="section_502a_provider")(facts)))


def _help(facts: LetterFacts) -> Iterator[str]:
    yield facts.plan.consumer_help.name
    yield facts.plan.consumer_help.phone
    if facts.line.erisa:
        yield from _block("ebsa_name")(facts)
        yield from _block("ebsa")(facts)


def _talk(facts: LetterFacts) -> Iterator[str] | None:
    if not _is_denial(facts) or _for_member(facts):
        return None
    return iter((f"until {facts.talk.last_day}", _decided(facts).by, facts.plan.peer_to_peer.phone))


def _reviewer(facts: LetterFacts) -> Iterator[str]:
    decision = _decided(facts)
    yield decision.signature
    if _for_member(facts):
        yield decision.training
        yield decision.specialty
    else:
        yield decision.license  # the specialty is part of the signature there


def _file(facts: LetterFacts) -> Iterator[str]:
    if facts.end is not None:
        yield f"{facts.your} whole file, the part" if _for_member(facts) else "The plan’s provision, the file"
    else:
        yield f"{facts.your} whole file, the policy" if _for_member(facts) else "The policy, the file"


def _languages(facts: LetterFacts) -> Iterator[str] | None:
    if not _for_member(facts):
        return None
    if not _is_adverse(facts):
        return _block("language_line")(facts)
    texts = [text for _, _, text in facts.languages]
    return iter((*_block("language_help")(facts), *texts, *_block("fairness")(facts)))


def _part_2(facts: LetterFacts) -> Iterator[str] | None:
    return _block("part_2", provider="part_2_provider")(facts) if facts.request.has_part_2_records else None


def _authorization(facts: LetterFacts) -> Iterator[str] | None:
    if facts.kind not in APPROVALS:
        return None
    decision = _decided(facts)
    promise = "not a promise to pay" if _for_member(facts) else "not a guarantee of payment"
    owed = (proof for each in facts.owed for proof in (each.by, each.point.ask.lead, each.point.ask.rest))
    return iter(
        (
            decision.authorization_number,
            decision.dates,
            decision.units,
            "Next review",
            decision.next_review,
            promise,
            *owed,
        )
    )


ELEMENTS: Mapping[int, tuple[str, _Proofs]] = {
    1: ("Date, member, addressee", _who),
    2: ("The request", _request),
    3: ("What was decided, from when", _decision),
    4: ("Reasons specific to this member", _adverse(_reasons)),
    5: (
        "Plan provision relied on",
        _adverse(lambda facts: iter((facts.end.provision if facts.end else facts.plan.provision,))),
    ),
    6: ("Criteria, version, free copy", _criteria),
    7: (
        "Clinical judgment, or free copy",
        _denial(
            lambda facts: iter(
                (f"how our doctor applied it to {facts.your} health",)
                if _for_member(facts)
                else ("clinical judgment applied",)
            )
        ),
    ),
    8: ("Codes and their meanings", _adverse(_codes)),
    9: ("What would complete the request", _information),
    10: ("Appeal: how, where, by when", _adverse(_appeal)),
    11: ("Expedited appeal", _fast_appeal),
    12: ("External review", _adverse(_block("outside_review", provider="outside_review_provider"))),
    13: ("Free access to the file", _adverse(_file)),
    14: ("Benefits during the appeal", _benefits),
    15: ("Right to sue under ERISA", _lawsuit),
    16: ("Where to get help", _adverse(_help)),
    17: ("Peer-to-peer, until when", _talk),
    18: ("Reviewer credential and specialty", _adverse(_reviewer)),
    19: ("Copies", lambda facts: iter(facts.copies)),
    20: ("Language help, nondiscrimination", _languages),
    21: ("Part 2 statement", _part_2),
    22: ("Authorization, dates, no guarantee", _authorization),
    23: ("Record code", lambda facts: iter((facts.record_code,))),
}
"""The required elements by number: name on screen and proofs, which are None where a letter need not have it."""

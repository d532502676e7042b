"""Why a letter may not be written: its kind, copy or addressee does not fit the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ur_desktop.domain.case import ADULT, Case
from ur_desktop.domain.determination import Determination, Ground, Referral, ground_for
from ur_desktop.domain.evaluation.finding import Finding
from ur_desktop.domain.information_request import InformationRequest, withdrawn_last
from ur_desktop.domain.letter.kind import APPROVALS, DECIDED, INTERNAL, Copy, LetterKind, kinds_for
from ur_desktop.domain.plan import LineOfBusiness, Plan
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.review import Review

WINDOW_LINES = 5
NO_ADDRESS = "(no mailing address on record)"
"""What a letter says in place of an address that nobody recorded."""


def misfits(
    case: Case, plan: Plan, line: LineOfBusiness, policy: Policy, review: Review, finding: Finding
) -> Iterator[str]:
    """Why review, determination and letter do not belong to one case, a sentence each."""
    if plan.id != case.plan_id:
        yield f"The case belongs to plan {case.plan_id}, not to {plan.id}."
    if line.key != plan.line_of_business:
        yield f"{plan.name} is of line of business {plan.line_of_business}, not {line.key}."
    if (policy.id, policy.version) != (review.policy_id, review.version) or finding.policy is not policy:
        yield f"The review used {review.policy_id} of {review.version}; the letter must cite that version."
    if review.case_id != case.id:
        yield "The review belongs to another case."


def kind_faults(
    kind: LetterKind,
    copy: Copy,
    case: Case,
    finding: Finding,
    determination: Determination | None,
    referral: Referral | None,
    information_request: InformationRequest | None,
) -> Iterator[str]:
    """Why the kind or copy does not fit what was decided, a sentence each."""
    name = kind.replace("_", " ")
    article = "An" if name[0] in "aei" else "A"
    if (copy is Copy.INTERNAL) is not (kind in INTERNAL):
        yield f"{article} {name} has no {copy} copy."
    if kind is LetterKind.REFERRAL and referral is None:
        yield "A referral needs the question for the physician."
    if kind is LetterKind.INFORMATION_REQUEST and information_request is None:
        yield "An information request needs what is asked for and until when."
    if kind is LetterKind.WITHDRAWN_REQUEST and withdrawn_last(case.information_requests) is None:
        yield "The letter about a withdrawn information request needs a request that was withdrawn."
    if kind in DECIDED:
        if determination is None:
            yield f"{article} {name} letter needs a signed determination."
        elif kind not in kinds_for(determination, case.request.review):
            done = determination.action.replace("_", " ")
            yield f"{article} {name} letter does not fit: this {case.request.review} review led to: {done}."
        elif determination.rationale.blanks:
            yield f"Fill the blanks first: {', '.join(determination.rationale.blanks)}."
        elif kind in APPROVALS and not determination.authorization_number:
            yield "An approval letter needs the authorization number."
        elif kind is LetterKind.DENIAL:
            yield from _denial_faults(determination, finding, information_request)


def _denial_faults(
    determination: Determination, finding: Finding, information_request: InformationRequest | None
) -> Iterator[str]:
    if not determination.rationale.member.strip():
        yield "A denial letter needs the reasons for the member."
    if determination.ground is not ground_for(finding):
        yield "The determination rests on another ground than the finding it is signed on."
    if determination.ground is Ground.MISSING_INFORMATION and information_request is None:
        yield "A denial for missing information needs the request whose time ran out."


def addressee_faults(case: Case, copy: Copy, window: tuple[str, ...], today: date) -> Iterator[str]:
    """Why the letter can't be addressed, a sentence each; ``window`` are the lines of the address."""
    member = case.member
    addressable = member.representative or member.confidential_address
    if copy is Copy.MEMBER and member.age_on(today) < ADULT and not addressable:
        yield (
            "The member is under 18 with no letter recipient. Add a parent, guardian, personal representative "
            "or confidential address."
        )
    elif copy is Copy.MEMBER and (addressee := case.recipient_to_confirm(today)):
        yield (
            f"The member is under 18. Confirm with a reason that the letters go to {addressee}: a minor’s "
            "care may be confidential from a parent."
        )
    if len(window) > WINDOW_LINES:
        yield f"The address has more than the {WINDOW_LINES} lines of the envelope's window. Shorten it."

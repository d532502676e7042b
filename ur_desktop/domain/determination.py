"""Who may do what on a finding, and determinations that refuse to exist when they may not.

The program finds; a person determines. A nurse may approve what meets the criteria. Whatever is adverse needs a
physician who took no part in a review of the request, attests to having no conflict, and gives reasons of this
member's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum

from ur_desktop.domain.case import Case, ServiceRequest, YesNo
from ur_desktop.domain.dates import working_days_before
from ur_desktop.domain.diagnoses import REQUEST_CONDITIONS
from ur_desktop.domain.early_end import EarlyEnd
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.evaluation.finding import Finding
from ur_desktop.domain.evaluation.judge import NOT_APPLICABLE, NOT_YET_DUE
from ur_desktop.domain.participation import Participation, completed_by, what_they_did
from ur_desktop.domain.plan import LineOfBusiness
from ur_desktop.domain.policy import Checklist
from ur_desktop.domain.response_time import lapsed, response_time
from ur_desktop.domain.reviewer import Reviewer, Role

BLANK = re.compile(r"«[^«»]*»|[«»][^\s«»]*")


class Action(StrEnum):
    """What a reviewer can do on a finding, in the order of the screen."""

    APPROVE = "approve"
    APPROVE_IN_PART = "approve_in_part"
    DENY = "deny"
    REDUCE = "reduce"
    REQUEST_INFORMATION = "request_information"
    REFER = "refer"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"
    CLOSE_ADMINISTRATIVELY = "close_administratively"


ADVERSE = frozenset({Action.APPROVE_IN_PART, Action.DENY, Action.REDUCE})


class Ground(StrEnum):
    """What an adverse determination rests on."""

    CRITERIA = "criteria"
    MISSING_INFORMATION = "missing_information"


@dataclass(frozen=True, slots=True)
class Referral:
    """A nurse's question to the physician."""

    question: str = field(repr=False)
    by: str
    at: datetime
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PeerToPeer:
    """The offer of a peer-to-peer talk with the deciding physician, until when, and its outcome."""

    offered_at: datetime
    offered_by: str
    until: date
    outcome: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Void:
    """The signer's withdrawal of a determination whose letter was not accepted: who, when and why."""

    by: str
    at: datetime
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rationale:
    """The reasons, written for the member and for the provider; each «blank» must be filled before signing."""

    member: str = field(repr=False)
    provider: str = field(default="", repr=False)

    @property
    def blanks(self) -> tuple[str, ...]:
        """The blanks still open, as written in the text."""
        return tuple(BLANK.findall(self.member) + BLANK.findall(self.provider))


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides who may act on a case, besides the finding.

    ``participation`` says who took part in any review of the request. ``credentials`` and the three switches come
    from the line of business; ``information_lapsed`` says that the information request that stopped the clock was not
    answered in time, ``too_late_to_ask`` why no other can be sent; ``attention`` is what of the request needs a reason
    before it is approved, ``recipient`` who a minor's letters go to while that is to be confirmed.
    """

    participation: frozenset[Participation] = frozenset()
    has_approved_course: bool = False
    information_lapsed: bool = False
    too_late_to_ask: str = ""
    recipient: str = ""
    peer_to_peer_offered: bool = False
    credentials: tuple[str, ...] = ("MD", "DO")
    other_than_first_reviewer: bool = True
    needs_peer_to_peer: bool = False
    attention: tuple[str, ...] = ()

    @property
    def completed_by(self) -> str:
        """The user ID of the person who completed the latest review."""
        return completed_by(self.participation)

    def participation_of(self, person: Reviewer) -> str:
        """What bars a person from an adverse determination: "completed review 1"; empty when nothing does."""
        return what_they_did(self.participation, person.user_id) if self.other_than_first_reviewer else ""


def standing(
    case: Case,
    line: LineOfBusiness,
    zone: tzinfo,
    participation: frozenset[Participation],
    now: datetime,
    *,
    peer_to_peer: PeerToPeer | None = None,
    checklist: Checklist | None = None,
) -> Standing:
    """The standing of a case, from its own record and the rules of its line of business."""
    return Standing(
        participation=participation,
        has_approved_course=case.request.approved_through is not None,
        information_lapsed=lapsed(case, line, zone, now),
        recipient=case.recipient_to_confirm(now.astimezone(zone).date()),
        too_late_to_ask=response_time(case, line, zone, now).refusal,
        peer_to_peer_offered=peer_to_peer is not None,
        credentials=line.credentials,
        other_than_first_reviewer=line.other_than_first_reviewer,
        needs_peer_to_peer=line.needs_peer_to_peer,
        attention=tuple(_attention(case.request, checklist)),
    )


def _attention(request: ServiceRequest, checklist: Checklist | None) -> Iterator[str]:
    if request.needs_higher_level is YesNo.YES:
        yield "Risk of harm, detoxification or 24-hour care is recorded: call the physician now."
    for item in checklist.attention if checklist else ():
        if REQUEST_CONDITIONS[item.when](request):
            yield item.say


@dataclass(frozen=True, slots=True)
class Determination:
    """A decision on a request, signed by a person.

    ``start`` to ``end`` with ``units`` are what is approved (approvals) or not approved (adverse). For an
    approval in part ``denied_units`` is the rest. ``next_review`` is when to ask for more. ``early_end`` says why the
    case ends without a clinical decision.
    """

    action: Action
    by: Reviewer
    at: datetime
    start: date
    end: date
    units: int
    rationale: Rationale = field(repr=False)
    ground: Ground | None = None
    denied_units: int = 0
    next_review: date | None = None
    authorization_number: str = ""
    no_conflict: bool = False
    alternative: str = ""
    reason: str = field(default="", repr=False)
    early_end: EarlyEnd | None = None

    @property
    def has_letter(self) -> bool:
        """Whether member and provider are written to."""
        if self.early_end is not None:
            return self.early_end.has_letter
        return self.action not in (Action.WITHDRAW, Action.CLOSE_ADMINISTRATIVELY)

    @property
    def is_adverse(self) -> bool:
        """Whether it gives less than was requested, or ends what was approved."""
        return self.action in ADVERSE


def next_review_of(request: ServiceRequest, today: date) -> date:
    """When to ask for more days: three working days before the last approved one, and not before today."""
    return max(working_days_before(request.end, 3), today)


def allowed(role: Role, finding: Finding, standing: Standing) -> tuple[Action, ...]:
    """What a role may do on a finding, in the order of Action."""
    return tuple(action for action in Action if not refusal(action, role, finding, standing))


def refusal(action: Action, role: Role, finding: Finding, standing: Standing) -> str:
    """Why a role may not do this on the finding, in a sentence; empty when it may."""
    if reason := _role_refusal(action, role):
        return reason
    if action in (Action.WITHDRAW, Action.CLOSE_ADMINISTRATIVELY, Action.REFER, Action.SEND_BACK):
        return ""
    if action is Action.REQUEST_INFORMATION:
        met = "Every criterion is met; nothing is missing."
        return met if finding.supports_approval else standing.too_late_to_ask
    if role is Role.NURSE:
        return "" if finding.supports_approval else f"Not available: {shortfall(finding)}."
    return _physician_refusal(action, finding, standing)


def _role_refusal(action: Action, role: Role) -> str:
    """Why a role may not do this, whatever the finding is."""
    if role not in (Role.NURSE, Role.PHYSICIAN):
        return "Only a nurse or a physician reviewer acts on a finding."
    if action is Action.REFER and role is Role.PHYSICIAN:
        return "A physician decides, or sends the case back."
    if action is Action.SEND_BACK and role is Role.NURSE:
        return "Only a physician reviewer sends a case back."
    if action in ADVERSE and role is Role.NURSE:
        return "Only a physician reviewer may deny or approve less."
    return ""


def _physician_refusal(action: Action, finding: Finding, standing: Standing) -> str:
    if not finding.is_complete:
        return f"Not available: {_listed(finding.unanswered)} {_is(finding.unanswered)} not answered yet."
    if finding.result in (NOT_APPLICABLE, NOT_YET_DUE):
        return "Not available: no criterion could be judged yet."
    if action is Action.APPROVE:
        return ""
    if action is Action.REDUCE and not standing.has_approved_course:
        return "No authorization to reduce."
    lapsed = standing.information_lapsed and finding.undetermined
    if not finding.unmet and not lapsed:
        return "An adverse determination needs an unmet criterion, or an information request whose time has run out."
    return ""


def shortfall(finding: Finding) -> str:
    """Why the finding does not support approval, in words: "C9 is not met"."""
    unmet = [citation.id for citation in finding.unmet]
    lost = [citation.id for citation in finding.undetermined if citation.id not in finding.unanswered]
    parts = []
    if unmet:
        parts.append(f"{_listed(unmet)} {_is(unmet)} not met")
    if lost:
        parts.append(f"{_listed(lost)} could not be found in the records")
    if finding.unanswered:
        parts.append(f"{_listed(finding.unanswered)} {_is(finding.unanswered)} not answered yet")
    return ", and ".join(parts) or "no criterion could be judged yet"


def ground_for(finding: Finding) -> Ground:
    """What an adverse determination on this finding rests on: unmet criteria first, else what was never received."""
    return Ground.CRITERIA if finding.unmet else Ground.MISSING_INFORMATION


def determine(
    determination: Determination, finding: Finding, standing: Standing, request: ServiceRequest
) -> Determination:
    """Check a determination against the finding, the request and the person; every determination passes here.

    Raises NotAuthorized with every fault at once.
    """
    if found := tuple(faults(determination, finding, standing, request)):
        raise NotAuthorized("This determination can't be signed.", "", found)
    return determination


def _own_faults(determination: Determination) -> Iterator[str]:
    """What is wrong with a determination by itself, without its finding and request."""
    action, by, blanks = determination.action, determination.by, determination.rationale.blanks
    if action in (Action.REFER, Action.REQUEST_INFORMATION, Action.SEND_BACK):
        yield f"{action.replace('_', ' ').capitalize()} is a step of the review, not a determination."
        return
    if blanks:
        yield f"Fill the blanks first: {', '.join(blanks)}."
    if determination.is_adverse:
        if not (by.credential.license_number and by.credential.license_state):
            yield "An adverse determination needs the reviewer's license number and state."
        if not determination.no_conflict:
            yield "The reviewer must attest to having no conflict of interest."
        if not determination.rationale.member.strip():
            yield "Write the reasons for the member."
    if action in (Action.WITHDRAW, Action.CLOSE_ADMINISTRATIVELY) and not determination.reason.strip():
        yield "Say why the case is closed."


def faults(
    determination: Determination, finding: Finding, standing: Standing, request: ServiceRequest
) -> Iterator[str]:
    """Why the signer may not sign this determination on the finding and request, a sentence each."""
    action = determination.action
    if action in (Action.REFER, Action.REQUEST_INFORMATION, Action.SEND_BACK):
        yield from _own_faults(determination)
        return
    if reason := refusal(action, determination.by.role, finding, standing):
        yield reason
    yield from _own_faults(determination)
    if action is Action.APPROVE:
        yield from _approval_faults(determination, finding, standing, request)
    if determination.is_adverse:
        yield from _adverse_faults(determination, finding, standing, request)


def _approval_faults(
    determination: Determination, finding: Finding, standing: Standing, request: ServiceRequest
) -> Iterator[str]:
    if _terms(determination) != (request.start, request.end, request.units):
        yield "An approval gives the dates and units as requested; anything less is an approval in part."
    if not finding.supports_approval and not determination.rationale.provider.strip():
        yield "An exception needs a rationale."
    if finding.attention and not determination.reason.strip():
        yield f"{_listed(finding.attention)} needs attention: give a reason, or refer."
    if standing.attention and not determination.reason.strip():
        yield f"{' '.join(standing.attention)} Give a reason, or refer."


def _adverse_faults(
    determination: Determination, finding: Finding, standing: Standing, request: ServiceRequest
) -> Iterator[str]:
    by = determination.by
    if by.credential.title not in standing.credentials:
        yield f"This plan accepts {' or '.join(standing.credentials)} for an adverse determination."
    if what := standing.participation_of(by):
        yield f"{by.name} {what}. An adverse determination is made by someone who took part in no review."
    if standing.needs_peer_to_peer and not standing.peer_to_peer_offered:
        yield "Offer the treating practitioner a peer-to-peer talk first."
    if determination.ground is not ground_for(finding):
        yield "The decision must rest on unmet criteria when there are any, else on the missing information."
    if determination.action is Action.DENY and _terms(determination) != (
        request.start,
        request.end,
        request.units,
    ):
        yield "A denial is of the dates and units as requested."
    if determination.action is Action.APPROVE_IN_PART:
        inside = request.start <= determination.start <= determination.end <= request.end
        whole = determination.units + determination.denied_units == request.units
        if not (inside and whole and determination.units > 0 and determination.denied_units > 0):
            yield "An approval in part gives some of the requested days and units and leaves the rest."


def _terms(determination: Determination) -> tuple[date, date, int]:
    return determination.start, determination.end, determination.units


def _listed(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else f"{', '.join(ids[:-1])} and {ids[-1]}"


def _is(ids: Sequence[str]) -> str:
    return "is" if len(ids) == 1 else "are"

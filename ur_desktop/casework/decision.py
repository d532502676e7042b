"""What is decided on a reviewed case: refer it, request information, send it back, offer a peer-to-peer, sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from ur_desktop.casework import drafts, letters, open_case
from ur_desktop.casework.acts import act
from ur_desktop.casework.letters import OwedLetter
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.case import Case, CaseState, RecipientConfirmation
from ur_desktop.domain.case_states import CaseAct, after_void, to_decide
from ur_desktop.domain.clean_text import clean, clean_fields
from ur_desktop.domain.determination import (
    Action,
    Determination,
    PeerToPeer,
    Rationale,
    Referral,
    Standing,
    Void,
    determine,
    faults,
    next_review_of,
    refusal,
    shortfall,
)
from ur_desktop.domain.errors import LetterError, NotAuthorized
from ur_desktop.domain.evaluation.cure import Cure
from ur_desktop.domain.evaluation.finding import Finding, cure_for
from ur_desktop.domain.follow_up import follow_ups
from ur_desktop.domain.information_request import InformationRequest, withdrawn
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.letter.kind import LetterKind, kinds_for
from ur_desktop.domain.letter.reasons import rationale_start
from ur_desktop.domain.readiness import Problem, part_2_fault, require_ready
from ur_desktop.domain.response_time import ResponseTime, response_time
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.files.case import CaseFile, dump

DRAFTS = "decision"
"""The screen's name among the drafts of a case."""
QUESTION = "«What should the physician look at?»"


@dataclass(frozen=True, slots=True)
class Start:
    """What a decision starts from: the finding, who may act, and the texts and dates to begin with.

    ``response`` has the due dates that an information request can have, ``peer_to_peer_until`` the last day of
    an offer made now. ``completed_by`` and ``referred_by`` are names, empty when there is none. ``voided`` is the
    determination that this one replaces, ``void`` why.
    """

    case: Case
    finding: Finding
    cure: Cure
    standing: Standing
    rationale: Rationale
    question: str = field(repr=False)
    drafts: Mapping[str, str] = field(repr=False)
    physicians: tuple[Reviewer, ...]
    response: ResponseTime
    peer_to_peer_until: date
    next_review: date
    completed_at: datetime | None
    completed_by: str
    referral: Referral | None
    referred_by: str
    voided: Determination | None = None
    void: Void | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The case after a step, and the letter that it owes then, if any."""

    case: OpenCase
    letter: OwedLetter | None = None


@act(Permission.DETERMINE)
def start(session: Session, case_id: str) -> Start:
    """What to show of a reviewed case to decide it."""
    file = session.file_for(case_id, CaseAct.DECIDE)
    now, finding = session.now(), file.finding(session.library)
    plan, line = session.library.plan(file.case.plan_id), session.library.line_of(file.case.plan_id)
    missing = shortfall(finding)
    referral = file.referral
    return Start(
        case=file.case,
        finding=finding,
        cure=cure_for(finding.policy, file.review),
        standing=file.standing(session.library, now),
        rationale=rationale_start(finding, file.review.schedule),
        question=referral.question if referral else f"{missing[0].upper()}{missing[1:]}. {QUESTION}",
        drafts=drafts.load(session, case_id, DRAFTS),
        physicians=session.physicians(),
        response=response_time(file.case, line, session.library.zone_of(plan.id), now),
        next_review=next_review_of(file.case.request, now.date()),
        peer_to_peer_until=now.date() + timedelta(days=plan.peer_to_peer_days),
        completed_at=file.review.completed_at,
        completed_by=session.person(file.review.completed_by),
        referral=referral,
        referred_by=session.person(referral.by) if referral else "",
        voided=next(reversed(session.vault.cases.determinations(case_id)), None),
        void=next(reversed(session.vault.cases.voids(case_id)), None),
    )


@act(Permission.DETERMINE)
def refer(session: Session, case_id: str, question: str, note: str, physician: str) -> OpenCase:
    """Refer a case to a physician, by user id, with the internal letters that go with the question."""
    file = _allowed(session, case_id, Action.REFER)
    if physician not in {person.user_id for person in session.physicians()}:
        raise NotAuthorized("A case is referred to a physician reviewer of this vault.", "Select one.")
    referral = Referral(clean(question), session.me.user_id, session.now(), clean(note))
    with session.vault.transaction():
        letters.seal(
            session, replace(file, referral=referral), LetterKind.REFERRAL, LetterKind.REVIEW_SUMMARY
        )
        session.vault.cases.add_referral(case_id, referral)
        session.record(EventKind.CHANGE, case_id, referred_to=session.person(physician))
        _save(session, replace(file.case, state=CaseState.WITH_PHYSICIAN, assigned_to=physician))
    return open_case.read(session, case_id)


@act(Permission.DETERMINE)
def request_information(session: Session, case_id: str, asked: InformationRequest) -> Decided:
    """Have the letter written that requests information; nothing is sent, and no clock stops, until it is accepted.

    NotAuthorized when the response would be due after the determination, LetterError with every reason why the
    letter can't be written.
    """
    file = _allowed(session, case_id, Action.REQUEST_INFORMATION)
    if fault := part_2_fault(file.case.request):
        raise NotAuthorized(fault)
    library, plan_id, now = session.library, file.case.plan_id, session.now()
    times = response_time(file.case, library.line_of(plan_id), library.zone_of(plan_id), now)
    if fault := times.fault(asked.answer_by.astimezone(library.zone_of(plan_id)).date()):
        raise NotAuthorized("The response can’t be due then.", fault)
    case = replace(file.case, asking=clean_fields(asked, clean), state=CaseState.LETTER)
    letter = letters.draft(session, replace(file, case=case))
    with session.vault.transaction():
        session.record(EventKind.CHANGE, case_id, asked_for=len(asked.items))
        _save(session, case)
    return Decided(open_case.read(session, case_id), letter)


@act(Permission.DETERMINE)
def send_back(session: Session, case_id: str, instructions: str) -> OpenCase:
    """Send a case back to the reviewer who completed its review."""
    file = _allowed(session, case_id, Action.SEND_BACK)
    reviewer = file.review.completed_by
    with session.vault.transaction():
        session.record(EventKind.CHANGE, case_id, sent_back=clean(instructions))
        _save(session, replace(file.case, state=CaseState.READY, assigned_to=reviewer))
    return open_case.read(session, case_id)


@act(Permission.DETERMINE)
def offer_peer_to_peer(session: Session, case_id: str, until: date) -> OpenCase:
    """Record that the treating practitioner was offered a peer-to-peer."""
    session.file_for(case_id, CaseAct.OFFER_PEER_TO_PEER)
    offer = PeerToPeer(session.now(), session.me.user_id, until)
    with session.vault.transaction():
        session.vault.cases.add_peer_to_peer(case_id, offer)
        session.record(EventKind.CHANGE, case_id, peer_to_peer_until=until.isoformat())
    return open_case.read(session, case_id)


@act(Permission.DETERMINE)
def judge(session: Session, case_id: str, wanted: Determination, *, typeset: bool) -> tuple[Problem, ...]:
    """Everything that keeps a determination from being signed now; with ``typeset`` also what only the pages show."""
    file, now = session.file_for(case_id, CaseAct.DECIDE), session.now()
    finding, standing = file.finding(session.library), file.standing(session.library, now)
    number = f"A-{file.case.number}" if wanted.action is Action.APPROVE else ""
    made = replace(clean_fields(wanted, clean), by=session.me, at=now, authorization_number=number)
    found = (
        *(Problem("", words) for words in faults(made, finding, standing, file.case.request)),
        *replace(file, determination=made).problems(session.library),
    )
    if found or not typeset or not kinds_for(made, file.case.request.review):
        return found
    try:
        letters.draft(session, replace(file, determination=made), finding=finding)
    except LetterError as error:
        return tuple(Problem("", words) for words in error.faults)
    return ()


@act(Permission.DETERMINE)
def confirm_recipient(session: Session, case_id: str, reason: str) -> OpenCase:
    """Confirm with a reason who a minor's letters go to; NotAuthorized without one."""
    case = session.file_for(case_id, CaseAct.DECIDE).case
    if not clean(reason).strip():
        raise NotAuthorized("A letter recipient is confirmed with a reason.", "Type the reason.")
    member = case.member
    confirmed = RecipientConfirmation(
        member.addressee,
        member.confidential_address is not None,
        clean(reason).strip(),
        session.me.user_id,
        session.now(),
    )
    with session.vault.transaction():
        session.record(EventKind.CHANGE, case_id, recipient="confirmed")
        session.save(replace(case, recipient=confirmed))
    return open_case.read(session, case_id)


@act(Permission.DETERMINE)
def sign(session: Session, case_id: str, wanted: Determination, password: str) -> Decided:
    """Sign a determination as who is signed in, now; its letter is written with it, and is then to accept.

    Raises WrongPassword or TooSoon, NotAuthorized with every reason why it may not be signed, or LetterError with
    every reason why its letter can't be written.
    """
    file, now = session.file_for(case_id, CaseAct.SIGN), session.now()
    finding = file.finding(session.library)
    number = f"A-{file.case.number}" if wanted.action is Action.APPROVE else ""
    determination = determine(
        replace(clean_fields(wanted, clean), by=session.me, at=now, authorization_number=number),
        finding,
        file.standing(session.library, now),
        file.case.request,
    )
    require_ready(replace(file, determination=determination).problems(session.library))
    has_letter = bool(kinds_for(determination, file.case.request.review))
    case = replace(
        file.case,
        asking=None,
        information_requests=withdrawn(file.case.information_requests, now),
        state=CaseState.LETTER if has_letter else CaseState.CLOSED,
        follow_ups=follow_ups(determination.action, finding),
    )
    signed = replace(file, case=case, determination=determination)
    letter = letters.draft(session, signed, finding=finding) if has_letter else None
    if letter is None:
        session.vault.confirm(password, now, case_id)  # a wrong one makes no backup
        session.before_closing(case)
    with session.vault.transaction():
        signed_on = dump(replace(file, determination=determination))
        session.vault.cases.sign(
            case_id, determination, signed_on, file.rules(session.library), password, now
        )
        if determination.action is Action.APPROVE and not finding.supports_approval:
            session.record(EventKind.OVERRIDE, case_id, approved_although=shortfall(finding))
        _save(session, case)
    return Decided(open_case.read(session, case_id), letter)


@act(Permission.DETERMINE)
def void(session: Session, case_id: str, reason: str) -> OpenCase:
    """Void the signed-in person's own determination, whose letter is not accepted yet; the case is decided again.

    Both stay on record; a notice by phone of the one is none of the other. NotAuthorized without a reason, for another
    signer, and once the letter was accepted.
    """
    case = session.file_for(case_id, CaseAct.VOID).case
    reviews = session.vault.cases.reviews(case_id)
    if not reason.strip():
        raise NotAuthorized("A determination is voided for a reason.", "Type the reason.")
    with session.vault.transaction():
        session.vault.cases.void(case_id, Void(session.me.user_id, session.now(), clean(reason).strip()))
        reopened = replace(
            case,
            state=after_void(session.me.role, reviews[-1] if reviews else None),
            assigned_to=session.me.user_id,
            notice=None,
            follow_ups=(),
        )
        session.save(reopened)
    return open_case.read(session, case_id)


@act(Permission.DETERMINE)
def withdraw_request(session: Session, case_id: str) -> Decided:
    """Have the letter written that withdraws what was requested; the case is decided once the letter is accepted.

    NotAuthorized when nothing that was requested can still come in time, LetterError with every reason why the letter
    can't be written.
    """
    file, now = session.file_for(case_id, CaseAct.DECIDE), session.now()
    if not any(asked.is_pending(now) for asked in file.case.information_requests):
        raise NotAuthorized(
            f"Case {file.case.number} has no information request to withdraw.", "Open the case again."
        )
    case = replace(file.case, asking=None, state=CaseState.LETTER)
    letter = letters.draft(session, replace(file, case=case))
    with session.vault.transaction():
        session.record(EventKind.CHANGE, case_id, withdraws="information request")
        session.save(case)
    return Decided(open_case.read(session, case_id), letter)


@act(Permission.DETERMINE)
def discard_request(session: Session, case_id: str) -> OpenCase:
    """Discard an information request, or its withdrawal, whose letter was not accepted; nothing was sent.

    The case is decided, or waits again for what was requested before.
    """
    case = session.file_for(case_id, CaseAct.DISCARD).case
    what = "withdrawal of the information request" if case.asking is None else "information request"
    state = CaseState.WAITING if case.asking is None else to_decide(session.me.role)
    with session.vault.transaction():
        session.record(EventKind.CHANGE, case_id, discarded=what)
        session.save(replace(case, asking=None, state=state))
    return open_case.read(session, case_id)


def _allowed(session: Session, case_id: str, action: Action) -> CaseFile:
    """The file of a case to decide on which this person may take a step; NotAuthorized with the reason."""
    file = session.file_for(case_id, CaseAct.DECIDE)
    finding, stands = file.finding(session.library), file.standing(session.library, session.now())
    if reason := refusal(action, session.me.role, finding, stands):
        raise NotAuthorized(reason)
    return file


def _save(session: Session, case: Case) -> None:
    """Save the case after a step; what was half typed for it has become part of it."""
    drafts.clear(session, case.id, DRAFTS)
    session.save(case)

"""A case ends without a clinical decision: from any open state, whatever its review says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ur_desktop.casework import drafts, letters, open_case
from ur_desktop.casework.acts import act
from ur_desktop.casework.decision import DRAFTS as DECISION_DRAFTS
from ur_desktop.casework.decision import Decided
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.case_states import CaseAct
from ur_desktop.domain.clean_text import clean, clean_fields
from ur_desktop.domain.deadlines import Deadline
from ur_desktop.domain.determination import Determination, Rationale
from ur_desktop.domain.early_end import EarlyEnd, EndReason
from ur_desktop.domain.early_end_rules import action_for, as_ended, refusal
from ur_desktop.domain.errors import LetterError
from ur_desktop.domain.readiness import Problem, require_ready
from ur_desktop.files.case import CaseFile, dump

DRAFTS = "early_end"
"""The screen's name among the drafts of a case."""


@dataclass(frozen=True, slots=True)
class EndStart:
    """What an early end starts from.

    ``refusals`` says why this person may not end the case for a reason. ``duplicates`` are the numbers of the member's
    other open cases for the same service and dates, ``provisions`` the plan's provision for each reason. ``answered``
    of ``total`` criteria of a review that ends with the case; 0 before it. ``today`` is the plan's.
    """

    case: Case
    deadline: Deadline
    refusals: Mapping[EndReason, str]
    duplicates: tuple[str, ...]
    provisions: Mapping[str, str]
    answered: int
    total: int
    today: date
    drafts: Mapping[str, str]


@act(Permission.END_EARLY)
def start(session: Session, case_id: str) -> EndStart:
    """What an early end of an open case starts from; NotAuthorized when the case can't be ended."""
    file = session.file_for(case_id, CaseAct.END)
    case, plan = file.case, session.library.plan(file.case.plan_id)
    answered, total = file.finding(session.library).progress if _is_begun(session, case) else (0, 0)
    return EndStart(
        case,
        session.deadline(case),
        {reason: refusal(reason, session.me, plan) for reason in EndReason},
        _duplicates(session, case),
        plan.administrative_provisions,
        answered,
        total,
        session.now_for(case).date(),
        drafts.load(session, case_id, DRAFTS),
    )


@act(Permission.END_EARLY)
def judge(session: Session, case_id: str, end: EarlyEnd, reason: str) -> tuple[Problem, ...]:
    """Everything that keeps the case from being ended now, each at its field; also what only the pages show."""
    file = _ended(session, session.file_for(case_id, CaseAct.END), end, reason)
    found = file.problems(session.library)
    if found or not end.has_letter:
        return found
    try:
        letters.draft(session, file)
    except LetterError as error:
        return tuple(Problem("", words) for words in error.faults)
    return ()


@act(Permission.END_EARLY)
def sign(session: Session, case_id: str, end: EarlyEnd, reason: str, password: str) -> Decided:
    """End a case early as who is signed in, now; its letter is written with it, if it has one.

    ``reason`` stands in the letters of a refusal, and is a note on record otherwise. What was requested of the provider
    is withdrawn. Raises WrongPassword or TooSoon, NotAuthorized with every problem, or LetterError.
    """
    before = session.file_for(case_id, CaseAct.END)
    file = _ended(session, before, end, reason)
    require_ready(file.problems(session.library))
    letter = letters.draft(session, file) if end.has_letter else None
    if letter is None:
        session.vault.confirm(password, session.now(), case_id)  # a wrong one makes no backup
        session.before_closing(file.case)
    assert file.determination is not None  # noqa: S101, made above
    with session.vault.transaction():
        session.vault.cases.end_early(
            case_id,
            file.determination,
            dump(replace(file, case=before.case)),
            file.end_rules(session.library),
            password,
            session.due(file.case)[0],
        )
        if session.may(Permission.DETERMINE):
            for screen in (DRAFTS, DECISION_DRAFTS):
                drafts.clear(session, case_id, screen)
    return Decided(open_case.read(session, case_id), letter)


def _ended(session: Session, file: CaseFile, end: EarlyEnd, reason: str) -> CaseFile:
    """The file of a case as an early end leaves it, signed as who is signed in, now."""
    now, case = session.now(), file.case
    end = clean_fields(end, clean)
    text = clean(reason).strip()
    determination = Determination(
        action_for(end.reason),
        session.me,
        now,
        case.request.start,
        case.request.end,
        case.request.units,
        Rationale(text if end.refuses else ""),
        reason="" if end.refuses else text,
        early_end=end,
    )
    return replace(file, case=as_ended(case, determination), determination=determination, written_at=now)


def _is_begun(session: Session, case: Case) -> bool:
    return bool(session.vault.cases.reviews(case.id))


def _duplicates(session: Session, case: Case) -> tuple[str, ...]:
    """The member's other open cases for the same service on some of the same dates, latest first."""
    asked = case.request
    return tuple(
        other.number
        for other in session.vault.cases.earlier(case.plan_id, case.member.id)
        if other.id != case.id
        and other.state is not CaseState.CLOSED
        and other.request.service_code == asked.service_code
        and asked.overlaps(other.request.start, other.request.end)
    )

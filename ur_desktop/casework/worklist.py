"""The acts of the worklist: list cases, count them, assign them and hand them over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from ur_desktop.casework import intake
from ur_desktop.casework.acts import act
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission, may
from ur_desktop.domain.case import Case, CaseState, HandOver, Urgency
from ur_desktop.domain.clean_text import clean
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.hand_over import colleagues_of, hand_over_faults
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.worklist import WorklistQuery, WorklistRow


@act(Permission.SEE_CASES)
def rows(session: Session, query: WorklistQuery) -> tuple[WorklistRow, ...]:
    """A page of the worklist as the signed-in person sees it: their drafts of new cases, then the cases.

    Clocks whose stop has ended run again first.
    """
    session.vault.cases.resume_clocks(session.now())
    drafts = _drafts(session, query)
    page = drafts[query.offset : query.offset + query.limit]
    cases = replace(
        query,
        user_id=session.me.user_id,
        offset=max(0, query.offset - len(drafts)),
        limit=query.limit - len(page),
    )
    return (*page, *session.vault.cases.worklist(cases))


@act(Permission.SEE_CASES)
def counts(session: Session, day_end: datetime) -> Mapping[str, int]:
    """How many cases each list of open cases has, by its value; ``day_end`` (aware) is when today ends."""
    return session.vault.cases.counts(session.me.user_id, day_end)


def _drafts(session: Session, query: WorklistQuery) -> tuple[WorklistRow, ...]:
    if not query.lists_drafts or not session.may(Permission.TAKE_IN):
        return ()
    found = (_draft_row(session, *draft) for draft in intake.new_drafts(session).items())
    return tuple(sorted(filter(query.finds, found), key=lambda row: (row.member_name, row.case_id)))


def _draft_row(session: Session, draft_id: str, typed: Mapping[str, str]) -> WorklistRow:
    name = ", ".join(filter(None, (typed.get("last_name", ""), typed.get("first_name", ""))))
    review, urgency = typed.get("review", ""), typed.get("urgency", "")
    return WorklistRow(
        case_id=draft_id,
        number="",
        member_name=name or "New request",
        member_id=typed.get("member_id", ""),
        plan_id=typed.get("plan", ""),
        service_code=typed.get("service", "").rpartition(" ")[2],
        review=next((kind for kind in ReviewKind if kind.value == review), None),
        urgency=next((each for each in Urgency if each.value == urgency), Urgency.STANDARD),
        state=CaseState.NEW,
        answered=0,
        total=0,
        reviewer=session.me.user_id,
        due=None,
        received=None,
        provider=typed.get("program", ""),
        stopped_since=None,
        is_draft=True,
    )


@act(Permission.TAKE_IN)
def assign_to_me(session: Session, case_id: str) -> None:
    """Assign a case to the signed-in reviewer."""
    with session.vault.transaction():
        session.save(replace(session.vault.cases.get(case_id), assigned_to=session.me.user_id))
        session.record(EventKind.CHANGE, case_id, assigned_to=session.me.name)


@act(Permission.ASSIGN)
def assign(session: Session, case_id: str, user_id: str) -> None:
    """Assign a case to a reviewer; NotAuthorized when that person may not answer reviews."""
    person = next((each for each in session.vault.people() if each.user_id == user_id), None)
    if person is None or not may(person, Permission.ANSWER):
        raise NotAuthorized(
            "Cases are assigned to nurses and physician reviewers of this vault.", "Select one."
        )
    with session.vault.transaction():
        session.vault.cases.assign(case_id, user_id)
        session.record(EventKind.CHANGE, case_id, assigned_to=person.name)


@act(Permission.SEE_CASES)
def colleagues(session: Session, case: Case) -> tuple[Reviewer, ...]:
    """Who the signed-in person may hand this case over to; nobody while it is not theirs."""
    if case.is_finished or case.assigned_to != session.me.user_id or not session.may(Permission.ANSWER):
        return ()
    return colleagues_of(session.me, session.vault.people())


@act(Permission.ANSWER)
def hand_over(session: Session, case_id: str, to: str, note: str) -> Case:
    """Hand the signed-in reviewer's own case over to a colleague of the same role, by user ID, with a note.

    NotAuthorized with every reason why it can't be.
    """
    case, people, note = session.vault.cases.get(case_id), session.vault.people(), clean(note).strip()
    if faults := tuple(hand_over_faults(case, session.me, people, to, note)):
        raise NotAuthorized("The case can’t be handed over.", "", faults)
    handed = HandOver(to, session.me.user_id, session.now(), note)
    with session.vault.transaction():
        session.save(replace(case, assigned_to=to, handed_over=handed))
        session.record(EventKind.CHANGE, case_id, handed_over_to=session.person(to))
    return session.vault.cases.get(case_id)

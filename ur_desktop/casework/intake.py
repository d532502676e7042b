"""The acts of intake: take in a request, correct it, find the member's earlier cases, and save drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from ur_desktop.casework import drafts, open_case
from ur_desktop.casework.acts import act
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.case_states import is_frozen
from ur_desktop.domain.change import Change, request_changes, what_changed
from ur_desktop.domain.errors import NotAuthorized, UserError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.judged_request import judged_changes
from ur_desktop.domain.new_review import corrected_review
from ur_desktop.domain.review import Review
from ur_desktop.domain.reviewer import Role

NEW_CASE, REQUEST, CORRECTION = "intake", "request", "correction"
"""Stored: a new request's draft has an ID of its own, "intake" or "intake-…"; a correction's belongs to its case."""


@act(Permission.TAKE_IN)
def next_number(session: Session) -> str:
    """The number that the next case gets: "2026-000183"."""
    return session.vault.cases.next_number(session.now().year)


@act(Permission.TAKE_IN)
def earlier_cases(session: Session, plan_id: str, member_id: str, except_id: str = "") -> tuple[Case, ...]:
    """A member's other cases under a plan, oldest first; ``except_id`` is left out."""
    found = session.vault.cases.earlier(plan_id, member_id)
    return tuple(case for case in reversed(found) if case.id != except_id)


def new_draft_id() -> str:
    """The ID of one more draft of a new request; it is stored once something is typed."""
    return f"{NEW_CASE}-{uuid4().hex}"


@act(Permission.TAKE_IN)
def new_drafts(session: Session) -> Mapping[str, Mapping[str, str]]:
    """The person's drafts of new requests: what is typed, by field, by the draft's ID."""
    ids = session.vault.drafts.of_new_cases(NEW_CASE)
    return {found: typed for found in ids if (typed := drafts.load(session, found, REQUEST))}


@act(Permission.TAKE_IN)
def draft(session: Session, of: str) -> Mapping[str, str]:
    """What is typed of a request, by field. ``of`` is a draft's ID, or a case's, of which the fields differ."""
    return drafts.load(session, *_draft_of(of))


@act(Permission.TAKE_IN)
def save_draft(session: Session, of: str, typed: Mapping[str, str]) -> None:
    """Save what is typed of a request, by field, in place of what was saved before; an empty one clears it."""
    drafts.save_all(session, *_draft_of(of), typed)


@act(Permission.TAKE_IN)
def take_in(session: Session, case: Case, draft_id: str = "") -> OpenCase:
    """Save a new case; the draft that it was typed in has become part of it, and every other stays."""
    if case.state is not CaseState.NEW:
        raise NotAuthorized(f"Case {case.number} can’t be created: it is not new.", "Start a new request.")
    with session.vault.transaction():
        session.add(case.clean)
        session.record(EventKind.CREATE, case.id)
        if draft_id:
            drafts.clear(session, *_draft_of(draft_id))
    return open_case.read(session, case.id)


@act(Permission.TAKE_IN)
def correct(session: Session, case: Case) -> OpenCase:
    """Save a corrected request; if its review depends on what was corrected, one more review begins.

    Only the request is taken from ``case``: its state, reviewer and all else stay as the vault has them.

    A completed review is bound to what it judged: it is opened again when any of that changes.
    UserError when a determination is signed and more than addresses would change.
    """
    cases = session.vault.cases
    with session.vault.transaction():
        before = cases.get(case.id)
        case = _with_request_of(before, case)
        changed = request_changes(before, case, session.me.user_id, session.now())
        if cases.determination(case.id) and any(is_frozen(change.what) for change in changed):
            raise UserError(
                "Determination signed: only addresses, phone, fax and NPI can change.",
                "Correct only those, or have its signer void the determination first.",
            )
        if changes := session.save(case):
            session.record(EventKind.CHANGE, case.id, corrected=what_changed(changes))
        if reviews := cases.reviews(case.id):
            judged = judged_changes(changed) if reviews[-1].completed_at else ()
            if judged or _review_basis(before) != _review_basis(case):
                _review_again(session, case, reviews[-1], judged)
        drafts.clear(session, *_draft_of(case.id))
    return open_case.read(session, case.id)


def _draft_of(of: str) -> tuple[str, str]:
    is_new = of == NEW_CASE or of.startswith(f"{NEW_CASE}-")
    return (of, REQUEST if is_new else CORRECTION)


def _with_request_of(saved: Case, corrected: Case) -> Case:
    """The saved case with the corrected request, clean; what is the same once it is clean stays as it was saved."""
    was, corrected = saved.clean, corrected.clean
    return replace(
        saved,
        member=saved.member if was.member == corrected.member else corrected.member,
        plan_id=corrected.plan_id,
        policy_id=corrected.policy_id,
        request=saved.request if was.request == corrected.request else corrected.request,
        provider=saved.provider if was.provider == corrected.provider else corrected.provider,
    )


def _review_basis(case: Case) -> tuple[object, ...]:
    """What a review depends on: if it changes, the answers have to be looked at again."""
    request = case.request
    return (case.policy_id, case.plan_id, case.member.born, request.start, request.review)


def _review_again(session: Session, case: Case, last: Review, judged: tuple[Change, ...]) -> None:
    if judged:
        session.record(EventKind.CHANGE, case.id, review_again=what_changed(judged))
    policy = session.library.policy(case.policy_id, case.request.start)
    reviewer = _reviewer(session, case, last)
    if reviewer != case.assigned_to:
        to = session.person(reviewer) if reviewer else "nobody"
        session.record(EventKind.CHANGE, case.id, assigned_to=to)
    session.begin(
        replace(case, assigned_to=reviewer), corrected_review(last, case, policy, session.now().date())
    )


def _reviewer(session: Session, case: Case, last: Review) -> str:
    """Who reviews a corrected case: a physician's case goes back to its first reviewer, or to nobody if they left."""
    reviewers = {person.user_id: person for person in session.reviewers()}
    assigned = reviewers.get(case.assigned_to)
    if assigned is not None and assigned.role is not Role.PHYSICIAN:
        return assigned.user_id
    return last.completed_by if last.completed_by in reviewers else ""

"""The acts of the worklist: list cases, count them, and assign them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from ur_desktop.casework.acts import act
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission, may
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.worklist import WorklistQuery, WorklistRow


@act(Permission.SEE_CASES)
def rows(session: Session, query: WorklistQuery) -> tuple[WorklistRow, ...]:
    """A page of the worklist as the signed-in person sees it; clocks whose stop has ended run again first."""
    session.vault.cases.resume_clocks(session.now())
    return session.vault.cases.worklist(replace(query, user_id=session.me.user_id))


@act(Permission.SEE_CASES)
def counts(session: Session, day_end: datetime) -> Mapping[str, int]:
    """How many cases each filter has, by its value; ``day_end`` (aware) is when today ends."""
    return session.vault.cases.counts(session.me.user_id, day_end)


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

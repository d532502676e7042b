"""Records that an approval still waits for: recorded when they come."""

from __future__ import annotations

from ur_desktop.casework import open_case
from ur_desktop.casework.acts import act
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.follow_up import received
from ur_desktop.domain.journal import EventKind


@act(Permission.ANSWER)
def receive(session: Session, case_id: str, criterion_id: str) -> OpenCase:
    """Record that what shows a criterion came after the approval; the case leaves the worklist with the last one."""
    case = received(session.vault.cases.get(case_id), criterion_id, session.now(), session.me.user_id)
    with session.vault.transaction():
        session.record(EventKind.CHANGE, case_id, follow_up=criterion_id)
        session.save(case)
    return open_case.read(session, case_id)

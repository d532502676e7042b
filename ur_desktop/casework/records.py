"""Records that were requested came: when, how and what; undone as long as no review of them began."""

from __future__ import annotations

from dataclasses import replace

from ur_desktop.casework import open_case
from ur_desktop.casework.acts import act
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.errors import NotAuthorized, UserError
from ur_desktop.domain.information_request import Receipt
from ur_desktop.domain.journal import EventKind


@act(Permission.ANSWER)
def receive(session: Session, case_id: str, receipt: Receipt) -> OpenCase:
    """Record the receipt of requested records; the clock runs again from then. They are reviewed next.

    UserError for a receipt that says too little, or whose time can't be.
    """
    case = session.vault.cases.get(case_id)
    if case.state is not CaseState.WAITING:
        raise NotAuthorized(f"Case {case.number} is not waiting for records.", "Start a new review.")
    open_requests = [asked for asked in case.information_requests if asked.ended_at is None]
    if not receipt.what.strip():
        raise UserError("What came is missing.", "List the records that came.")
    if receipt.at > session.now() or any(receipt.at < asked.sent_at for asked in open_requests):
        raise UserError(
            "The records can’t have come then.", "Type when they came, after they were requested."
        )
    received = tuple(
        replace(asked, answered_at=receipt.at, receipt=receipt) if asked in open_requests else asked
        for asked in case.information_requests
    )
    with session.vault.transaction():
        session.record(EventKind.CHANGE, case_id, records="came", how=receipt.how)
        session.save(replace(case, information_requests=received, state=CaseState.READY))
    return open_case.read(session, case_id)


@act(Permission.ANSWER)
def undo(session: Session, case_id: str) -> OpenCase:
    """Take back the receipt of records that no review looked at yet; the case waits for them again."""
    opened = open_case.read(session, case_id)
    if not opened.has_new_records:
        raise NotAuthorized(f"Case {opened.case.number} has no new records to undo.", "Open the case again.")
    last = max(asked.answered_at for asked in opened.case.information_requests if asked.answered_at)
    waiting = tuple(
        replace(asked, answered_at=None, receipt=None) if asked.answered_at == last else asked
        for asked in opened.case.information_requests
    )
    with session.vault.transaction():
        session.record(EventKind.CHANGE, case_id, records="undone")
        session.save(replace(opened.case, information_requests=waiting, state=CaseState.WAITING))
    return open_case.read(session, case_id)

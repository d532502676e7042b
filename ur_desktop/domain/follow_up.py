"""What an approval still waits for: due work in the worklist once the case is closed, and no condition of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo

from ur_desktop.domain.case import Case, CaseState, FollowUp
from ur_desktop.domain.deadlines import end_of
from ur_desktop.domain.determination import Action
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.evaluation.finding import Finding


def follow_ups(action: Action, finding: Finding) -> tuple[FollowUp, ...]:
    """What is still to be sent after this determination; nothing unless it approves."""
    if action not in (Action.APPROVE, Action.APPROVE_IN_PART):
        return ()
    return tuple(FollowUp(criterion_id, due) for criterion_id, due in finding.not_yet_due.items())


def follow_up_due(case: Case, zone: tzinfo) -> datetime | None:
    """When the next of it is due, at the end of a day in the plan's time zone; None with nothing left or no date."""
    dates = [item.due for item in case.open_follow_ups if item.due is not None]
    return end_of(min(dates), zone) if dates else None


def received(case: Case, criterion_id: str, at: datetime, by: str) -> Case:
    """The case after something that was still to be sent came; NotAuthorized when nothing of the kind is open."""
    if case.state is not CaseState.CLOSED or criterion_id not in {
        item.criterion_id for item in case.open_follow_ups
    }:
        raise NotAuthorized(f"Case {case.number} does not wait for {criterion_id}.", "Open the case again.")
    return replace(
        case,
        follow_ups=tuple(
            replace(item, received_at=at, received_by=by) if item.criterion_id == criterion_id else item
            for item in case.follow_ups
        ),
    )

"""Whether a reviewer may hand a case over to a colleague, with a note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ur_desktop.domain.case import Case
from ur_desktop.domain.reviewer import Reviewer


def colleagues_of(me: Reviewer, people: Iterable[Reviewer]) -> tuple[Reviewer, ...]:
    """Who a case of this person can be handed over to: the others of the same role."""
    return tuple(person for person in people if person.role is me.role and person.user_id != me.user_id)


def hand_over_faults(
    case: Case, me: Reviewer, people: Iterable[Reviewer], to: str, note: str
) -> Iterator[str]:
    """Why this person can't hand the case over to the user ``to``, a sentence each."""
    if case.is_finished:
        yield "The case is closed."
    if case.assigned_to != me.user_id:
        yield "Only the reviewer who has a case hands it over. Assign it to yourself first (A)."
    if to not in {person.user_id for person in colleagues_of(me, people)}:
        yield f"Select another {me.role.value}. A physician gets a case by referral."
    if not note.strip():
        yield "Type a note for your colleague."

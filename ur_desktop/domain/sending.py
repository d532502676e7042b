"""Sent: how a letter left, or was told by phone. The first one of a decision is its notice and stops the clock."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from ur_desktop.domain.case import Case, CaseState, Notice
from ur_desktop.domain.errors import UserError
from ur_desktop.domain.letter.kind import UNDECIDED, LetterKind
from ur_desktop.domain.plan import LineOfBusiness
from ur_desktop.domain.response_time import sent


class Means(StrEnum):
    """How notice is given. Telling is not in writing: the letter must still follow."""

    MAIL = "mail"
    FAX = "fax"
    HAND = "hand"
    TOLD = "oral"


HAS_NUMBER = frozenset({Means.FAX, Means.TOLD})
"""The means with a fax or phone number to record."""
HAS_PERSON = frozenset({Means.HAND, Means.TOLD})
"""The means with a person to name: who was given the letter, who was told."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One act of sending: by whom (user ID), when (aware), how, to whom and at which number.

    ``letter`` is its number in the archive, 0 when the decision was told.
    """

    means: Means
    at: datetime
    by: str
    to: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    letter: int = 0


def check_sending(sending: Sending, since: datetime, now: datetime) -> None:
    """Raise UserError when a sending is incomplete, or its time is not between ``since`` and now.

    ``since`` is when the letter was accepted, or the determination signed.
    """
    if sending.means in HAS_PERSON and not sending.to.strip():
        raise UserError("The person’s name is missing.", "Type who was told or given the letter.")
    if sending.means in HAS_NUMBER and not any(sign.isdigit() for sign in sending.number):
        kind = "fax" if sending.means is Means.FAX else "phone"
        raise UserError(f"The {kind} number is missing.", f"Type the {kind} number used.")
    if sending.at > now:
        raise UserError("The time is in the future.", "Type when it was sent or told.")
    if sending.at < since:
        raise UserError("The time is before the decision was final.", "Type when it was sent or told.")


def after_sending(
    case: Case,
    sending: Sending,
    kind: str,
    line: LineOfBusiness,
    zone: tzinfo,
    *,
    all_sent: bool,
) -> Case:
    """The case after a letter of this kind was sent, or its decision was told.

    A request for information begins its time to answer with its first copy. A decision is noticed with its first
    copy or when told, and its case closes once ``all_sent``: no letter of the case is left.
    """
    if kind == LetterKind.INFORMATION_REQUEST and case.state is CaseState.SEND and case.asking is not None:
        return replace(sent(case, line, zone, sending.at), state=CaseState.WAITING)
    notice = case.notice
    if notice is None and kind not in UNDECIDED:
        notice = Notice(sending.at, sending.means, sending.by, sending.to, sending.number)
    if case.state is CaseState.SEND and all_sent and notice is not None:
        return replace(case, notice=notice, state=CaseState.CLOSED)
    return replace(case, notice=notice)

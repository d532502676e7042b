"""The kinds and copies of letters, and which kinds belong to a determination."""

from __future__ import annotations

from enum import StrEnum

from ur_desktop.domain.determination import Action, Determination
from ur_desktop.domain.policy import ReviewKind


class LetterKind(StrEnum):
    """What a letter is for; also the first part of its template's name."""

    APPROVAL = "approval"
    CONTINUED_APPROVAL = "continued_approval"
    DENIAL = "denial"
    ADMINISTRATIVE_DENIAL = "administrative_denial"
    WITHDRAWAL = "withdrawal"
    INFORMATION_REQUEST = "information_request"
    WITHDRAWN_REQUEST = "withdrawn_information_request"
    REFERRAL = "referral"
    REVIEW_SUMMARY = "review_summary"


class Copy(StrEnum):
    """The reader of a copy."""

    MEMBER = "member"
    PROVIDER = "provider"
    INTERNAL = "internal"


OUTGOING = frozenset({Copy.MEMBER, Copy.PROVIDER})
"""The copies that leave the house."""
INTERNAL = frozenset({LetterKind.REFERRAL, LetterKind.REVIEW_SUMMARY})
UNDECIDED = frozenset({LetterKind.INFORMATION_REQUEST, LetterKind.WITHDRAWN_REQUEST})
"""The letters to member and provider that tell no determination."""
REPEATED = INTERNAL | UNDECIDED
"""The letters that a case can have more than once."""
ADVERSE = frozenset({LetterKind.DENIAL, LetterKind.ADMINISTRATIVE_DENIAL})
"""The letters that refuse what was requested, and say how to appeal."""
APPROVALS = frozenset({LetterKind.APPROVAL, LetterKind.CONTINUED_APPROVAL})
DECIDED = ADVERSE | APPROVALS | {LetterKind.WITHDRAWAL}
"""The letters that tell a signed determination."""


def copies_of(kind: str) -> tuple[Copy, ...]:
    """The copies that a letter of a kind has."""
    return (Copy.INTERNAL,) if kind in INTERNAL else (Copy.MEMBER, Copy.PROVIDER)


def letter_name(kind: str, copy: str) -> str:
    """What a letter is called: "Denial, member"; an internal one by its kind alone."""
    words = kind.replace("_", " ").capitalize()
    return words if copy == Copy.INTERNAL else f"{words}, {copy}"


def kinds_for(determination: Determination, review: ReviewKind) -> tuple[LetterKind, ...]:
    """The letters about a determination; none for an end that refuses nothing, but for a withdrawal."""
    if (end := determination.early_end) is not None:
        if not end.has_letter:
            return ()
        return (LetterKind.ADMINISTRATIVE_DENIAL if end.refuses else LetterKind.WITHDRAWAL,)
    if determination.action is Action.APPROVE:
        return (_approval_kind(review),)
    return (LetterKind.DENIAL,) if determination.action is Action.DENY else ()


def _approval_kind(review: ReviewKind) -> LetterKind:
    return LetterKind.CONTINUED_APPROVAL if review is ReviewKind.CONTINUED else LetterKind.APPROVAL

"""Which acts each state of a case allows: one table, asked before every write to a case."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.determination import Determination
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.letter.kind import INTERNAL, UNDECIDED, LetterKind, copies_of, kinds_for, letter_name
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.review import Review
from ur_desktop.domain.reviewer import Role


class CaseAct(StrEnum):
    """What is done to a case; `domain.access` says who may do it."""

    CORRECT = "change the request"
    BEGIN_REVIEW = "start a review"
    ANSWER = "answer a review"
    COMPLETE_REVIEW = "complete a review"
    REFER = "refer the case"
    OFFER_PEER_TO_PEER = "record a peer-to-peer"
    DECIDE = "decide the case"
    SIGN = "sign a determination"
    END = "end the case early"
    ACCEPT = "accept a letter"
    DISCARD = "discard the information request"
    VOID = "void the determination"
    TELL = "record notice by phone"
    CLOSE = "close the case"
    REOPEN = "reopen the case"


_OPEN = frozenset(CaseState) - {CaseState.CLOSED}
_IN_REVIEW = frozenset({CaseState.NEW, CaseState.IN_REVIEW})
_TO_DECIDE = _OPEN - _IN_REVIEW

ALLOWED = {
    CaseAct.CORRECT: _OPEN,
    CaseAct.BEGIN_REVIEW: _OPEN,
    CaseAct.ANSWER: _IN_REVIEW,
    CaseAct.COMPLETE_REVIEW: _IN_REVIEW,
    CaseAct.REFER: _TO_DECIDE,
    CaseAct.OFFER_PEER_TO_PEER: _TO_DECIDE,
    CaseAct.DECIDE: _TO_DECIDE,
    CaseAct.SIGN: _TO_DECIDE,
    CaseAct.END: _OPEN,
    CaseAct.ACCEPT: frozenset({CaseState.LETTER}),
    CaseAct.DISCARD: frozenset({CaseState.LETTER}),
    CaseAct.VOID: frozenset({CaseState.LETTER}),
    CaseAct.TELL: frozenset({CaseState.LETTER, CaseState.SEND}),
    CaseAct.CLOSE: frozenset(CaseState),
    CaseAct.REOPEN: _OPEN,
}
"""The table. A review starts while the case is new; a corrected request starts it again in any open state."""

_NEED_REVIEW = frozenset({CaseAct.REFER, CaseAct.OFFER_PEER_TO_PEER, CaseAct.DECIDE, CaseAct.SIGN})
WITHOUT_REVIEW = frozenset({CaseAct.END, CaseAct.ACCEPT, CaseAct.VOID})
"""The acts on a case that no review was started of."""
_AFTER_SIGNING = frozenset({CaseAct.CLOSE, CaseAct.TELL, CaseAct.VOID})
_FREE = frozenset(
    {
        "member.address",
        "member.confidential_address",
        "provider.address",
        "provider.phone",
        "provider.fax",
        "provider.npi",  # in no letter
    }
)

_WORDS = {
    CaseState.NEW: "new",
    CaseState.IN_REVIEW: "in review",
    CaseState.READY: "ready for a determination",
    CaseState.WITH_PHYSICIAN: "with a physician",
    CaseState.WAITING: "waiting for records",
    CaseState.LETTER: "waiting for its letter to be accepted",
    CaseState.SEND: "waiting for its letter to be sent",
    CaseState.CLOSED: "closed",
}


@dataclass(frozen=True, slots=True)
class CaseProgress:
    """How far a case is: its state, whether its latest review is complete and a determination is signed.

    ``latest_review`` is the number of that review, 0 before the first; ``has_new_records`` says that requested records
    came after it. A determination that was voided is not signed any more.
    """

    state: CaseState
    is_reviewed: bool = False
    is_signed: bool = False
    latest_review: int = 0
    has_new_records: bool = False


def case_progress(case: Case, review: Review | None, determination: Determination | None) -> CaseProgress:
    """How far a case is, from its latest review and the determination that holds."""
    if review is None:
        return CaseProgress(case.state, is_signed=determination is not None)
    at = review.completed_at
    return CaseProgress(
        case.state,
        is_reviewed=at is not None,
        is_signed=determination is not None,
        latest_review=review.sequence,
        has_new_records=at is not None and case.has_records_since(at),
    )


def refusal(act: CaseAct, progress: CaseProgress) -> str:
    """Why the case does not allow an act, in a sentence; empty when it does."""
    if act in _AFTER_SIGNING:
        if not progress.is_signed:
            return f"You can’t {act}: no determination is signed."
    elif progress.is_signed and act is not CaseAct.ACCEPT:
        return f"You can’t {act}: a determination is signed."
    if progress.state not in ALLOWED[act]:
        return f"You can’t {act}: the case is {_WORDS[progress.state]}."
    if act in _NEED_REVIEW and not progress.is_reviewed:
        return f"You can’t {act}: its review is not complete."
    if act in _NEED_REVIEW and progress.has_new_records:
        return f"You can’t {act}: records came after its review."
    return ""


def require_state(act: CaseAct, progress: CaseProgress) -> None:
    """Raise NotAuthorized, by name, when the case does not allow an act."""
    if reason := refusal(act, progress):
        raise NotAuthorized(reason, "Open the case again to see its current state.")


def to_decide(role: Role) -> CaseState:
    """The state of a reviewed case that goes back to a person of this role, to be decided."""
    return CaseState.WITH_PHYSICIAN if role is Role.PHYSICIAN else CaseState.READY


def after_void(role: Role, review: Review | None) -> CaseState:
    """The state of a case whose determination a person of this role voids: where its latest review left it."""
    if review is None:
        return CaseState.NEW
    return CaseState.IN_REVIEW if review.completed_at is None else to_decide(role)


def require_new(state: CaseState) -> None:
    """Raise NotAuthorized when a case that is added is in any state but the first."""
    if state is not CaseState.NEW:
        raise NotAuthorized(
            f"You can’t add a case that is {_WORDS[state]}.", "A case is new when it is added."
        )


Sealed = tuple[str, str]
"""The kind and copy of a letter in the archive."""


def require_copy(kind: str, copy: str, decided: Collection[Sealed]) -> None:
    """Raise NotAuthorized for a copy that a kind of letter does not have, and for one that was accepted already.

    ``decided`` are the letters of the case's determination in the archive.
    """
    name = letter_name(kind, copy)
    if copy not in copies_of(kind):
        raise NotAuthorized(f"There is no such copy of a letter: {name}.", "Open the case again.")
    if (kind, copy) in decided:
        raise NotAuthorized(f"This letter was accepted already: {name}.", "Open the case again.")


def require_accepted(
    determination: Determination | None, review: ReviewKind, accepted: Collection[Sealed]
) -> None:
    """Raise NotAuthorized when a case is closed, or to send, before every copy of its letters was accepted."""
    kinds = kinds_for(determination, review) if determination else ()
    for kind in kinds:
        for copy in copies_of(kind):
            if (kind, copy) not in accepted:
                raise NotAuthorized(
                    f"You can’t close the case: this letter is not accepted: {letter_name(kind, copy)}.",
                    "Accept it first.",
                )


def is_frozen(what: str) -> bool:
    """Whether a part of the request, as a `Change` names it, stays as it is once a determination is signed.

    Who the letter is about is signed with it; only where it is sent can change.
    """
    return what not in _FREE


def require_letter(
    kind: str,
    progress: CaseProgress,
    *,
    determinations: Iterable[Determination],
    review: ReviewKind,
    requests_information: bool,
    waits_for_information: bool,
) -> None:
    """Raise NotAuthorized, by name, for a letter that nothing in the case asks for."""
    if kind in INTERNAL:
        require_state(CaseAct.REFER, progress)
    elif kind in UNDECIDED:
        asks = kind == LetterKind.INFORMATION_REQUEST
        called_for = requests_information if asks else waits_for_information and not requests_information
        if progress.is_signed or progress.state is not CaseState.LETTER or not called_for:
            raise NotAuthorized(
                "There is no information request to write a letter for.", "Open the case again."
            )
    elif progress.state in (CaseState.SEND, CaseState.CLOSED) or not any(
        kind in kinds_for(each, review) for each in determinations
    ):
        name = kind.replace("_", " ")
        raise NotAuthorized(f"No signed determination calls for this letter: {name}.", "Open the case again.")

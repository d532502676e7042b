"""Letters are sent, and decisions told by phone: the first one of a decision is its notice."""

from __future__ import annotations

from datetime import datetime

from ur_desktop.casework.acts import act
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.case import Case
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.letter.kind import Copy, letter_name
from ur_desktop.domain.sending import Means, Sending, after_sending, check_sending


@act(Permission.PRINT_LETTERS)
def send(
    session: Session,
    letters: tuple[int, ...],
    means: Means = Means.MAIL,
    *,
    to: str = "",
    number: str = "",
    at: datetime | None = None,
) -> None:
    """Record that accepted letters were mailed, faxed or handed over, all or none; ``at`` is now if not given.

    Without ``to`` each went to whom it is written. UserError for what is missing or can't be.
    """
    vault, now = session.vault, session.now()
    with vault.transaction():
        for letter in letters:
            case_id, kind, copy, accepted_at = vault.sendings.accepted(letter)
            case = vault.cases.get(case_id)
            sending = Sending(
                means, at or now, session.me.user_id, to or _addressee(case, copy), number, letter
            )
            check_sending(sending, accepted_at, now)
            left = set(vault.sendings.unsent(case_id)) - {letter}
            _keep(session, case, sending, kind, all_sent=not left)
            session.record(
                EventKind.SENT, case_id, letter=letter_name(kind, copy), number=letter, means=means.value
            )


@act(Permission.PRINT_LETTERS)
def tell(session: Session, case_id: str, to: str, number: str, at: datetime | None = None) -> None:
    """Record that a signed decision was told by phone: to whom, at which number, when; ``at`` is now if not given.

    UserError for what is missing or can't be, NotAuthorized when nothing was decided or all letters are sent.
    """
    now = session.now()
    case = session.vault.cases.get(case_id)
    file = session.file(case)
    if file is None or file.determination is None:
        raise NotAuthorized(f"No determination on case {case.number} is signed.", "Sign it first.")
    sending = Sending(Means.TOLD, at or now, session.me.user_id, to, number)
    check_sending(sending, file.determination.at, now)
    with session.vault.transaction():
        _keep(session, case, sending, "", all_sent=False)
        session.record(EventKind.SENT, case_id, means=Means.TOLD.value)


@act(Permission.SEE_CASES)
def of(session: Session, case_id: str) -> tuple[Sending, ...]:
    """What was sent or told of a case, in the order it was recorded."""
    return session.vault.sendings.of(case_id)


def _keep(session: Session, case: Case, sending: Sending, kind: str, *, all_sent: bool) -> None:
    library = session.library
    line, zone = library.line_of(case.plan_id), library.zone_of(case.plan_id)
    session.keep_sent(after_sending(case, sending, kind, line, zone, all_sent=all_sent), sending)


def _addressee(case: Case, copy: str) -> str:
    if copy == Copy.PROVIDER:
        return case.provider.name
    person = case.member.representative
    return person.name if person else case.member.name

"""Half-typed text, saved in the vault by case, screen and field until it becomes part of the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ur_desktop.casework.acts import act
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission

_WORK = (Permission.TAKE_IN, Permission.ANSWER, Permission.DETERMINE)


@act(Permission.SEE_CASES)
def load(session: Session, case_id: str, screen: str) -> Mapping[str, str]:
    """What this person half typed of a case on a screen, by field."""
    saved, prefix = session.vault.drafts.texts(case_id), f"{screen}."
    return {key.removeprefix(prefix): text for key, text in saved.items() if key.startswith(prefix)}


@act(*_WORK)
def save(session: Session, case_id: str, screen: str, field: str, text: str) -> None:
    """Save the half-typed text of one field; an empty text clears it."""
    if text:
        session.vault.drafts.store(case_id, f"{screen}.{field}", text)
    else:
        clear(session, case_id, screen, (field,))


@act(*_WORK)
def save_all(session: Session, case_id: str, screen: str, texts: Mapping[str, str]) -> None:
    """Save these half-typed texts of a case on a screen, and clear every other one there."""
    with session.vault.transaction():
        clear(session, case_id, screen, load(session, case_id, screen).keys() - texts.keys())
        for field, text in texts.items():
            session.vault.drafts.store(case_id, f"{screen}.{field}", text)


@act(*_WORK)
def clear(session: Session, case_id: str, screen: str, fields: Iterable[str] | None = None) -> None:
    """Clear the half-typed text of some fields of a screen, or of all, as part of the running transaction if any."""
    names = load(session, case_id, screen) if fields is None else fields
    if cleared := tuple(f"{screen}.{field}" for field in names):
        session.vault.drafts.delete(case_id, cleared)

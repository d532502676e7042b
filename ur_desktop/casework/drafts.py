"""Half-typed text, saved in the vault by case, screen and field until it becomes part of the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ur_desktop.casework.session import Session


def load(session: Session, case_id: str, screen: str) -> Mapping[str, str]:
    """What this person half typed of a case on a screen, by field."""
    saved, prefix = session.vault.cases.drafts(case_id), f"{screen}."
    return {key.removeprefix(prefix): text for key, text in saved.items() if key.startswith(prefix)}


def save(session: Session, case_id: str, screen: str, field: str, text: str) -> None:
    """Save the half-typed text of one field; an empty text clears it."""
    if text:
        session.vault.cases.save_draft(case_id, f"{screen}.{field}", text)
    else:
        clear(session, case_id, screen, (field,))


def save_all(session: Session, case_id: str, screen: str, texts: Mapping[str, str]) -> None:
    """Save these half-typed texts of a case on a screen, and clear every other one there."""
    with session.vault.transaction():
        clear(session, case_id, screen, load(session, case_id, screen).keys() - texts.keys())
        for field, text in texts.items():
            session.vault.cases.save_draft(case_id, f"{screen}.{field}", text)


def clear(session: Session, case_id: str, screen: str, fields: Iterable[str] | None = None) -> None:
    """Clear the half-typed text of some fields of a screen, or of all, as part of the running transaction if any."""
    with session.vault.transaction():
        for field in load(session, case_id, screen) if fields is None else fields:
            session.vault.cases.clear_draft(case_id, f"{screen}.{field}")

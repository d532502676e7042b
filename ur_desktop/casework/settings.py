"""Settings of the program that the journal records; the window itself stores them."""

from __future__ import annotations

from ur_desktop.casework.session import Session
from ur_desktop.domain.journal import EventKind


def choose_appearance(session: Session, scheme: str) -> None:
    """Record the theme that the user chose."""
    session.record(EventKind.SETTINGS, appearance=scheme)


def choose_lock_after(session: Session, minutes: int, *, before: int) -> None:
    """Record after how many idle minutes the vault locks from now on."""
    session.record(EventKind.SETTINGS, lock_after_minutes=minutes, before=before)

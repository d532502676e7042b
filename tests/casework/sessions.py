"""A vault with one person of each role, and sessions of them, without a window."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.sealing import seal
from ur_desktop import paths
from ur_desktop.casework.session import Session
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.review import Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import Vault

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
LIBRARY = Library(paths.forms_dir(), paths.templates_dir())
PASSWORD = "seven sample words"
PEOPLE = {
    role: Reviewer(role.value, f"Sam {role.value.capitalize()}", role, Credential("RN", "TEST-1", "Utah"))
    for role in Role
}
ADMIN, NURSE, SUPERVISOR, AUDITOR = (
    PEOPLE[role] for role in (Role.ADMINISTRATOR, Role.NURSE, Role.SUPERVISOR, Role.AUDITOR)
)


def form_of(review: Review) -> Policy:
    """The form that a review began with."""
    return LIBRARY.edition(review.policy_id, review.version, review.digest)


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, **by: float) -> None:
        self.now += timedelta(**by)


def make_vault(folder: Path) -> str:
    """A vault of everyone in PEOPLE, each with PASSWORD; its recovery key."""
    made, recovery_key = vault.create(folder, ADMIN, PASSWORD, NOW, LEAST)
    with made:
        for person in PEOPLE.values():
            if person is not ADMIN:
                made.keys.add(person, PASSWORD, LEAST)
    return recovery_key


@contextmanager
def signed_in(
    folder: Path, person: Reviewer, password: str = PASSWORD, clock: Clock | None = None
) -> Iterator[Session]:
    """A session of one of the people; the vault is closed at the end."""
    clock = clock or Clock()
    with vault.open_vault(folder, person.user_id, password, clock()) as opened:
        yield Session(opened, LIBRARY, clock)


def fill_with_letters(folder: Path) -> None:
    """Let backing up and restoring a vault take a while."""
    with signed_in(folder, NURSE) as session:
        seal(session.vault, "case-1", "member", os.urandom(24_000_000), NOW)


def details(session: Session, kind: EventKind) -> list[dict[str, object]]:
    """The details of the journal's entries of a kind, the newest first."""
    return [dict(event.detail) for event in session.vault.journal.entries() if event.kind is kind]


def breaks(opened: Vault, *tables: str) -> None:
    """Let the disk refuse every change of these tables, as a full one would."""
    for table in tables:
        for change in ("INSERT", "UPDATE"):
            opened._db.conn.execute(
                f"CREATE TEMP TRIGGER full_{table}_{change} BEFORE {change} ON main.{table} "
                "BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
            )


def works_again(opened: Vault) -> None:
    """Take back what ``breaks`` did."""
    for (name,) in opened._db.conn.execute("SELECT name FROM sqlite_temp_master").fetchall():
        opened._db.conn.execute(f"DROP TRIGGER temp.{name}")

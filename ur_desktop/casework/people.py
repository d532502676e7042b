"""Users and passwords: each function checks the role, then changes key slots and records it in one transaction."""

from __future__ import annotations

from pathlib import Path

from ur_desktop.casework.acts import act
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.clean_text import clean_fields
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.vault.keys import NewKeys
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import new_one_time_password


def users(session: Session) -> tuple[Reviewer, ...]:
    """Everyone who can sign in with a password."""
    return session.vault.people()


def users_of(folder: Path) -> tuple[Reviewer, ...]:
    """Everyone who can sign in to a vault that is not open; StorageError when its header can't be read."""
    return vault.users(folder)


@act(Permission.MANAGE_PEOPLE)
def add_user(session: Session, person: Reviewer, password: str) -> None:
    """Add a user with a temporary password; StorageError when the user ID is or ever was taken."""
    person = clean_fields(person)
    with session.vault.transaction():
        session.record(EventKind.PEOPLE, added=person.user_id, role=person.role.value)
        session.vault.keys.add(person, password, once=True)


def change_user(session: Session, person: Reviewer) -> None:
    """Save a user's name, license and role; the password stays.

    Everyone may change their own name, license and specialty; the rest needs an administrator, and nobody changes
    their own role.
    """
    person = clean_fields(person)
    if person.user_id != session.me.user_id:
        session.require(Permission.MANAGE_PEOPLE)
    detail = {"changed": person.user_id, "role": person.role.value, "administers": person.administers}
    with session.vault.transaction():
        session.record(EventKind.PEOPLE, **detail)
        session.vault.keys.change(person)


@act(Permission.MANAGE_PEOPLE)
def remove_user(session: Session, user_id: str) -> Reviewer:
    """Remove a user and return who it was; their work keeps their name, and the user ID can't be reused."""
    person = _user(session, user_id)
    with session.vault.transaction():
        session.record(EventKind.PEOPLE, removed=user_id)
        session.vault.keys.remove(user_id)
    return person


@act(Permission.MANAGE_PEOPLE)
def reset_password(session: Session, user_id: str) -> str:
    """Give a user a new temporary password in place of theirs, and return it: it is stored nowhere."""
    person, given = _user(session, user_id), new_one_time_password()
    with session.vault.transaction():
        session.record(EventKind.PEOPLE, new_password_for=user_id)
        session.vault.keys.set_password(person, given, once=True)
    return given


def change_own_password(session: Session, old: str, new: str) -> None:
    """Change the password of the signed-in user; WrongPassword or TooSoon when ``old`` is not accepted."""
    session.vault.confirm(old, session.now())
    with session.vault.transaction():
        session.record(EventKind.PEOPLE, own_password=session.me.user_id)
        session.vault.keys.change_password(old, new)


@act(Permission.MANAGE_PEOPLE)
def replace_vault_keys(session: Session, secret: str) -> NewKeys:
    """Replace the vault's keys and close it; ``secret`` is the password or recovery key used to sign in.

    A backup is made first. The result is stored nowhere: show it once. StorageError leaves the old keys in effect
    and the vault open.
    """
    return session.vault.rekey(secret, session.now())


def _user(session: Session, user_id: str) -> Reviewer:
    for person in session.vault.people():
        if person.user_id == user_id:
            return person
    raise StorageError(f"No user has the user ID {user_id}.", "Choose one from the list.")

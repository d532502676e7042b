"""Create a vault, sign in, lock and sign out; and the UI state that a lock saves for the next sign-in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ur_desktop.casework import sample_vault, samples
from ur_desktop.casework.session import Session
from ur_desktop.casework.vault_folder import NewVault, holds_vault
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Credential, Reviewer, role_for
from ur_desktop.domain.vault.keys import NewKeys
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.disk.folder_kind import placement_of
from ur_desktop.storage.keys.header import RECOVERY
from ur_desktop.storage.sign_in import Refused as Refused  # noqa: PLC0414, a result of these functions
from ur_desktop.storage.sign_in import sign_in as open_counted

SAMPLE_HINT = f"Sample vault. Its password is “{samples.PASSWORD}”."
CHANGED_OUTSIDE = "If nobody changed the vault’s files on purpose, contact IT support."

Clock = Callable[[], datetime]


def create(folder: Path, wanted: NewVault, library: Library, now: Clock) -> tuple[Session, NewKeys]:
    """Create a vault with its first user signed in; the keys hold its recovery key and nothing else."""
    held = Credential(wanted.credential, wanted.license_number, wanted.license_state)
    first = Reviewer(wanted.user_id, wanted.name, role_for(wanted.credential), held)
    made, recovery_key = vault.create(folder, first, wanted.password, now())
    return Session(made, library, now), NewKeys((), recovery_key)


def sign_in(folder: Path, user_id: str, secret: str, library: Library, now: Clock) -> Session | Refused:
    """Open the vault with a password; after a wrong one the next try waits, longer each time."""
    opened = open_counted(folder, user_id, secret, now())
    return opened if isinstance(opened, Refused) else Session(opened, library, now)


def recover(folder: Path, recovery_key: str, library: Library, now: Clock) -> Session | Refused:
    """Open the vault with its recovery key, to reset passwords."""
    return sign_in(folder, RECOVERY.user_id, recovery_key, library, now)


def open_sample(folder: Path, library: Library, now: Clock) -> Session | Refused:
    """Open the sample vault as its nurse; create it the first time."""
    if not holds_vault(folder):
        sample_vault.make(folder, library, now())
    return sign_in(folder, samples.NURSE.user_id, samples.PASSWORD, library, now)


def must_choose_password(session: Session) -> bool:
    """Whether the user signed in with a temporary password and has to choose their own first."""
    return session.vault.keys.must_change


def choose_password(session: Session, given: str, own: str) -> None:
    """Replace the temporary password of the signed-in user with their own."""
    with session.vault.transaction():
        session.record(EventKind.PEOPLE, own_password=session.me.user_id)
        session.vault.keys.change_password(given, own)


def check(folder: Path) -> None:
    """Raise StorageError when the vault's header can't be read."""
    vault.users(folder)


def folder_warning(folder: Path) -> StorageError | None:
    """Why the vault's folder is not a safe place for it; None when it is on this computer."""
    return placement_of(folder).warning


def notice(session: Session) -> StorageError | None:
    """What the user has to know of the vault's files; None when all is well."""
    return StorageError(session.vault.notice, CHANGED_OUTSIDE) if session.vault.notice else None


def last_entry_in_future(session: Session) -> datetime | None:
    """When the last log entry was written, if this computer's clock was set back since."""
    return session.vault.clock_was


def saved_state(session: Session) -> str:
    """The UI state that was saved last for the signed-in user; empty when there is none."""
    return session.vault.drafts.ui_state()


def save_state(session: Session, state: str) -> None:
    """Save the UI state of the signed-in user, unfinished text included; an empty one forgets it."""
    session.vault.drafts.save_ui_state(state)


def record_lock(session: Session) -> None:
    """Record in the audit log that the vault is being locked."""
    session.record(EventKind.LOCK)


def record_sign_out(session: Session) -> None:
    """Record in the audit log that the user signs out."""
    session.record(EventKind.SIGN_OUT)


def close(session: Session) -> None:
    """Close the vault; a backup that is being made is finished first, or given up after some seconds."""
    session.vault.close()

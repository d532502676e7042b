"""Sign in with a delay that grows with each wrong password; a file next to the header counts them by user ID."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ur_desktop.domain.errors import StorageError, TooSoon, WrongPassword
from ur_desktop.storage import vault
from ur_desktop.storage.keys.header import RECOVERY
from ur_desktop.storage.keys.sign_in_attempts import counted, seconds_to_wait
from ur_desktop.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Refused:
    """A refused sign-in: the error, and the seconds until the next attempt."""

    words: str
    wait: int


def sign_in(folder: Path, user_id: str, secret: str, now: datetime) -> Vault | Refused:
    """Open a vault with a password, or with the recovery key under RECOVERY's user ID.

    Wrong passwords are counted across restarts, and the next sign-in records them in the journal. StorageError
    for every other problem.
    """
    try:
        with counted(folder, user_id, now):
            opened = _open(folder, user_id, secret, now)
    except TooSoon as error:
        return Refused(str(error), error.wait)
    except WrongPassword as error:
        return Refused(str(error), seconds_to_wait(folder, user_id, now))
    with suppress(StorageError):  # on a full disk the next sign-in records them
        opened.record_failed_sign_ins(now)
    return opened


def _open(folder: Path, user_id: str, secret: str, now: datetime) -> Vault:
    if user_id == RECOVERY.user_id:
        return vault.open_with_recovery(folder, secret, now)
    return vault.open_vault(folder, user_id, secret, now)

"""Signing in with a growing delay: wrong passwords are counted in a file next to the header, by user ID only."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ur_desktop.domain.errors import StorageError, TooSoon, WrongPassword
from ur_desktop.storage import vault
from ur_desktop.storage.keys.header import RECOVERY
from ur_desktop.storage.keys.sign_in_attempts import counted, waiting
from ur_desktop.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Refused:
    """Nobody came in: why, and how many seconds the next try waits."""

    words: str
    wait: int


def sign_in(folder: Path, user_id: str, secret: str, now: datetime) -> Vault | Refused:
    """Open a vault with a password, or with the recovery key under RECOVERY's user id.

    Wrong ones are counted, also across restarts, and the next sign-in records them in the journal. StorageError for
    all else.
    """
    try:
        with counted(folder, user_id, now):
            opened = _open(folder, user_id, secret, now)
    except TooSoon as error:
        return Refused(str(error), error.wait)
    except WrongPassword as error:
        return Refused(str(error), waiting(folder, user_id, now))
    with suppress(StorageError):  # on a full disk they are owed to the next sign-in
        opened.tell_tries(now)
    return opened


def _open(folder: Path, user_id: str, secret: str, now: datetime) -> Vault:
    if user_id == RECOVERY.user_id:
        return vault.open_with_recovery(folder, secret, now)
    return vault.open_vault(folder, user_id, secret, now)

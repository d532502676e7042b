"""Signing in with a growing delay: wrong passwords are counted beside the header, by user id alone."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage import vault
from ur_desktop.storage.header import RECOVERY, replace_file
from ur_desktop.storage.journal import EventKind
from ur_desktop.storage.keys import WrongPassword
from ur_desktop.storage.vault import Vault

NAME = "vault.tries"
LONGEST_WAIT = 30


@dataclass(frozen=True, slots=True)
class Tries:
    """How often one person's password was wrong since they last came in, and how many of these are journaled."""

    count: int
    last: datetime
    told: int = 0

    def wait(self, now: datetime) -> int:
        """The seconds until the next try: none after the first, then 1, 3, 7, 15 and at most 30."""
        whole = min((1 << min(self.count - 1, 10)) - 1, LONGEST_WAIT)
        passed = max(now - self.last, timedelta(0))  # a clock that was set back opens nothing early
        return max(0, round(whole - passed.total_seconds()))


@dataclass(frozen=True, slots=True)
class Refused:
    """Nobody came in: why, and how many seconds the next try waits."""

    words: str
    wait: int


_TRIES = TypeAdapter(dict[str, Tries])


def sign_in(folder: Path, user_id: str, secret: str, now: datetime) -> Vault | Refused:
    """Open a vault with a password, or with the recovery key under RECOVERY's user id.

    Wrong ones are counted, also for the program's next start, and written into the journal by whoever comes in
    next. StorageError for all else.
    """
    tries = _read(folder)
    if user_id in tries and (wait := tries[user_id].wait(now)):
        return Refused(f"Wait {wait} s before the next try.", wait)
    try:
        opened = _open(folder, user_id, secret, now)
    except WrongPassword as error:
        before = tries.get(user_id, Tries(0, now))
        tries[user_id] = replace(before, count=before.count + 1, last=now)
        _write(folder, tries)
        return Refused(f"{error.what} {error.fix}", tries[user_id].wait(now))
    for who, failed in tries.items():
        if failed.count > failed.told:
            detail = {"tries": failed.count - failed.told}
            opened.journal.record(EventKind.FAILED_SIGN_IN, who, now, detail=detail)
    told = {who: replace(failed, told=failed.count) for who, failed in tries.items() if who != user_id}
    if tries:
        _write(folder, told)
    return opened


def waiting(folder: Path, user_id: str, now: datetime) -> int:
    """The seconds until this person's next try."""
    tries = _read(folder)
    return tries[user_id].wait(now) if user_id in tries else 0


def _open(folder: Path, user_id: str, secret: str, now: datetime) -> Vault:
    if user_id == RECOVERY.user_id:
        return vault.open_with_recovery(folder, secret, now)
    return vault.open_vault(folder, user_id, secret, now)


def _read(folder: Path) -> dict[str, Tries]:
    try:
        return _TRIES.validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return {}


def _write(folder: Path, tries: dict[str, Tries]) -> None:
    text = json.dumps(_TRIES.dump_python(tries, mode="json"), indent=1)
    with suppress(
        StorageError
    ):  # where nothing can be written, the delay counts within the vault's own errors
        replace_file(folder / NAME, text.encode())

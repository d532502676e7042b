"""Failed sign-ins, counted in a file next to the header by user ID only; each makes the next wait longer."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from ur_desktop.domain.errors import StorageError, TooSoon, WrongPassword
from ur_desktop.domain.journal import EventKind
from ur_desktop.safe_read import content
from ur_desktop.storage.disk.atomic_file import replace_file
from ur_desktop.storage.disk.folder_lock import folder_locked
from ur_desktop.storage.records.journal import Lines

NAME = "vault.tries"
LARGEST = 1024 * 1024
LONGEST_WAIT = 30
MOST = 1000
"""The most wrong passwords counted per user between two sign-ins; with their delays they take eight hours."""


@dataclass(frozen=True, slots=True)
class Tries:
    """A user's wrong passwords since the last sign-in, and how many of them the journal has."""

    count: Annotated[int, Field(ge=1)]
    last: AwareDatetime
    told: Annotated[int, Field(ge=0)] = 0

    def wait(self, now: datetime) -> int:
        """The delay before the next attempt in seconds: 0 after the first, then 1, 3, 7, 15 and at most 30."""
        whole = min((1 << min(self.count - 1, 10)) - 1, LONGEST_WAIT)
        return max(0, round(whole - (now - self.last).total_seconds()))

    def within_bounds(self) -> Tries:
        """Return a copy with both numbers limited to possible values."""
        count = min(self.count, MOST)
        return replace(self, count=count, told=min(self.told, count))


_TRIES = TypeAdapter(dict[str, Tries])


def seconds_to_wait(folder: Path, user_id: str, now: datetime) -> int:
    """Return the seconds until this user's next attempt."""
    tries = _read(folder, now)
    return tries[user_id].wait(now) if user_id in tries else 0


@contextmanager
def counted(
    folder: Path, user_id: str, now: datetime, journal: Lines | None = None, case_id: str = ""
) -> Iterator[None]:
    """Count a WrongPassword raised inside; raise TooSoon at the start during a delay.

    Attempts in several processes are made and counted one after the other.
    With an open vault's ``journal`` it is recorded now; without one ``record_attempts`` does at the next sign-in.
    """
    with folder_locked(folder):
        if wait := seconds_to_wait(folder, user_id, now):
            raise TooSoon(wait)
        try:
            yield
        except WrongPassword:
            tries = _read(folder, now)
            before = tries.get(user_id)
            failed = replace(before, count=before.count + 1, last=now) if before else Tries(1, now)
            _write(folder, tries | {user_id: failed})
            if journal is not None:

                def record() -> None:
                    journal.add(EventKind.FAILED_SIGN_IN, user_id, now, case_id, {"tries": 1})
                    _write(folder, tries | {user_id: replace(failed, told=failed.told + 1)})

                journal.after_transaction(record)  # because a wrong password rolls the transaction back
            raise


def record_attempts(
    folder: Path, journal: Lines, came_in: str, now: datetime, known: Collection[str]
) -> None:
    """Record in the journal the attempts that it does not have yet, and reset the signed-in user's count.

    Anybody can write this file, so it ignores unknown user IDs, numbers above the limit, and times before the
    last sign-in, which would have recorded them.
    """
    tries = {who: failed for who, failed in _read(folder, now).items() if who in known}
    since = journal.previous_sign_in(now)
    for who, failed in tries.items():
        if failed.count > failed.told and (since is None or failed.last >= since):
            untold = failed.count - failed.told
            journal.add(EventKind.FAILED_SIGN_IN, who, now, detail={"tries": untold})
    if _read(folder, now):
        _write(
            folder,
            {who: replace(failed, told=failed.count) for who, failed in tries.items() if who != came_in},
        )


def copy_counts(old: Path, new: Path) -> None:
    """Copy the counts to the vault that replaces another."""
    with suppress(OSError, StorageError):
        replace_file(new / NAME, content(old / NAME, LARGEST))


def _read(folder: Path, now: datetime) -> dict[str, Tries]:
    try:
        found = _TRIES.validate_json(content(folder / NAME, LARGEST))
    except (OSError, ValidationError):
        return {}
    found = {who: failed.within_bounds() for who, failed in found.items()}
    if all(failed.last <= now for failed in found.values()):
        return found
    # A clock that was set back neither shortens nor extends the delay: it starts at the clock's time.
    found = {who: replace(failed, last=min(failed.last, now)) for who, failed in found.items()}
    _write(folder, found)
    return found


def _write(folder: Path, tries: dict[str, Tries]) -> None:
    text = json.dumps(_TRIES.dump_python(tries, mode="json"), indent=1)
    with suppress(StorageError):  # if the file can't be written, the only delay is the key derivation
        replace_file(folder / NAME, text.encode())

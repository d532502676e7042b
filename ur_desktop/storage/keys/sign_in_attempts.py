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
from ur_desktop.safe_read import content
from ur_desktop.storage.disk.atomic_file import replace_file
from ur_desktop.storage.records.journal import Journal

NAME = "vault.tries"
LARGEST = 1024 * 1024
LONGEST_WAIT = 30
MOST = 1000
"""More tries of one person between two who came in are not counted: with their waits these take eight hours."""


@dataclass(frozen=True, slots=True)
class Tries:
    """How often one person's password was wrong since they last came in, and how many of these are journaled."""

    count: Annotated[int, Field(ge=1)]
    last: AwareDatetime
    told: Annotated[int, Field(ge=0)] = 0

    def wait(self, now: datetime) -> int:
        """The seconds until the next try: none after the first, then 1, 3, 7, 15 and at most 30."""
        whole = min((1 << min(self.count - 1, 10)) - 1, LONGEST_WAIT)
        return max(0, round(whole - (now - self.last).total_seconds()))

    def within_bounds(self) -> Tries:
        """The same, with no more tries than are counted, and no more told than were."""
        count = min(self.count, MOST)
        return replace(self, count=count, told=min(self.told, count))


_TRIES = TypeAdapter(dict[str, Tries])


def waiting(folder: Path, user_id: str, now: datetime) -> int:
    """The seconds until this person's next try."""
    tries = _read(folder, now)
    return tries[user_id].wait(now) if user_id in tries else 0


@contextmanager
def counted(
    folder: Path, user_id: str, now: datetime, journal: Journal | None = None, case_id: str = ""
) -> Iterator[None]:
    """Count a WrongPassword raised inside; TooSoon, before anything inside is done, while the wait lasts.

    An open vault's ``journal`` gets it at once; without one the next sign-in records it with ``tell``.
    """
    if wait := waiting(folder, user_id, now):
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
                journal.record_failed_sign_in(user_id, now, 1, case_id)
                _write(folder, tries | {user_id: replace(failed, told=failed.told + 1)})

            journal.after_transaction(record)  # which a wrong password rolls back
        raise


def tell(folder: Path, journal: Journal, came_in: str, now: datetime, known: Collection[str]) -> None:
    """Record in the journal the attempts that it does not have yet; the signed-in user's count starts again.

    Anybody can write this file: only the user ids that the vault ever knew are believed, so many tries at most,
    and none of a time that somebody who came in since would have told already.
    """
    tries = {who: failed for who, failed in _read(folder, now).items() if who in known}
    since = journal.came_in_before(now)
    for who, failed in tries.items():
        if failed.count > failed.told and (since is None or failed.last >= since):
            journal.record_failed_sign_in(who, now, failed.count - failed.told)
    if _read(folder, now):
        _write(
            folder,
            {who: replace(failed, told=failed.count) for who, failed in tries.items() if who != came_in},
        )


def carry(old: Path, new: Path) -> None:
    """Keep the count for the vault that takes another's place."""
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
    # A clock that was set back neither shortens nor extends the wait: it starts at the clock's time.
    found = {who: replace(failed, last=min(failed.last, now)) for who, failed in found.items()}
    _write(folder, found)
    return found


def _write(folder: Path, tries: dict[str, Tries]) -> None:
    text = json.dumps(_TRIES.dump_python(tries, mode="json"), indent=1)
    with suppress(StorageError):  # where nothing can be written, the delay lasts as long as a try itself
        replace_file(folder / NAME, text.encode())

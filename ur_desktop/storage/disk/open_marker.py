"""A file next to an open vault that tells other processes who has it open and where.

On one computer the database's lock decides, and the file only supplies the error message. In a shared folder
that lock is unreliable, so a file written by another computer prevents opening the vault.
"""

from __future__ import annotations

import json
import os
import platform
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ur_desktop import safe_read
from ur_desktop.domain.dates import clock_words, short_date
from ur_desktop.domain.errors import InUse
from ur_desktop.storage.disk.machine import machine_id

NAME = "vault.open"
LARGEST = 10_000
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL
LONGEST = 60
"""The longest host or user name read, in characters: anybody may write this file."""


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Where a vault is open: host, process ID, user ID, start time (aware) and the computer's ID.

    Earlier versions wrote no ID; then the host's name says which computer it is.
    """

    host: str
    pid: int
    user: str
    since: datetime
    machine: str = ""

    @classmethod
    def this_process(cls, user: str, now: datetime) -> Occupancy:
        """Describe this process."""
        return cls(platform.node(), os.getpid(), user, now, machine_id())

    @property
    def is_elsewhere(self) -> bool:
        """Whether the vault is open on another computer."""
        return self.machine != machine_id() if self.machine else self.host != platform.node()

    def refusal(self) -> InUse:
        """Return the error that tells the user where the vault is open and what to do."""
        at = self.since
        since = f"{short_date(at)}, {at.year}, {clock_words(at)}"
        if self.is_elsewhere:
            return InUse(
                f"This vault is open on the computer {self.host} since {since} ({self.user}).",
                f"Close it there first. If {self.host} stopped without closing it, "
                f"delete {NAME} from the vault’s folder.",
            )
        return InUse(
            f"This vault is open in another window or program since {since} ({self.user}).",
            "Continue there, or close it there first.",
        )


def find(folder: Path) -> Occupancy | None:
    """Read who has a folder's vault open; None without a readable file."""
    try:
        found = safe_read.values(folder / NAME, LARGEST)
        since = datetime.fromisoformat(found["since"])
        host, user = (str(found[name])[:LONGEST] for name in ("host", "user"))
        return Occupancy(host, int(found["pid"]), user, since, str(found.get("machine", ""))[:LONGEST])
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def note(folder: Path, occupancy: Occupancy) -> None:
    """Write that this process has the vault open; ignore a disk that refuses it."""
    text = json.dumps(asdict(occupancy) | {"since": occupancy.since.isoformat()})
    with suppress(OSError):
        # A new file, because the old one may be a link to something else.
        (folder / NAME).unlink(missing_ok=True)
        with os.fdopen(os.open(folder / NAME, _WRITE, 0o600), "wb") as file:
            file.write(text.encode())


def clear(folder: Path) -> None:
    """Delete the file if this process wrote it."""
    found = find(folder)
    if found is not None and not found.is_elsewhere and found.pid == os.getpid():
        with suppress(OSError):
            (folder / NAME).unlink(missing_ok=True)

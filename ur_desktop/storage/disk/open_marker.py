"""Who has a vault open: a small file next to it, which tells another process where it is open.

Between processes of one computer the database's own lock decides, and the file only gives the words. Over a
shared folder that lock can't be relied on: there a file written by another computer prevents opening the vault.
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
from ur_desktop.domain.dates import short_date
from ur_desktop.domain.errors import InUse

NAME = "vault.open"
LARGEST = 10_000
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL
LONGEST = 60
"""Of a name that anybody may have written there."""


@dataclass(frozen=True, slots=True)
class Occupancy:
    """A vault is open on a host, in a process, by a user id, since a moment (aware)."""

    host: str
    pid: int
    user: str
    since: datetime

    @classmethod
    def here(cls, user: str, now: datetime) -> Occupancy:
        """Open in this process."""
        return cls(platform.node(), os.getpid(), user, now)

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is another computer."""
        return self.host != platform.node()

    def refusal(self) -> InUse:
        """Why the vault can't be opened now, with the way out."""
        at = self.since
        since = f"{short_date(at)}, {at.year}, {at.hour % 12 or 12}:{at:%M %p}"
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
    """Who is said to have the vault of a folder open; None when nobody is, or it can't be read."""
    try:
        found = safe_read.values(folder / NAME, LARGEST)
        since = datetime.fromisoformat(found["since"])
        host, user = (str(found[name])[:LONGEST] for name in ("host", "user"))
        return Occupancy(host, int(found["pid"]), user, since)
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def note(folder: Path, occupancy: Occupancy) -> None:
    """Say that this process has the vault open; where that can't be written, the vault opens all the same."""
    text = json.dumps(asdict(occupancy) | {"since": occupancy.since.isoformat()})
    with suppress(OSError):
        # A new file, because the old one may be a link to something else.
        (folder / NAME).unlink(missing_ok=True)
        with os.fdopen(os.open(folder / NAME, _WRITE, 0o600), "wb") as file:
            file.write(text.encode())


def clear(folder: Path) -> None:
    """Say no more that it is open, when this process said so."""
    found = find(folder)
    if found is not None and not found.is_elsewhere and found.pid == os.getpid():
        with suppress(OSError):
            (folder / NAME).unlink(missing_ok=True)

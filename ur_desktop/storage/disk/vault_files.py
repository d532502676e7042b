"""Who may open a vault, read quickly off its header for the first screen; the header is checked on opening."""

from __future__ import annotations

import os
from pathlib import Path

from ur_desktop.safe_read import values

HEADER, COPY, DATABASE = "vault.json", "vault.json.bak", "vault.db"
MARK = "vault.creating"
"""The mark next to a vault that is not complete yet."""
RESTORING, READY = ".restoring", ".restored"
"""The suffixes of the folders next to a vault while a backup is restored."""
LARGEST = 4 * 1024 * 1024


def is_vault(folder: Path) -> bool:
    """Whether the folder holds a vault, or what is left of one."""
    # Unlike Path.exists, it does not fail where a name is too long.
    header, copy, database, mark = (os.path.exists(folder / name) for name in (HEADER, COPY, DATABASE, MARK))  # noqa: PTH110
    return header or copy or (database and not mark)


def is_restore_unfinished(folder: Path) -> bool:
    """Whether an interrupted restore left a folder next to the vault."""
    return any(os.path.exists(f"{folder}{ending}") for ending in (RESTORING, READY))  # noqa: PTH110, as above


def names(folder: Path) -> tuple[tuple[str, str], ...]:
    """User id, and name with credential, of everyone with a password; nothing when the header can't be read."""
    for name in (HEADER, COPY):
        try:
            slots = values(folder / name, LARGEST)["header"]["slots"]
            people = [slot["person"] for slot in slots if slot["kind"] == "password"]
            return tuple(
                (person["user_id"], ", ".join(filter(None, (person["name"], person["credential"]["title"]))))
                for person in people
            )
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
    return ()

"""Find a vault's files and read its users from the header, unverified, for the first screen."""

from __future__ import annotations

import os
from pathlib import Path

from ur_desktop.domain.errors import StorageError
from ur_desktop.safe_read import values

HEADER, COPY, DATABASE = "vault.json", "vault.json.bak", "vault.db"
MARK = "vault.creating"
"""The marker file in the folder of a vault that is not complete yet."""
RESTORING, READY = ".restoring", ".restored"
"""The suffixes of the folders next to a vault while a backup is restored."""
LARGEST = 4 * 1024 * 1024
LONGEST_NAME = 200
"""In bytes; a name may have 255, and a restore adds to it "-replaced-20260115T093000Z" and a number."""


def real_folder(folder: Path) -> Path:
    """The vault's folder itself where ``folder`` is a link to it: its backups are next to it, not to the link."""
    return Path(os.path.realpath(folder))


def require_short_name(folder: Path) -> None:
    """Raise StorageError when a restore could not name the folders that it makes next to the vault's."""
    if len(os.fsencode(folder.name)) > LONGEST_NAME:
        raise StorageError(
            "The name of the vault’s folder is too long.",
            f"Choose one of at most {LONGEST_NAME} letters; an accented letter counts twice or more.",
        )


def is_vault(folder: Path) -> bool:
    """Whether the folder holds a vault, or the files of a damaged one."""
    # Unlike Path.exists, os.path.exists does not raise for a name that is too long.
    header, copy, database, mark = (os.path.exists(folder / name) for name in (HEADER, COPY, DATABASE, MARK))  # noqa: PTH110
    return header or copy or (database and not mark)


def is_restore_unfinished(folder: Path) -> bool:
    """Whether an interrupted restore left a folder next to the vault."""
    return any(os.path.exists(f"{folder}{ending}") for ending in (RESTORING, READY))  # noqa: PTH110, as above


def names(folder: Path) -> tuple[tuple[str, str], ...]:
    """Return the user ID and the name with credential of each user; empty when the header can't be read."""
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

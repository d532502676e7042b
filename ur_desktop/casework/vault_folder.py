"""What the sign-in screen shows of a vault before anybody signs in; quick to import and to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ur_desktop.storage.disk.vault_files import is_restore_unfinished, is_vault, names


@dataclass(frozen=True, slots=True)
class NewVault:
    """What a person types to create a vault: the first user."""

    name: str
    credential: str
    user_id: str
    password: str = field(repr=False)
    license_number: str = ""
    license_state: str = ""


def holds_vault(folder: Path) -> bool:
    """Whether the folder holds a vault, or what is left of one."""
    return is_vault(folder)


def users(folder: Path) -> tuple[tuple[str, str], ...]:
    """User ID, and name with credential, of everyone with a password; nothing when the header can't be read."""
    return names(folder)


def finish_restore(folder: Path) -> None:
    """Finish a restore into the folder that was cut short; StorageError when the disk refuses it."""
    if is_restore_unfinished(folder):
        from ur_desktop.storage.backup.restore import finish_interrupted  # noqa: PLC0415, loads the whole store; seldom needed

        finish_interrupted(folder)

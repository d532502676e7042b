"""The second folder for a vault's backups, such as a USB drive or network share, and the result of the last copy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ur_desktop.domain.errors import StorageError
from ur_desktop.safe_read import content
from ur_desktop.storage.backup.copy import Step, copy_backup, folder_errors, thin
from ur_desktop.storage.backup.manifest import Backup
from ur_desktop.storage.disk.atomic_file import replace_file
from ur_desktop.storage.disk.untrusted_types import Moment


@dataclass(frozen=True, slots=True)
class SecondFolder:
    """The second folder, empty for none; ``copied`` is the time of the last backup copied there.

    ``fault`` is a sentence that says why the last copy failed; ``reminded`` is true if the reminder was hidden.
    """

    folder: str = ""
    copied: Moment | None = None
    fault: str = ""
    reminded: bool = False


_SECOND = TypeAdapter(SecondFolder)
LARGEST = 100_000


def load(backups_folder: Path, vault_id: str) -> SecondFolder:
    """The stored choice of a vault's second folder; no folder when it can't be read."""
    try:
        found = _SECOND.validate_json(content(_file(backups_folder, vault_id), LARGEST))
    except (OSError, ValidationError):
        return SecondFolder()
    sound = not found.folder or (Path(found.folder).is_absolute() and "\0" not in found.folder)
    return found if sound else SecondFolder()


def save(backups_folder: Path, vault_id: str, second: SecondFolder) -> None:
    """Save the choice; StorageError when it can't be written."""
    with folder_errors(backups_folder):
        backups_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(_file(backups_folder, vault_id), _SECOND.dump_json(second, indent=1))


def copy_to_second_folder(backup: Backup, step: Step) -> StorageError | None:
    """Copy a backup to its vault's second folder, if one is chosen, and record the result; return why it failed."""
    parent, vault_id = backup.folder.parent, backup.manifest.vault
    second = load(parent, vault_id)
    if not second.folder:
        return None
    fault = None
    try:
        with folder_errors(Path(second.folder)):  # a share that is offline fails even in is_dir
            copy_backup(backup, Path(second.folder), step)
            thin(Path(second.folder), vault_id)
        after = replace(second, copied=backup.manifest.made, fault="", reminded=False)
    except StorageError as error:
        fault = error
        after = replace(second, fault=str(error))
    if load(parent, vault_id) == second:  # unless another was chosen meanwhile
        save(parent, vault_id, after)
    return fault


def _file(backups_folder: Path, vault_id: str) -> Path:
    return backups_folder / f"second-folder-{vault_id[:8]}.json"

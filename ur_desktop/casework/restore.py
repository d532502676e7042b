"""Restoring a backup. No vault is open, and the one in ``folder`` may be damaged or missing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ur_desktop.background import Work
from ur_desktop.casework.backup import summary
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.vault.backup import BackupSummary
from ur_desktop.storage.backup import manifest, second_folder
from ur_desktop.storage.backup import restore as store
from ur_desktop.storage.backup.job import default_folder
from ur_desktop.storage.backup.manifest import Backup

__all__ = ["Work"]


@dataclass(frozen=True, slots=True)
class RestoreChoice:
    """Who could sign in when a backup was made, and who of them, or the recovery key, may restore it."""

    users: tuple[Reviewer, ...]
    may_restore: tuple[Reviewer, ...]


def backups_of(folder: Path) -> tuple[BackupSummary, ...]:
    """The backups next to the vault in ``folder``, newest first; StorageError when they can't be read."""
    return _summaries(manifest.backups(default_folder(folder), store.vault_id(folder)))


def has_second_folder(folder: Path) -> bool:
    """Whether a second folder for backups was chosen for the vault in ``folder``."""
    return bool(_second(folder))


def backups_in_second_folder(folder: Path) -> tuple[BackupSummary, ...]:
    """The backups in the vault's second folder; it may be on a drive that takes long to answer."""
    second = _second(folder)
    return _summaries(manifest.backups(Path(second), store.vault_id(folder))) if second else ()


def backups_in(place: Path) -> tuple[BackupSummary, ...]:
    """The backups in any folder, or the one that the folder is; StorageError when there is none."""
    is_one = os.path.lexists(place / manifest.NAME)  # False where a folder can't be entered
    found = (manifest.read(place),) if is_one else manifest.backups(place)
    if not found:
        raise StorageError("There is no backup in this folder.", "Choose the folder that has one.")
    return _summaries(found)


def backup_at(folder: Path) -> BackupSummary:
    """The backup that a folder is; StorageError when it is none."""
    return summary(manifest.read(folder))


def look(key: str, folder: Path) -> RestoreChoice:
    """Who may restore a backup into ``folder``; StorageError when it can't be restored there."""
    backup = _backup(key)
    store.refuse(backup, folder)
    return RestoreChoice(store.people(backup), store.who_may_restore(backup))


def restore(key: str, folder: Path, user_id: str, secret: str, now: datetime) -> Path | None:
    """Restore a backup in place of the vault in ``folder``; the folder that the previous vault was moved to, if any.

    ``secret`` is the person's password, or the recovery key, of the time when the backup was made. StorageError
    leaves everything as it was.
    """
    return store.restore(_backup(key), folder, user_id, secret, now)


def begin(key: str, folder: Path, user_id: str, secret: str, now: datetime) -> Work[Path | None]:
    """Restore a backup as `restore` does, in a thread that tells its progress and can be canceled."""
    backup = _backup(key)
    return Work(
        "restore",
        lambda step: store.restore(backup, folder, user_id, secret, now, step),
        whole=backup.manifest.size,
    )


def _backup(key: str) -> Backup:
    return manifest.read(Path(key))


def _second(folder: Path) -> str:
    known = store.vault_id(folder)
    return second_folder.load(default_folder(folder), known).folder if known else ""


def _summaries(found: Iterable[Backup]) -> tuple[BackupSummary, ...]:
    return tuple(map(summary, manifest.newest_first(found)))

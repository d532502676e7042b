"""Restore a backup in place of a vault: verify it first, and move the old vault aside, never delete it.

The backup is copied next to the vault as ``vault.restoring``, checked, and named ``vault.restored``. The vault
becomes ``vault-replaced-<time>``, and ``vault.restored`` becomes the vault. After a crash between the
last two steps, `finish_interrupted` takes the last step before the vault is opened again.
"""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

from ur_desktop.domain.access import Permission, may, require
from ur_desktop.domain.errors import InUse, StorageError, WrongPassword
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.storage import database
from ur_desktop.storage.backup import manifest, restore_note, rollback_check
from ur_desktop.storage.backup.copy import Step, copy, folder_errors, pieces_of
from ur_desktop.storage.backup.job import check, default_folder
from ur_desktop.storage.backup.manifest import Backup
from ur_desktop.storage.backup.restore_note import NOTE, Note
from ur_desktop.storage.disk import open_marker
from ur_desktop.storage.disk.atomic_file import make_folder, move, sync_folder
from ur_desktop.storage.disk.database_lock import database_locked
from ur_desktop.storage.disk.vault_files import (
    DATABASE,
    READY,
    RESTORING,
    is_vault,
    real_folder,
    require_short_name,
)
from ur_desktop.storage.keys import header, sign_in_attempts
from ur_desktop.storage.keys.header import RECOVERY, Header, SlotKind
from ur_desktop.storage.keys.password import read_recovery_key
from ur_desktop.storage.keys.seal import is_sealed
from ur_desktop.storage.migrations import NEWER, is_newer


class WrongBackupPassword(WrongPassword):
    """Raised when the password is not the one from when the backup was made."""


def people(backup: Backup) -> tuple[Reviewer, ...]:
    """Return the users of the vault in a backup; StorageError when its header can't be read."""
    return header.load(backup.folder)[0].people


def who_may_restore(backup: Backup) -> tuple[Reviewer, ...]:
    """Return the users who may restore a backup, and last the recovery key."""
    return (*(person for person in people(backup) if may(person, Permission.RESTORE)), RECOVERY)


def refuse(backup: Backup, folder: Path) -> None:
    """Raise StorageError when a backup can't replace the vault in a folder; makes all checks that need no key."""
    folder, held = real_folder(folder), backup.manifest
    if backup.fault:
        raise StorageError(backup.fault, "Choose another backup.")
    if is_newer(held.steps):
        raise StorageError(f"This backup is of a newer version of UR Desktop ({held.program}).", NEWER.fix)
    _refuse_place(backup, folder)
    present = vault_id(folder)
    if present not in {"", held.vault}:
        raise StorageError(
            "This is a backup of another vault.",
            "Choose a backup of this one, or restore into an empty folder.",
        )
    found, _from_copy = header.load(backup.folder)
    if found.vault != held.vault:
        raise StorageError("The header in this backup is of another vault.", "Choose another backup.")
    _refuse_in_use(folder)


def vault_id(folder: Path) -> str:
    """Return the ID of the vault in a folder from its header, else its database; empty when neither has it."""
    if not is_vault(folder):
        return ""
    with suppress(StorageError):
        return header.load(folder)[0].vault
    with suppress(StorageError):
        return database.inspect(folder / database.NAME).hex()
    return ""


def restore(
    backup: Backup, folder: Path, user_id: str, secret: str, now: datetime, step: Step = lambda _size: None
) -> Path | None:
    """Replace the vault in ``folder`` with a backup; return the old vault's new path, or None if there was none.

    ``secret`` is the user's password or the recovery key from when the backup was made; NotAuthorized when the user
    could not restore then. A wrong password is counted in the vault's folder, or next to the backup if there is none.
    StorageError leaves everything unchanged; after a crash either the old vault or the restored one opens.
    """
    finish_interrupted(folder)
    folder = real_folder(folder)
    refuse(backup, folder)
    found, _from_copy = header.load(backup.folder)
    with sign_in_attempts.counted(folder if folder.is_dir() else backup.folder.parent, user_id, now):
        data_key = _opened(found, user_id, secret)
    near = (backup.folder.parent, *rollback_check.places(default_folder(folder), found.vault))
    highest = max(
        one.sequence for one in (backup.manifest, *rollback_check.sealed(near, found.vault, data_key))
    )
    note = Note(backup.manifest.sequence, backup.manifest.made, user_id, now, highest)
    with folder_errors(folder), database_locked(folder / database.NAME):
        _move_aside(folder.with_name(folder.name + READY), now)  # an unrelated folder of that name
        ready = _arrive(backup, folder, found, note.sealed(data_key), data_key, step)
        aside = _swap(ready, folder, now)
    if aside is not None:
        sign_in_attempts.copy_counts(aside, folder)
    return aside


def finish_interrupted(folder: Path) -> None:
    """Finish or discard an interrupted restore to ``folder``; called before a vault is opened.

    If the old vault is still in its folder, the copy is deleted, unless a restore is running now. An unrelated
    folder of the copy's name stays. StorageError when the disk refuses the change.
    """
    folder = real_folder(folder)
    if not folder.name:  # a drive's root folder has no siblings
        return
    ready, arrived = (folder.with_name(folder.name + ending) for ending in (READY, RESTORING))
    try:
        if os.path.isfile(ready / NOTE):  # noqa: PTH113, which fails where a name is too long
            if not folder.exists():
                move(ready, folder)
            else:
                with suppress(InUse, OSError), database_locked(folder / DATABASE):
                    shutil.rmtree(arrived, ignore_errors=True)
                    # Renamed first, so that a partly deleted copy is never taken for a complete one.
                    shutil.rmtree(move(ready, arrived), ignore_errors=True)
        elif os.path.isfile(arrived / NOTE) and not folder.exists():  # noqa: PTH113, as above
            move(arrived, folder)
    except OSError as error:
        raise StorageError(
            f"An interrupted restore can't be finished: {error.strerror}.",
            f"Check that the folder {ready.name} can be renamed, then restart the program.",
        ) from error


def _refuse_place(backup: Backup, folder: Path) -> None:
    """Raise StorageError unless the folder is missing, empty, or holds a vault or files of one."""
    fix = "Choose the vault’s own folder, an empty folder, or a new one."
    require_short_name(folder)
    with folder_errors(folder):
        place, source = Path(os.path.realpath(folder)), Path(os.path.realpath(backup.folder))
        if place == source or place in source.parents or source in place.parents:
            raise StorageError("This folder contains the backup, or the backup contains it.", fix)
        if not folder.exists():
            return
        if not folder.is_dir():
            raise StorageError("This is a file, not a folder.", fix)
        held = {entry.name for entry in folder.iterdir()}
        if manifest.NAME in held:
            raise StorageError("This folder is a backup.", fix)
        if held and not any(name.startswith("vault.") for name in held):
            raise StorageError("This folder contains files that are not a vault.", fix)


def _refuse_in_use(folder: Path) -> None:
    open_by = open_marker.find(folder)
    if open_by is not None and open_by.is_elsewhere:
        raise open_by.refusal()
    try:
        database.refuse_in_use(folder / database.NAME)
    except InUse as error:
        raise (open_by.refusal() if open_by else error) from error


def _opened(found: Header, user_id: str, secret: str) -> bytes:
    slot = found.slot(user_id)
    if slot is not None and slot.kind is SlotKind.RECOVERY:
        secret = read_recovery_key(secret)
    if slot is None:
        raise StorageError(
            "This user could not sign in when the backup was made.", "Select a user from its list."
        )
    require(slot.person, Permission.RESTORE)
    data_key = slot.open(found.vault, secret)
    if data_key is None:
        raise WrongBackupPassword(
            "Wrong password.",
            "Use the one you had when the backup was made.",
        )
    if not is_sealed(found, data_key):
        raise StorageError(
            "The header in this backup was changed outside the program.", "Choose another backup."
        )
    return data_key


def _arrive(backup: Backup, folder: Path, found: Header, note: Note, data_key: bytes, step: Step) -> Path:
    """Copy the backup to a complete, verified vault next to the current one, and return its path."""
    arriving = folder.with_name(folder.name + RESTORING)
    shutil.rmtree(arriving, ignore_errors=True)
    make_folder(folder.parent)
    arriving.mkdir(mode=0o700)
    with ExitStack() as failing:
        failing.callback(shutil.rmtree, arriving, ignore_errors=True)
        for name in backup.manifest.files:
            copy(pieces_of(backup.folder / name), arriving / name, step)
        check(Backup(arriving, backup.manifest), data_key)
        header.save(arriving, found)
        restore_note.write(arriving, note)
        sync_folder(arriving)
        ready = move(arriving, folder.with_name(folder.name + READY))
        sync_folder(folder.parent)
        failing.pop_all()
    return ready


def _swap(ready: Path, folder: Path, now: datetime) -> Path | None:
    """Replace the folder with the restored vault, step by step on the disk; return the old vault's new path."""
    with ExitStack() as failing:
        aside = _move_aside(folder, now)
        if aside is not None:
            failing.callback(move, aside, folder)
        sync_folder(folder.parent)
        with suppress(FileNotFoundError):  # another process just took this step in `finish_interrupted`
            move(ready, folder)
        if not is_vault(folder):
            raise StorageError("The backup could not be restored.", "Try again.")
        failing.callback(move, folder, ready)
        sync_folder(folder.parent)
        failing.pop_all()
    return aside


def _move_aside(folder: Path, now: datetime) -> Path | None:
    if not folder.exists():
        return None
    name = f"{folder.name}-replaced-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    aside, number = folder.with_name(name), 2
    while aside.exists():
        aside, number = folder.with_name(f"{name}-{number}"), number + 1
    if os.name != "posix":  # see `database_locked`
        _refuse_in_use(folder)
    return move(folder, aside)

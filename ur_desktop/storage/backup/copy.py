"""Copy files atomically: write under a temporary name, flush to the disk, verify, then rename."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.backup.manifest import (
    CHUNK,
    NAME,
    PARTIAL,
    Backup,
    Manifest,
    backups,
    check_files,
    prefix,
    read,
)
from ur_desktop.storage.backup.retention import Made, backups_to_keep
from ur_desktop.storage.disk.atomic_file import move, sync_folder

SYNC_EVERY = 8
"""A copy is flushed to the disk after this many chunks, so that saving an answer meanwhile has a short wait."""

Step = Callable[[int], None]
"""Receives the number of bytes copied; an exception from it stops the copy."""


@contextmanager
def incoming_folder(folder: Path, manifest: Manifest) -> Iterator[Path]:
    """Yield a temporary folder to fill, and rename it to the manifest's name if the block succeeds.

    Incomplete folders of earlier backups are deleted first; this one is deleted if the block fails.
    """
    partial = folder / (manifest.name + PARTIAL)
    with folder_errors(folder):
        delete_incomplete(folder, manifest.vault)
        partial.mkdir(mode=0o700)
        with ExitStack() as failing:
            failing.callback(shutil.rmtree, partial, ignore_errors=True)
            yield partial
            sync_folder(partial)
            move(partial, folder / manifest.name)
            sync_folder(folder)
            failing.pop_all()


def copy(pieces: Iterable[bytes], to: Path, step: Step) -> str:
    """Write chunks into a new file, on the disk when this returns; return their SHA-256."""
    digest = hashlib.sha256()
    with os.fdopen(os.open(to, _NEW, 0o600), "wb", buffering=0) as file:
        for place, piece in enumerate(pieces, start=1):
            digest.update(piece)
            left = memoryview(piece)
            while left:
                left = left[file.write(left) :]
            if place % SYNC_EVERY == 0:
                os.fsync(file.fileno())
            step(len(piece))
        os.fsync(file.fileno())
    return digest.hexdigest()


def pieces_of(path: Path) -> Iterator[bytes]:
    """Yield a file in chunks of one MiB."""
    with path.open("rb", buffering=0) as file:
        while piece := file.read(CHUNK):
            yield piece


def copy_backup(backup: Backup, folder: Path, step: Step) -> Backup:
    """Copy a finished backup into another, existing folder and verify the copy."""
    manifest = backup.manifest
    if not folder.is_dir():
        raise StorageError(
            "The second backup folder can’t be found.", "Connect its drive or network, or choose another."
        )
    if not (folder / manifest.name).exists():
        with incoming_folder(folder, manifest) as partial:
            for name in (*manifest.files, NAME):
                copy(pieces_of(backup.folder / name), partial / name, step)
            check_files(Backup(partial, manifest))
    return read(folder / manifest.name)


def thin(folder: Path, vault_id: str) -> None:
    """Delete a vault's backups that the retention rule drops; damaged ones are not counted and not deleted."""
    sound = {
        Made(backup.manifest.sequence, backup.manifest.made): backup
        for backup in backups(folder, vault_id)
        if not backup.fault
    }
    for made in sound.keys() - backups_to_keep(sound):
        place = sound[made].folder
        gone = place.with_name(place.name + PARTIAL)  # a partly deleted backup never looks complete
        with suppress(OSError):
            move(place, gone)
        shutil.rmtree(gone, ignore_errors=True)


def delete_incomplete(folder: Path, vault_id: str) -> None:
    """Delete incomplete backups of a vault; call this only while this process has the vault open."""
    for place in folder.iterdir():
        if place.name.startswith(prefix(vault_id)) and place.name.endswith(PARTIAL):
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def folder_errors(folder: Path) -> Iterator[None]:
    """Turn OSError into StorageError that names the folder."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"The backup can’t be written to {folder}: {error.strerror}.",
            "Free up space there, or choose another folder.",
        ) from error


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

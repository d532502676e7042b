"""Files that arrive whole or not at all: written under a passing name, on the disk, checked, then named."""

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
from ur_desktop.storage.backup.retention import Made, kept
from ur_desktop.storage.disk.atomic_file import move, sync_folder

SYNC_EVERY = 8
"""Pieces after which a copy is pushed to the disk: an answer's own push has to wait for all before it."""

Step = Callable[[int], None]
"""Told how many bytes were copied; what it raises ends the copying."""


@contextmanager
def arriving(folder: Path, manifest: Manifest) -> Iterator[Path]:
    """A folder to fill, which becomes the backup of the manifest's name once the block ends well.

    What an earlier one left half made is taken away first, and this one when the block fails.
    """
    partial = folder / (manifest.name + PARTIAL)
    with said_of(folder):
        sweep(folder, manifest.vault)
        partial.mkdir(mode=0o700)
        with ExitStack() as failing:
            failing.callback(shutil.rmtree, partial, ignore_errors=True)
            yield partial
            sync_folder(partial)
            move(partial, folder / manifest.name)
            sync_folder(folder)
            failing.pop_all()


def copy(pieces: Iterable[bytes], to: Path, step: Step) -> str:
    """Write pieces into a new file, on the disk when it returns; the SHA-256 of them all."""
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
    """A file in pieces of one MiB."""
    with path.open("rb", buffering=0) as file:
        while piece := file.read(CHUNK):
            yield piece


def copy_backup(backup: Backup, folder: Path, step: Step) -> Backup:
    """Copy a finished backup into another folder, which must be there, and read the copy back."""
    manifest = backup.manifest
    if not folder.is_dir():
        raise StorageError(
            "The second backup folder can’t be found.", "Connect its drive or network, or choose another."
        )
    if not (folder / manifest.name).exists():
        with arriving(folder, manifest) as partial:
            for name in (*manifest.files, NAME):
                copy(pieces_of(backup.folder / name), partial / name, step)
            check_files(Backup(partial, manifest))
    return read(folder / manifest.name)


def thin(folder: Path, vault_id: str) -> None:
    """Take away the backups of a vault that are kept no longer; what is damaged is neither counted nor touched."""
    sound = {
        Made(backup.manifest.sequence, backup.manifest.made): backup
        for backup in backups(folder, vault_id)
        if not backup.fault
    }
    for made in sound.keys() - kept(sound):
        place = sound[made].folder
        gone = place.with_name(place.name + PARTIAL)  # so that half of it never passes for a backup
        with suppress(OSError):
            move(place, gone)
        shutil.rmtree(gone, ignore_errors=True)


def sweep(folder: Path, vault_id: str) -> None:
    """Take away what earlier backups of a vault left half made; only for who has the vault open."""
    for place in folder.iterdir():
        if place.name.startswith(prefix(vault_id)) and place.name.endswith(PARTIAL):
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def said_of(folder: Path) -> Iterator[None]:
    """Say what the disk refuses as StorageError."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"The backup can’t be written to {folder}: {error.strerror}.",
            "Free up space there, or choose another folder.",
        ) from error


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

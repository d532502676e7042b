"""Export files atomically; keep a file only if its journal entry was written."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.disk.atomic_file import move, sync_folder
from ur_desktop.storage.disk.vault_files import is_vault

STALE = 3600
"""Seconds after which an incomplete file is deleted."""


def write_atomically(
    path: Path, content: Iterable[bytes], write_down: Callable[[], None] | None = None
) -> None:
    """Write a file as `write_in_steps`, all at once."""
    for _written in write_in_steps(path, content, write_down):
        pass


def write_in_steps(
    path: Path, content: Iterable[bytes], write_down: Callable[[], None] | None = None
) -> Iterator[None]:
    """Write a file atomically and durably, a step for each part of the content.

    OSError when it can't be written, StorageError inside a vault's folder. Closed before its end, it leaves nothing.

    ``write_down`` is called once the file is in place; if it fails, the earlier file is restored. After a crash either
    the old or the new file is in place, and no journal line exists without its file.
    """
    if path.is_dir():
        path.open("wb")  # raises the system's own error
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "It is not a file")  # a device, which must not be replaced
    if is_vault(path.parent):
        raise StorageError("This is a vault's own folder.", "Choose another one.")
    part, before = _unused_path(path, "part"), _unused_path(path, "before")
    with ExitStack() as failing:
        failing.callback(_discard, part)
        yield from _write(part, content)
        _delete_incomplete(path.parent, part.stat().st_mtime)
        if os.path.lexists(path):
            with suppress(OSError):
                part.chmod(path.stat().st_mode)
            _link(path, before)
            failing.callback(_discard, before)
            move(part, path)
            failing.callback(move, before, path)
        else:
            move(part, path)
            failing.callback(_discard, path)
        sync_folder(path.parent)
        if write_down is not None:
            write_down()
        failing.pop_all()
    _discard(before)


def _unused_path(path: Path, ending: str) -> Path:
    """Return an unused path in the same folder; a short one, because the file's own name may be at its limit."""
    return path.with_name(f".ur-desktop-{secrets.token_hex(4)}.{ending}")


def _link(path: Path, before: Path) -> None:
    """Link a file to a second path."""
    try:
        os.link(path, before, follow_symlinks=False)
    except (OSError, NotImplementedError):  # drives and shares without hard links
        shutil.copy2(path, before, follow_symlinks=False)


def _delete_incomplete(folder: Path, now: float) -> None:
    """Delete incomplete files left by a crash; ``now`` is the file system's time, in seconds."""
    with suppress(OSError):
        for left in folder.glob(".ur-desktop-*.part"):
            if now - left.stat().st_mtime > STALE:
                _discard(left)


def _write(part: Path, content: Iterable[bytes]) -> Iterator[None]:
    with part.open("xb") as file:
        for each in content:
            file.write(each)
            yield
        file.flush()
        os.fsync(file.fileno())


def _discard(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
    with suppress(OSError):  # Windows does not delete read-only files
        if path.is_file() and not path.is_symlink():
            path.chmod(0o600)
            path.unlink()

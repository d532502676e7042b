"""Where a print job is put together on Linux: in memory, in a folder of the user's own, until CUPS has the whole of it.

Qt's CUPS plugin writes a job into the folder named by TMPDIR, and sends it when the painter ends.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

_NAME = "ur-desktop-print"
PAGE_BYTES = 8_000_000
"""More than a page takes at 600 dots an inch."""


class PrintSpool:
    """The folder of one print job, made when the job is opened."""

    def __init__(self) -> None:
        self.folder: Path | None = None

    def has_room(self, pages: int) -> bool:
        """Whether so many pages fit."""
        if not _is_used():
            return True
        room = os.statvfs(_home())
        return room.f_bavail * room.f_frsize >= pages * PAGE_BYTES

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Let what opens the printer put its file here."""
        if not _is_used():
            yield
            return
        self.folder = Path(tempfile.mkdtemp(prefix=f"{_NAME}-{os.getpid()}-", dir=_home()))
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = str(self.folder)
        try:
            yield
        finally:
            if before is None:
                del os.environ["TMPDIR"]
            else:
                os.environ["TMPDIR"] = before

    @property
    def holds_a_job(self) -> bool:
        """Whether the printing system is to read the job from here."""
        return self.folder is not None and any(self.folder.iterdir())

    def discard(self) -> None:
        """Delete the folder and what is left in it; its memory is free although the printer still has it open."""
        if self.folder is not None:
            _empty(self.folder)


def sweep() -> None:
    """Delete the print jobs that a killed program left."""
    if not _is_used():
        return
    for folder in _home().glob(f"{_NAME}-*-*"):
        pid = folder.name.removeprefix(f"{_NAME}-").split("-")[0]
        if pid.isdecimal() and not _runs(int(pid)):
            _empty(folder)


def _is_used() -> bool:
    return sys.platform.startswith("linux")


def _home() -> Path:
    """The user's run-time folder, which lies in memory; else the system's shared memory, else its temp folder."""
    places = (os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm", tempfile.gettempdir())  # noqa: S108
    return next(Path(each) for each in places if each and os.access(each, os.W_OK | os.X_OK))


def _runs(pid: int) -> bool:
    return pid != os.getpid() and Path(f"/proc/{pid}").exists()


def _empty(folder: Path) -> None:
    with suppress(OSError):
        for file in folder.iterdir():
            os.truncate(file, 0)
    rmtree(folder, ignore_errors=True)

"""Files that leave the vault: each in its place whole or not at all, and none that nothing was written down of."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path

from ur_desktop.storage.placing import sync_folder


def put_whole(path: Path, content: Iterable[bytes], write_down: Callable[[], None] | None = None) -> None:
    """Have a file in its place, on the disk when this returns; OSError when it can't be.

    ``write_down`` is called once all of it is beside its place: where that fails, what lay there is as it was.
    """
    part = path.with_name(f".{path.name}.part")
    with ExitStack() as failing:
        failing.callback(_discard, part)
        with part.open("wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        if write_down is not None:
            write_down()
        part.replace(path)
        failing.pop_all()
    sync_folder(path.parent)


def _discard(part: Path) -> None:
    with suppress(OSError):
        part.unlink()

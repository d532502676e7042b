"""The last step of a restore that was cut short: a vault that is ready takes the place that is empty."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ur_desktop.domain.errors import StorageError

RESTORING, READY = ".restoring", ".restored"


def settle(folder: Path) -> None:
    """Finish a restore into ``folder`` that ended between two steps; called before a vault is looked for.

    While the vault still lies there nothing was replaced, and the copy beside it is of no use. StorageError when the
    disk refuses it.
    """
    if not folder.name:  # a disk's top folder has nothing beside it
        return
    ready = folder.with_name(folder.name + READY)
    if os.path.isdir(ready):  # noqa: PTH112, which fails where a name is too long
        try:
            if folder.exists():
                shutil.rmtree(ready, ignore_errors=True)
            else:
                ready.rename(folder)
        except OSError as error:
            raise StorageError(
                f"A restore that was cut short can't be finished: {error.strerror}.",
                f"See that the folder {ready.name} can be renamed, and start the program again.",
            ) from error

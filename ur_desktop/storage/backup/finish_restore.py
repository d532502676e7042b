"""The last step of a restore that was cut short: a vault that is ready takes the place that is empty."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from ur_desktop.domain.errors import InUse, StorageError
from ur_desktop.storage.disk.atomic_file import move
from ur_desktop.storage.disk.database_lock import alone
from ur_desktop.storage.disk.vault_files import DATABASE

RESTORING, READY = ".restoring", ".restored"
NOTE = "vault.restored.json"
"""What a restored vault has for its journal; written last, so that whatever has it is whole and was checked."""


def settle(folder: Path) -> None:
    """Finish a restore into ``folder`` that ended between two steps; called before a vault is looked for.

    While the vault still lies there nothing was replaced, and the copy beside it is of no use, unless a restore
    goes on just now. A folder of that name that no restore made stays. StorageError when the disk refuses it.
    """
    if not folder.name:  # a disk's top folder has nothing beside it
        return
    ready, arrived = (folder.with_name(folder.name + ending) for ending in (READY, RESTORING))
    try:
        if os.path.isfile(ready / NOTE):  # noqa: PTH113, which fails where a name is too long
            if not folder.exists():
                move(ready, folder)
            else:
                with suppress(InUse, OSError), alone(folder / DATABASE):
                    shutil.rmtree(arrived, ignore_errors=True)
                    # Under this name half of it never passes for one that is ready.
                    shutil.rmtree(move(ready, arrived), ignore_errors=True)
        elif os.path.isfile(arrived / NOTE) and not folder.exists():  # noqa: PTH113, as above
            move(arrived, folder)
    except OSError as error:
        raise StorageError(
            f"A restore that was cut short can't be finished: {error.strerror}.",
            f"See that the folder {ready.name} can be renamed, and start the program again.",
        ) from error

"""Restore again and again, interrupted at the first, second, third … step; print which vault opens after each.

``crash`` ends the process at that step; ``raise`` makes the disk refuse it.
"""

import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage import vault
from ur_desktop.storage.backup import restore
from ur_desktop.storage.backup.manifest import read

NOW = datetime(2026, 1, 16, tzinfo=UTC)
STEPS = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree"}
way, source, name, password = sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4]
place = source.with_name("work")
left = [-1]
"""The steps until the interruption; none below zero."""


def count_down(event: str, arguments: tuple[object, ...]) -> None:
    """Count a step, and interrupt at the chosen one."""
    if left[0] < 0 or event not in STEPS or str(place) not in str(arguments[0]):
        return
    left[0] -= 1
    if left[0] < 0:
        if way == "crash":
            os._exit(9)
        raise OSError(28, "No space left on device")


def restored(end_at: int) -> bool:
    """Whether a restore interrupted at this step had finished before."""
    left[0] = end_at
    try:
        restore.restore(read(place / "backups" / name), place / "vault", "tspecimen", password, NOW)
    except StorageError:
        return False
    reached, left[0] = left[0] >= 0, -1
    return reached


sys.addaudithook(count_down)
for step in range(1000):
    left[0] = -1
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(source, place)
    if way == "crash":
        child = os.fork()
        if child == 0:
            os._exit(0 if restored(step) else 7)
        whole = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    else:
        whole = restored(step)
    with vault.open_vault(place / "vault", "tspecimen", password, NOW) as opened:
        opened.journal.verify()
        old = bool(opened.cases.earlier("example-nc", "TEST-00002"))
    if whole:
        sys.stdout.write("not restored\n" if old else "whole\n")
        break
    sys.stdout.write("old\n" if old else "restored\n")

"""Run activities on a disk that fails at the 1st, 2nd, 3rd … change: PLACE KEPT FAULT LASTING EACH STRIDE.

The disk works again after each failure. Each activity has its own copy of the vault, in PLACE/its name. In each act
the disk fails later than in the one before, until an act has fewer changes: one change later for the first EACH acts,
then STRIDE more each time, because a key replacement makes many hundreds of changes. A refused act is repeated on the
working disk. For each failure a line of JSON has the activity, what was acknowledged so far and the error; the files
at that moment are copied to KEPT/its name/0, 1, 2 …. A last line has all that was acknowledged.
"""

import errno
import json
import shutil
import sys
from itertools import count
from pathlib import Path

import click

from tests.faults.activities import ACTIVITIES, Permission
from tests.faults.preload import Disk
from ur_desktop.domain.errors import StorageError

FAULTS = {"full": errno.ENOSPC, "broken": errno.EIO, "read-only": errno.EROFS}


def main(place: str, kept: str, fault: str, lasting: str, each: str, stride: str) -> None:
    disk = Disk()
    for name in sorted(path.name for path in Path(place).iterdir()):
        acknowledged: list[str] = []
        with ACTIVITIES[name].doing(Path(place) / name) as act:
            for number in count():
                nth = change(number, int(each), int(stride))
                disk.fail(nth, FAULTS[fault], lasting=lasting == "lasting")
                token, refused = attempt(act, number)
                acknowledged += token
                if disk.heal() < nth:
                    break
                shutil.copytree(Path(place) / name, Path(kept) / name / str(number))
                click.echo(json.dumps([name, acknowledged, refused]))
                acknowledged += [] if token else [act(number)]
        click.echo(json.dumps([name, acknowledged, ""]))


def change(number: int, each: int, stride: int) -> int:
    """Return the number of the change that fails in an act, from 1."""
    further = max(0, number - each)
    return 1 + number + stride * further * (further + 1) // 2


def attempt(act: Permission, number: int) -> tuple[list[str], str]:
    """Return the acknowledged token, or the error."""
    try:
        return [act(number)], ""
    except StorageError as error:
        return [], f"{error.what} {error.fix}"


if __name__ == "__main__":
    main(*sys.argv[1:])

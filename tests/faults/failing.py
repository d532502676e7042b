"""Does activities on a disk that fails at the 1st, 2nd, 3rd … change: PLACE KEPT FAULT LASTING EACH STRIDE.

The disk heals after each. Each activity has a copy of the vault of its own, in PLACE/its name. Each of its acts has
the disk fail later than the one before, until an act has no such change: by one change for the first EACH, then by
STRIDE more each time, since new keys alone make many hundreds of changes. One that is refused is done again after
the healing. For each failure a line of JSON names the activity, what was acknowledged until then and in what words
the act was refused; the files as they lay then go to KEPT/its name/0, 1, 2 …. A last line says what was acknowledged.
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
    """Which change fails in an act, counted from 1."""
    further = max(0, number - each)
    return 1 + number + stride * further * (further + 1) // 2


def attempt(act: Permission, number: int) -> tuple[list[str], str]:
    """What is acknowledged, or the words in which it is refused."""
    try:
        return [act(number)], ""
    except StorageError as error:
        return [], f"{error.what} {error.fix}"


if __name__ == "__main__":
    main(*sys.argv[1:])

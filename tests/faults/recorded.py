"""Repeat an activity in a process with the recorder loaded: PLACE ACTIVITY TIMES SYNCHRONOUS PAGES.

Only this module changes `synchronous` and the pages between checkpoints of the write-ahead log: the program always
uses FULL.
"""

import os
import sys
from pathlib import Path

from tests.faults.activities import ACTIVITIES
from ur_desktop.storage import database


def main(place: str, name: str, times: str, synchronous: str, pages: str) -> None:
    settings = (*database.SETTINGS, f"synchronous={synchronous}", f"wal_autocheckpoint={pages}")
    vars(database)["SETTINGS"] = settings
    with ACTIVITIES[name].doing(Path(place)) as act:
        for number in range(int(times)):
            os.write(1, f"{act(number)}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])

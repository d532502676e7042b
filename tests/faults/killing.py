"""Kill a process during its work, many times: each new one is forked from a prepared server."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Sequence
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from shutil import copytree
from time import perf_counter
from typing import Any

from tests.faults import world
from tests.faults.activities import ACTIVITIES

PREPARED = "tests.faults.activities"
METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"

OPENING = 0.03
"""The approximate seconds before a process's first acknowledgment."""


class Broken(AssertionError):
    """The error that ended a process before it was killed."""


def context() -> multiprocessing.context.BaseContext:
    """Return a context that starts processes quickly, with the program already imported."""
    made = multiprocessing.get_context(METHOD)
    made.set_forkserver_preload([PREPARED])
    return made


def work(name: str, place: Path, line: Connection) -> None:
    """Run an activity without end; send each token on ``line`` after the program confirmed the save."""
    try:
        with ACTIVITIES[name].doing(place) as act:
            for number in count():
                line.send(act(number))
    except BaseException:
        line.send(Broken(traceback.format_exc()))
        raise


def heard(line: Connection) -> str:
    """Return the next acknowledgment; Broken when the process ended on its own."""
    told = line.recv()
    if isinstance(told, Broken):
        raise told
    return str(told)


def killed(name: str, place: Path, chance: Random) -> list[str]:
    """Start an activity and kill it a moment after this many acknowledgments; return them."""
    processes: Any = context()
    here, there = processes.Pipe(duplex=False)
    process = processes.Process(target=work, args=(name, place, there))
    process.start()
    there.close()
    told: list[str] = []
    begun = perf_counter()
    told.extend(heard(here) for _ in range(chance.randrange(12)))
    each = (perf_counter() - begun) / len(told) if told else OPENING
    until = perf_counter() + chance.random() * 2 * each
    while perf_counter() < until:
        pass
    process.kill()
    try:
        while True:
            told.append(heard(here))
    except (EOFError, OSError):  # an acknowledgment truncated by the kill does not count
        process.join()
    process.close()
    here.close()
    return told


def kills(name: str, sample: Path, seeds: Sequence[int]) -> int:
    """Kill one process per seed and check the place; return how many were killed."""
    for seed in seeds:
        with world.scratch() as folder:
            place = Path(folder)
            copytree(sample, place, dirs_exist_ok=True)
            told = killed(name, place, Random(seed))
            try:
                ACTIVITIES[name].check(place, told)
            except Exception as error:
                error.add_note(f"{name}, killed after {len(told)} acknowledgments, seed {seed}")
                raise
    return len(seeds)

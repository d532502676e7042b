"""Start: from a new process to the unlock screen, beside a process that shows an empty Qt window."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.cases import NOW
from bench.table import Line, show
from ur_desktop.casework import samples
from ur_desktop.storage import vault

PROCESSES = 15
WINDOW = Path(__file__).with_name("window.py")
# An installed program has its modules compiled; the warm-up run of a checkout must be allowed to.
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def lines() -> Iterator[Line]:
    """Both, in turns, with everything in the disk's cache."""
    with tempfile.TemporaryDirectory() as home:
        made, _recovery_key = vault.create(Path(home) / "vault", samples.NURSE, samples.PASSWORD, NOW)
        made.close()
        pairs = [(to_painted("app", home), to_painted("bare")) for _ in range(PROCESSES + 1)][1:]
    ours, bare = (median(times) for times in zip(*pairs, strict=True))
    yield Line("Process start to unlock screen", ours, "bare Qt window", bare, at_most_times=2)


def to_painted(*what: str) -> float:
    """Seconds from starting a process to its word that the window is painted."""
    start = time.perf_counter()
    command: list[str] = [sys.executable, str(WINDOW), *what]
    with subprocess.Popen(command, env=COMPILED, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101, it is a pipe
        said = process.stdout.readline()
        taken = time.perf_counter() - start
    if said.strip() != "painted":
        raise RuntimeError(f"the {what[0]} process ended without a window")
    return taken


if __name__ == "__main__":
    show(lines())

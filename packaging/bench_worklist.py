"""The worklist of 100,000 cases: sign-in, opening, searching letter by letter, and the memory for it."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import bench_cases
import bench_desk
from bench_desk import Session
from bench_table import Line, show
from PySide6.QtTest import QTest

from ur_desktop.ui.worklist.screen import WorklistScreen

SIGN_INS, OPENINGS = 7, 15
SOUGHT = ("Sampleton4", "maria jose", "specimen-t", "TEST-04170", "harbor exa", "2026-0001")


def lines() -> Iterator[Line]:
    """Everything, in one process that did not make the vault."""
    with tempfile.TemporaryDirectory() as home:
        start = time.perf_counter()
        run(bench_cases.__file__, f"{home}/vault", str(bench_cases.MANY))
        yield Line(f"A vault of {bench_cases.MANY:,} cases made", time.perf_counter() - start, at_most=60)
        signed_in = [sign_in(home) for _ in range(SIGN_INS)]
        yield Line(
            "Password to worklist, without key derivation",
            median(taken - derivation for taken, derivation in signed_in),
            "key derivation",
            median(derivation for _taken, derivation in signed_in),
            at_most=0.5,
        )
        session = Session(Path(home))
        session.type_password()
        session.sign_in()
        screen = session.screen(WorklistScreen)
        yield Line("Worklist open: rows, counts, painted", median(openings(session, screen)), at_most=0.150)
        keys = searched(session, screen)
        yield Line("Search, a keystroke, painted", median(keys), at_most=0.050)
        yield Line("… the slowest keystroke", max(keys), at_most=0.050)
        session.close()
        yield Line("Memory of the process at its most", most_memory(), unit="MB", at_most=250)


def sign_in(home: str) -> tuple[float, float]:
    """The first sign-in of a new process: seconds to the worklist, and those that deriving the key takes."""
    taken, derivation = run(bench_desk.__file__, home).split()
    return float(taken), float(derivation)


def run(*command: str) -> str:
    """What a process of its own prints."""
    done = subprocess.run((sys.executable, *command), check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def openings(session: Session, screen: WorklistScreen) -> list[float]:
    """Seconds from asking for the whole list to its rows on the screen."""
    taken = []
    for _ in range(OPENINGS):
        start = time.perf_counter()
        screen.query_changed.emit(screen.query())
        screen.update()
        session.paint()
        taken.append(time.perf_counter() - start)
    return taken


def searched(session: Session, screen: WorklistScreen) -> list[float]:
    """Seconds of each letter typed, to its rows on the screen; the pause before a search is left out."""
    search = screen.head.search
    taken = []
    for words in SOUGHT:
        search.take()
        for letter in words:
            start = time.perf_counter()
            QTest.keyClicks(search, letter)
            search.done.emit()
            session.paint()
            taken.append(time.perf_counter() - start)
        search.clear()
        search.done.emit()
        session.paint()
    return taken


def most_memory() -> float:
    """The most memory this process has taken up, in MB of a million bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) * 1024 / 1e6
    import resource  # noqa: PLC0415, Windows has none

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    show(lines())

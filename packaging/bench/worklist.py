"""The worklist of 100,000 cases: sign-in, opening, searching letter by letter, and the memory for it."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from PySide6.QtTest import QTest

from bench.cases import MANY
from bench.driver import Driver
from bench.table import Line, show
from ur_desktop.ui.worklist.screen import WorklistScreen

SIGN_INS, OPENINGS = 7, 15
SOUGHT = ("Sampleton4", "maria jose", "specimen-t", "TEST-04170", "harbor exa", "2026-0001")


def lines() -> Iterator[Line]:
    """Everything, in one process that did not make the vault."""
    with tempfile.TemporaryDirectory() as home:
        start = time.perf_counter()
        run("cases", f"{home}/vault", str(MANY))
        yield Line(f"A vault of {MANY:,} cases made", time.perf_counter() - start, at_most=60)
        signed_in = [sign_in(home) for _ in range(SIGN_INS)]
        yield Line(
            "Password to worklist, without key derivation",
            median(taken - derivation for taken, derivation in signed_in),
            "key derivation",
            median(derivation for _taken, derivation in signed_in),
            at_most=0.5,
        )
        driver = Driver(Path(home))
        driver.type_password()
        driver.sign_in()
        screen = driver.screen(WorklistScreen)
        yield Line("Worklist open: rows, counts, painted", median(openings(driver, screen)), at_most=0.150)
        keys = searched(driver, screen)
        yield Line("Search, a keystroke, painted", median(keys), at_most=0.050)
        yield Line("… the slowest keystroke", max(keys), at_most=0.050)
        driver.close()
        yield Line("Memory of the process at its most", most_memory(), unit="MB", at_most=250)


def sign_in(home: str) -> tuple[float, float]:
    """The first sign-in of a new process: seconds to the worklist, and those that deriving the key takes."""
    taken, derivation = run("driver", home).split()
    return float(taken), float(derivation)


def run(part: str, *arguments: str) -> str:
    """What a part prints in a process of its own."""
    command = (sys.executable, "-m", f"bench.{part}", *arguments)
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def openings(driver: Driver, screen: WorklistScreen) -> list[float]:
    """Seconds from asking for the whole list to its rows on the screen."""
    taken = []
    for _ in range(OPENINGS):
        start = time.perf_counter()
        screen.query_changed.emit(screen.query())
        screen.update()
        driver.paint()
        taken.append(time.perf_counter() - start)
    return taken


def searched(driver: Driver, screen: WorklistScreen) -> list[float]:
    """Seconds of each letter typed, to its rows on the screen; the pause before a search is left out."""
    search = screen.head.search
    taken = []
    for words in SOUGHT:
        search.focus_and_select()
        for letter in words:
            start = time.perf_counter()
            QTest.keyClicks(search, letter)
            search.done.emit()
            driver.paint()
            taken.append(time.perf_counter() - start)
        search.clear()
        search.done.emit()
        driver.paint()
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

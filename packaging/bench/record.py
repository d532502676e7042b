"""The record of 100,000 events: the journal's chain checked, then everything; a page of it for the auditor."""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from bench.cases import MANY, NOW, alone, library
from bench.driver import Driver
from bench.table import Line, seconds, show
from ur_desktop.casework import samples
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.journal import EventKind
from ur_desktop.storage import vault
from ur_desktop.ui.audit.screen import AuditScreen
from ur_desktop.ui.shell.navigation_rail import NavigationRail

TIMES = 5


def lines() -> Iterator[Line]:
    """All of it, in a vault of a temporary folder."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "vault"
        fill(folder, MANY)
        with vault.open_vault(folder, samples.NURSE.user_id, samples.PASSWORD, NOW) as opened:
            chain = median(seconds(opened.journal.verify) for _ in range(TIMES))
            rows = opened._db.rows  # noqa: SLF001
            read = median(seconds(lambda: rows("SELECT * FROM journal")) for _ in range(TIMES))
        yield Line(f"Chain of {MANY:,} events checked", chain, "its rows read", read, at_most=2)
        whole = median(seconds(lambda: check(folder)) for _ in range(TIMES))
        yield Line("… the whole record, with signing in", whole, at_most=2)
        driver = Driver(Path(home))
        driver.type_password()
        driver.sign_in()
        yield Line("Audit open: a page, counts, painted", median(openings(driver)), at_most=0.5)
        driver.close()


def fill(folder: Path, count: int) -> None:
    """Make a vault with so many events, in one transaction."""
    made, _recovery_key = vault.create(folder, samples.NURSE, samples.PASSWORD, NOW)
    detail = {"letter": "Continued approval, member", "pages": 3, "copies": 1}
    with made, made.transaction(), alone(made):
        for sample in samples.sample_cases(library(), NOW):
            made.cases.add(replace(sample.case, state=CaseState.NEW, assigned_to=""), NOW)
        for place in range(count):
            made.journal.record(EventKind.PRINT, NOW, f"bench-{place % 997}", detail)


def check(folder: Path) -> None:
    """What `ur-desktop vault verify` does."""
    report = vault.verify_closed(folder, samples.NURSE.user_id, samples.PASSWORD, NOW, library().record_codes)
    if report.faults:
        raise RuntimeError(report.faults[0])


def openings(driver: Driver) -> list[float]:
    """Seconds from the rail to the newest events on the screen."""
    rail = driver.screen(NavigationRail)
    taken = []
    for _ in range(TIMES):
        rail.item("worklist").click()
        driver.paint()
        start = time.perf_counter()
        rail.item("audit").click()
        driver.paint()
        taken.append(time.perf_counter() - start)
        if not driver.screen(AuditScreen).table.currentIndex().isValid():
            raise RuntimeError("no event is on the screen")
    return taken


if __name__ == "__main__":
    show(lines())

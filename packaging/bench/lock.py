"""Locking in the middle of a note, and coming back: a process that locks, and another that unlocks.

`bench.lock HOME lock` opens a case of the vault at HOME/vault, types half a note and locks; it prints the seconds
from the key to the lock screen. `bench.lock HOME unlock` signs in as one does then and prints the seconds from
the last key of the password to the same note on the screen.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bench.cases import MANY, NOW, continued_stay
from bench.driver import Driver
from bench.table import Line, show
from ur_desktop.casework import samples
from ur_desktop.domain.case import CaseState
from ur_desktop.storage import vault
from ur_desktop.ui.review.note_edit import NoteEdit
from ur_desktop.ui.review.wizard import ReviewWizard

TIMES = 7
CASE, NOTE = "bench-0", "half a thought, "


def lines() -> Iterator[Line]:
    """Both, in a vault of very many cases."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "vault"
        subprocess.run((sys.executable, "-m", "bench.cases", folder, str(MANY)), check=True)
        with vault.open_vault(folder, samples.NURSE.user_id, samples.PASSWORD, NOW) as made:
            _case, review = continued_stay()
            made.cases.save(replace(made.cases.get(CASE), state=CaseState.IN_REVIEW), NOW, None)
            made.cases.begin_review(replace(review, case_id=CASE))
        pairs = [(in_a_process(home, "lock"), in_a_process(home, "unlock")) for _ in range(TIMES)]
        locked, unlocked = (median(times) for times in zip(*pairs, strict=True))
        yield Line("Ctrl+L to the lock screen", locked)
        yield Line("Password to the same step, field and text", unlocked, at_most=1.5)


def in_a_process(home: str, what: str) -> float:
    """The seconds that a process of its own prints."""
    done = subprocess.run(
        (sys.executable, "-m", "bench.lock", home, what), check=True, stdout=subprocess.PIPE, text=True
    )
    return float(done.stdout)


def lock(driver: Driver) -> float:
    """Type half a note into a case's review and lock; seconds from the key to the lock screen."""
    driver.sign_in()
    main = driver.window.main
    assert main is not None  # noqa: S101, somebody signed in
    main.open_case(CASE, "review")
    driver.screen(ReviewWizard).go_to_step(1)
    driver.paint()
    [note] = [field for field in driver.window.findChildren(NoteEdit) if field.isVisible()]
    note.setFocus()
    QTest.keyClicks(note, NOTE)
    start = time.perf_counter()
    QTest.keyClick(note, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    driver.paint()
    if driver.window.main is not None:
        raise RuntimeError("the vault is still open")
    return time.perf_counter() - start


def unlock(driver: Driver) -> float:
    """Seconds from Enter on the password to the note as it was left, with the keyboard in it."""
    start = time.perf_counter()
    QTest.keyClick(driver.focus, Qt.Key.Key_Return)
    while driver.window.main is None or not isinstance(driver.focus, NoteEdit):
        driver.app.processEvents()
    driver.paint()
    taken = time.perf_counter() - start
    if not driver.focus.toPlainText().endswith(NOTE):
        raise RuntimeError("the note is not as it was left")
    return taken


if __name__ == "__main__":
    if len(sys.argv) == 1:
        show(lines())
    else:
        at = Driver(Path(sys.argv[1]))
        at.type_password()
        print({"lock": lock, "unlock": unlock}[sys.argv[2]](at))
        at.close()

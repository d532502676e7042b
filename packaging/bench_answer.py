"""An answer: saved, beside one bare commit of such a row; and from the key to saved, re-evaluated and painted."""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, cycle
from pathlib import Path
from statistics import median

import sqlcipher3.dbapi2 as sqlcipher
from bench_cases import NOW, continued_stay, library
from bench_table import Line, seconds, show, side_by_side
from bench_window import SIZE, painted, start
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ur_desktop import samples
from ur_desktop.domain.review import Answer, Evidence, Mark
from ur_desktop.storage import vault
from ur_desktop.storage.bodies import ANSWER
from ur_desktop.storage.database import SETTINGS
from ur_desktop.ui.main_window import MainWindow

SAVES, REVIEWS = 150, 6


def lines() -> Iterator[Line]:
    """Both, in vaults of a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        opened, _recovery_key = vault.create(Path(folder) / "vault", samples.NURSE, samples.PASSWORD, NOW)
        with opened:
            opened.cases.add(continued_stay()[0], NOW)
            yield saved(opened, Path(folder))
            keys = key_times(opened)
        yield Line("Key to saved, re-evaluated and painted", median(keys), at_most=0.016)
        yield Line("The same, slowest in 20", sorted(keys)[-len(keys) // 20])


def saved(opened: vault.Vault, folder: Path) -> Line:
    """One answer through Cases.save_answer beside one bare commit."""
    _case, bare = continued_stay()
    opened.cases.begin_review(bare)
    policy = library().policy(bare.policy_id, bare.version)
    answers = cycle(sorted(policy.answerable[bare.checklist_id]))
    answer = Answer(Mark.MET, samples.NURSE.user_id, NOW, evidence=(Evidence("Intake assessment", "2"),))

    def save() -> None:
        criterion_id = next(answers)
        opened.cases.save_answer(bare.answered(criterion_id, answer), criterion_id, (1, 28))

    row = (bare.case_id, 1, "C9a", answer.by, NOW.isoformat(), None, ANSWER.text(answer))
    with_vault, alone = side_by_side(SAVES, save, bare_commit(folder / "bare.db", row))
    return Line("An answer saved", with_vault, "bare SQLCipher commit", alone, at_most_times=3)


def bare_commit(path: Path, row: tuple[object, ...]) -> Callable[[], None]:
    """What commits one row into a table of its own: the vault's settings, no index, trigger or reference."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key=\"x'{secrets.token_hex(48)}'\"")
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    connection.execute(
        "CREATE TABLE answers (id INTEGER PRIMARY KEY, case_id, sequence, criterion_id, by, at, before, after)"
    )

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO answers (case_id, sequence, criterion_id, by, at, before, after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        connection.execute("COMMIT")

    return commit


def key_times(opened: vault.Vault) -> list[float]:
    """Each key of whole continued reviews in the main window, answered met from the first to the last."""
    app = start()
    window = MainWindow(opened, library(), lambda: NOW, "light")
    window.resize(*SIZE)
    window.show()
    painted(app, window)
    case, bare = continued_stay()
    taken = []
    for sequence in range(2, 2 + REVIEWS):
        opened.cases.begin_review(replace(bare, sequence=sequence))
        window.open_case(case.id)
        painted(app, window)
        for answered in count(1):
            taken.append(seconds(lambda: press(app, window)))
            kept = window.wizard.review.answers
            if len(kept) != answered:
                raise RuntimeError(f"key {answered} gave no answer")
            if window.wizard.sitting.finding.is_complete:
                break
    window.hide()
    return taken


def press(app: QApplication, window: MainWindow) -> None:
    """One key where the keyboard is, and all that follows until the screen shows it."""
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_M)
    painted(app, window)


if __name__ == "__main__":
    show(lines())

"""An answer: saved, beside one bare commit of such a row; and from its key to all of it painted."""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, cycle
from pathlib import Path
from statistics import median

import sqlcipher3.dbapi2 as sqlcipher
from PySide6.QtCore import Qt

from bench.cases import NOW, continued_stay, library
from bench.driver import Driver
from bench.table import Line, seconds, show, side_by_side
from ur_desktop.casework import samples
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.review import Answer, Evidence, Mark
from ur_desktop.storage import vault
from ur_desktop.storage.database import SETTINGS
from ur_desktop.storage.json_codec import ANSWER
from ur_desktop.ui.review.wizard import ReviewWizard
from ur_desktop.ui.worklist.screen import WorklistScreen

SAVES, REVIEWS = 150, 6


def lines() -> Iterator[Line]:
    """Both, in a vault of a temporary folder."""
    with tempfile.TemporaryDirectory() as home:
        made, _recovery_key = vault.create(Path(home) / "vault", samples.NURSE, samples.PASSWORD, NOW)
        with made:
            case, bare = continued_stay()
            for place in range(REVIEWS + 1):
                known = replace(case, id=f"bench-{place}", number=f"2026-{place:06}")
                made.cases.add(replace(known, state=CaseState.NEW), NOW)
                made.cases.begin_review(replace(bare, case_id=known.id), (0, 28))
                made.cases.save(replace(known, state=CaseState.IN_REVIEW), NOW, None)
            yield saved(made, f"bench-{REVIEWS}", Path(home))
        keys = key_times(Path(home))
        yield Line("Key to saved, re-evaluated and painted", median(keys), at_most=0.016)
        yield Line("… the slowest of 20 keys", sorted(keys)[-len(keys) // 20])


def saved(made: vault.Vault, case_id: str, folder: Path) -> Line:
    """One answer through Cases.save_answer beside one bare commit."""
    [bare] = made.cases.reviews(case_id)
    policy = library().policy(bare.policy_id, bare.version)
    answers = cycle(sorted(policy.answerable[bare.checklist_id]))
    answer = Answer(Mark.MET, samples.NURSE.user_id, NOW, evidence=(Evidence("Intake assessment", "2"),))

    def save() -> None:
        criterion_id = next(answers)
        made.cases.save_answer(bare.answered(criterion_id, answer), criterion_id, (1, 28))

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
        "CREATE TABLE answers"
        " (id INTEGER PRIMARY KEY, case_id, sequence, criterion_id, by, at, before, after)"
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


def key_times(home: Path) -> list[float]:
    """Every key of whole continued reviews, each criterion answered met."""
    driver = Driver(home)
    driver.type_password()
    driver.sign_in()
    taken = []
    for place in range(REVIEWS):
        driver.screen(WorklistScreen).opened.emit(f"bench-{place}")
        driver.paint()
        wizard = driver.screen(ReviewWizard)
        wizard.go_to(wizard.state.finding.unanswered[0])
        wizard.setFocus()
        for answered in count(1):
            taken.append(seconds(lambda: driver.key(Qt.Key.Key_M)))
            if len(wizard.review.answers) != answered:
                raise RuntimeError(f"key {answered} gave no answer")
            if wizard.state.finding.is_complete:
                break
    driver.close()
    return taken


if __name__ == "__main__":
    show(lines())

"""Two programs on one vault, another's files in place of the vault's own, a clock that was set back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest

from tests.faults import world
from tests.faults.preload import SOURCE
from tests.faults.world import CASE, FOLDER, NOW, NURSE, PASSWORD
from ur_desktop.domain.errors import StorageError
from ur_desktop.storage import vault
from ur_desktop.storage.vault import WrongPassword

HOLDING = """
import sys
from pathlib import Path
from tests.faults import world
held = world.opened(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample."""
    copytree(sample, tmp_path / "place")
    return tmp_path / "place"


@contextmanager
def held(place: Path) -> Iterator[subprocess.Popen[str]]:
    """The vault open in another process."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=SOURCE.parents[2], env=os.environ | {"PYTHONPATH": str(SOURCE.parents[2])},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def test_a_second_program_is_refused_and_harms_nothing(place: Path) -> None:
    with held(place):
        for _ in range(3):
            with pytest.raises(StorageError, match="open in another window or program") as refused:
                world.opened(place)
            assert not isinstance(refused.value, WrongPassword)
        assert {"vault.db", "vault.json"} <= {path.name for path in (place / FOLDER).iterdir()}
    with world.opened(place) as vault_:
        world.verify(vault_)


def test_a_program_that_died_leaves_the_vault_free(place: Path) -> None:
    with held(place) as process:
        process.kill()
        process.wait()
        world.opened(place).close()


def foreign(path: Path) -> None:
    """Another vault's database."""
    world.make(path.parent / "other")
    path.write_bytes((path.parent / "other" / FOLDER / "vault.db").read_bytes())


def plain(path: Path) -> None:
    """A database that is not encrypted."""
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE notes (text)")
    db.close()


OTHERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), r"empty \(0 bytes\)"),
    "truncated": (lambda path: os.truncate(path, 5000), "cut off or damaged"),
    "truncated between pages": (lambda path: os.truncate(path, 8192), "damaged"),
    "foreign": (foreign, "belongs to another vault"),
    "plain": (plain, "not a vault but a plain database"),
    "missing": (Path.unlink, "is missing"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "can't be read"),
    "a text": (lambda path: path.write_text("Sampleton, Jordan\n" * 500), "another vault|damaged"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_another_file_in_place_of_the_database_is_named_and_left_alone(kind: str, place: Path) -> None:
    file = place / FOLDER / "vault.db"
    put, words = OTHERS[kind]
    put(file)
    before = file.read_bytes() if file.is_file() else None
    with pytest.raises(StorageError, match=words) as refused:
        world.opened(place)
    assert not isinstance(refused.value, WrongPassword)
    assert before == (file.read_bytes() if file.is_file() else None)


def test_a_clock_set_back_keeps_the_order_of_answers_and_what_is_due(place: Path) -> None:
    with world.opened(place) as opened:
        due = opened.cases.row(CASE).due
        review = opened.cases.reviews(CASE)[0]
        for number, hours in enumerate((0, 2, -5, -5, 1)):
            note = f"note {number}"
            given = world.answer(number, note)
            review = review.answered(
                "C9", type(given)(given.mark, given.by, NOW + timedelta(hours=hours), note)
            )
            opened.cases.save_answer(review, "C9")
    earlier = NOW - timedelta(days=400)
    with vault.open_vault(place / FOLDER, NURSE.user_id, PASSWORD, earlier) as opened:
        changes = [change for change in opened.cases.answer_history(CASE) if change.criterion_id == "C9"]
        assert [change.after.note for change in changes] == [f"note {number}" for number in range(5)]
        assert [change.before and change.before.note for change in changes[1:]] == [
            f"note {number}" for number in range(4)
        ]
        assert opened.cases.reviews(CASE)[0].answers["C9"].note == "note 4"
        assert opened.cases.row(CASE).due == due
        opened.cases.resume_clocks(earlier)
        world.verify(opened)
        assert opened.journal.entries(limit=1)[0].at == earlier

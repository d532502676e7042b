"""Two programs on one vault, foreign files in place of the vault's, a clock that was set back."""

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
from ur_desktop.domain.errors import InUse, StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage import vault
from ur_desktop.storage.backup import restore
from ur_desktop.storage.disk import open_marker, vault_files
from ur_desktop.storage.disk.folder_kind import placement_of
from ur_desktop.storage.keys import header
from ur_desktop.storage.vault import Vault, WrongPassword

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


def another_program_is_refused(place: Path) -> bool:
    """Whether another process that opens the vault now gets InUse."""
    done = subprocess.run(
        [sys.executable, "-c", HOLDING, place], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False, cwd=SOURCE.parents[2], env=os.environ | {"PYTHONPATH": str(SOURCE.parents[2])},
    )  # fmt: skip
    return "open in another window or program" in done.stderr


def again(vault_: Vault) -> None:
    """Sign in once more, by the same process."""
    with pytest.raises(InUse):
        vault.open_vault(vault_.folder, NURSE.user_id, PASSWORD, NOW)


def check_closed(vault_: Vault) -> None:
    """Verify the vault as if it were closed."""
    with pytest.raises(InUse):
        vault.verify_closed(vault_.folder, NURSE.user_id, PASSWORD, NOW)


def restored(vault_: Vault) -> None:
    """Restore a backup over the open vault, in the same process."""
    backup = vault_.backups.make(BackupReason.ASKED, NOW)
    with pytest.raises(InUse):
        restore.restore(backup, vault_.folder, NURSE.user_id, PASSWORD, NOW)


def without_header(vault_: Vault) -> None:
    """Read the vault's ID from its database, as a restore does without a header."""
    for name in (header.NAME, header.COPY):
        (vault_.folder / name).unlink()
    restore.vault_id(vault_.folder)
    header.save(vault_.folder, vault_.keys.header)


BESIDE: dict[str, Callable[[Vault], object]] = {
    "signing in again": again,
    "a backup": lambda vault_: vault_.backups.make(BackupReason.ASKED, NOW),
    "the whole check": world.verify,
    "a check of the closed vault": check_closed,
    "a restore": restored,
    "a restore without the header": without_header,
    "the first screen": lambda vault_: (
        vault_files.is_vault(vault_.folder) and vault_files.names(vault_.folder)
    ),
    "where it is open": lambda vault_: open_marker.find(vault_.folder),
    "what folder it is": lambda vault_: placement_of(vault_.folder),
    "new anchors": lambda vault_: vault_.anchor(),
}


@pytest.mark.parametrize("what", BESIDE)
def test_no_act_on_an_open_vault_releases_its_lock(what: str, place: Path) -> None:
    with world.opened(place) as vault_:
        BESIDE[what](vault_)
        assert another_program_is_refused(place)
        vault_.drafts.store(CASE, "note", "work goes on")
        world.verify(vault_)


def test_a_vault_open_on_another_computer_says_where_and_is_left_alone(place: Path) -> None:
    folder = place / FOLDER
    with held(place) as process:
        process.kill()
        process.wait()
    open_marker.note(folder, open_marker.Occupancy("front-desk", 4711, "mexample", NOW))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(InUse, match="open on the computer front-desk since Jan 15, 2026"):
        world.opened(place)
    with pytest.raises(InUse, match="open on the computer front-desk since Jan 15, 2026"):
        vault.verify_closed(folder, NURSE.user_id, PASSWORD, NOW)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    (folder / open_marker.NAME).unlink()
    with world.opened(place) as vault_:
        world.verify(vault_)


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


def a_folder(path: Path) -> None:
    """A folder of the same name."""
    path.unlink()
    path.mkdir()


OTHERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), r"empty \(0 bytes\)"),
    "truncated": (lambda path: os.truncate(path, 5000), "is incomplete or damaged"),
    "truncated between pages": (lambda path: os.truncate(path, 8192), "damaged"),
    "foreign": (foreign, "belongs to another vault"),
    "plain": (plain, "a plain database, not a vault"),
    "missing": (Path.unlink, "is missing"),
    "a folder": (a_folder, "can't be read"),
    "a text": (lambda path: path.write_text("Sampleton, Jordan\n" * 500), "another vault|damaged"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_another_file_in_place_of_the_database_is_reported_and_unchanged(kind: str, place: Path) -> None:
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
        lines = opened.journal.entries(limit=2)
        assert [line.kind for line in lines] == [EventKind.SIGN_IN, EventKind.CLOCK]
        assert [line.at for line in lines] == [earlier, earlier]
        assert lines[1].detail == {"last_line": NOW.isoformat()}
        assert opened.clock_was == NOW
    for now in (earlier, earlier - timedelta(minutes=4), NOW):
        with vault.open_vault(place / FOLDER, NURSE.user_id, PASSWORD, now) as opened:
            assert opened.clock_was is None
            assert opened.cases.row(CASE).due == due

"""A vault of every released schema opens, is brought up to date and holds what it held."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.migrations import Migrations

from tests.storage import vault_of_now
from tests.storage.vault_of_now import NOW, PASSWORD, VAULTS
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage import migrations, vault
from ur_desktop.storage.backup.job import default_folder
from ur_desktop.storage.backup.manifest import backups
from ur_desktop.storage.backup.restore import restore
from ur_desktop.storage.database import Database
from ur_desktop.storage.migrations import STEPS, applied_steps
from ur_desktop.storage.vault import Vault

KEPT = sorted(place.name for place in VAULTS.iterdir() if place.is_dir())


def opening(folder: Path) -> Vault:
    return vault.open_vault(folder, "tspecimen", PASSWORD, NOW)


def check_content(open_one: Vault, db: Database) -> None:
    assert applied_steps(db) == tuple(step.__name__ for step in STEPS)
    assert open_one.cases.get("case-1") == vault_of_now.sample_case(1)
    [review] = open_one.cases.reviews("case-1")
    assert review.answers["C1"].note == "seen"
    assert open_one.cases.drafts("case-2") == {"note": "half a sentence"}
    assert len(open_one.archive.letters("case-2")) == 1
    assert [each.letter for each in open_one.queue.waiting()] == [1, 2]
    open_one.archive.verify()
    open_one.journal.verify()


@pytest.fixture(params=KEPT)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a vault as a released program wrote it."""
    return shutil.copytree(VAULTS / request.param, tmp_path / "vault")


def test_every_schema_has_its_vault() -> None:
    steps = sorted(step.__name__ for step in STEPS)
    assert steps == KEPT, "tests/storage/vaults/README.md says how one is added"


def test_a_released_vault_opens_up_to_date_with_all_it_held(old: Path, databases: list[Database]) -> None:
    with opening(old) as open_one:
        check_content(open_one, databases[-1])
    with opening(old) as again:
        check_content(again, databases[-1])


def test_the_backup_of_a_released_vault_is_restored_and_brought_up_to_date(
    old: Path, databases: list[Database], tmp_path: Path
) -> None:
    with opening(old) as open_one:
        made = open_one.backups.make(BackupReason.ASKED, NOW)
    place = tmp_path / "another computer" / "vault"
    restore(made, place, "tspecimen", PASSWORD, NOW)
    with opening(place) as open_one:
        check_content(open_one, databases[-1])


@pytest.fixture
def later_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """This program with one more step in its schema, as the next release may have it."""
    extend(monkeypatch)


def extend(monkeypatch: pytest.MonkeyPatch) -> None:

    def a_later_step(db: Any) -> None:
        db.execute("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")

    extended = Migrations("vault")
    for step in (*STEPS, a_later_step):
        extended()(step)
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, a_later_step))
    monkeypatch.setattr(migrations, "migrations", extended)


def test_a_backup_is_made_before_a_vault_is_brought_up_to_date_and_only_then(
    old: Path, later_program: None
) -> None:
    opening(old).close()
    with opening(old) as later:
        lines = [event.detail for event in later.journal.entries() if event.kind is EventKind.BACKUP]
    [made] = backups(default_folder(old))
    assert lines[0] == {"made": "migration", "folder": str(made.folder)}
    assert made.manifest.reason is BackupReason.MIGRATION
    assert "a_later_step" not in made.manifest.steps


def test_what_was_brought_up_to_date_can_be_put_back_as_it_was(
    old: Path, databases: list[Database], later_program: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening(old).close()
    [made] = backups(default_folder(old))
    monkeypatch.undo()
    with pytest.raises(StorageError, match="newer version"):
        opening(old)
    restore(made, old, "tspecimen", PASSWORD, NOW)
    with opening(old) as open_one:
        check_content(open_one, databases[-1])


def test_a_record_that_is_not_whole_is_not_brought_up_to_date(
    old: Path, databases: list[Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever lies before the anchor is checked too, and the change of the schema taken back."""
    with opening(old):
        [db] = databases
        db.free_schema()
        with db.write():
            db.rows("DROP TRIGGER journal_refuses_update")
            db.rows("UPDATE journal SET by = 'someone' WHERE sequence = 1")
            db.rows(migrations.TRIGGERS["journal_refuses_update"])
        db.fix_schema()
    opening(old).close()  # the anchor is of a later line: an opening alone does not look so far back
    extend(monkeypatch)
    with pytest.raises(StorageError, match="Entry 1 of the audit log was changed"):
        opening(old)
    monkeypatch.undo()
    with opening(old):
        assert applied_steps(databases[-1]) == tuple(step.__name__ for step in STEPS)


def test_without_its_backup_a_vault_is_not_brought_up_to_date(
    old: Path, databases: list[Database], later_program: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    default_folder(old).write_text("in the way")
    with pytest.raises(StorageError, match="backup can’t be written"):
        opening(old)
    monkeypatch.undo()
    default_folder(old).unlink()
    with opening(old) as open_one:
        check_content(open_one, databases[-1])


def test_a_newer_vault_is_refused_in_words_and_untouched(
    old: Path, later_program: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening(old).close()
    monkeypatch.undo()
    before = {file.name: file.read_bytes() for file in old.iterdir()}
    with pytest.raises(StorageError, match="newer version of UR Desktop"):
        opening(old)
    assert {file.name: file.read_bytes() for file in old.iterdir()} == before

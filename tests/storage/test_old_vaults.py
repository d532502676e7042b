"""A vault of every released schema opens, is migrated and keeps its data."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.migrations import Migrations

from tests import vault_database
from tests.storage import vault_of_now
from tests.storage.vault_of_now import NOW, PASSWORD, VAULTS
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.participation import Participation, Step
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.domain.worklist import WorklistQuery
from ur_desktop.storage import database, migrations, vault
from ur_desktop.storage.backup.job import default_folder
from ur_desktop.storage.backup.manifest import backups
from ur_desktop.storage.backup.restore import restore
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys import header
from ur_desktop.storage.migrations import STEPS, applied_steps
from ur_desktop.storage.records.chain import chain_of
from ur_desktop.storage.records.journal import Lines
from ur_desktop.storage.vault import Vault
from ur_desktop.storage.verify import run_all

KEPT = sorted(place.name for place in VAULTS.iterdir() if place.is_dir())


def opening(folder: Path) -> Vault:
    return vault.open_vault(folder, "tspecimen", PASSWORD, NOW)


def check_content(open_one: Vault, db: Database) -> None:
    assert applied_steps(db) == tuple(step.__name__ for step in STEPS)
    assert open_one.cases.get("case-1") == vault_of_now.sample_case(1)
    assert [case.id for case in open_one.cases.earlier("example-nc", "test\u201300001")] == ["case-1"]
    assert len(open_one.cases.worklist(WorklistQuery(text="test00002"))) == 1
    [review] = open_one.cases.reviews("case-1")
    assert review.answers["C1"].note == "seen"
    assert open_one.drafts.texts("case-2") == {"note": "half a sentence"}
    assert len(open_one.archive.letters("case-2")) == 1
    assert [each.letter for each in open_one.queue.waiting()] == [1, 2]
    open_one.archive.verify()
    open_one.journal.verify()


@pytest.fixture(params=KEPT)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a vault written by a released program."""
    return shutil.copytree(VAULTS / request.param, tmp_path / "vault")


def test_every_schema_has_its_vault() -> None:
    steps = sorted(step.__name__ for step in STEPS)
    assert steps == KEPT, "tests/storage/vaults/README.md says how one is added"


def test_a_released_vault_is_migrated_with_all_its_data(old: Path, databases: list[Database]) -> None:
    with opening(old) as open_one:
        check_content(open_one, databases[-1])
    with opening(old) as again:
        check_content(again, databases[-1])


def test_a_released_vaults_backup_is_restored_and_migrated(
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
    """Run the program with one more migration step, as a next release."""
    extend(monkeypatch)


def extend(monkeypatch: pytest.MonkeyPatch) -> None:

    def a_later_step(db: Any) -> None:
        db.execute("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")

    extended = Migrations("vault")
    for step in (*STEPS, a_later_step):
        extended()(step)
    monkeypatch.setattr(migrations, "STEPS", (*STEPS, a_later_step))
    monkeypatch.setattr(migrations, "migrations", extended)


def test_a_backup_is_made_only_before_a_migration(old: Path, later_program: None) -> None:
    opening(old).close()
    with opening(old) as later:
        lines = [event.detail for event in later.journal.entries() if event.kind is EventKind.BACKUP]
    [made] = backups(default_folder(old))
    assert lines[0] == {"made": "migration", "folder": str(made.folder)}
    assert made.manifest.reason is BackupReason.MIGRATION
    assert "a_later_step" not in made.manifest.steps


def test_the_backup_before_a_migration_can_be_restored(
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


def test_a_broken_vault_is_not_migrated(
    old: Path, databases: list[Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows before the anchor are verified too, and the migration is rolled back."""
    with opening(old):
        [db] = databases
        db.allow_schema_changes()
        with db.write():
            db.rows("DROP TRIGGER journal_refuses_update")
            db.rows("UPDATE journal SET by = 'someone' WHERE sequence = 1")
            db.rows(migrations.TRIGGERS["journal_refuses_update"])
        db.forbid_schema_changes()
    opening(old).close()  # the anchor covers a later line, so opening alone does not check this one
    extend(monkeypatch)
    with pytest.raises(StorageError, match="Entry 1 of the audit log was changed"):
        opening(old)
    monkeypatch.undo()
    with opening(old):
        assert applied_steps(databases[-1]) == tuple(step.__name__ for step in STEPS)


def test_a_vault_is_not_migrated_without_a_backup(
    old: Path, databases: list[Database], later_program: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    default_folder(old).write_text("in the way")
    with pytest.raises(StorageError, match="backup can’t be written"):
        opening(old)
    monkeypatch.undo()
    default_folder(old).unlink()
    with opening(old) as open_one:
        check_content(open_one, databases[-1])


def test_a_newer_vault_is_refused_and_unchanged(
    old: Path, later_program: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening(old).close()
    monkeypatch.undo()
    before = {file.name: file.read_bytes() for file in old.iterdir()}
    with pytest.raises(StorageError, match="newer version of UR Desktop"):
        opening(old)
    assert {file.name: file.read_bytes() for file in old.iterdir()} == before


def test_a_migration_seals_decided_records_and_tells_who_began_each_review(
    tmp_path: Path, databases: list[Database]
) -> None:
    folder = shutil.copytree(VAULTS / "letter_queue", tmp_path / "vault")
    key, vault_id = vault_database.data_key(folder, "tspecimen", PASSWORD), header.load(folder)[0].vault
    before = database.open_existing(folder / database.NAME, key, bytes.fromhex(vault_id))
    lines = Lines(before, chain_of(before, key, "journal", vault_id))
    lines.add(EventKind.CHANGE, "mexample", NOW, "case-1", {"review": "begun"})
    with before.write():
        before.rows("UPDATE reviews SET completed = 1")
    before.close()
    with opening(folder) as open_one:
        assert Participation("mexample", Step.BEGAN, 1) in open_one.cases.participation("case-1")
        assert run_all(open_one.examine()).faults == ()
        db = databases[-1]
        db.allow_schema_changes()
        db.rows("DROP TRIGGER reviews_refuses_update")
        with db.write():
            db.rows("UPDATE reviews SET completed = 0")
        [_safeguards, reopened] = run_all(open_one.examine()).faults
    assert reopened == "Review 1 of case 2026-000001 was reopened outside the program."

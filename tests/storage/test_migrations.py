from datetime import datetime
from pathlib import Path

import pytest

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage import vault
from ur_desktop.storage.database import Database
from ur_desktop.storage.migrations import TRIGGERS, check_triggers, restore_triggers
from ur_desktop.storage.vault import Vault


@pytest.fixture
def meddled(db: Database) -> Database:
    """The open database with schema changes allowed, as for another program."""
    db.conn.set_authorizer(None)
    return db


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_dropped_trigger_is_noticed_at_open(
    opened: Vault, meddled: Database, folder: Path, now: datetime, password: str, name: str
) -> None:
    with meddled.write():
        meddled.rows(f"DROP TRIGGER {name}")
    opened.close()
    with pytest.raises(StorageError, match=f"safeguards were changed .*{name}"):
        vault.open_vault(folder, "tspecimen", password, now)


def test_a_trigger_that_was_made_harmless_is_noticed_at_open(
    opened: Vault, meddled: Database, folder: Path, now: datetime, password: str
) -> None:
    with meddled.write():
        meddled.rows("DROP TRIGGER archive_refuses_update")
        meddled.rows("CREATE TRIGGER archive_refuses_update BEFORE UPDATE ON archive BEGIN SELECT 1; END")
    opened.close()
    with pytest.raises(StorageError, match="archive_refuses_update"):
        vault.open_vault(folder, "tspecimen", password, now)


def test_a_foreign_trigger_is_noticed_at_open(
    opened: Vault, meddled: Database, folder: Path, now: datetime, password: str
) -> None:
    with meddled.write():
        meddled.rows("CREATE TRIGGER spy AFTER INSERT ON drafts BEGIN SELECT 1; END")
    opened.close()
    with pytest.raises(StorageError, match="spy"):
        vault.open_vault(folder, "tspecimen", password, now)


def test_triggers_that_transform_drops_are_restored(meddled: Database) -> None:
    meddled.table("archive").transform(rename={"copy": "edition"})
    with pytest.raises(StorageError, match="archive_refuses"):
        check_triggers(meddled)
    with meddled.write():
        restore_triggers(meddled)
    check_triggers(meddled)


def test_a_newer_database_is_refused_and_unchanged(
    opened: Vault, meddled: Database, folder: Path, now: datetime, password: str
) -> None:
    with meddled.write():
        meddled.table("_sqlite_migrations").insert(
            {"migration_set": "vault", "name": "a_later_step", "applied_at": "2030-01-01"}
        )
    opened.close()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(StorageError, match="newer version"):
        vault.open_vault(folder, "tspecimen", password, now)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before

"""A vault's folder with an odd name or behind a link, and its database with odd content, are said for what they are."""

import resource
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ur_desktop.domain.errors import Damaged, DiskRefused, StorageError
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage import vault
from ur_desktop.storage.backup import restore_note
from ur_desktop.storage.backup.job import default_folder
from ur_desktop.storage.backup.manifest import backups
from ur_desktop.storage.backup.restore import restore
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.migrations import STEPS
from ur_desktop.storage.vault import Vault, verify_closed


@pytest.fixture
def link(folder: Path, tmp_path: Path) -> Path:
    """A link to the vault's folder, in another folder."""
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "link").symlink_to(folder, target_is_directory=True)
    return tmp_path / "desktop" / "link"


def test_a_vault_opened_through_a_link_has_its_backups_next_to_the_folder_itself(
    made: str, link: Path, folder: Path, tmp_path: Path, password: str, now: datetime
) -> None:
    with vault.open_vault(link, "tspecimen", password, now) as opened:
        assert opened.folder == folder
        backup = opened.backups.make(BackupReason.ASKED, now)
    assert backups(default_folder(link)) == backups(tmp_path / "backups") == (backup,)
    assert [path.name for path in (tmp_path / "desktop").iterdir()] == ["link"]
    aside = restore(backup, link, "tspecimen", password, now)
    assert aside is not None
    assert aside.parent == tmp_path
    assert link.is_symlink()
    vault.open_vault(link, "tspecimen", password, now).close()
    assert verify_closed(link, "tspecimen", password, now).faults == ()


def test_a_folder_whose_name_leaves_no_room_for_a_restore_is_refused(
    tmp_path: Path, nurse: Reviewer, password: str, now: datetime, opened: Vault
) -> None:
    for name in ("v" * 245, "é" * 101):
        with pytest.raises(StorageError, match="name of the vault’s folder is too long"):
            vault.create(tmp_path / name, nurse, password, now, LEAST)
        assert not (tmp_path / name).exists()
    backup = opened.backups.make(BackupReason.ASKED, now)
    with pytest.raises(StorageError, match="name of the vault’s folder is too long"):
        restore(backup, tmp_path / ("v" * 245), "tspecimen", password, now)
    longest = tmp_path / ("v" * 200)
    vault.create(longest, nurse, password, now, LEAST)[0].close()
    with vault.open_vault(longest, "tspecimen", password, now) as long_one:
        own = long_one.backups.make(BackupReason.ASKED, now)
    for _twice in range(2):
        restore(own, longest, "tspecimen", password, now)
    vault.open_vault(longest, "tspecimen", password, now).close()


def test_a_second_folder_whose_name_is_not_unicode_is_refused(
    opened: Vault, tmp_path: Path, now: datetime
) -> None:
    odd = tmp_path / "stick\udcff"  # as Python reads a name that is not UTF-8
    with pytest.raises(StorageError, match="name is not Unicode"):
        opened.backups.choose_second(odd, now)
    assert opened.backups.second.folder == ""


NAMES = [step.__name__ for step in STEPS]


@pytest.mark.parametrize("name", NAMES)
def test_a_removed_row_of_the_schema_steps_is_named(
    made: str, folder: Path, meddle: Callable[..., Any], password: str, now: datetime, name: str
) -> None:
    meddle(f"DELETE FROM _sqlite_migrations WHERE name = '{name}'")
    words = "The vault's list of schema steps was changed outside the program."
    with pytest.raises(Damaged, match=words):
        vault.open_vault(folder, "tspecimen", password, now)
    assert words in verify_closed(folder, "tspecimen", password, now).faults


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("header_revision", "The header revision in the vault's database was changed outside the program."),
        ("anchor_revision", "The anchor revision in the vault's database was changed outside the program."),
    ],
)
def test_a_revision_that_is_no_number_is_named(
    made: str, folder: Path, meddle: Callable[..., Any], password: str, now: datetime, name: str, words: str
) -> None:
    meddle(f"UPDATE vault SET value = 'odd' WHERE name = '{name}'")
    with pytest.raises(Damaged, match=words):
        vault.open_vault(folder, "tspecimen", password, now)
    assert words in verify_closed(folder, "tspecimen", password, now).faults


def test_an_odd_number_or_note_of_a_backup_is_named(opened: Vault, db: Database, now: datetime) -> None:
    with db.write():
        db.rows("INSERT INTO vault VALUES ('backup_sequence', 'odd')")
    with pytest.raises(Damaged, match="The backup sequence in the vault's database was changed"):
        opened.backups.make(BackupReason.ASKED, now)
    with db.write():
        db.rows("DELETE FROM vault WHERE name = 'backup_sequence'")
        db.rows("INSERT INTO vault VALUES ('restored:then', '{}')")
    opened.backups.make(BackupReason.ASKED, now)
    with pytest.raises(Damaged, match="says of a restore was changed"):
        restore_note.all_notes(db)


def test_a_disk_that_takes_nothing_is_no_fault_of_the_record(
    opened: Vault, folder: Path, now: datetime, make_case: Callable[..., Any]
) -> None:

    for number in range(1, 20):
        opened.cases.add(make_case(number), None)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(DiskRefused, match="disk can't be read or written"):
            list(opened.examine())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(opened.examine())

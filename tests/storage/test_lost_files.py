"""A vault whose database log or anchor was deleted says so, and never that it is in order."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from ur_desktop.domain.errors import Damaged, StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage import vault
from ur_desktop.storage.vault import Vault, verify_closed

LOG = "The database was not closed, and its log, vault.db-wal, is missing or damaged."
ANCHOR = "The vault's anchor, vault.anchor.json, is missing."
MAY_BE_MISSING = "What was saved after it may be missing."


@pytest.fixture
def killed(
    opened: Vault,
    folder: Path,
    tmp_path: Path,
    sample_case: Callable[..., Any],
    sample_review: Review,
    now: datetime,
) -> Path:
    """The folder of a vault whose process died: its last answer is in the log only, and a letter's worth of lines."""
    opened.cases.add(sample_case(1), None)
    opened.cases.begin_review(sample_review)
    opened.journal.record(EventKind.PRINT, now, "case-1")
    opened.cases.save_answer(sample_review.answered("C1", Answer(Mark.MET, "tspecimen", now)), "C1")
    copytree(folder, tmp_path / "dead" / "vault")
    return tmp_path / "dead" / "vault"


@pytest.fixture
def sign_in(password: str, now: datetime) -> Callable[[Path], Vault]:
    return lambda place: vault.open_vault(place, "tspecimen", password, now)


@pytest.fixture
def faults(password: str, now: datetime) -> Callable[[Path], list[str]]:
    return lambda place: list(verify_closed(place, "tspecimen", password, now).faults)


def answers(opened: Vault) -> list[str]:
    return [key for review in opened.cases.reviews("case-1") for key in review.answers]


def test_a_vault_whose_process_died_is_whole_with_its_log(
    killed: Path, sign_in: Callable[[Path], Vault], faults: Callable[[Path], list[str]]
) -> None:
    assert faults(killed) == []
    with sign_in(killed) as again:
        assert (again.notice, answers(again)) == ("", ["C1"])
    with sign_in(killed) as again:
        assert again.notice == ""


def test_a_log_and_an_anchor_that_were_deleted_are_both_told_recorded_and_found_by_verification(
    killed: Path, sign_in: Callable[[Path], Vault], faults: Callable[[Path], list[str]]
) -> None:
    (killed / "vault.db-wal").unlink()
    (killed / "vault.anchor.json").unlink()
    assert faults(killed) == [LOG, ANCHOR]
    with sign_in(killed) as again:
        assert again.notice.startswith(f"{LOG} {ANCHOR} Checked up to log entry ")
        assert again.notice.endswith(MAY_BE_MISSING)
        kinds = [event.kind for event in again.journal.entries(limit=3)]
        assert kinds == [EventKind.SIGN_IN, EventKind.REPAIR, EventKind.REPAIR]
    assert faults(killed) == []
    with sign_in(killed) as again:
        assert again.notice == ""


def delete(log: Path) -> None:
    log.unlink()


def empty(log: Path) -> None:
    log.write_bytes(b"")


def damage(log: Path) -> None:
    content = bytearray(log.read_bytes())
    content[10] ^= 1
    log.write_bytes(content)


@pytest.mark.parametrize("harm", [delete, empty, damage])
def test_a_lost_log_is_told_where_its_anchor_still_shows_that_entries_are_missing(
    killed: Path,
    harm: Callable[[Path], None],
    sign_in: Callable[[Path], Vault],
    faults: Callable[[Path], list[str]],
) -> None:
    harm(killed / "vault.db-wal")
    assert faults(killed)[0] == LOG
    with pytest.raises(StorageError, match=r"^Entry \d+ of the audit log was written already"):
        sign_in(killed)


def test_answers_that_no_entry_covers_are_told_by_the_lost_log_alone(
    opened: Vault,
    folder: Path,
    tmp_path: Path,
    sample_case: Callable[..., Any],
    sample_review: Review,
    now: datetime,
    sign_in: Callable[[Path], Vault],
) -> None:
    opened.cases.add(sample_case(1), None)
    opened.cases.begin_review(sample_review)
    opened.journal.record(EventKind.PRINT, now, "case-1")
    opened.backups.make(BackupReason.CLOSE, now)  # moves the log into the database file
    sealed = opened.journal.head()
    opened.cases.save_answer(sample_review.answered("C1", Answer(Mark.MET, "tspecimen", now)), "C1")
    assert sealed == opened.journal.head()
    copytree(folder, dead := tmp_path / "dead" / "vault")
    (dead / "vault.db-wal").unlink()
    (dead / "vault.anchor.json").unlink()
    with sign_in(dead) as again:
        assert again.notice.startswith(LOG)
        assert answers(again) == []


def test_a_missing_anchor_has_a_backup_in_the_second_folder_tell_what_is_missing(
    opened: Vault, folder: Path, tmp_path: Path, now: datetime, sign_in: Callable[[Path], Vault]
) -> None:
    copytree(folder, older := tmp_path / "older")
    stick = tmp_path / "stick"
    stick.mkdir()
    opened.backups.choose_second(stick, now)
    opened.journal.record(EventKind.PRINT, now, "case-1")
    opened.backups.begin(BackupReason.CLOSE, now).wait()
    opened.backups.end()
    opened.close()
    for backup in (tmp_path / "backups").glob("ur-vault-*"):
        backup.rename(tmp_path / f"gone-{backup.name}")
    folder.rename(tmp_path / "newer")
    older.rename(folder)
    (folder / "vault.anchor.json").unlink()
    with pytest.raises(Damaged, match=r"^The backup number 1 holds entry \d+ of the audit log"):
        sign_in(folder)


@pytest.fixture
def moved(opened: Vault, folder: Path, tmp_path: Path) -> Iterator[Callable[[], object]]:
    """Move the folder of an open vault away; moved back at the end."""
    away = tmp_path / "elsewhere"
    yield lambda: folder.rename(away)
    if away.exists():
        away.rename(folder)


def test_nothing_is_saved_while_the_vaults_folder_is_somewhere_else(
    opened: Vault, folder: Path, tmp_path: Path, moved: Callable[[], object]
) -> None:
    opened.drafts.store("case-1", "note", "before")
    moved()
    with pytest.raises(StorageError, match=r"^Not saved: the vault’s folder was moved, renamed or deleted\."):
        opened.drafts.store("case-1", "note", "meanwhile")
    copytree(tmp_path / "elsewhere", folder)
    with pytest.raises(StorageError, match=r"^Not saved"):  # another file of that name
        opened.drafts.store("case-1", "note", "meanwhile")
    folder.rename(tmp_path / "copy")
    (tmp_path / "elsewhere").rename(folder)
    opened.drafts.store("case-1", "note", "after")
    assert opened.drafts.texts("case-1") == {"note": "after"}


def test_an_anchor_that_cannot_be_written_is_told_until_it_is_written(
    opened: Vault, folder: Path, now: datetime
) -> None:
    (folder / "vault.anchor.json").rename(folder / "aside")
    (folder / "vault.anchor.json").mkdir()
    opened.journal.record(EventKind.PRINT, now, "case-1")
    assert str(opened.anchor_fault).startswith("vault.anchor.json can't be written: ")
    (folder / "vault.anchor.json").rmdir()
    opened.journal.record(EventKind.PRINT, now, "case-1")
    assert opened.anchor_fault is None

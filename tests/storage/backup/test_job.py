import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from io import FileIO
from pathlib import Path
from threading import Event, current_thread
from typing import Any

import pytest

from tests import vault_database
from tests.sealing import seal
from tests.storage.conftest import PASSWORD
from ur_desktop.domain.errors import Canceled, StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage import vault
from ur_desktop.storage.backup import job as backup
from ur_desktop.storage.backup import schedule as backups_module
from ur_desktop.storage.backup import second_folder
from ur_desktop.storage.backup.job import BackupJob, check, pieces
from ur_desktop.storage.backup.manifest import CHUNK, PARTIAL, Backup, backups, check_files, read
from ur_desktop.storage.backup.second_folder import SecondFolder
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.migrations import STEPS
from ur_desktop.storage.vault import Vault

OPENING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ur_desktop.domain.errors import StorageError
from ur_desktop.storage import vault
try:
    vault.open_vault(Path(sys.argv[1]), "tspecimen", sys.argv[2], datetime(2026, 1, 15, tzinfo=UTC)).close()
except StorageError as error:
    print(error)
else:
    print("opened")
"""


@pytest.fixture
def home(folder: Path) -> Path:
    return folder.parent / "backups"


@pytest.fixture
def filled(opened: Vault, sample_case: Callable[..., Any], sample_review: Review, now: datetime) -> Vault:
    """A vault with two cases, a review with two answers, and two letters."""
    for number in (1, 2):
        opened.cases.add(sample_case(number), None)
        seal(opened, f"case-{number}", "member", b"%PDF" + b"a" * 9000, now)
    opened.cases.begin_review(sample_review)
    answers(opened, sample_review, now, "C1", "C2")
    return opened


def answers(opened: Vault, review: Review, now: datetime, *criteria: str) -> None:
    for criterion in criteria:
        opened.cases.save_answer(review.answered(criterion, Answer(Mark.MET, "tspecimen", now)), criterion)


def key_id(opened: Vault) -> str:
    return opened.keys.header.vault


def key_of(opened: Vault) -> bytes:
    return vault_database.data_key(opened.folder, "tspecimen", PASSWORD)


# What a backup is


def test_a_backups_manifest_matches_its_content(filled: Vault, now: datetime, home: Path) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    held = made.manifest
    assert made.folder == home / f"ur-vault-{held.vault[:8]}-20260115T093000Z-000001"
    assert (held.sequence, held.made, held.reason) == (1, now, BackupReason.ASKED)
    assert (held.cases, held.letters, held.answers) == (2, 2, 2)
    assert held.archive == filled.archive.head()
    assert held.steps == tuple(step.__name__ for step in STEPS)
    assert not made.fault
    assert held.size > 50_000


def test_a_backup_is_in_the_journal_that_it_holds(filled: Vault, now: datetime) -> None:
    made = filled.backups.make(BackupReason.SCHEDULE, now)
    [over, begun, *_] = filled.journal.entries()
    assert made.manifest.journal == (begun.sequence, filled.journal.link_at(begun.sequence))
    assert (over.kind, over.by) == (begun.kind, begun.by) == (EventKind.BACKUP, "tspecimen")
    assert begun.detail == {"begun": "schedule", "folder": str(made.folder.parent)}
    assert over.detail == {"made": "schedule", "folder": str(made.folder)}
    assert begun.at == now < over.at < now + timedelta(seconds=30)


def lines_of_backups(opened: Vault) -> list[Mapping[str, object]]:
    """Return the journal lines about backups, newest first."""
    return [event.detail for event in opened.journal.entries() if event.kind is EventKind.BACKUP]


def test_a_backup_that_can_not_be_begun_is_said_to_have_failed(
    filled: Vault, now: datetime, home: Path
) -> None:
    home.write_text("in the way")
    with pytest.raises(StorageError):
        filled.backups.make(BackupReason.FIRST_CASE, now)
    [failed, begun] = lines_of_backups(filled)
    assert begun == {"begun": "first_case", "folder": str(home)}
    assert failed == {
        "failed": f"The backup can’t be written to {home}: File exists.", "reason": "first_case", "folder": str(home)
    }  # fmt: skip


def test_a_backup_that_fails_on_its_way_is_said_to_have_failed_once(
    filled: Vault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: Any) -> None:
        raise StorageError("The database of this backup is damaged.")

    monkeypatch.setattr(backup, "check", damaged)
    with pytest.raises(StorageError, match="is damaged"):
        filled.backups.make(BackupReason.REKEY, now)
    filled.backups.end()
    [failed, _begun] = lines_of_backups(filled)
    assert (failed["failed"], failed["reason"]) == ("The database of this backup is damaged.", "rekey")


def test_a_canceled_backup_is_recorded_as_canceled(filled: Vault, now: datetime, home: Path) -> None:
    making = filled.backups.begin(BackupReason.ASKED, now)
    making.cancel()
    making.wait_at_most(10)
    filled.backups.end()
    assert lines_of_backups(filled)[0] in (
        {"given_up": "asked", "folder": str(home)}, {"made": "asked", "folder": str(home / making.manifest.name)}
    )  # fmt: skip


def test_an_unrecorded_backup_is_recorded_the_next_time(filled: Vault, db: Database, now: datetime) -> None:
    making = filled.backups.begin(BackupReason.ASKED, now)
    making.wait()
    db.conn.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON main.journal BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    )
    filled.backups.end()
    assert "begun" in lines_of_backups(filled)[0]
    db.conn.execute("DROP TRIGGER temp.full")
    filled.backups.end()
    assert "made" in lines_of_backups(filled)[0]


def test_a_backups_journal_line_makes_no_backup_due(filled: Vault, now: datetime) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    assert "made" in lines_of_backups(filled)[0]
    assert not filled.backups.has_changed(made)
    filled.backups.make(BackupReason.ASKED, now, made.folder.parent.parent / "elsewhere")
    assert [event.kind for event in filled.journal.entries(limit=4)] == [EventKind.BACKUP] * 4


def test_the_manifest_can_be_read_without_a_key_and_names_nobody(filled: Vault, now: datetime) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    text = (made.folder / "manifest.json").read_text()
    assert not any(word in text for word in ("Sampleton", "TEST-0", "Specimen", "case-1", "S9480", "F33.1"))
    assert read(made.folder).manifest == made.manifest


def test_nothing_of_a_case_is_readable_in_a_backup(filled: Vault, now: datetime) -> None:
    filled.drafts.store("case-1", "note", "a planted half sentence")
    made = filled.backups.make(BackupReason.ASKED, now)
    for file in made.folder.iterdir():
        content = file.read_bytes()
        assert not any(word in content for word in (b"Sampleton", b"planted", b"CREATE TABLE", b"SQLite"))
        assert file.stat().st_mode & 0o077 == 0


def test_a_backup_is_a_vault_that_opens_with_the_password_of_its_time(
    filled: Vault, now: datetime, password: str
) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    with vault.open_vault(made.folder, "tspecimen", password, now) as copied:
        assert copied.cases.get("case-2") == filled.cases.get("case-2")
        copied.archive.verify()
        copied.journal.verify()


def test_checking_a_backup_leaves_no_trace_in_it(filled: Vault, now: datetime) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    check(made, key_of(filled))
    assert {file.name for file in made.folder.iterdir()} == {
        "vault.db",
        "vault.json",
        "vault.anchor.json",
        "manifest.json",
    }


def test_numbers_go_on_when_the_folder_was_emptied_and_when_an_older_vault_came_back(
    filled: Vault, now: datetime, home: Path
) -> None:
    first = filled.backups.make(BackupReason.ASKED, now)
    first.folder.rename(home.parent / "elsewhere")
    second = filled.backups.make(BackupReason.ASKED, now)
    assert second.manifest.sequence == 2
    ahead = replace(second.manifest, sequence=40)
    second.folder.rename(home / ahead.name)
    (home / ahead.name / "manifest.json").write_bytes(ahead.sealed(key_of(filled)).text())
    assert filled.backups.make(BackupReason.ASKED, now).manifest.sequence == 41


# While work goes on


def test_answers_saved_meanwhile_are_in_the_next_backup(
    filled: Vault, sample_review: Review, now: datetime, folder: Path, password: str
) -> None:
    making = filled.backups.begin(BackupReason.ASKED, now)
    typed = [f"D{number}" for number in range(40)]
    for criterion in typed:
        answers(filled, sample_review, now, criterion)
    filled.backups.end()
    assert making.wait().manifest.answers == 2
    filled.close()
    with vault.open_vault(folder, "tspecimen", password, now) as again:
        [review] = again.cases.reviews("case-1")
        assert set(typed) < set(review.answers)
        assert again.backups.make(BackupReason.ASKED, now).manifest.answers == 42


def test_the_database_file_does_not_change_until_it_is_copied(
    filled: Vault, db: Database, now: datetime, folder: Path
) -> None:
    source = db.pause_checkpoints()
    before = (folder / "vault.db").read_bytes
    still = before()
    for number in range(200):
        filled.drafts.store("case-1", f"note-{number}", "long " * 4000)
    assert (folder / "vault.db").read_bytes() == still
    db.resume_checkpoints()
    filled.drafts.store("case-1", "note", "long " * 4000)
    assert (folder / "vault.db").read_bytes() != still
    assert isinstance(source, FileIO)


def test_reading_the_file_for_a_backup_keeps_the_lock(
    filled: Vault, now: datetime, folder: Path, password: str
) -> None:
    filled.backups.make(BackupReason.ASKED, now)
    command = (sys.executable, "-c", OPENING, str(folder), password)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "open in another window" in done.stdout


def test_one_backup_at_a_time(filled: Vault, now: datetime) -> None:
    making = filled.backups.begin(BackupReason.ASKED, now)
    if not making.done:
        with pytest.raises(StorageError, match="already running"):
            filled.backups.begin(BackupReason.ASKED, now)
    filled.backups.end()
    making.wait()
    filled.backups.make(BackupReason.ASKED, now)


def test_a_backup_inside_a_transaction_is_a_bug(filled: Vault, now: datetime) -> None:
    with pytest.raises(RuntimeError), filled.transaction():
        filled.backups.begin(BackupReason.ASKED, now)
    assert filled.backups.make(BackupReason.ASKED, now)


def half_made(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(PARTIAL)]


@pytest.fixture
def large(filled: Vault, now: datetime) -> Vault:
    """A vault whose backup takes a while to be checked."""
    seal(filled, "case-1", "provider", os.urandom(24_000_000), now)
    return filled


def test_closing_waits_until_the_backup_is_checked_and_counts(
    large: Vault, now: datetime, home: Path
) -> None:
    making = large.backups.begin(BackupReason.CLOSE, now)
    large.close()
    assert making.done
    assert half_made(home) == []
    assert making.wait() == backups(home)[0]


def test_closing_cancels_a_backup_that_is_never_verified(
    large: Vault, now: datetime, home: Path, folder: Path, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = large.backups.make(BackupReason.ASKED, now)
    monkeypatch.setattr(backups_module, "PATIENCE", 0.0)
    later = now + timedelta(minutes=31)
    large.journal.record(EventKind.VIEW, now, "case-1")
    making = large.backups.begin(BackupReason.SCHEDULE, later)
    large.close()
    assert making.wait_at_most(20)
    assert making.failed
    assert half_made(home) == []
    with vault.open_vault(folder, "tspecimen", password, later) as again:
        assert lines_of_backups(again)[0] == {"given_up": "schedule", "folder": str(home)}
        assert again.backups.latest() == made
        assert again.backups.is_due(later)


def test_closing_does_not_wait_for_a_disk_that_does_not_respond(
    large: Vault, now: datetime, home: Path, folder: Path, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs, answers_again = Event(), Event()
    synced = os.fsync

    def fsync(handle: int) -> None:
        if current_thread().name == "backup":
            hangs.set()
            answers_again.wait()
        synced(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(backups_module, "PATIENCE", 0.05)
    monkeypatch.setattr(backups_module, "SHORT", 0.05)
    making = large.backups.begin(BackupReason.ASKED, now)
    assert hangs.wait(20)
    large.close()
    assert not making.copied.is_set()
    vault.open_vault(folder, "tspecimen", password, now).close()
    answers_again.set()
    with pytest.raises((Canceled, ValueError)):
        making.wait()
    assert list(backups(home)) == []


def test_closing_cancels_a_copy_to_the_second_folder_and_records_it(
    large: Vault, now: datetime, home: Path, folder: Path, password: str, tmp_path: Path
) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    large.backups.choose_second(second, now)
    making = large.backups.begin(BackupReason.SCHEDULE, now)
    making.completed.wait()
    large.close()
    assert making.done
    assert len(backups(home)) == 1
    assert half_made(second) == []
    with vault.open_vault(folder, "tspecimen", password, now) as again:
        over, begun = lines_of_backups(again)
    assert begun == {"begun": "schedule", "folder": str(home), "second_folder": str(second)}
    assert (over["made"], "not_copied" in over) == ("schedule", list(second.iterdir()) == [])
    assert bool(large.backups.second.fault) is (list(second.iterdir()) == [])


def test_a_sign_in_deletes_incomplete_backups(
    filled: Vault, now: datetime, home: Path, folder: Path, password: str
) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    filled.close()
    (home / f"{made.folder.name}x{PARTIAL}").mkdir()
    other = home / f"another-vault-1{PARTIAL}"
    other.mkdir()
    vault.open_vault(folder, "tspecimen", password, now).close()
    assert half_made(home) == [other.name]


def test_a_canceled_backup_leaves_no_files(
    filled: Vault, db: Database, now: datetime, home: Path, folder: Path
) -> None:
    making = backup.begin(home, folder, db, filled.keys.header, key_of(filled), BackupReason.ASKED, now)
    making.cancel()
    with pytest.raises(Canceled):
        making.wait()
    assert making.failed
    assert list(home.iterdir()) == []
    db.resume_checkpoints()


# What has changed


def test_a_backup_is_due_when_the_vault_holds_more(
    filled: Vault, sample_review: Review, now: datetime, folder: Path, password: str
) -> None:
    assert filled.backups.has_changed(None)
    made = filled.backups.make(BackupReason.ASKED, now)
    assert not filled.backups.has_changed(made)
    answers(filled, sample_review, now, "C3")
    assert filled.backups.has_changed(made)


def test_a_half_typed_text_makes_a_backup_due(filled: Vault, now: datetime) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    filled.drafts.store("case-1", "note", "half a")
    assert filled.backups.has_changed(made)


def test_signing_in_and_out_makes_no_backup_due(
    filled: Vault, sample_review: Review, now: datetime, folder: Path, password: str
) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    filled.journal.record(EventKind.LOCK, now)
    filled.close()
    with vault.open_vault(folder, "tspecimen", password, now) as again:
        assert not again.backups.has_changed(made)
        again.journal.record(EventKind.VIEW, now, "case-1")
        assert again.backups.has_changed(made)


def test_a_backup_that_failed_stays_due(filled: Vault, now: datetime, home: Path, folder: Path) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    filled.journal.record(EventKind.VIEW, now, "case-1")
    making = filled.backups.begin(BackupReason.ASKED, now)
    making.cancel()
    filled.backups.end()
    with pytest.raises(StorageError):
        making.wait()
    assert filled.backups.has_changed(made)


# What can go wrong


def test_a_folder_that_can_not_be_written_is_named(filled: Vault, now: datetime, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match=r"can’t be written to .*file"):
        filled.backups.make(BackupReason.ASKED, now, tmp_path / "file" / "backups")
    assert filled.backups.make(BackupReason.ASKED, now)


def test_the_next_backup_deletes_one_left_incomplete_by_a_crash(
    filled: Vault, now: datetime, home: Path
) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    half = home / (made.folder.name + ".partial")
    half.mkdir()
    (half / "vault.db").write_bytes(b"half")
    assert [one.folder for one in backups(home)] == [made.folder]
    filled.backups.make(BackupReason.ASKED, now)
    assert not half.exists()


@pytest.mark.parametrize("name", ["vault.db", "vault.json"])
def test_a_flipped_byte_is_found(filled: Vault, now: datetime, name: str) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    content = bytearray((made.folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (made.folder / name).write_bytes(content)
    with pytest.raises(StorageError, match="of this backup is damaged"):
        check(read(made.folder), key_of(filled))


def test_a_cut_or_missing_file_shows_without_reading_it(filled: Vault, now: datetime, home: Path) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    os.truncate(made.folder / "vault.db", 4096)
    assert "is damaged" in backups(home)[0].fault
    (made.folder / "vault.db").unlink()
    assert "missing" in backups(home)[0].fault


def test_a_manifest_made_to_fit_another_database_is_found(filled: Vault, now: datetime, home: Path) -> None:
    old = filled.backups.make(BackupReason.ASKED, now)
    filled.drafts.store("case-1", "note", "more")
    new = filled.backups.make(BackupReason.ASKED, now)
    forged = replace(new.manifest, files=old.manifest.files)
    for name in old.manifest.files:
        (new.folder / name).write_bytes((old.folder / name).read_bytes())
    (new.folder / "manifest.json").write_bytes(forged.text())
    with pytest.raises(StorageError, match="manifest of this backup was changed"):
        check(read(new.folder), key_of(filled))
    (new.folder / "manifest.json").write_bytes(forged.sealed(key_of(filled)).text())
    with pytest.raises(StorageError, match="database of this backup is damaged"):
        check(read(new.folder), key_of(filled))


def test_a_page_whose_seal_is_broken_never_becomes_a_backup(
    filled: Vault, db: Database, now: datetime, home: Path, folder: Path
) -> None:
    filled.drafts.store("case-1", "note", "long " * 40_000)
    db.pause_checkpoints()
    db.resume_checkpoints()
    size = (folder / "vault.db").stat().st_size
    with (folder / "vault.db").open("r+b") as file:
        file.seek(size - 2000)
        file.write(b"\0")
    with pytest.raises(StorageError, match="damaged"):
        filled.backups.make(BackupReason.ASKED, now)
    assert backups(home) == ()
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 1, "manifest": {}}', '{"format": 1}', "null", "[" * 100_000]
)
def test_a_damaged_manifest_is_named(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "ur-vault-00000000-20260115T093000Z-000001"
    folder.mkdir()
    (folder / "manifest.json").write_text(text)
    with pytest.raises(StorageError, match=r"manifest of .* is damaged"):
        read(folder)
    assert backups(tmp_path) == ()


def test_a_manifest_can_not_name_a_file_elsewhere(filled: Vault, now: datetime) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    whole = json.loads((made.folder / "manifest.json").read_text())
    for name in ("../../vault/vault.json", "a\0b", "\udcff", "vault.open"):
        files = whole["manifest"]["files"] | {name: {"size": 1, "digest": "00"}}
        text = json.dumps(whole | {"manifest": whole["manifest"] | {"files": files}})
        (made.folder / "manifest.json").write_text(text)
        with pytest.raises(StorageError, match="manifest of"):
            check_files(read(made.folder))


BAD: dict[str, list[object]] = {
    "made": ["2026-01-15T09:30:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", 1e18],
    "sequence": [10**300, -1, float("inf")],
    "cases": [10**300],
    "vault": ["zz", "\ud800"],
    "program": ["\ud800", "a\nb"],
    "seal": ["\ud800", "é"],
    "archive": [[10**300, ""]],
    "files": [{"vault.db": {"size": int("9" * 4000), "digest": ""}}],
}


@pytest.mark.parametrize(("field", "value"), [(name, value) for name in BAD for value in BAD[name]])
def test_one_bad_manifest_does_not_stop_backups(
    filled: Vault, now: datetime, home: Path, field: str, value: object
) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    bad = home / f"{made.folder.name[:-1]}2"
    shutil.copytree(made.folder, bad)
    whole = json.loads((bad / "manifest.json").read_text())
    whole["manifest"][field] = value
    (bad / "manifest.json").write_text(json.dumps(whole))
    with pytest.raises(StorageError, match="is damaged"):
        read(bad)
    assert filled.backups.all() == (made,)
    assert filled.backups.make(BackupReason.ASKED, now + timedelta(minutes=1)).manifest.sequence == 2


def test_a_forged_backup_number_is_ignored(filled: Vault, now: datetime, home: Path) -> None:
    made = filled.backups.make(BackupReason.ASKED, now)
    forged = replace(made.manifest, sequence=10**9)
    shutil.copytree(made.folder, home / forged.name)
    (home / forged.name / "manifest.json").write_bytes(forged.text())
    assert filled.backups.make(BackupReason.ASKED, now + timedelta(minutes=1)).manifest.sequence == 2


@pytest.mark.parametrize("copied", ["2026-01-15T09:30:00", "9999-12-31T23:59:59-14:00"])
def test_an_impossible_time_is_not_used_as_the_last_copy(
    filled: Vault, second: Path, home: Path, copied: str
) -> None:
    [kept] = home.glob("second-folder-*.json")
    kept.write_text(json.dumps({"folder": str(second), "copied": copied}))
    assert filled.backups.second.copied is None


# The second folder, and thinning


@pytest.fixture
def second(filled: Vault, tmp_path: Path, now: datetime) -> Path:
    """A second folder, chosen."""
    folder = tmp_path / "stick"
    folder.mkdir()
    filled.backups.choose_second(folder, now)
    return folder


def wait(opened: Vault, now: datetime) -> tuple[BackupJob, Backup]:
    making = opened.backups.begin(BackupReason.ASKED, now)
    opened.backups.end()
    return making, making.wait()


def test_a_second_folder_gets_a_copy_that_was_read_back(filled: Vault, second: Path, now: datetime) -> None:
    making, made = wait(filled, now)
    [copy] = backups(second, made.manifest.vault)
    assert copy.manifest == made.manifest
    check(copy, key_of(filled))
    assert making.second_fault is None
    assert (filled.backups.second.copied, filled.backups.second.fault) == (now, "")
    filled.backups.end()
    assert lines_of_backups(filled)[0] == {
        "made": "asked", "folder": str(made.folder), "copied_to": str(second)
    }  # fmt: skip


def test_a_second_folder_that_is_not_there_does_not_fail_the_backup_and_is_not_made(
    filled: Vault, second: Path, now: datetime, home: Path
) -> None:
    second.rmdir()
    making, made = wait(filled, now)
    assert made == backups(home)[0]
    assert "can’t be found" in str(making.second_fault)
    assert "can’t be found" in filled.backups.second.fault
    assert not second.exists()


def test_a_successful_copy_clears_the_error(filled: Vault, second: Path, now: datetime) -> None:
    second.rmdir()
    wait(filled, now)
    second.mkdir()
    wait(filled, now)
    assert filled.backups.second.fault == ""


def test_a_second_folder_is_optional_and_can_be_removed(filled: Vault, second: Path, now: datetime) -> None:
    assert filled.backups.second.folder == str(second)
    filled.backups.choose_second(None, now)
    filled.backups.choose_second(None, now)
    assert filled.backups.second.folder == ""
    chosen = [event.detail for event in filled.journal.entries() if event.kind is EventKind.SETTINGS]
    assert chosen == [
        {"second_folder": "", "before": str(second)}, {"second_folder": str(second), "before": ""}
    ]  # fmt: skip


def test_a_second_folder_that_can_not_be_saved_is_not_journaled(
    filled: Vault, now: datetime, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    home.write_text("in the way")
    with pytest.raises(StorageError):
        filled.backups.choose_second(tmp_path / "stick", now)
    assert EventKind.SETTINGS not in [event.kind for event in filled.journal.entries()]


def test_a_second_folder_must_be_a_different_folder(
    filled: Vault, now: datetime, home: Path, tmp_path: Path
) -> None:
    filled.backups.make(BackupReason.ASKED, now)
    with pytest.raises(StorageError, match="already saved in this folder"):
        filled.backups.choose_second(home, now)
    with pytest.raises(StorageError, match="does not exist"):
        filled.backups.choose_second(tmp_path / "nowhere", now)


@pytest.mark.parametrize("name", ["vault", "vault/deeper"])
def test_the_vaults_own_folder_can_not_be_the_second_folder(
    filled: Vault, now: datetime, folder: Path, name: str
) -> None:
    place = folder.parent / name
    place.mkdir(exist_ok=True)
    with pytest.raises(StorageError, match="vault's own folder"):
        filled.backups.choose_second(place, now)


@pytest.mark.parametrize("place", ["a\\u0000b", "backups", ""])
def test_an_invalid_stored_second_folder_is_ignored(filled: Vault, home: Path, place: str) -> None:
    home.mkdir()
    (home / f"second-folder-{filled.keys.header.vault[:8]}.json").write_text(f'{{"folder": "{place}"}}')
    assert filled.backups.second.folder == ""


def test_a_backup_of_a_missing_vault_fails_with_an_error(filled: Vault, now: datetime, folder: Path) -> None:
    folder.rename(folder.with_name("moved"))
    with pytest.raises(StorageError, match="folder was moved, renamed or deleted"):
        filled.backups.begin(BackupReason.ASKED, now)
    folder.with_name("moved").rename(folder)


@pytest.mark.parametrize("name", [b"n\xff"] if sys.platform == "linux" else [b"caf\xc3\xa9"])
def test_a_folder_name_that_is_not_unicode_works(
    tmp_path: Path, nurse: Reviewer, password: str, now: datetime, name: bytes
) -> None:
    place = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    place.mkdir()
    made, _key = vault.create(place / "vault", nurse, password, now, LEAST)
    with made:
        made.backups.make(BackupReason.ASKED, now)
        assert len(made.backups.all()) == 1


def test_a_second_folder_that_can_not_be_reached_is_reported(
    filled: Vault, now: datetime, home: Path, tmp_path: Path
) -> None:
    beyond = tmp_path / ("x" * 300)
    with pytest.raises(StorageError, match="can’t be reached"):
        filled.backups.choose_second(beyond, now)
    second_folder.save(home, key_id(filled), SecondFolder(str(beyond)))
    making, made = wait(filled, now)
    assert made == backups(home)[0]
    assert "File name too long" in str(making.second_fault)
    assert "File name too long" in filled.backups.second.fault


def test_the_reminder_can_be_hidden(filled: Vault) -> None:
    filled.backups.dismiss_reminder()
    assert filled.backups.second.reminded


# When one is due


def test_one_is_due_half_an_hour_after_the_last_when_something_changed(
    filled: Vault, now: datetime, sample_review: Review
) -> None:
    assert filled.backups.is_due(now)
    filled.backups.make(BackupReason.ASKED, now)
    soon, later = now + timedelta(minutes=29), now + timedelta(minutes=30)
    assert not filled.backups.is_due(later)
    answers(filled, sample_review, now, "C3")
    assert not filled.backups.is_due(soon)
    assert filled.backups.is_due(later)


def test_one_that_failed_is_tried_again_half_an_hour_later(filled: Vault, now: datetime, home: Path) -> None:
    home.write_text("in the way")
    with pytest.raises(StorageError):
        filled.backups.make(BackupReason.SCHEDULE, now)
    home.unlink()
    assert not filled.backups.is_due(now + timedelta(minutes=5))
    assert filled.backups.is_due(now + timedelta(minutes=30))


def test_a_clock_set_back_does_not_delay_the_next_backup(
    filled: Vault, now: datetime, sample_review: Review
) -> None:
    filled.backups.make(BackupReason.ASKED, now)
    answers(filled, sample_review, now, "C3")
    assert filled.backups.is_due(now - timedelta(days=3))


def test_old_backups_are_thinned_and_those_of_another_vault_are_not(
    filled: Vault, now: datetime, home: Path
) -> None:
    other = home / "ur-vault-ffffffff-20200101T000000Z-000001"
    other.mkdir(parents=True)
    for number in range(15):
        filled.backups.make(BackupReason.SCHEDULE, now + timedelta(minutes=30 * number))
    numbers = [one.manifest.sequence for one in backups(home)]
    assert numbers == list(range(15, 3, -1))
    assert other.exists()
    assert len(list(home.iterdir())) == 13


# Pieces of a very large file


def test_the_page_of_locks_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "LOCK_BYTE", 2 * CHUNK)
    content = bytes(number % 251 for number in range(3 * CHUNK + 5000))
    (tmp_path / "large").write_bytes(content)
    with FileIO(tmp_path / "large") as source:
        found = b"".join(pieces(source, len(content)))
    assert found == content[: 2 * CHUNK] + bytes(4096) + content[2 * CHUNK + 4096 :]


def test_a_file_truncated_during_the_copy_is_reported(tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(b"short")
    with FileIO(tmp_path / "short") as source, pytest.raises(StorageError, match="cut short"):
        list(pieces(source, 4096))

import secrets
import sqlite3
from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
import sqlite_utils.utils

from tests.sealing import seal
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.storage import database, vault
from ur_desktop.storage.database import LOG_PAGES, Database
from ur_desktop.storage.vault import Vault, WrongPassword


@pytest.fixture
def file(made: str, folder: Path) -> Path:
    return folder / "vault.db"


def opening(folder: Path, now: datetime, password: str) -> Vault:
    return vault.open_vault(folder, "tspecimen", password, now)


def test_sqlite_utils_runs_on_sqlcipher(db: Database) -> None:
    assert vars(sqlite_utils.utils)["sqlite3"] is vars(sqlite_utils.utils)["dbapi2"] is sqlcipher
    assert type(db.conn) is sqlcipher.Connection
    [(version,)] = db.rows("PRAGMA cipher_version")
    assert version


def test_nothing_of_a_case_is_readable_on_the_disk(
    opened: Vault, folder: Path, sample_case: Callable[..., Any]
) -> None:
    opened.cases.add(sample_case(1), None)
    opened.drafts.store("case-1", "note", "a planted half sentence")
    closings: tuple[Callable[[], object], ...] = (lambda: None, opened.close)
    for closing in closings:
        closing()
        for file in folder.iterdir():
            content = file.read_bytes()
            assert not any(word in content for word in (b"Sampleton", b"planted", b"CREATE TABLE", b"SQLite"))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("locking_mode", "exclusive"),
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("cipher_memory_security", "1"),
        ("temp_store", 0),  # as compiled: in memory unless told otherwise
    ],
)
def test_every_connection_is_set_to_lose_and_leak_nothing(
    db: Database, pragma: str, value: int | str
) -> None:
    assert db.row(f"PRAGMA {pragma}") == (value,)


def test_an_unknown_table_is_refused_not_made(db: Database) -> None:
    with pytest.raises(sqlcipher.DatabaseError, match="not authorized"):
        db.table("casess").insert({"id": "case-1"})
    assert "casess" not in db.table_names()


def test_the_schema_can_not_be_changed_while_people_work(db: Database) -> None:
    for statement in ("DROP TRIGGER archive_refuses_update", "DROP TABLE drafts", "CREATE TABLE more (a)"):
        with pytest.raises(sqlcipher.DatabaseError, match="not authorized"):
            db.rows(statement)


def test_a_review_of_no_case_is_refused(opened: Vault, db: Database, sample_review: Review) -> None:
    with pytest.raises(KeyError, match="case-1"):
        opened.cases.begin_review(sample_review)
    with pytest.raises(sqlcipher.IntegrityError, match="FOREIGN KEY"), opened.transaction():
        db.rows("INSERT INTO reviews (case_id, sequence, body) VALUES ('case-1', 1, '{}')")


def test_a_missing_database_is_reported(file: Path, folder: Path, now: datetime, password: str) -> None:
    file.unlink()
    with pytest.raises(StorageError, match=r"vault\.db, is missing"):
        opening(folder, now, password)
    assert not file.exists()


def test_an_empty_database_is_reported_and_unchanged(
    file: Path, folder: Path, now: datetime, password: str
) -> None:
    file.write_bytes(b"")
    with pytest.raises(StorageError, match="empty"):
        opening(folder, now, password)
    assert file.read_bytes() == b""


@pytest.mark.parametrize("cut", [1, 100, 4096, 3 * 4096])
def test_a_truncated_database_is_damaged_not_a_wrong_password(
    file: Path, folder: Path, now: datetime, password: str, cut: int
) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:-cut])
    with pytest.raises(StorageError, match="damaged") as refused:
        opening(folder, now, password)
    assert not isinstance(refused.value, WrongPassword)


def test_a_database_of_one_byte_is_damaged(file: Path, folder: Path, now: datetime, password: str) -> None:
    file.write_bytes(file.read_bytes()[:1])
    with pytest.raises(StorageError, match="is incomplete or damaged"):
        opening(folder, now, password)


def test_a_last_page_torn_by_a_power_failure_is_made_whole_from_the_log(
    opened: Vault, db: Database, folder: Path, now: datetime, password: str
) -> None:
    db.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (folder / "vault.db").read_bytes()
    opened.journal.record(EventKind.CHANGE, now, detail={"long": "x" * 20_000})
    log = (folder / "vault.db-wal").read_bytes()
    opened.close()
    (folder / "vault.db-wal").write_bytes(log)
    (folder / "vault.db").write_bytes(before + bytes(512))
    with opening(folder, now, password) as later:
        assert EventKind.CHANGE in {event.kind for event in later.journal.entries()}
        later.journal.verify()


def test_a_plain_database_is_named_as_one(file: Path, folder: Path, now: datetime, password: str) -> None:
    file.unlink()
    plain = sqlite3.connect(file)
    plain.execute("CREATE TABLE notes (text)")
    plain.close()
    with pytest.raises(StorageError, match="a plain database, not a vault"):
        opening(folder, now, password)


def test_another_vaults_database_is_named_as_one(
    file: Path, folder: Path, now: datetime, password: str
) -> None:
    file.unlink()
    database.create(file, secrets.token_bytes(32), secrets.token_bytes(16)).vacuum()
    with pytest.raises(StorageError, match="belongs to another vault"):
        opening(folder, now, password)


@pytest.mark.parametrize("place", [20, 2000, 4090])
def test_a_flipped_byte_in_the_first_page_is_damage(
    file: Path, folder: Path, now: datetime, password: str, place: int
) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    with pytest.raises(StorageError, match="database is damaged"):
        opening(folder, now, password)


def test_noise_of_the_right_size_is_not_taken_for_a_vault(
    file: Path, folder: Path, now: datetime, password: str
) -> None:
    file.write_bytes(secrets.token_bytes(8 * 4096))
    with pytest.raises(StorageError, match="another vault"):
        opening(folder, now, password)


def test_a_full_disk_is_reported_and_earlier_saves_stay(
    opened: Vault, db: Database, sample_case: Callable[..., Any]
) -> None:
    opened.cases.add(sample_case(1), None)
    [(pages,)] = db.rows("PRAGMA page_count")
    db.rows(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StorageError, match="disk is full"):
        opened.drafts.store("case-1", "note", "long " * 20_000)
    db.rows(f"PRAGMA max_page_count={pages + 1000}")
    assert opened.cases.get("case-1") == sample_case(1)
    opened.drafts.store("case-1", "note", "there is room again")
    assert opened.drafts.texts("case-1") == {"note": "there is room again"}


@pytest.mark.parametrize("table", ["archive", "journal", "answers", "entries", "reviews", "cases"])
def test_no_permanent_row_can_be_replaced(
    opened: Vault,
    db: Database,
    table: str,
    sample_case: Callable[..., Any],
    sample_review: Review,
    now: datetime,
) -> None:
    opened.cases.add(sample_case(1), None)
    seal(opened, "case-1", "member", b"%PDF", now)
    opened.cases.begin_review(sample_review)
    opened.cases.save_answer(sample_review.answered("C1", Answer(Mark.MET, "tspecimen", now)), "C1")
    opened.cases.save(
        replace(sample_case(1), member=replace(sample_case(1).member, first_name="Jo")), now, None
    )
    [*before] = db.rows(f"SELECT * FROM {table} ORDER BY rowid")
    assert before
    with pytest.raises(StorageError, match=r"ever changed|never taken out"), opened.transaction():
        db.rows(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} ORDER BY rowid LIMIT 1")
    assert db.rows(f"SELECT * FROM {table} ORDER BY rowid") == before


def test_the_file_does_not_change_during_a_copy(
    opened: Vault, db: Database, folder: Path, sample_case: Callable[..., Any]
) -> None:
    db.pause_checkpoints()
    before = (folder / "vault.db").read_bytes()
    for number in range(1, 4):
        opened.cases.add(sample_case(number), None)
    for _step in opened.examine():
        pass
    assert (folder / "vault.db").read_bytes() == before
    db.resume_checkpoints()
    db.checkpoint()
    assert (folder / "vault.db").read_bytes() != before


def test_a_failed_checkpoint_is_repeated_later(
    opened: Vault, db: Database, sample_case: Callable[..., Any]
) -> None:
    opened.cases.add(sample_case(1), None)
    reading = db.stream("SELECT * FROM journal")
    assert isinstance(reading, Generator)
    next(reading)
    with pytest.raises(StorageError):
        db.pause_checkpoints()
    assert db.rows("PRAGMA wal_autocheckpoint") == [(LOG_PAGES,)]
    reading.close()
    db.pause_checkpoints()


def test_a_bug_is_not_reported_as_a_disk_error(db: Database) -> None:
    with pytest.raises(sqlcipher.OperationalError, match="no such column"):
        db.rows("SELECT color FROM cases")


def test_damage_in_later_pages_is_reported_when_they_are_read(
    opened: Vault, folder: Path, now: datetime, password: str, sample_case: Callable[..., Any]
) -> None:
    opened.cases.add(sample_case(1), None)
    opened.close()
    content = bytearray((folder / "vault.db").read_bytes())
    for page in range(4096, len(content), 4096):
        content[page + 1000] ^= 1
    (folder / "vault.db").write_bytes(content)
    with pytest.raises(StorageError, match="database is damaged"), opening(folder, now, password) as later:
        later.cases.get("case-1")


def test_a_trigger_refuses_in_its_own_sentence_and_a_closed_database_is_a_bug(
    opened: Vault, db: Database, now: datetime
) -> None:
    db.allow_schema_changes()
    db.rows("CREATE TEMP TRIGGER no BEFORE INSERT ON drafts BEGIN SELECT RAISE(ABORT, 'Not now.'); END")
    with pytest.raises(StorageError, match=r"^Not now\.$"):
        opened.drafts.save_ui_state("somewhere")
    opened.close()
    with pytest.raises(sqlcipher.ProgrammingError, match="closed"):
        db.rows("SELECT 1")

import re
from datetime import datetime
from pathlib import Path

import pytest

from tests.sealing import seal
from ur_desktop.domain.errors import StorageError
from ur_desktop.storage import vault
from ur_desktop.storage.database import Database
from ur_desktop.storage.records.archive import Archive
from ur_desktop.storage.vault import Vault

LETTERS = [b"%PDF-1.7 one", b"%PDF-1.7 two", b"%PDF-1.7 three"]


@pytest.fixture
def archive(opened: Vault, now: datetime) -> Archive:
    for number, pdf in enumerate(LETTERS, start=1):
        seal(opened, f"case-{number}", "member", pdf, now, f'{{"n": {number}}}')
    return opened.archive


def meddle(db: Database, *statements: str) -> None:
    """Change what the triggers protect, as another program with the key could."""
    db.conn.set_authorizer(None)
    db.rows("PRAGMA foreign_keys = OFF")
    with db.write():
        for statement in (
            "DROP TRIGGER archive_refuses_update",
            "DROP TRIGGER archive_refuses_delete",
            *statements,
        ):
            db.rows(statement)


def test_a_sealed_letter_is_read_back_byte_for_byte(
    archive: Archive, opened: Vault, folder: Path, password: str, now: datetime
) -> None:
    opened.close()
    with vault.open_vault(folder, "tspecimen", password, now) as later:
        assert [later.archive.pdf(number) for number in (1, 2, 3)] == LETTERS
        later.archive.verify()


def test_sealing_returns_the_archived_letter(archive: Archive, opened: Vault, now: datetime) -> None:
    sealed = seal(opened, "case-1", "provider", b"%PDF", now)
    assert sealed == archive.letters("case-1")[1]
    assert (sealed.sequence, sealed.by, sealed.at, sealed.copy) == (4, "tspecimen", now, "provider")
    assert archive.letters("case-9") == ()


def test_the_record_code_covers_everything_sealed_before(
    archive: Archive, opened: Vault, now: datetime
) -> None:
    before = archive.head_code()
    assert re.fullmatch("[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", before)
    assert before.replace("-", "").lower() == archive.letters("case-3")[0].link[:12]
    seal(opened, "case-1", "provider", b"%PDF", now)
    assert archive.head_code() != before


def test_an_empty_archive_has_a_record_code_and_no_errors(opened: Vault) -> None:
    assert opened.archive.head_code()
    opened.archive.verify()


@pytest.mark.parametrize("act", ["UPDATE archive SET kind = 'approval'", "DELETE FROM archive"])
def test_no_letter_can_be_changed_or_removed(archive: Archive, db: Database, act: str) -> None:
    with pytest.raises(StorageError, match="Nothing in the archive is ever changed"), db.write():
        db.rows(act)
    archive.verify()


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'approval'", "case_id = 'case-9'", "copy = 'provider'", "by = 'someone'", "at = '2020-01-01'",
        "facts = '{}'", "digest = 'ff'", "link = 'ff'", "pdf = x'25504446'",
    ],
)  # fmt: skip
def test_a_changed_letter_is_named(archive: Archive, db: Database, change: str) -> None:
    meddle(db, f"UPDATE archive SET {change} WHERE sequence = 2")
    with pytest.raises(StorageError, match="Letter 2 in the archive"):
        archive.verify()


def test_a_removed_letter_is_named(archive: Archive, db: Database) -> None:
    meddle(db, "DELETE FROM archive WHERE sequence = 2")
    with pytest.raises(StorageError, match="Letter 2 in the archive"):
        archive.verify()


def test_closing_the_gap_does_not_help(archive: Archive, db: Database) -> None:
    meddle(db, "DELETE FROM archive WHERE sequence = 2", "UPDATE archive SET sequence = 2 WHERE sequence = 3")
    with pytest.raises(StorageError, match="Letter 2 in the archive"):
        archive.verify()


def test_a_changed_pdf_is_never_handed_out(archive: Archive, db: Database) -> None:
    meddle(db, "UPDATE archive SET pdf = x'25504446' WHERE sequence = 2")
    with pytest.raises(StorageError, match="Letter 2 in the archive"):
        archive.pdf(2)


def test_a_letter_that_is_not_in_the_archive_is_a_key_error(archive: Archive) -> None:
    with pytest.raises(KeyError):
        archive.pdf(9)

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from ur_desktop.domain.access import MAY_RECORD
from ur_desktop.domain.errors import NotAuthorized, StorageError
from ur_desktop.domain.journal import EventKind, EventQuery
from ur_desktop.storage.database import Database
from ur_desktop.storage.records.chain import chain_of
from ur_desktop.storage.records.journal import Journal, Lines
from ur_desktop.storage.vault import Vault


@pytest.fixture(name="journal")
def filled(opened: Vault, db: Database, data_key: bytes, now: datetime) -> Journal:
    """Line 1 is the vault's creation, line 2 the sign-in."""
    opened.journal.record(EventKind.VIEW, now, "case-1")
    opened.journal.record(EventKind.PRINT, now, "case-1", {"copies": 2, "to": "Büro"})
    Lines(db, chain_of(db, data_key, "journal", opened.keys.header.vault)).add(
        EventKind.FAILED_SIGN_IN, "mexample", now
    )
    return opened.journal


def meddle(db: Database, statement: str) -> None:
    db.conn.set_authorizer(None)
    with db.write():
        db.rows("DROP TRIGGER journal_refuses_update")
        db.rows("DROP TRIGGER journal_refuses_delete")
        db.rows(statement)


def test_a_line_says_who_did_what_and_when(journal: Journal, now: datetime) -> None:
    line = journal.entries("case-1")[0]
    assert (line.kind, line.by, line.at) == (EventKind.PRINT, "tspecimen", now)
    assert line.detail == {"copies": 2, "to": "Büro"}


@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind not in MAY_RECORD])
def test_the_store_alone_adds_the_lines_of_what_it_does_itself(
    opened: Vault, now: datetime, kind: EventKind
) -> None:
    with pytest.raises(NotAuthorized, match="Only the store itself adds this kind"):
        opened.journal.record(kind, now)


def test_nobody_but_the_store_seals_a_record(opened: Vault, now: datetime) -> None:
    with pytest.raises(ValueError, match="only the store seals"):
        opened.journal.record(EventKind.CHANGE, now, "case-1", {"review": "completed", "seal": []})


def test_the_latest_lines_come_first(journal: Journal) -> None:
    assert [line.sequence for line in journal.entries(limit=2)] == [5, 4]


def test_an_unchanged_journal_verifies(journal: Journal) -> None:
    journal.verify()


@pytest.mark.parametrize("act", ["UPDATE journal SET by = 'someone'", "DELETE FROM journal"])
def test_no_line_can_be_changed_or_removed(journal: Journal, db: Database, act: str) -> None:
    with pytest.raises(StorageError, match="Nothing in the journal is ever changed"), db.write():
        db.rows(act)


@pytest.mark.parametrize(
    "change",
    ["kind = 'view'", "by = 'someone'", "at = '2020-01-01'", "case_id = ''", "detail = '{}'", "link = 'ff'"],
)
def test_a_changed_line_is_named(journal: Journal, db: Database, change: str) -> None:
    meddle(db, f"UPDATE journal SET {change} WHERE sequence = 4")
    with pytest.raises(StorageError, match="Entry 4 of the audit log"):
        journal.verify()


def test_a_removed_line_is_named(journal: Journal, db: Database) -> None:
    meddle(db, "DELETE FROM journal WHERE sequence = 4")
    with pytest.raises(StorageError, match="Entry 4 of the audit log"):
        journal.verify()


def test_a_journal_and_an_archive_never_share_links(opened: Vault, db: Database) -> None:
    """Not even the first link."""
    meddle(db, "DELETE FROM journal")
    (lines, beginning), (letters, other) = opened.journal.head(), opened.archive.head()
    assert lines == letters == 0
    assert beginning != other


def numbers(journal: Journal, **asked: Any) -> list[int]:
    return [line.sequence for line in journal.page(EventQuery(**asked))]


def test_a_page_continues_the_one_before(journal: Journal) -> None:
    assert numbers(journal, limit=2) == [5, 4]
    assert numbers(journal, limit=2, before=4) == [3, 2]
    assert numbers(journal, limit=2, before=1) == []


def test_lines_are_found_by_person_kind_and_case(
    journal: Journal, opened: Vault, sample_case: Callable[..., Any]
) -> None:
    opened.cases.add(sample_case(1), None)
    assert numbers(journal, by="mexample") == [5]
    assert numbers(journal, kind=EventKind.PRINT) == [4]
    assert numbers(journal, case="000001") == [4, 3]
    assert numbers(journal, case="2026-000001") == [4, 3]
    assert numbers(journal, case="2026-000001", kind=EventKind.PRINT) == [4]
    assert numbers(journal, case="2026-000009") == numbers(journal, case="9") == []
    assert journal.page(EventQuery(case="1"))[0].case_number == "2026-000001"
    assert [*journal.count(EventQuery(by="tspecimen", limit=1))] == [4]
    assert journal.authors() == ("mexample", "tspecimen")


def test_days_match_in_every_time_zone(opened: Vault, now: datetime) -> None:
    """A line at 11 PM in Denver belongs to the next day in UTC."""
    late = datetime(2026, 1, 15, 23, 0, tzinfo=timezone(timedelta(hours=-7)))
    opened.journal.record(EventKind.VIEW, late, "case-1")
    next_day = datetime(2026, 1, 16, tzinfo=UTC)
    assert numbers(opened.journal, since=next_day) == [3]
    assert numbers(opened.journal, until=next_day) == [2, 1]
    assert numbers(opened.journal, since=late, until=late) == []


def test_every_line_is_streamed_oldest_first(journal: Journal) -> None:
    assert [line.sequence for line in journal.stream(EventQuery(limit=1))] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("change", ["kind = 'sung'", "at = 'noon'", "detail = '{'"])
def test_an_unreadable_line_is_named(journal: Journal, db: Database, change: str) -> None:
    meddle(db, f"UPDATE journal SET {change} WHERE sequence = 4")
    with pytest.raises(StorageError, match="Log entry 4 can’t be read"):
        journal.page(EventQuery())

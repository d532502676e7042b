import pytest

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.journal import EventKind


@pytest.fixture
def journal(opened, now):
    """Line 1 is of the vault's making, line 2 of the sign-in."""
    opened.journal.record(EventKind.VIEW, "tspecimen", now, "case-1")
    opened.journal.record(EventKind.PRINT, "tspecimen", now, "case-1", {"copies": 2, "to": "Büro"})
    opened.journal.record(EventKind.SETTINGS, "mexample", now)
    return opened.journal


def meddle(opened, statement):
    opened._db.conn.set_authorizer(None)
    with opened._db.write():
        opened._db.rows("DROP TRIGGER journal_refuses_update")
        opened._db.rows("DROP TRIGGER journal_refuses_delete")
        opened._db.rows(statement)


def test_a_line_says_who_did_what_and_when(journal, now):
    line = journal.entries("case-1")[0]
    assert (line.kind, line.by, line.at) == (EventKind.PRINT, "tspecimen", now)
    assert line.detail == {"copies": 2, "to": "Büro"}


def test_the_latest_lines_come_first(journal):
    assert [line.sequence for line in journal.entries(limit=2)] == [5, 4]


def test_an_untouched_journal_is_whole(journal):
    journal.verify()


@pytest.mark.parametrize("act", ["UPDATE journal SET by = 'someone'", "DELETE FROM journal"])
def test_no_line_is_ever_changed_or_taken_out(journal, opened, act):
    with pytest.raises(StorageError, match="Nothing in the journal is ever changed"), opened._db.write():
        opened._db.rows(act)


@pytest.mark.parametrize(
    "change",
    ["kind = 'view'", "by = 'someone'", "at = '2020-01-01'", "case_id = ''", "detail = '{}'", "link = 'ff'"],
)
def test_a_changed_line_is_named(journal, opened, change):
    meddle(opened, f"UPDATE journal SET {change} WHERE sequence = 4")
    with pytest.raises(StorageError, match="Line 4 of the journal"):
        journal.verify()


def test_a_line_cut_out_is_named(journal, opened):
    meddle(opened, "DELETE FROM journal WHERE sequence = 4")
    with pytest.raises(StorageError, match="Line 4 of the journal"):
        journal.verify()


def test_a_journal_and_an_archive_never_share_links(opened):
    assert opened.journal._chain.first != opened.archive._chain.first

"""Changes made to a vault outside the program are found and named."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copy, copytree, rmtree
from typing import Any

import pytest

from tests import sealing
from tests.storage.conftest import seal
from ur_desktop.domain.errors import Damaged, StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage import vault
from ur_desktop.storage.backup.manifest import Backup
from ur_desktop.storage.backup.restore import restore
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import Vault, verify_closed


def codes(pdf: bytes) -> list[str]:
    return pdf.decode().split()[1:]


@pytest.fixture
def faults(folder: Path, password: str, now: datetime) -> Callable[..., Any]:
    """Return all errors of the closed vault, as the command finds them."""
    return lambda: list(verify_closed(folder, "tspecimen", password, now, codes).faults)


@pytest.fixture
def sign_in(folder: Path, password: str, now: datetime) -> Callable[..., Any]:
    return lambda: vault.open_vault(folder, "tspecimen", password, now)


@pytest.fixture
def refused(sign_in: Callable[..., Any]) -> Callable[..., Any]:
    """Return the error on opening the vault."""

    def said() -> str:
        with pytest.raises(StorageError) as refusal:
            sign_in()
        return refusal.value.what

    return said


def work(opened: Vault, now: datetime, lines: int = 3) -> None:
    for _ in range(lines):
        opened.journal.record(EventKind.VIEW, now, "case-1")


def test_an_unchanged_vault_verifies(kept: Path, folder: Path, password: str, now: datetime) -> None:
    report = verify_closed(folder, "tspecimen", password, now, codes)
    assert (report.lines, report.letters, report.faults) == (9, 3, ())


def test_checking_changes_nothing(kept: Path, folder: Path, faults: Callable[..., Any]) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    faults()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_open_vault_is_checked_step_by_step(kept: Path, sign_in: Callable[..., Any]) -> None:
    with sign_in() as opened:
        steps = list(opened.examine(codes))
    assert steps[0].words == "Checking the header"
    assert [(step.words, step.done, step.total) for step in steps[-3:]] == [
        ("Checking the letters", done, 3) for done in range(3)
    ]


@pytest.mark.parametrize(
    "column", ["kind = 'view'", "by = 'someone'", "at = '2020-01-01'", "case_id = 'other'", "detail = '{}'"]
)
def test_a_changed_line_of_the_journal_is_named(
    kept: Path, meddle: Callable[..., Any], faults: Callable[..., Any], column: str
) -> None:
    meddle(f"UPDATE journal SET {column} WHERE sequence = 4")
    assert faults() == ["Entry 4 of the audit log was changed."]


@pytest.mark.parametrize(
    "column", ["case_id = 'other'", "kind = 'approval'", "by = 'someone'", "facts = '[]'", "digest = '00'"]
)
def test_a_changed_row_of_the_archive_is_named(
    kept: Path, meddle: Callable[..., Any], faults: Callable[..., Any], column: str
) -> None:
    meddle(f"UPDATE archive SET {column} WHERE sequence = 2")
    assert faults() == ["Letter 2 in the archive was changed."]


def test_a_letter_whose_bytes_were_changed_is_named(
    kept: Path, meddle: Callable[..., Any], faults: Callable[..., Any]
) -> None:
    meddle("UPDATE archive SET pdf = CAST('%PDF 0000-0000-0000' AS BLOB) WHERE sequence = 1")
    assert faults() == ["Letter 1 in the archive was changed."]


def test_rows_removed_from_the_middle_are_named(
    kept: Path, meddle: Callable[..., Any], faults: Callable[..., Any]
) -> None:
    meddle("DELETE FROM journal WHERE sequence IN (4, 5)", "DELETE FROM archive WHERE sequence = 2")
    assert faults() == [
        "Row 2 of the table letter_queue belongs to one of archive that is not there.",
        "Entries 4 to 5 of the audit log were removed.",
        "Letter 2 in the archive was removed.",
    ]


def test_closing_the_gap_does_not_help(
    kept: Path, meddle: Callable[..., Any], faults: Callable[..., Any]
) -> None:
    meddle(
        "DELETE FROM journal WHERE sequence = 4",
        "UPDATE journal SET sequence = sequence - 1 WHERE sequence > 4",
    )
    assert "Entry 4 of the audit log was changed." in faults()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("journal", "Entry 9 of the audit log was written already, but the database ends with 7"),
        ("archive", "Letter 3 in the archive was written already, but the database ends with 2"),
    ],
)
def test_removed_last_rows_are_reported_at_sign_in_too(
    kept: Path,
    meddle: Callable[..., Any],
    faults: Callable[..., Any],
    refused: Callable[..., Any],
    table: str,
    said: str,
) -> None:
    meddle(f"DELETE FROM {table} WHERE sequence > (SELECT max(sequence) FROM {table}) - "
           f"{2 if table == 'journal' else 1}", "DELETE FROM letter_queue")  # fmt: skip
    assert faults()[0].startswith(said)
    assert refused().startswith(said)


def test_a_line_changed_after_the_last_anchor_is_reported_at_sign_in(
    kept: Path,
    folder: Path,
    tmp_path: Path,
    meddle: Callable[..., Any],
    sign_in: Callable[..., Any],
    refused: Callable[..., Any],
    now: datetime,
) -> None:
    with sign_in() as opened:
        anchored = (folder / "vault.anchor.json").read_bytes()
        work(opened, now)
        copytree(folder, tmp_path / "killed")  # before they were anchored
    rmtree(folder)
    copytree(tmp_path / "killed", folder)
    assert (folder / "vault.anchor.json").read_bytes() == anchored
    meddle("UPDATE journal SET by = 'someone' WHERE sequence = 12")
    assert refused() == "Entry 12 of the audit log was changed."


def test_a_dropped_trigger_and_the_change_it_allowed_are_named(
    kept: Path, meddle: Callable[..., Any], faults: Callable[..., Any], refused: Callable[..., Any]
) -> None:
    meddle("UPDATE journal SET by = 'someone' WHERE sequence = 3", put_back=False)
    safeguards, line = faults()
    assert "safeguards were changed outside the program: archive_refuses" in safeguards
    assert line == "Entry 3 of the audit log was changed."
    assert refused() == safeguards


def test_a_restored_older_database_is_reported(
    kept: Path,
    folder: Path,
    tmp_path: Path,
    sign_in: Callable[..., Any],
    faults: Callable[..., Any],
    refused: Callable[..., Any],
    now: datetime,
) -> None:
    copy(folder / "vault.db", tmp_path / "older.db")
    with sign_in() as opened:
        work(opened, now)
    copy(tmp_path / "older.db", folder / "vault.db")
    said = "Entry 13 of the audit log was written already, but the database ends with 9: an older database was restored"
    assert refused().startswith(said)
    assert faults()[0].startswith(said)


def test_an_older_database_with_new_work_is_reported(
    kept: Path,
    folder: Path,
    tmp_path: Path,
    sign_in: Callable[..., Any],
    refused: Callable[..., Any],
    now: datetime,
) -> None:
    copy(folder / "vault.db", tmp_path / "older.db")
    copy(folder / "vault.anchor.json", tmp_path / "older.json")
    with sign_in() as opened:
        work(opened, now)
    newer = (folder / "vault.anchor.json").read_bytes()
    copy(tmp_path / "older.db", folder / "vault.db")
    copy(tmp_path / "older.json", folder / "vault.anchor.json")
    with sign_in() as opened:
        work(opened, now + timedelta(days=1), lines=30)
    (folder / "vault.anchor.json").write_bytes(newer)
    assert refused().startswith("Entry 13 of the audit log is not the one that was written")


def test_a_restored_older_header_is_reported(
    kept: Path,
    folder: Path,
    physician: Reviewer,
    sign_in: Callable[..., Any],
    faults: Callable[..., Any],
    refused: Callable[..., Any],
) -> None:
    older = (folder / "vault.json").read_bytes()
    with sign_in() as opened:
        opened.add_user(physician, "another sample", LEAST)
    for name in ("vault.json", "vault.json.bak"):
        (folder / name).write_bytes(older)
    assert faults() == ["The vault's header was replaced by an older one."]
    assert refused() == faults()[0]


def test_a_header_read_from_its_copy_is_reported(
    kept: Path, folder: Path, faults: Callable[..., Any]
) -> None:
    (folder / "vault.json").unlink()
    assert faults() == ["vault.json is missing or damaged; vault.json.bak was used in its place."]


def test_a_flipped_page_is_found_without_opening_a_single_record(
    kept: Path, folder: Path, faults: Callable[..., Any]
) -> None:
    whole = bytearray((folder / "vault.db").read_bytes())
    whole[-100] ^= 1
    (folder / "vault.db").write_bytes(whole)
    assert "database file is damaged" in faults()[0]


def test_a_letter_that_prints_no_code_of_the_record_is_named(
    kept: Path, sign_in: Callable[..., Any], faults: Callable[..., Any], now: datetime
) -> None:
    with sign_in() as opened:
        sealing.seal(opened, "case-4", "member", b"%PDF 0000-0000-0000", now)
    assert faults() == ["Letter 4 prints no record code of the letters before it."]


def test_another_vaults_database_is_reported(
    kept: Path,
    folder: Path,
    tmp_path: Path,
    nurse: Reviewer,
    password: str,
    now: datetime,
    refused: Callable[..., Any],
) -> None:
    vault.create(tmp_path / "other", nurse, password, now, LEAST)[0].close()
    copy(tmp_path / "other" / "vault.db", folder / "vault.db")
    assert refused() == "vault.db belongs to another vault."


def test_a_long_list_of_errors_is_cut_and_counted(
    kept: Path,
    sign_in: Callable[..., Any],
    meddle: Callable[..., Any],
    faults: Callable[..., Any],
    now: datetime,
) -> None:
    with sign_in() as opened:
        work(opened, now, lines=40)
    meddle("UPDATE journal SET by = 'someone' WHERE sequence > 9")
    found = faults()
    assert len([line for line in found if line.startswith("Entry")]) == 20
    assert found[-1] == "… and 21 more of this kind."


# The anchor


def notice(sign_in: Callable[..., Any]) -> tuple[str, list[EventKind]]:
    with sign_in() as opened:
        kinds = [event.kind for event in opened.journal.entries()][1::-1]
        return opened.notice, kinds


def test_a_valid_vault_has_no_notice_at_sign_in(kept: Path, sign_in: Callable[..., Any]) -> None:
    assert notice(sign_in)[0] == ""


def test_a_missing_anchor_is_reported_journaled_and_rewritten(
    kept: Path, folder: Path, sign_in: Callable[..., Any], faults: Callable[..., Any]
) -> None:
    (folder / "vault.anchor.json").unlink()
    assert faults() == ["The vault's anchor, vault.anchor.json, is missing."]
    said, kinds = notice(sign_in)
    assert said.startswith("The vault's anchor, vault.anchor.json, is missing.")
    assert kinds == [EventKind.REPAIR, EventKind.SIGN_IN]
    assert faults() == []
    assert notice(sign_in)[0] == ""


def test_an_older_anchor_is_reported_journaled_and_rewritten(
    kept: Path, folder: Path, sign_in: Callable[..., Any], faults: Callable[..., Any], now: datetime
) -> None:
    older = (folder / "vault.anchor.json").read_bytes()
    sign_in().close()
    (folder / "vault.anchor.json").write_bytes(older)
    assert faults() == ["The vault's vault.anchor.json was replaced by an older one."]
    said, kinds = notice(sign_in)
    assert said.startswith("The vault's vault.anchor.json was replaced by an older one.")
    assert kinds == [EventKind.REPAIR, EventKind.SIGN_IN]
    assert faults() == []


def test_an_anchor_of_another_vault_is_reported(
    kept: Path,
    folder: Path,
    tmp_path: Path,
    nurse: Reviewer,
    password: str,
    now: datetime,
    sign_in: Callable[..., Any],
) -> None:
    vault.create(tmp_path / "other", nurse, password, now, LEAST)[0].close()
    copy(tmp_path / "other" / "vault.anchor.json", folder / "vault.anchor.json")
    assert notice(sign_in)[0].startswith("vault.anchor.json belongs to another vault.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"revision": ', b'"revision": 1', "was changed outside the program"),
        (b'"journal"', b'"diary"', "was changed outside the program"),
        (b"{", b"[", "is damaged"),
    ],
)
def test_a_changed_anchor_is_reported(
    kept: Path, folder: Path, sign_in: Callable[..., Any], old: bytes, new: bytes, said: str
) -> None:
    file = folder / "vault.anchor.json"
    file.write_bytes(file.read_bytes().replace(old, new, 1))
    assert said in notice(sign_in)[0]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("journal", "Entry 2 of the audit log was changed."),
        ("archive", "Letter 2 in the archive was changed."),
    ],
)
def test_without_an_anchor_a_broken_chain_is_refused(
    kept: Path, folder: Path, meddle: Callable[..., Any], refused: Callable[..., Any], table: str, said: str
) -> None:
    (folder / "vault.anchor.json").unlink()
    meddle(f"UPDATE {table} SET by = 'someone' WHERE sequence = 2")
    assert refused() == said


def test_an_older_database_without_anchor_or_backup_opens_with_a_notice(
    kept: Path, folder: Path, tmp_path: Path, sign_in: Callable[..., Any], now: datetime
) -> None:
    copy(folder / "vault.db", tmp_path / "older.db")
    with sign_in() as opened:
        work(opened, now)
    copy(tmp_path / "older.db", folder / "vault.db")
    (folder / "vault.anchor.json").unlink()
    assert notice(sign_in)[0].startswith("The vault's anchor, vault.anchor.json, is missing.")


# Rollbacks revealed by backups

OLDER = "The backup number 1 holds letter 4 in the archive, which the database does not: an older database was restored"


@pytest.fixture
def older(kept: Path, folder: Path, tmp_path: Path, sign_in: Callable[..., Any], now: datetime) -> Backup:
    """Restore the database and anchor from before a letter was sealed and a backup made."""
    for name in ("vault.db", "vault.anchor.json"):
        copy(folder / name, tmp_path / name)
    opened: Vault = sign_in()
    with opened:
        seal(opened, 4, now)
        made = opened.backups.make(BackupReason.ASKED, now)
    for name in ("vault.db", "vault.anchor.json"):
        copy(tmp_path / name, folder / name)
    return made


@pytest.mark.parametrize("anchor", ["of the same day", "removed"])
def test_a_later_backup_reveals_an_older_database(
    older: Backup, folder: Path, faults: Callable[..., Any], refused: Callable[..., Any], anchor: str
) -> None:
    if anchor == "removed":
        (folder / "vault.anchor.json").unlink()
    before = (folder / "vault.db").read_bytes()
    assert refused().startswith(OLDER)
    assert (folder / "vault.db").read_bytes() == before
    assert any(fault.startswith(OLDER) for fault in faults())


def test_restoring_the_latest_backup_fixes_an_older_database(
    older: Backup,
    folder: Path,
    password: str,
    now: datetime,
    sign_in: Callable[..., Any],
    faults: Callable[..., Any],
) -> None:
    with pytest.raises(Damaged, match="restore the latest backup"):
        sign_in()
    restore(older, folder, "tspecimen", password, now)
    with sign_in() as opened:
        assert opened.archive.head()[0] == 4
    assert faults() == []


def test_a_later_backup_reveals_an_older_database_with_new_work(
    older: Backup, folder: Path, sign_in: Callable[..., Any], refused: Callable[..., Any], now: datetime
) -> None:
    hidden = older.folder.rename(folder.parent / "hidden")
    with sign_in() as opened:
        seal(opened, 5, now)
    hidden.rename(older.folder)
    assert refused().startswith(OLDER)


def test_verification_also_reads_the_second_folder(
    kept: Path,
    folder: Path,
    tmp_path: Path,
    sign_in: Callable[..., Any],
    faults: Callable[..., Any],
    now: datetime,
) -> None:
    (tmp_path / "stick").mkdir()
    with sign_in() as opened:
        opened.backups.choose_second(tmp_path / "stick", now)
    for name in ("vault.db", "vault.anchor.json"):
        copy(folder / name, tmp_path / name)
    with sign_in() as opened:
        seal(opened, 4, now)
        making = opened.backups.begin(BackupReason.ASKED, now)
        made = making.wait()
    for name in ("vault.db", "vault.anchor.json"):
        copy(tmp_path / name, folder / name)
    rmtree(made.folder)
    assert any(fault.startswith(OLDER) for fault in faults())


@pytest.mark.parametrize("forged", ["nobody's seal", "no manifest", "a pipe"])
def test_manifests_not_sealed_by_the_vaults_key_are_ignored(
    older: Backup, sign_in: Callable[..., Any], faults: Callable[..., Any], forged: str
) -> None:
    file = older.folder / "manifest.json"
    whole = file.read_text()
    file.unlink()
    if forged == "nobody's seal":
        file.write_text(whole.replace('"letters": 4', '"letters": 5'))
    elif forged == "a pipe":
        os.mkfifo(file)
    assert faults() == []
    sign_in().close()


def test_backups_under_older_keys_are_ignored(
    kept: Path,
    folder: Path,
    password: str,
    sign_in: Callable[..., Any],
    faults: Callable[..., Any],
    now: datetime,
) -> None:
    with sign_in() as opened:
        opened.rekey(password, now, LEAST)
    copy(folder / "vault.db", folder / "vault.older")
    copy(folder / "vault.anchor.json", folder / "vault.older.json")
    assert faults() == []
    with sign_in() as opened:
        seal(opened, 4, now)
        assert opened.backups.make(BackupReason.ASKED, now).manifest.sequence == 2
    copy(folder / "vault.older", folder / "vault.db")
    copy(folder / "vault.older.json", folder / "vault.anchor.json")
    assert faults()[0].startswith("The backup number 2 holds letter 4")


# The record code of a letter


@pytest.fixture
def proof(folder: Path, password: str, now: datetime) -> Callable[..., Any]:
    """Return the proof for a record code, and the errors."""

    def ask(code: str) -> tuple[str, tuple[str, ...]]:
        report = verify_closed(folder, "tspecimen", password, now, codes, code)
        return report.proof, report.faults

    return ask


def test_a_record_code_proves_the_letters_before_it(
    kept: Path, sign_in: Callable[..., Any], proof: Callable[..., Any]
) -> None:
    with sign_in() as opened:
        printed = opened.archive.pdf(3).decode().split()[1]
        first = opened.archive.pdf(1).decode().split()[1]
        latest = opened.archive.head_code()
    assert proof(printed.lower()) == (
        f"The record code {printed} is printed on letter 3; it proves letters 1 to 2, up to Jan 15, 2026, 09:30 UTC.",
        (),
    )
    assert (
        proof(first)[0] == f"The record code {first} is printed on letter 1; it proves no letter before it."
    )
    assert "is printed on no accepted letter; it proves letters 1 to 3" in proof(latest)[0]


def test_an_unknown_record_code_is_reported(kept: Path, proof: Callable[..., Any]) -> None:
    assert proof("0000-0000-0000") == (
        "",
        ("No state of the archive that is in order has the record code 0000-0000-0000.",),
    )


def test_a_code_proves_nothing_past_a_letter_that_was_changed(
    kept: Path, sign_in: Callable[..., Any], meddle: Callable[..., Any], proof: Callable[..., Any]
) -> None:
    with sign_in() as opened:
        code = opened.archive.pdf(3).decode().split()[1]
    meddle("UPDATE archive SET by = 'someone' WHERE sequence = 1")
    said, found = proof(code)
    assert said == ""
    assert found[0] == "Letter 1 in the archive was changed."


# A truncated log


@pytest.mark.parametrize(
    "kind", [EventKind.PRINT, EventKind.SAVE, EventKind.OVERRIDE, EventKind.SETTINGS, EventKind.PEOPLE]
)
def test_a_log_truncated_after_a_crash_loses_no_anchored_line_silently(
    kept: Path,
    folder: Path,
    tmp_path: Path,
    sign_in: Callable[..., Any],
    refused: Callable[..., Any],
    now: datetime,
    kind: EventKind,
) -> None:
    with sign_in() as opened:
        opened.journal.record(kind, now, "case-1")
        copytree(folder, tmp_path / "killed")
    rmtree(folder)
    copytree(tmp_path / "killed", folder)
    os.truncate(
        folder / "vault.db-wal", 32 + 24 + 4096
    )  # of the line, one page is left; the log began anew with it
    assert refused().startswith(
        "Entry 11 of the audit log was written already, but the database ends with 10"
    )


@pytest.mark.parametrize("killed", ["before the anchor is written", "before the database knows its number"])
def test_a_crash_at_any_point_of_anchoring_raises_no_alarm(
    kept: Path,
    databases: list[Database],
    folder: Path,
    tmp_path: Path,
    sign_in: Callable[..., Any],
    faults: Callable[..., Any],
    now: datetime,
    killed: str,
) -> None:
    """Restore the files as of that point after the process continued."""
    with sign_in() as opened:
        before = (folder / "vault.anchor.json").read_bytes()
        databases[-1].anchor = None
        opened.journal.record(EventKind.LOCK, now)
        copytree(folder, tmp_path / "killed")
        opened.anchor()
        after = (folder / "vault.anchor.json").read_bytes()
    rmtree(folder)
    copytree(tmp_path / "killed", folder)
    (folder / "vault.anchor.json").write_bytes(before if killed.startswith("before the anchor") else after)
    assert faults() == []
    assert notice(sign_in)[0] == ""


def test_a_rolled_back_transaction_is_not_anchored(
    kept: Path, folder: Path, sign_in: Callable[..., Any], faults: Callable[..., Any], now: datetime
) -> None:
    def seal_and_fail(opened: Vault) -> None:
        with opened.transaction():
            sealing.seal(opened, "case-4", "member", b"%PDF", now)
            raise StorageError("The disk is full.")

    with sign_in() as opened:
        before = (folder / "vault.anchor.json").read_bytes()
        with pytest.raises(StorageError, match="disk is full"):
            seal_and_fail(opened)
        assert (folder / "vault.anchor.json").read_bytes() == before
    assert faults() == []


def test_a_letter_is_anchored_with_its_transaction_and_an_answer_is_not(
    kept: Path, folder: Path, sign_in: Callable[..., Any], now: datetime
) -> None:
    file = folder / "vault.anchor.json"
    with sign_in() as opened:
        anchors = [file.read_bytes()]
        work(opened, now)
        anchors.append(file.read_bytes())
        with opened.transaction():
            sealing.seal(opened, "case-4", "member", b"%PDF", now)
            anchors.append(file.read_bytes())
        anchors.append(file.read_bytes())
        assert anchors[0] == anchors[1] == anchors[2] != anchors[3]
        work(opened, now)
    assert file.read_bytes() != anchors[3]


def test_a_failed_anchor_write_does_not_stop_work(
    kept: Path, folder: Path, sign_in: Callable[..., Any], faults: Callable[..., Any], now: datetime
) -> None:
    with sign_in() as opened:
        (folder / "vault.anchor.json").unlink()
        (folder / "vault.anchor.json").mkdir()
        sealing.seal(opened, "case-4", "member", b"%PDF", now)
    (folder / "vault.anchor.json").rmdir()
    assert "The vault's anchor, vault.anchor.json, is missing." in faults()

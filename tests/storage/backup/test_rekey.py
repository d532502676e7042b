"""Key replacement: after any fault the vault opens with all its rows, and afterward no old key opens it."""

import errno
import os
import shutil
import stat
from collections.abc import Callable, Generator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from tests import vault_database
from tests.sealing import seal
from ur_desktop.domain.errors import NotAuthorized, StorageError, TooSoon
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.review import Review
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.storage import vault
from ur_desktop.storage.backup import rekey
from ur_desktop.storage.backup.rekey import KeyReplacement
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.records import anchor
from ur_desktop.storage.vault import Vault, WrongPassword

STEPS = ("written out", "checked", "anchored", "header", "closed")


@pytest.fixture
def full(
    opened: Vault, sample_case: Callable[..., Any], sample_review: Review, physician: Reviewer, now: datetime
) -> Vault:
    """An open vault with a second person, a case, a review, a letter and its journal."""
    opened.add_user(physician, "another sample", LEAST)
    opened.cases.add(sample_case(1), now)
    opened.cases.begin_review(sample_review)
    seal(opened, "case-1", "member", b"%PDF sample", now)
    opened.journal.record(EventKind.VIEW, now, "case-1")
    return opened


def let_go(opened: Vault, db: Database) -> None:
    """Abandon the database, as a killed process does."""
    opened._is_closed = True
    db.close()


def renewing(opened: Vault, db: Database, secret: str) -> KeyReplacement:
    key = vault_database.data_key(opened.folder, opened.reviewer.user_id, secret)
    return rekey.KeyReplacement(opened.folder, db, opened.keys.header, key, opened.reviewer, secret)


def whole(opened: Vault) -> None:
    """Check that the vault has all its data, verifies, and has no notice about its files."""
    assert opened.notice == ""
    assert EventKind.REPAIR not in {line.kind for line in opened.journal.entries()}
    opened.archive.verify()
    opened.journal.verify()
    assert opened.cases.get("case-1").number == "2026-000001"
    assert len(opened.cases.reviews("case-1")) == 1
    assert opened.archive.pdf(1) == b"%PDF sample"


def test_new_keys_open_the_vault_and_everything_verifies(
    full: Vault, folder: Path, password: str, now: datetime
) -> None:
    code, head = full.archive.head_code(), full.journal.head()
    fresh = full.rekey(password, now, LEAST)
    with vault.open_vault(folder, "tspecimen", password, now) as later:
        whole(later)
        assert later.archive.head_code() == code
        kinds = [event.kind for event in later.journal.entries()]
        assert kinds[:4] == [EventKind.SIGN_IN, EventKind.PEOPLE, EventKind.BACKUP, EventKind.BACKUP]
        assert len(kinds) == head[0] + 4
        assert not later.keys.must_change
    assert not (folder / rekey.NEW).exists()
    [(person, given)] = fresh.passwords
    assert person.user_id == "mexample"
    with vault.open_vault(folder, "mexample", given, now) as later:
        assert later.keys.must_change
        with pytest.raises(WrongPassword):
            later.confirm(given, now)


def test_no_old_password_or_key_opens_it(
    full: Vault, made: str, folder: Path, password: str, tmp_path: Path, now: datetime
) -> None:
    old = tmp_path / "old"
    shutil.copytree(folder, old)
    fresh = full.rekey(password, now, LEAST)
    with pytest.raises(WrongPassword):
        vault.open_vault(folder, "mexample", "another sample", now)
    with pytest.raises(WrongPassword):
        vault.open_with_recovery(folder, made, now)
    vault.open_with_recovery(folder, fresh.recovery_key, now).close()
    for name in ("vault.json", "vault.json.bak"):
        shutil.copy(old / name, folder / name)
    with pytest.raises(StorageError, match="damaged"):
        vault.open_vault(folder, "mexample", "another sample", now)


def test_an_old_database_does_not_go_with_the_new_header(
    full: Vault, folder: Path, password: str, tmp_path: Path, now: datetime
) -> None:
    old = tmp_path / "old"
    full.close()
    shutil.copytree(folder, old)
    with vault.open_vault(folder, "tspecimen", password, now) as again:
        again.rekey(password, now, LEAST)
    shutil.copy(old / "vault.db", folder / "vault.db")
    with pytest.raises(StorageError, match="damaged"):
        vault.open_vault(folder, "tspecimen", password, now)


@pytest.mark.parametrize("step", STEPS)
def test_interrupted_after_any_step_it_opens_complete(
    full: Vault, db: Database, folder: Path, password: str, now: datetime, step: str
) -> None:
    steps = renewing(full, db, password).steps(
        rekey.new_keys(full.keys.header, full.reviewer, password), now, LEAST
    )
    for done in steps:
        if done == step:
            break
    assert isinstance(steps, Generator)
    steps.close()
    let_go(full, db)
    with vault.open_vault(folder, "tspecimen", password, now) as later:
        whole(later)
        later.drafts.store("case-1", "note", "work goes on")
        assert not list(folder.glob("*.new"))
    taken = step in ("header", "closed")
    if taken:
        with pytest.raises(WrongPassword):
            vault.open_vault(folder, "mexample", "another sample", now)
    else:
        vault.open_vault(folder, "mexample", "another sample", now).close()


@pytest.mark.parametrize("step", STEPS[3:])
def test_the_old_write_ahead_log_is_never_applied_to_the_new_database(
    full: Vault, db: Database, folder: Path, password: str, now: datetime, tmp_path: Path, step: str
) -> None:
    """As after a power failure: the old write-ahead log still exists when the new database is put in place."""
    steps = renewing(full, db, password).steps(
        rekey.new_keys(full.keys.header, full.reviewer, password), now, LEAST
    )
    cut = tmp_path / "cut"
    for done in steps:
        if done == "checked":
            shutil.copy(folder / "vault.db-wal", tmp_path / "wal")
        if done == step:
            shutil.copytree(folder, cut)
            shutil.copy(tmp_path / "wal", cut / "vault.db-wal")
    let_go(full, db)
    with vault.open_vault(cut, "tspecimen", password, now) as later:
        whole(later)


@pytest.mark.parametrize(
    "blocked",
    [f"{rekey.NEW}", f"{anchor.NEW}", f"{anchor.NEW}.tmp", "vault.json.tmp"],
)
def test_an_error_before_the_header_leaves_the_old_keys_and_an_open_vault(
    full: Vault, folder: Path, password: str, now: datetime, blocked: str
) -> None:
    (folder / blocked).mkdir()
    with pytest.raises(StorageError, match="can't be written"):
        full.rekey(password, now, LEAST)
    full.drafts.store("case-1", "note", "work goes on")
    (folder / blocked).rmdir()
    full.close()
    for user_id, secret, mine in (
        ("mexample", "another sample", {}),
        ("tspecimen", password, {"note": "work goes on"}),
    ):
        with vault.open_vault(folder, user_id, secret, now) as later:
            assert later.drafts.texts("case-1") == mine
    assert not list(folder.glob("*.new"))
    with vault.open_vault(folder, "tspecimen", password, now) as later:
        whole(later)
        assert later.rekey(password, now, LEAST).fault == ""


@pytest.fixture
def failing_names(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Make syncs of the vault's folder fail, from the nth after the new database was written."""

    def fail_from(nth: int) -> None:
        push = os.fsync
        pushed: list[int] = []

        def refused(handle: int) -> None:
            if stat.S_ISDIR(os.fstat(handle).st_mode) and (pushed or (folder / anchor.NEW).exists()):
                pushed.append(handle)
                if len(pushed) >= nth:
                    raise OSError(errno.EIO, "Input/output error")
            push(handle)

        monkeypatch.setattr(os, "fsync", refused)

    return fail_from


def test_an_unconfirmed_anchor_leaves_the_old_keys(
    full: Vault,
    folder: Path,
    password: str,
    now: datetime,
    failing_names: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing_names(1)
    with pytest.raises(StorageError, match="can't be written"):
        full.rekey(password, now, LEAST)
    monkeypatch.undo()
    whole(full)
    full.close()
    vault.open_vault(folder, "mexample", "another sample", now).close()


@pytest.mark.parametrize("by_recovery", [False, True])
@pytest.mark.parametrize("nth", range(2, 7))  # the header, its copy, both once more, the anchor, the database
def test_an_error_from_the_header_on_still_returns_the_new_keys(
    full: Vault,
    made: str,
    folder: Path,
    password: str,
    now: datetime,
    failing_names: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    nth: int,
    by_recovery: bool,
) -> None:
    if by_recovery:
        full.close()
        full = vault.open_with_recovery(folder, made, now)
    failing_names(nth)
    fresh = full.rekey(made if by_recovery else password, now, LEAST)
    monkeypatch.undo()
    assert "Keep the old keys too" in fresh.fault
    with pytest.raises(sqlcipher.ProgrammingError, match="closed"):
        full.drafts.ui_state()
    assert not (folder / "vault.open").exists()
    given = {person.user_id: one for person, one in fresh.passwords}
    vault.open_vault(folder, "mexample", given["mexample"], now).close()
    vault.open_with_recovery(folder, fresh.recovery_key, now).close()
    mine = given["tspecimen"] if by_recovery else password
    with vault.open_vault(folder, "tspecimen", mine, now) as later:
        whole(later)
    assert (folder / "vault.json").read_bytes() == (folder / "vault.json.bak").read_bytes()
    assert not list(folder.glob("*.new"))


def test_a_failed_header_copy_still_returns_the_new_keys(
    full: Vault, folder: Path, password: str, now: datetime
) -> None:
    (folder / "vault.json.bak.tmp").mkdir()
    fresh = full.rekey(password, now, LEAST)
    (folder / "vault.json.bak.tmp").rmdir()
    [(person, given)] = fresh.passwords
    vault.open_vault(folder, person.user_id, given, now).close()
    assert (folder / "vault.json").read_bytes() == (folder / "vault.json.bak").read_bytes()


def test_afterward_no_file_says_that_the_vault_is_open(
    full: Vault, folder: Path, password: str, now: datetime
) -> None:
    full.rekey(password, now, LEAST)
    assert not (folder / "vault.open").exists()


def test_a_wrong_password_for_new_keys_is_journaled_and_delayed(
    full: Vault, folder: Path, password: str, now: datetime
) -> None:
    for _ in range(2):
        with pytest.raises(WrongPassword):
            full.rekey("not the password", now, LEAST)
    with pytest.raises(TooSoon, match="again in 1 s"):
        full.rekey(password, now, LEAST)
    kinds = [line.kind for line in full.journal.entries()]
    assert kinds.count(EventKind.FAILED_SIGN_IN) == 2


def test_every_step_is_named(full: Vault, db: Database, password: str, now: datetime) -> None:
    keys = rekey.new_keys(full.keys.header, full.reviewer, password)
    assert tuple(renewing(full, db, password).steps(keys, now, LEAST)) == STEPS
    let_go(full, db)


def test_new_keys_twice_keep_the_first_chain(full: Vault, folder: Path, password: str, now: datetime) -> None:
    full.rekey(password, now, LEAST)
    with vault.open_vault(folder, "tspecimen", password, now) as again:
        again.rekey(password, now, LEAST)
    with vault.open_vault(folder, "tspecimen", password, now) as later:
        whole(later)


def test_a_second_program_does_not_disturb_a_key_replacement(
    full: Vault, db: Database, folder: Path, password: str, now: datetime
) -> None:
    steps = renewing(full, db, password).steps(
        rekey.new_keys(full.keys.header, full.reviewer, password), now, LEAST
    )
    for done in steps:
        if done in ("checked", "header"):
            with pytest.raises(StorageError, match="open in another window"):
                vault.open_vault(folder, "tspecimen", password, now)
            assert (folder / rekey.NEW).exists()
    let_go(full, db)
    with vault.open_vault(folder, "tspecimen", password, now) as later:
        whole(later)


def lose_a_row(opened: Vault, now: datetime) -> None:
    opened.journal.record(EventKind.VIEW, now)


def damage(opened: Vault, now: datetime) -> None:
    path = opened.folder / rekey.NEW
    content = bytearray(path.read_bytes())
    content[5000] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [lose_a_row, damage])
def test_an_incomplete_copy_is_detected_and_the_old_keys_stay(
    full: Vault, db: Database, folder: Path, password: str, now: datetime, harm: Callable[..., Any]
) -> None:
    steps = renewing(full, db, password).steps(
        rekey.new_keys(full.keys.header, full.reviewer, password), now, LEAST
    )
    next(steps)
    harm(full, now)
    with pytest.raises(StorageError):
        next(steps)
    whole(full)
    full.close()
    with vault.open_vault(folder, "tspecimen", password, now) as later:
        whole(later)
        assert not (folder / rekey.NEW).exists()


def test_new_keys_need_an_administrator_and_their_password(
    full: Vault, folder: Path, password: str, now: datetime
) -> None:
    with pytest.raises(WrongPassword):
        full.rekey("another sample", now, LEAST)
    full.close()
    with (
        vault.open_vault(folder, "mexample", "another sample", now) as opened,
        pytest.raises(NotAuthorized, match="Only an administrator"),
    ):
        opened.rekey("another sample", now, LEAST)


def test_the_recovery_key_can_make_new_keys_too(full: Vault, made: str, folder: Path, now: datetime) -> None:
    full.close()
    with vault.open_with_recovery(folder, made, now) as opened:
        fresh = opened.rekey(made.lower(), now, LEAST)
    assert fresh.recovery_key == made  # no other secret was shown yet
    assert {person.user_id for person, _ in fresh.passwords} == {"tspecimen", "mexample"}
    vault.open_with_recovery(folder, fresh.recovery_key, now).close()

"""New keys: whatever happens meanwhile, the vault opens with all its rows, and afterward nothing old opens it."""

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
from ur_desktop.domain.determination import Reviewer
from ur_desktop.domain.errors import NotAuthorized, StorageError, TooSoon
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.review import Review
from ur_desktop.storage import vault
from ur_desktop.storage.backup import rekey
from ur_desktop.storage.backup.rekey import Renewing
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
    """End without another word, as a process that is killed."""
    opened._is_closed = True
    db.close()


def renewing(opened: Vault, db: Database, secret: str) -> Renewing:
    key = vault_database.data_key(opened.folder, opened.reviewer.user_id, secret)
    return rekey.Renewing(opened.folder, db, opened.keys.header, key, opened.reviewer, secret)


def whole(opened: Vault) -> None:
    """Whether all that was in it is there and provable, and nothing had to be said of its files."""
    assert opened.notice == ""
    assert EventKind.REPAIR not in {line.kind for line in opened.journal.entries()}
    opened.archive.verify()
    opened.journal.verify()
    assert opened.cases.get("case-1").number == "2026-000001"
    assert len(opened.cases.reviews("case-1")) == 1
    assert opened.archive.pdf(1) == b"%PDF sample"


def test_new_keys_open_and_everything_is_still_there_and_provable(
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


def test_nothing_old_opens_it_any_more(
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
def test_cut_short_after_any_step_it_opens_whole(
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
        later.cases.save_draft("case-1", "note", "work goes on")
        assert not list(folder.glob("*.new"))
    taken = step in ("header", "closed")
    if taken:
        with pytest.raises(WrongPassword):
            vault.open_vault(folder, "mexample", "another sample", now)
    else:
        vault.open_vault(folder, "mexample", "another sample", now).close()


@pytest.mark.parametrize("step", STEPS[3:])
def test_what_the_old_database_left_beside_it_is_never_read_as_the_new_ones(
    full: Vault, db: Database, folder: Path, password: str, now: datetime, tmp_path: Path, step: str
) -> None:
    """As after a power failure: the old write-ahead log is still there when the new database takes its place."""
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
def test_what_can_not_be_written_before_the_header_leaves_the_old_keys_and_the_work(
    full: Vault, folder: Path, password: str, now: datetime, blocked: str
) -> None:
    (folder / blocked).mkdir()
    with pytest.raises(StorageError, match="can't be written"):
        full.rekey(password, now, LEAST)
    full.cases.save_draft("case-1", "note", "work goes on")
    (folder / blocked).rmdir()
    full.close()
    for user_id, secret, mine in (
        ("mexample", "another sample", {}),
        ("tspecimen", password, {"note": "work goes on"}),
    ):
        with vault.open_vault(folder, user_id, secret, now) as later:
            assert later.cases.drafts("case-1") == mine
    assert not list(folder.glob("*.new"))
    with vault.open_vault(folder, "tspecimen", password, now) as later:
        whole(later)
        assert later.rekey(password, now, LEAST).fault == ""


@pytest.fixture
def failing_names(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Let no name in the vault's folder be pushed to the disk, from the nth time on after the new database is made."""

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


def test_an_anchor_that_is_not_for_certain_on_the_disk_leaves_the_old_keys(
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
def test_what_fails_from_the_header_on_gives_the_new_keys_away(
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
        full.place()
    assert not (folder / "vault.open").exists()
    given = {person.user_id: one for person, one in fresh.passwords}
    vault.open_vault(folder, "mexample", given["mexample"], now).close()
    vault.open_with_recovery(folder, fresh.recovery_key, now).close()
    mine = given["tspecimen"] if by_recovery else password
    with vault.open_vault(folder, "tspecimen", mine, now) as later:
        whole(later)
    assert (folder / "vault.json").read_bytes() == (folder / "vault.json.bak").read_bytes()
    assert not list(folder.glob("*.new"))


def test_a_copy_of_the_header_that_can_not_be_written_keeps_no_keys_back(
    full: Vault, folder: Path, password: str, now: datetime
) -> None:
    (folder / "vault.json.bak.tmp").mkdir()
    fresh = full.rekey(password, now, LEAST)
    (folder / "vault.json.bak.tmp").rmdir()
    [(person, given)] = fresh.passwords
    vault.open_vault(folder, person.user_id, given, now).close()
    assert (folder / "vault.json").read_bytes() == (folder / "vault.json.bak").read_bytes()


def test_afterward_nobody_is_said_to_have_the_vault_open(
    full: Vault, folder: Path, password: str, now: datetime
) -> None:
    full.rekey(password, now, LEAST)
    assert not (folder / "vault.open").exists()


def test_a_wrong_password_for_new_keys_is_written_down_and_waits(
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


def test_a_second_program_leaves_new_keys_on_their_way_alone(
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
def test_what_was_not_written_out_whole_is_noticed_and_the_old_keys_stay(
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


def test_new_keys_are_for_whoever_sees_to_people_and_confirms_it(
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
    assert fresh.recovery_key == made  # nothing else is known to anyone until it is shown
    assert {person.user_id for person, _ in fresh.passwords} == {"tspecimen", "mexample"}
    vault.open_with_recovery(folder, fresh.recovery_key, now).close()

"""Users and passwords: own, temporary and changed ones, and removed users."""

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ur_desktop.domain.errors import NotAuthorized, StorageError, WrongPassword
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys import header
from ur_desktop.storage.keys.password import ALPHABET, LEAST, new_one_time_password
from ur_desktop.storage.vault import Vault

OTHER = "another sample"


@pytest.fixture
def both(opened: Vault, physician: Reviewer) -> Vault:
    opened.keys.add(physician, OTHER, LEAST)
    return opened


def test_a_user_changes_their_password_with_the_old_one(
    opened: Vault, folder: Path, password: str, now: datetime
) -> None:
    before = (folder / "vault.db").read_bytes()
    opened.keys.change_password(password, "a newer sample", LEAST)
    assert (folder / "vault.db").read_bytes() == before
    assert opened.keys.confirm("a newer sample")
    opened.close()
    with pytest.raises(WrongPassword):
        vault.open_vault(folder, "tspecimen", password, now)
    vault.open_vault(folder, "tspecimen", "a newer sample", now).close()


def take_back(opened: Vault, act: Callable[..., Any]) -> None:
    """Run it in a transaction that is rolled back."""
    with opened.transaction():
        act()
        raise RuntimeError


def remove(opened: Vault, now: datetime) -> None:
    with opened.transaction():
        opened.journal.record(EventKind.PEOPLE, now, detail={"removed": "mexample"})
        opened.keys.remove("mexample")


def test_a_rollback_leaves_password_name_and_user_unchanged(
    both: Vault, folder: Path, physician: Reviewer, now: datetime
) -> None:
    def changed() -> None:
        both.keys.set_password(physician, "a newer sample", LEAST, once=True)
        both.keys.change(replace(both.reviewer, name="Taylor Other"))

    for act in (changed, lambda: both.keys.remove("mexample")):
        with pytest.raises(RuntimeError):
            take_back(both, act)
    assert both.reviewer.name == "Taylor Specimen"
    assert both.keys.current_and_removed() == (both.reviewer, physician)
    both.close()
    vault.open_vault(folder, "mexample", OTHER, now).close()


def test_a_failed_database_write_changes_no_user(
    both: Vault, db: Database, folder: Path, physician: Reviewer, now: datetime
) -> None:
    db.allow_schema_changes()
    db.rows("CREATE TEMP TRIGGER full BEFORE INSERT ON vault BEGIN SELECT RAISE(ABORT, 'Full.'); END")
    with pytest.raises(StorageError, match="Full"):
        remove(both, now)
    assert EventKind.PEOPLE not in {event.kind for event in both.journal.entries()}
    assert both.keys.current_and_removed() == (both.reviewer, physician)
    with both.transaction():  # only the header's revision number is not recorded
        both.keys.set_password(physician, "a newer sample", LEAST)
    both.close()
    vault.open_vault(folder, "mexample", "a newer sample", now).close()


def test_a_header_that_can_not_be_written_leaves_everyone_there_to_be_removed_again(
    both: Vault, folder: Path, physician: Reviewer, now: datetime
) -> None:
    (folder / "vault.json.tmp").mkdir()
    with pytest.raises(StorageError, match="can't be written"):
        both.keys.remove("mexample")
    assert both.keys.current_and_removed() == (both.reviewer, physician)
    (folder / "vault.json.tmp").rmdir()
    both.keys.remove("mexample")
    assert both.people() == (both.reviewer,)
    assert both.keys.current_and_removed() == (both.reviewer, physician)


def test_an_unconfirmed_header_in_place_is_used(
    both: Vault, folder: Path, physician: Reviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(handle: int, push: Callable[..., Any] = os.fsync) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, "Input/output error")
        push(handle)

    monkeypatch.setattr(os, "fsync", refused)
    with pytest.raises(StorageError, match="disk did not confirm"):
        both.keys.set_password(physician, "a newer sample", LEAST)
    monkeypatch.undo()
    revision = both.keys.header.revision
    assert header.load(folder)[0].revision == revision
    both.keys.set_password(physician, "the newest sample", LEAST)
    assert header.load(folder)[0].revision == revision + 1


def test_a_copy_of_the_header_that_can_not_be_written_is_written_at_the_next_opening(
    both: Vault, folder: Path, physician: Reviewer, now: datetime
) -> None:
    (folder / "vault.json.bak").unlink()
    (folder / "vault.json.bak.tmp").mkdir()
    both.keys.set_password(physician, "a newer sample", LEAST)
    both.close()
    (folder / "vault.json.bak.tmp").rmdir()
    vault.open_vault(folder, "mexample", "a newer sample", now).close()
    assert (folder / "vault.json.bak").read_bytes() == (folder / "vault.json").read_bytes()


def test_two_changes_in_one_transaction_both_count(opened: Vault, physician: Reviewer) -> None:
    with opened.transaction():
        opened.keys.add(physician, OTHER, LEAST)
        opened.keys.change(replace(opened.reviewer, name="Taylor Other"))
    assert [person.name for person in opened.people()] == ["Taylor Other", "Morgan Example"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("not the password", "a newer sample", "Wrong password"),
        ("seven sample words", "short", "fewer than 12"),
        ("seven sample words", "seven sample words", "your current password"),
    ],
)
def test_a_refused_password_leaves_the_old_one(
    opened: Vault, password: str, old: str, new: str, said: str
) -> None:
    with pytest.raises(StorageError, match=said):
        opened.keys.change_password(old, new, LEAST)
    assert opened.keys.confirm(password)


def test_a_password_that_someone_else_gave_signs_nothing_until_it_is_changed(
    opened: Vault, physician: Reviewer, folder: Path, now: datetime
) -> None:
    opened.keys.add(physician, OTHER, LEAST, once=True)
    opened.close()
    with vault.open_vault(folder, "mexample", OTHER, now) as given:
        assert given.keys.must_change
        with pytest.raises(WrongPassword):
            given.confirm(OTHER, now)
        given.keys.change_password(OTHER, "my own sample", LEAST)
        assert not given.keys.must_change
        given.confirm("my own sample", now)
    with vault.open_vault(folder, "mexample", "my own sample", now) as later:
        assert not later.keys.must_change


def test_a_one_time_password_is_typed_without_look_alikes() -> None:
    given = new_one_time_password()
    assert [len(group) for group in given.split("-")] == [4] * 4
    assert set(given) <= {*ALPHABET, "-"}
    assert given != new_one_time_password()


def test_anyone_corrects_their_own_name_and_license(
    both: Vault, folder: Path, physician: Reviewer, now: datetime
) -> None:
    both.close()
    with vault.open_vault(folder, "mexample", OTHER, now) as opened:
        held = replace(physician.credential, license_number="TEST-9", license_state="UT", specialty="Sample")
        opened.keys.change(replace(physician, name="Morgan Other", credential=held))
        assert opened.reviewer.name == "Morgan Other"
        assert opened.keys.confirm(OTHER)
    assert vault.users(folder)[1].credential.license_number == "TEST-9"


@pytest.mark.parametrize(
    "change",
    [{"role": Role.SUPERVISOR}, {"administers": True}, {"credential": Credential("DO", "TEST-2", "NC")}],
)
def test_nobody_gives_themselves_a_role_or_another_credential(
    both: Vault, folder: Path, physician: Reviewer, now: datetime, change: dict[str, Any]
) -> None:
    both.close()
    with (
        vault.open_vault(folder, "mexample", OTHER, now) as opened,
        pytest.raises(NotAuthorized, match="Only an administrator"),
    ):
        opened.keys.change(replace(physician, **change))


def test_an_administrator_changes_role_and_license_and_the_password_stays(
    both: Vault, folder: Path, physician: Reviewer, now: datetime
) -> None:
    both.keys.change(replace(physician, role=Role.SUPERVISOR, administers=True))
    both.close()
    with vault.open_vault(folder, "mexample", OTHER, now) as opened:
        assert opened.reviewer.role is Role.SUPERVISOR
        opened.keys.remove("tspecimen")


def test_nobody_changes_their_own_role_or_removes_themselves(both: Vault, nurse: Reviewer) -> None:
    with pytest.raises(StorageError, match="your own role"):
        both.keys.change(replace(nurse, role=Role.AUDITOR))
    with pytest.raises(StorageError, match="your own role"):
        both.keys.set_password(replace(nurse, administers=False), OTHER, LEAST)
    with pytest.raises(StorageError, match="remove yourself"):
        both.keys.remove("tspecimen")


def test_the_last_administrator_stays(made: str, folder: Path, nurse: Reviewer, now: datetime) -> None:
    with vault.open_with_recovery(folder, made, now) as opened:
        with pytest.raises(StorageError, match="last administrator"):
            opened.keys.remove("tspecimen")
        with pytest.raises(StorageError, match="last administrator"):
            opened.keys.change(replace(nurse, administers=False))
        opened.keys.add(Reviewer("second", "Second Sample", Role.ADMINISTRATOR, Credential("")), OTHER, LEAST)
        opened.keys.remove("tspecimen")


def test_a_removed_user_keeps_their_name_and_user_id(
    both: Vault, folder: Path, physician: Reviewer, now: datetime
) -> None:
    both.keys.remove("mexample")
    assert both.people() == (both.reviewer,)
    assert both.keys.current_and_removed() == (both.reviewer, physician)
    for user_id in ("mexample", "MExample"):
        with pytest.raises(StorageError, match="is taken"):
            both.keys.add(replace(physician, user_id=user_id), OTHER, LEAST)
    both.close()
    with pytest.raises(StorageError, match="No user with this user ID"):
        vault.open_vault(folder, "mexample", OTHER, now)


@pytest.mark.parametrize("user_id", ["nobody", "recovery"])
def test_only_people_are_changed_or_removed(opened: Vault, physician: Reviewer, user_id: str) -> None:
    with pytest.raises(StorageError, match="No user has the user ID"):
        opened.keys.remove(user_id)
    with pytest.raises(StorageError, match="No user has the user ID"):
        opened.keys.change(replace(physician, user_id=user_id))


def test_the_recovery_key_has_no_password_to_change(made: str, folder: Path, now: datetime) -> None:
    with (
        vault.open_with_recovery(folder, made, now) as opened,
        pytest.raises(NotAuthorized, match="recovery key can't be changed"),
    ):
        opened.keys.change_password(made, "a newer sample", LEAST)


def test_a_header_from_before_these_fields_keeps_its_seal(made: str, data_key: bytes, folder: Path) -> None:
    found, _ = header.load(folder)
    plain = replace(
        found,
        slots=tuple(replace(slot, person=replace(slot.person, administers=False)) for slot in found.slots),
    )
    assert "administers" in (folder / header.NAME).read_text()
    header.save(folder, plain.sealed(data_key))
    text = (folder / header.NAME).read_text()
    assert "administers" not in text
    assert '"once"' not in text

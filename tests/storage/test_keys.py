"""People and their passwords: own ones, given ones, changed ones, and those who leave."""

from dataclasses import replace

import pytest

from ur_desktop.domain.determination import Credential, Reviewer, Role
from ur_desktop.domain.errors import NotAuthorized, StorageError
from ur_desktop.storage import header, vault
from ur_desktop.storage.keys import WrongPassword
from ur_desktop.storage.password import ALPHABET, LEAST, new_one_time_password

OTHER = "another sample"


@pytest.fixture
def both(opened, physician):
    opened.keys.add(physician, OTHER, LEAST)
    return opened


def test_ones_own_password_is_changed_with_the_old_one(opened, folder, password, now):
    before = (folder / "vault.db").read_bytes()
    opened.keys.change_password(password, "a newer sample", LEAST)
    assert (folder / "vault.db").read_bytes() == before
    assert opened.confirm("a newer sample")
    opened.close()
    with pytest.raises(WrongPassword):
        vault.open_vault(folder, "tspecimen", password, now)
    vault.open_vault(folder, "tspecimen", "a newer sample", now).close()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("not the password", "a newer sample", "not your password"),
        ("seven sample words", "short", "fewer than 12"),
        ("seven sample words", "seven sample words", "password you have now"),
    ],
)
def test_a_password_that_will_not_do_leaves_the_old_one(opened, password, old, new, said):
    with pytest.raises(StorageError, match=said):
        opened.keys.change_password(old, new, LEAST)
    assert opened.confirm(password)


def test_a_password_that_someone_else_gave_signs_nothing_until_it_is_changed(opened, physician, folder, now):
    opened.keys.add(physician, OTHER, LEAST, once=True)
    assert opened.keys.waiting() == {"mexample"}
    opened.close()
    with vault.open_vault(folder, "mexample", OTHER, now) as given:
        assert given.keys.must_change
        assert not given.confirm(OTHER)
        given.keys.change_password(OTHER, "my own sample", LEAST)
        assert not given.keys.must_change
        assert given.confirm("my own sample")
    with vault.open_vault(folder, "mexample", "my own sample", now) as later:
        assert not later.keys.must_change


def test_a_one_time_password_is_typed_without_look_alikes():
    given = new_one_time_password()
    assert [len(group) for group in given.split("-")] == [4] * 4
    assert set(given) <= {*ALPHABET, "-"}
    assert given != new_one_time_password()


def test_anyone_corrects_their_own_name_and_licence(both, folder, physician, now):
    both.close()
    with vault.open_vault(folder, "mexample", OTHER, now) as opened:
        held = replace(physician.credential, license_number="TEST-9", license_state="UT", specialty="Sample")
        opened.keys.change(replace(physician, name="Morgan Other", credential=held))
        assert opened.reviewer.name == "Morgan Other"
        assert opened.confirm(OTHER)
    assert vault.users(folder)[1].credential.license_number == "TEST-9"


@pytest.mark.parametrize(
    "change",
    [{"role": Role.SUPERVISOR}, {"administers": True}, {"credential": Credential("DO", "TEST-2", "NC")}],
)
def test_nobody_gives_themselves_a_role_or_another_credential(both, folder, physician, now, change):
    both.close()
    with (
        vault.open_vault(folder, "mexample", OTHER, now) as opened,
        pytest.raises(NotAuthorized, match="Only an administrator"),
    ):
        opened.keys.change(replace(physician, **change))


def test_an_administrator_changes_role_and_licence_and_the_password_stays(both, folder, physician, now):
    both.keys.change(replace(physician, role=Role.SUPERVISOR, administers=True))
    both.close()
    with vault.open_vault(folder, "mexample", OTHER, now) as opened:
        assert opened.reviewer.role is Role.SUPERVISOR
        opened.keys.remove("tspecimen")


def test_nobody_changes_their_own_role_or_removes_themselves(both, nurse):
    with pytest.raises(StorageError, match="their own role"):
        both.keys.change(replace(nurse, role=Role.AUDITOR))
    with pytest.raises(StorageError, match="their own role"):
        both.keys.set_password(replace(nurse, administers=False), OTHER, LEAST)
    with pytest.raises(StorageError, match="removes themselves"):
        both.keys.remove("tspecimen")


def test_the_last_administrator_stays(made, folder, nurse, now):
    with vault.open_with_recovery(folder, made, now) as opened:
        with pytest.raises(StorageError, match="last administrator"):
            opened.keys.remove("tspecimen")
        with pytest.raises(StorageError, match="last administrator"):
            opened.keys.change(replace(nurse, administers=False))
        opened.keys.add(Reviewer("second", "Second Sample", Role.ADMINISTRATOR, Credential("")), OTHER, LEAST)
        opened.keys.remove("tspecimen")


def test_whoever_left_keeps_their_name_and_their_user_id(both, folder, physician, now):
    both.keys.remove("mexample")
    assert both.people() == (both.reviewer,)
    assert both.keys.everyone() == (both.reviewer, physician)
    for user_id in ("mexample", "MExample"):
        with pytest.raises(StorageError, match="already"):
            both.keys.add(replace(physician, user_id=user_id), OTHER, LEAST)
    both.close()
    with pytest.raises(StorageError, match="Nobody with this user id"):
        vault.open_vault(folder, "mexample", OTHER, now)


@pytest.mark.parametrize("user_id", ["nobody", "recovery"])
def test_only_people_are_changed_or_removed(opened, physician, user_id):
    with pytest.raises(StorageError, match="Nobody here"):
        opened.keys.remove(user_id)
    with pytest.raises(StorageError, match="Nobody here"):
        opened.keys.change(replace(physician, user_id=user_id))


def test_the_recovery_key_has_no_password_to_change(made, folder, now):
    with (
        vault.open_with_recovery(folder, made, now) as opened,
        pytest.raises(NotAuthorized, match="recovery key can't be changed"),
    ):
        opened.keys.change_password(made, "a newer sample", LEAST)


def test_a_header_from_before_these_fields_keeps_its_seal(opened, folder):
    found, _ = header.load(folder)
    plain = replace(
        found,
        slots=tuple(replace(slot, person=replace(slot.person, administers=False)) for slot in found.slots),
    )
    text = str(header._body(plain.sealed(opened._data_key)))
    assert "administers" not in text
    assert "'once'" not in text
    assert "administers" in str(header._body(found))

"""Users, passwords and vault keys without a window: who may change what, and what the journal says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from tests.casework.sessions import (
    ADMIN,
    AUDITOR,
    LIBRARY,
    NOW,
    NURSE,
    PASSWORD,
    SUPERVISOR,
    Clock,
    breaks,
    details,
    make_vault,
    signed_in,
    works_again,
)
from ur_desktop.casework import people
from ur_desktop.casework.session import Session
from ur_desktop.domain.errors import NotAuthorized, StorageError, TooSoon, WrongPassword
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage.vault import open_vault, open_with_recovery

KIM = Reviewer("kim", "Kim Specimen", Role.NURSE, Credential("RN"))
OWN = "harbor lantern 42"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("made") / "vault"
    return folder, make_vault(folder)


@pytest.fixture
def folder(made: tuple[Path, str], tmp_path: Path) -> Path:
    copytree(made[0], tmp_path / "vault")
    return tmp_path / "vault"


def ids(session: Session) -> list[str]:
    return [person.user_id for person in people.users(session)]


def test_a_user_is_added_with_a_temporary_password(folder: Path) -> None:
    with signed_in(folder, ADMIN) as session:
        people.add_user(session, KIM, "temporary words")
        assert ids(session)[-1] == "kim"
        assert details(session, EventKind.PEOPLE)[0] == {"added": "kim", "role": "nurse"}
    with open_vault(folder, "kim", "temporary words", NOW) as opened:
        assert opened.keys.must_change


@pytest.mark.parametrize("user_id", ["nurse", "NURSE"])
def test_a_user_id_that_is_taken_is_refused_and_nothing_is_recorded(folder: Path, user_id: str) -> None:
    with signed_in(folder, ADMIN) as session:
        before = details(session, EventKind.PEOPLE)
        with pytest.raises(StorageError):
            people.add_user(session, replace(KIM, user_id=user_id), "temporary words")
        assert details(session, EventKind.PEOPLE) == before


def test_a_name_license_and_role_are_changed_and_the_password_stays(folder: Path) -> None:
    changed = replace(NURSE, name="Sam New", role=Role.SUPERVISOR, administers=True)
    with signed_in(folder, ADMIN) as session:
        people.change_user(session, changed)
        assert details(session, EventKind.PEOPLE)[0] == {
            "changed": "nurse",
            "role": "supervisor",
            "administers": True,
        }
    with signed_in(folder, NURSE) as session:
        assert session.me == changed


def test_everyone_changes_their_own_name_and_license_but_not_their_role(folder: Path) -> None:
    own = replace(NURSE, name="Sam Married", credential=replace(NURSE.credential, license_number="TEST-77"))
    with signed_in(folder, NURSE) as session:
        people.change_user(session, own)
        assert session.me == own
        for more in (replace(own, role=Role.PHYSICIAN), replace(own, administers=True)):
            with pytest.raises((NotAuthorized, StorageError)):
                people.change_user(session, more)
        assert session.me == own


def test_a_removed_user_keeps_the_name_and_leaves_the_user_id_taken(folder: Path) -> None:
    with signed_in(folder, ADMIN) as session:
        assert people.remove_user(session, "nurse") == NURSE
        assert "nurse" not in ids(session)
        assert session.person("nurse") == "Sam Nurse, RN"
        assert details(session, EventKind.PEOPLE)[0] == {"removed": "nurse"}
        with pytest.raises(StorageError):
            people.add_user(session, NURSE, "temporary words")
    with pytest.raises(StorageError), open_vault(folder, "nurse", PASSWORD, NOW):
        pass


@pytest.mark.parametrize("change", [people.remove_user, people.reset_password])
def test_an_unknown_user_id_is_refused_by_name(
    folder: Path, change: Callable[[Session, str], object]
) -> None:
    with signed_in(folder, ADMIN) as session, pytest.raises(StorageError, match="No user has the user ID x"):
        change(session, "x")


def test_administrators_can_not_remove_themselves(folder: Path) -> None:
    with signed_in(folder, ADMIN) as session:
        with pytest.raises(StorageError):
            people.remove_user(session, "administrator")
        assert "administrator" in ids(session)


def test_a_reset_password_opens_the_vault_once_in_place_of_the_old_one(folder: Path) -> None:
    with signed_in(folder, ADMIN) as session:
        given = people.reset_password(session, "nurse")
        assert details(session, EventKind.PEOPLE)[0] == {"new_password_for": "nurse"}
        assert given not in str(session.vault.journal.entries())
    with pytest.raises(WrongPassword), open_vault(folder, "nurse", PASSWORD, NOW):
        pass
    with signed_in(folder, NURSE, given) as session:
        assert session.vault.keys.must_change


def test_the_recovery_key_resets_a_password(folder: Path, made: tuple[Path, str]) -> None:
    with open_with_recovery(folder, made[1], NOW) as opened:
        given = people.reset_password(Session(opened, LIBRARY, Clock()), "administrator")
    with signed_in(folder, ADMIN, given):
        pass


def test_the_own_password_is_changed_with_the_current_one(folder: Path) -> None:
    clock = Clock()
    with signed_in(folder, NURSE, clock=clock) as session:
        with pytest.raises(WrongPassword):
            people.change_own_password(session, "not my password", OWN)
        people.change_own_password(session, PASSWORD, OWN)
        for _try in range(2):
            with pytest.raises(WrongPassword):
                people.change_own_password(session, PASSWORD, "another lantern 43")
        with pytest.raises(TooSoon):
            people.change_own_password(session, OWN, "another lantern 43")
        clock.goes_on(seconds=1)
        with pytest.raises(StorageError, match="your current password"):
            people.change_own_password(session, OWN, OWN)
    with signed_in(folder, NURSE, OWN):
        pass
    with signed_in(folder, AUDITOR) as session:
        assert details(session, EventKind.PEOPLE)[0] == {"own_password": "nurse"}
        assert [line["tries"] for line in details(session, EventKind.FAILED_SIGN_IN)] == [1, 1, 1]


@pytest.mark.parametrize(
    "change",
    [
        lambda session: people.add_user(session, KIM, "temporary words"),
        lambda session: people.change_user(session, replace(NURSE, name="Sam New")),
        lambda session: people.remove_user(session, "nurse"),
        lambda session: people.reset_password(session, "nurse"),
        lambda session: people.change_own_password(session, PASSWORD, OWN),
    ],
    ids=["add", "change", "remove", "reset", "own password"],
)
def test_a_change_that_can_not_be_recorded_has_not_happened(
    folder: Path, change: Callable[[Session], object]
) -> None:
    with signed_in(folder, ADMIN) as session:
        before = people.users(session)
        breaks(session.vault, "journal")
        with pytest.raises(StorageError, match="disk is full"):
            change(session)
        works_again(session.vault)
        assert people.users(session) == before
    for person in (ADMIN, NURSE):
        with signed_in(folder, person):
            pass


@pytest.mark.parametrize("person", [NURSE, SUPERVISOR, AUDITOR], ids=lambda person: person.user_id)
def test_only_an_administrator_manages_users(folder: Path, person: Reviewer) -> None:
    with signed_in(folder, person) as session:
        before = people.users(session)
        for forbidden in (
            lambda: people.add_user(session, KIM, "temporary words"),
            lambda: people.change_user(session, replace(ADMIN, name="Sam New")),
            lambda: people.remove_user(session, "physician"),
            lambda: people.reset_password(session, "physician"),
            lambda: people.replace_vault_keys(session, PASSWORD),
        ):
            with pytest.raises(NotAuthorized):
                forbidden()
        assert people.users(session) == before


def test_replaced_keys_give_others_temporary_passwords_and_close_the_vault(folder: Path) -> None:
    with signed_in(folder, ADMIN) as session:
        keys = people.replace_vault_keys(session, PASSWORD)
    assert {person.user_id for person, _password in keys.passwords} == {
        "nurse", "physician", "supervisor", "auditor",
    }  # fmt: skip
    assert keys.fault == ""
    with signed_in(folder, ADMIN) as session:
        assert details(session, EventKind.PEOPLE)[0] == {"new_keys_for": 5}
    given = {person.user_id: password for person, password in keys.passwords}
    with signed_in(folder, NURSE, given["nurse"]) as session:
        assert session.vault.keys.must_change
    open_with_recovery(folder, keys.recovery_key, NOW).close()


def test_keys_are_not_replaced_with_a_wrong_password(folder: Path) -> None:
    with signed_in(folder, ADMIN) as session:
        with pytest.raises(WrongPassword):
            people.replace_vault_keys(session, "not my password")
        assert ids(session)  # the vault stays open
    with signed_in(folder, NURSE):
        pass

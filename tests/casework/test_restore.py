"""Restoring without a window: which backups are found, who may restore them, and what is there afterward."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree, rmtree

import pytest

from tests.casework.sessions import ADMIN, NOW, PASSWORD, details, fill_with_letters, make_vault, signed_in
from ur_desktop.casework import backup, restore
from ur_desktop.domain.errors import Canceled, NotAuthorized, StorageError, WrongPassword
from ur_desktop.domain.journal import EventKind


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with one backup, and a second folder that has a copy."""
    home = tmp_path_factory.mktemp("made")
    make_vault(home / "vault")
    (home / "stick").mkdir()
    with signed_in(home / "vault", ADMIN) as session:
        backup.choose_second_folder(session, str(home / "stick"))
        backup.begin(session).wait()
        backup.finish(session)
        backup.choose_second_folder(session, "")
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def vault(home: Path) -> Path:
    return home / "vault"


@pytest.fixture
def key(vault: Path) -> str:
    [found] = restore.backups_of(vault)
    return found.key


def test_the_backups_next_to_a_vault_are_found_also_when_it_is_damaged(vault: Path, key: str) -> None:
    (vault / "vault.json").write_bytes(b"{" * 100)
    assert [found.key for found in restore.backups_of(vault)] == [key]


def test_backups_in_the_second_folder_are_found_too(home: Path, vault: Path) -> None:
    assert not restore.has_second_folder(vault)
    assert restore.backups_in_second_folder(vault) == ()
    with signed_in(vault, ADMIN) as session:
        backup.choose_second_folder(session, str(home / "stick"))
    assert restore.has_second_folder(vault)
    [copy] = restore.backups_in_second_folder(vault)
    assert Path(copy.key).parent == home / "stick"


def test_backups_are_found_in_a_folder_that_holds_some_or_is_one(home: Path, key: str) -> None:
    assert [found.key for found in restore.backups_in(home / "backups")] == [key]
    assert [found.key for found in restore.backups_in(Path(key))] == [key]
    with pytest.raises(StorageError, match="There is no backup in this folder"):
        restore.backups_in(home)


def test_who_could_sign_in_and_who_may_restore_is_told(vault: Path, key: str) -> None:
    choice = restore.look(key, vault)
    assert [person.user_id for person in choice.users] == [
        "administrator", "nurse", "physician", "supervisor", "auditor",
    ]  # fmt: skip
    assert [person.user_id for person in choice.may_restore] == ["administrator", "recovery"]


def test_a_backup_of_another_vault_is_refused(key: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / "vault"
    make_vault(other)
    with pytest.raises(StorageError, match="of another vault"):
        restore.look(key, other)


def test_a_restored_vault_is_as_it_was_and_the_previous_one_stays(vault: Path, key: str) -> None:
    with signed_in(vault, ADMIN) as session:
        session.vault.drafts.save_ui_state("since then")
    aside = restore.restore(key, vault, "administrator", PASSWORD, NOW)
    assert aside is not None
    assert aside.is_dir()
    with signed_in(vault, ADMIN) as session:
        assert session.vault.drafts.ui_state() == ""
        assert len(details(session, EventKind.RESTORE)) == 1


def test_a_missing_vault_is_restored(vault: Path, key: str) -> None:
    rmtree(vault)
    assert restore.restore(key, vault, "administrator", PASSWORD, NOW) is None
    with signed_in(vault, ADMIN):
        pass


def test_a_restore_in_a_thread_reports_its_progress(vault: Path, key: str) -> None:
    work = restore.begin(key, vault, "administrator", PASSWORD, NOW)
    assert work.wait() is not None
    assert work.share == 1
    with signed_in(vault, ADMIN):
        pass


def test_a_canceled_restore_changes_nothing(vault: Path) -> None:
    fill_with_letters(vault)
    with signed_in(vault, ADMIN) as session:
        key = str(backup.begin(session).wait().folder)
    before = sorted(path.name for path in vault.parent.iterdir())
    work = restore.begin(key, vault, "administrator", PASSWORD, NOW)
    work.cancel()
    with pytest.raises(Canceled):
        work.wait()
    assert sorted(path.name for path in vault.parent.iterdir()) == before
    with signed_in(vault, ADMIN) as session:
        assert details(session, EventKind.RESTORE) == []


def test_a_wrong_password_changes_nothing(vault: Path, key: str) -> None:
    with pytest.raises(WrongPassword):
        restore.restore(key, vault, "administrator", "not the password", NOW)
    assert [path.name for path in vault.parent.iterdir() if "replaced" in path.name] == []


def test_a_nurse_may_not_restore(vault: Path, key: str) -> None:
    with pytest.raises(NotAuthorized):
        restore.restore(key, vault, "nurse", PASSWORD, NOW)
    assert [path.name for path in vault.parent.iterdir() if "replaced" in path.name] == []

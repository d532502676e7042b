"""Creating a vault, signing in, locking and signing out, without a window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from ur_desktop import paths
from ur_desktop.casework import samples, sign_in, vault_folder
from ur_desktop.casework.session import Session
from ur_desktop.casework.vault_folder import NewVault
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Role
from ur_desktop.library import Library
from ur_desktop.storage.keys.password import LEAST, new_recovery_key

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
LIBRARY = Library(paths.forms_dir(), paths.templates_dir())
NORA = samples.NURSE.user_id


def now() -> datetime:
    return NOW


@pytest.fixture
def folder(tmp_path: Path, samples_of_january: Path) -> Path:
    return copytree(samples_of_january, tmp_path / "vault")


def signed_in(folder: Path, user_id: str = NORA, secret: str = samples.PASSWORD) -> Session:
    session = sign_in.sign_in(folder, user_id, secret, LIBRARY, now)
    assert isinstance(session, Session)
    return session


def kinds(folder: Path, user_id: str = NORA) -> list[tuple[EventKind, str]]:
    """What the audit log holds, the newest first, without this sign-in."""
    session = signed_in(folder, user_id)
    found = [(event.kind, event.by) for event in session.vault.journal.entries()]
    sign_in.close(session)
    return found[1:]


class TestCreate:
    def test_its_first_user_is_signed_in_and_the_recovery_key_opens_it(self, tmp_path: Path) -> None:
        wanted = NewVault("Max Specimen", "MD", "max", "a long password", "TEST-0002", "Utah")
        session, keys = sign_in.create(tmp_path / "vault", wanted, LIBRARY, now)
        assert (session.me.user_id, session.me.role) == ("max", Role.PHYSICIAN)
        assert session.me.credential.license_number == "TEST-0002"
        assert keys.passwords == ()
        sign_in.close(session)
        recovered = sign_in.recover(tmp_path / "vault", keys.recovery_key, LIBRARY, now)
        assert isinstance(recovered, Session)
        sign_in.close(recovered)

    def test_where_there_is_a_vault_it_refuses(self, folder: Path) -> None:
        with pytest.raises(StorageError):
            sign_in.create(folder, NewVault("X", "RN", "x", "a long password"), LIBRARY, now)


class TestSignIn:
    def test_a_wrong_password_is_refused_and_waited_for_longer_each_time(self, folder: Path) -> None:
        waits: list[int] = []
        for later in range(5):
            at = NOW + timedelta(hours=later)
            result = sign_in.sign_in(folder, NORA, "not the password", LIBRARY, at.replace)
            assert isinstance(result, sign_in.Refused)
            waits.append(result.wait)
        assert waits == sorted(waits)
        assert waits[-1] > waits[0]

    def test_another_recovery_key_is_refused(self, folder: Path) -> None:
        result = sign_in.recover(folder, new_recovery_key(), LIBRARY, now)
        assert isinstance(result, sign_in.Refused)

    def test_the_sample_vault_is_made_the_first_time(self, samples_of_january: Path, tmp_path: Path) -> None:
        copytree(samples_of_january, tmp_path / "sample-vault")
        session = sign_in.open_sample(tmp_path / "sample-vault", LIBRARY, now)
        assert isinstance(session, Session)
        assert session.me.user_id == NORA
        sign_in.close(session)

    def test_a_temporary_password_has_to_be_replaced(self, folder: Path) -> None:
        session = signed_in(folder)
        omar = next(person for person in session.vault.people() if person.user_id == "omar")
        session.vault.keys.set_password(omar, "given to omar", LEAST, once=True)
        assert not sign_in.must_choose_password(session)
        sign_in.close(session)
        session = signed_in(folder, "omar", "given to omar")
        assert sign_in.must_choose_password(session)
        sign_in.choose_password(session, "given to omar", "a password of his own")
        assert not sign_in.must_choose_password(session)
        sign_in.close(session)
        sign_in.close(signed_in(folder, "omar", "a password of his own"))


class TestUiState:
    def test_it_is_there_at_the_next_sign_in_of_the_same_user_only(self, folder: Path) -> None:
        session = signed_in(folder)
        sign_in.save_state(session, "what Nora had open")
        sign_in.close(session)
        assert self.saved(folder, "max") == ""
        assert self.saved(folder) == "what Nora had open"
        session = signed_in(folder)
        sign_in.save_state(session, "")
        sign_in.close(session)
        assert self.saved(folder) == ""

    @staticmethod
    def saved(folder: Path, user_id: str = NORA) -> str:
        session = signed_in(folder, user_id)
        found = sign_in.saved_state(session)
        sign_in.close(session)
        return found


@pytest.mark.parametrize(
    ("record", "kind"),
    [(sign_in.record_lock, EventKind.LOCK), (sign_in.record_sign_out, EventKind.SIGN_OUT)],
)
def test_leaving_is_in_the_audit_log(folder: Path, record: object, kind: EventKind) -> None:
    session = signed_in(folder, "max")
    assert callable(record)
    record(session)
    sign_in.close(session)
    assert kinds(folder)[0] == (kind, "max")


class TestNotices:
    def test_there_is_none_of_a_vault_in_order(self, folder: Path) -> None:
        session = signed_in(folder)
        assert sign_in.notice(session) is None
        assert sign_in.last_entry_in_future(session) is None
        assert sign_in.folder_warning(folder) is None
        sign_in.check(folder)
        sign_in.close(session)

    def test_a_missing_anchor_and_a_clock_that_was_set_back_are_told(self, folder: Path) -> None:
        (folder / "vault.anchor.json").unlink()
        past = NOW - timedelta(days=400)
        session = sign_in.sign_in(folder, NORA, samples.PASSWORD, LIBRARY, lambda: past)
        assert isinstance(session, Session)
        notice = sign_in.notice(session)
        assert notice is not None
        assert "contact IT support" in notice.fix
        last = sign_in.last_entry_in_future(session)
        assert last is not None
        assert last >= NOW
        sign_in.close(session)

    def test_a_header_that_can_not_be_read_is_told(self, folder: Path) -> None:
        for name in ("vault.json", "vault.json.bak"):
            (folder / name).write_text("{")
        with pytest.raises(StorageError):
            sign_in.check(folder)
        assert vault_folder.users(folder) == ()
        assert vault_folder.holds_vault(folder)

    def test_a_folder_that_is_synced_is_warned_of(self, tmp_path: Path) -> None:
        warning = sign_in.folder_warning(tmp_path / "Dropbox" / "vault")
        assert warning is not None
        assert "Dropbox" in warning.what


def test_the_users_are_known_before_anybody_signs_in(folder: Path) -> None:
    assert dict(vault_folder.users(folder))[NORA] == "Nora Sample, RN"
    assert not vault_folder.holds_vault(folder.parent / "nothing")

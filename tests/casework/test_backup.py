"""Backups of the open vault without a window: on request, when due, before it closes, and their copies."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest

from tests.casework.sessions import (
    ADMIN,
    LIBRARY,
    NOW,
    NURSE,
    Clock,
    details,
    fill_with_letters,
    make_vault,
    signed_in,
)
from ur_desktop.casework import backup, samples
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import Case
from ur_desktop.domain.errors import Canceled, NotAuthorized, StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.paths import SAMPLE_VAULT


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "vault"
    make_vault(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    copytree(made, tmp_path / "vault")
    return tmp_path / "vault"


def change(session: Session) -> None:
    """Save something that the latest backup does not hold."""
    session.vault.drafts.save_ui_state(f"half a thought {os.urandom(4).hex()}")


def to_the_end(session: Session, job: backup.BackupJob | None) -> None:
    assert job is not None
    job.wait()
    backup.finish(session)


def reasons(session: Session) -> list[BackupReason]:
    return [one.reason for one in backup.overview(session).backups]


def a_real_case() -> Case:
    return replace(samples.sample_cases(LIBRARY, NOW)[0].case, sample=False)


def test_a_backup_on_request_is_listed_and_recorded_when_it_is_made(folder: Path) -> None:
    with signed_in(folder, ADMIN) as session:
        assert backup.overview(session).backups == ()
        to_the_end(session, backup.begin(session))
        [one] = backup.overview(session).backups
        assert (one.reason, one.made, one.cases, one.fault) == (BackupReason.ASKED, NOW, 0, "")
        assert Path(one.key).parent == folder.parent / "backups"
        assert [next(iter(line)) for line in details(session, EventKind.BACKUP)] == ["made", "begun"]


def test_a_backup_goes_to_a_named_folder_alone(folder: Path, tmp_path: Path) -> None:
    with signed_in(folder, ADMIN) as session:
        to_the_end(session, backup.begin(session, tmp_path / "elsewhere"))
        assert backup.overview(session).backups == ()
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1


def test_only_an_administrator_makes_a_backup_on_request(folder: Path) -> None:
    with signed_in(folder, NURSE) as session:
        with pytest.raises(NotAuthorized):
            backup.begin(session)
        with pytest.raises(NotAuthorized):
            backup.choose_second_folder(session, str(folder.parent))
        assert not (folder.parent / "backups").exists()


def test_a_backup_is_due_every_half_hour_in_which_something_changed_for_every_role(folder: Path) -> None:
    clock = Clock()
    with signed_in(folder, NURSE, clock=clock) as session:
        for count in (1, 2):
            change(session)
            to_the_end(session, backup.begin_due(session))
            assert reasons(session) == [BackupReason.SCHEDULE] * count
            assert backup.begin_due(session) is None
            clock.goes_on(minutes=31)
            assert backup.begin_due(session) is None


@pytest.mark.parametrize("before_restore", [False, True])
def test_the_last_backup_is_made_when_something_changed_since(folder: Path, before_restore: bool) -> None:
    with signed_in(folder, NURSE) as session:
        change(session)
        to_the_end(session, backup.begin_last(session, before_restore=before_restore))
        assert reasons(session) == [BackupReason.RESTORE if before_restore else BackupReason.CLOSE]
        assert backup.begin_last(session) is None


def test_the_sample_vault_is_backed_up_only_on_request(made: Path, tmp_path: Path) -> None:
    copytree(made, tmp_path / SAMPLE_VAULT)
    with signed_in(tmp_path / SAMPLE_VAULT, ADMIN) as session:
        change(session)
        assert backup.begin_due(session) is None
        assert backup.begin_last(session) is None
        assert backup.overview(session).reminded
        to_the_end(session, backup.begin(session))


def test_a_second_backup_is_refused_while_one_is_running(folder: Path) -> None:
    fill_with_letters(folder)
    with signed_in(folder, ADMIN) as session:
        job = backup.begin(session)
        with pytest.raises(StorageError):
            backup.begin(session)
        to_the_end(session, job)


def test_a_canceled_backup_is_recorded_and_leaves_nothing(folder: Path) -> None:
    fill_with_letters(folder)
    with signed_in(folder, ADMIN) as session:
        job = backup.begin(session)
        job.cancel()
        with pytest.raises(Canceled):
            job.wait()
        backup.finish(session)
        assert [next(iter(line)) for line in details(session, EventKind.BACKUP)] == ["given_up", "begun"]
        assert backup.overview(session).backups == ()
    assert list((folder.parent / "backups").iterdir()) == []


def test_the_database_is_released_once_it_is_copied(folder: Path) -> None:
    with signed_in(folder, ADMIN) as session:
        job = backup.begin(session)
        job.copied.wait()
        backup.release(session, job)
        change(session)
        to_the_end(session, job)


def test_a_backup_that_can_not_be_written_says_why_and_is_recorded(folder: Path) -> None:
    (folder.parent / "backups").write_text("in the way")
    with signed_in(folder, ADMIN) as session:
        with pytest.raises(StorageError, match="can’t be written"):
            backup.begin(session)
        assert [next(iter(line)) for line in details(session, EventKind.BACKUP)] == ["failed", "begun"]
        assert "can't be read" in backup.overview(session).fault


def test_each_backup_is_copied_to_the_second_folder_once_one_is_chosen(folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with signed_in(folder, ADMIN) as session:
        backup.choose_second_folder(session, str(stick))
        assert details(session, EventKind.SETTINGS)[0] == {"second_folder": str(stick), "before": ""}
        to_the_end(session, backup.begin(session))
        shown = backup.overview(session)
        assert (shown.second, shown.copied, shown.second_fault) == (str(stick), NOW, "")
        assert [path.name for path in stick.iterdir()] == [Path(shown.backups[0].key).name]
        backup.choose_second_folder(session, "")
        assert backup.overview(session).second == ""


def test_the_folder_of_the_backups_is_no_second_folder(folder: Path) -> None:
    with signed_in(folder, ADMIN) as session:
        to_the_end(session, backup.begin(session))
        with pytest.raises(StorageError):
            backup.choose_second_folder(session, str(folder.parent / "backups"))
        assert backup.overview(session).second == ""


def test_a_dismissed_reminder_comes_back_with_the_next_copy(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    with signed_in(folder, ADMIN) as session:
        assert not backup.overview(session).reminded
        backup.dismiss_reminder(session)
        assert backup.overview(session).reminded
        backup.choose_second_folder(session, str(tmp_path / "stick"))
        to_the_end(session, backup.begin(session))
        assert not backup.overview(session).reminded


def test_a_backup_is_made_before_the_first_case_of_a_real_person_is_closed(folder: Path) -> None:
    with signed_in(folder, NURSE) as session:
        session.before_closing(replace(a_real_case(), sample=True))
        assert reasons(session) == []
        session.before_closing(a_real_case())
        session.before_closing(a_real_case())
        assert reasons(session) == [BackupReason.FIRST_CASE]


def test_a_damaged_backup_does_not_count_when_the_first_case_is_closed(folder: Path) -> None:
    with signed_in(folder, NURSE, clock=(clock := Clock())) as session:
        session.before_closing(a_real_case())
        [first] = backup.overview(session).backups
        (Path(first.key) / "vault.db").unlink()
        clock.now += timedelta(seconds=1)
        session.before_closing(a_real_case())
        assert [bool(one.fault) for one in backup.overview(session).backups] == [False, True]


def test_without_a_backup_the_first_case_is_not_closed(folder: Path) -> None:
    (folder.parent / "backups").write_text("in the way")
    with (
        signed_in(folder, NURSE) as session,
        pytest.raises(StorageError, match="backup folder can't be read"),
    ):
        session.before_closing(a_real_case())

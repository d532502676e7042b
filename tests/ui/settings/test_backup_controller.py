"""Backups through the window: automatic, on request, and before it closes; and restoring them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from threading import Event, current_thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.sealing import seal
from tests.ui.offices import leave
from ur_desktop import paths
from ur_desktop.app import make_window
from ur_desktop.casework import samples
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.backup import manifest
from ur_desktop.storage.backup.manifest import Backup, backups
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.ui.settings.restore_controller import RestoreController
from ur_desktop.ui.shell.app_window import AppWindow
from ur_desktop.ui.shell.backup_wait_page import BackupWaitPage
from ur_desktop.ui.shell.main_window import MainWindow

Enter = Callable[[Path], AppWindow]
LIBRARY = Library(paths.forms_dir(), paths.templates_dir())


@dataclass
class Clock:
    """A clock that stands until it is set."""

    now: datetime = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path: Path, clock: Clock) -> Path:
    made, _key = vault.create(tmp_path / "vault", samples.NURSE, samples.PASSWORD, clock(), LEAST)
    made.close()
    return tmp_path


@pytest.fixture
def ended() -> list[str]:
    """The vaults after which another process would take the place of this one."""
    return []


@pytest.fixture
def enter(clock: Clock, ended: list[str], qtbot: QtBot, light: object) -> Iterator[Enter]:
    """Show the program's window of a folder, and keep it until the test is over."""
    kept: list[AppWindow] = []

    def shown(home: Path) -> AppWindow:
        window = make_window(home, clock, restart=lambda folder, _words: ended.append(folder))
        kept.append(window)
        qtbot.addWidget(window)
        window.show()
        return window

    yield shown
    for window in kept:
        window.close()


@pytest.fixture
def window(home: Path, enter: Enter) -> AppWindow:
    return enter(home)


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def inside(window: AppWindow, qtbot: QtBot) -> MainWindow:
    if window.main is None:
        window.sign_in_screen.sign_in_requested.emit("nora", samples.PASSWORD)
        qtbot.waitUntil(lambda: window.main is not None)
    assert window.main is not None
    return window.main


def opened(window: AppWindow) -> vault.Vault:
    assert window.session is not None
    return window.session.vault


def lines(window: AppWindow, kind: EventKind) -> list[dict[str, object]]:
    """The details of the journal's lines of a kind, the newest first."""
    return [dict(event.detail) for event in opened(window).journal.entries() if event.kind is kind]


def changed(window: AppWindow) -> None:
    opened(window).drafts.store("case-1", "note", f"half a thought {os.urandom(4).hex()}")


def made(home: Path) -> list[Backup]:
    return list(backups(home / "backups"))


def asked(window: AppWindow, home: Path, qtbot: QtBot) -> Backup:
    main = inside(window, qtbot)
    before, make = len(made(home)), main.settings.backups.make
    qtbot.waitUntil(lambda: make.isEnabled() and not make.isHidden())
    make.click()
    qtbot.waitUntil(lambda: len(made(home)) == before + 1 and not main.settings.backups.make.isHidden())
    return made(home)[0]


def restoring(window: AppWindow) -> RestoreController:
    assert window.restoring is not None
    return window.restoring


def waiting(window: AppWindow) -> BackupWaitPage:
    """The page of a backup that the window waits for."""
    assert window.backing_up is not None
    return window.backing_up.page


# Made


def test_a_backup_on_request_is_shown_when_it_is_made(window: AppWindow, home: Path, qtbot: QtBot) -> None:
    main = inside(window, qtbot)
    main.rail.item("settings").click()
    assert "No backups yet" in words(main.settings.backups)
    backup = asked(window, home, qtbot)
    assert backup.manifest.reason is BackupReason.ASKED
    assert "Last backup: today" in words(main.settings.backups)
    assert "Verified" in words(main.settings.backups)


def test_a_backup_is_made_every_half_hour_in_which_something_changed(
    window: AppWindow, home: Path, clock: Clock, qtbot: QtBot
) -> None:
    main = inside(window, qtbot)
    for count in (1, 2):
        changed(window)
        main.backup.tick()
        assert main.backup.is_running
        qtbot.waitUntil(lambda: not main.backup.is_running)
        assert len(made(home)) == count
        main.backup.tick()
        clock.now += timedelta(minutes=31)
        main.backup.tick()
        assert not main.backup.is_running
    assert {backup.manifest.reason for backup in made(home)} == {BackupReason.SCHEDULE}


def test_closing_the_window_makes_one_when_something_changed(
    window: AppWindow, home: Path, qtbot: QtBot
) -> None:
    inside(window, qtbot)
    changed(window)
    leave(window, qtbot)
    assert len(made(home)) == 1
    assert made(home)[0].manifest.reason is BackupReason.CLOSE


def full_of_letters(window: AppWindow) -> None:
    """A vault whose backup takes a while."""
    seal(opened(window), "case-1", "member", os.urandom(24_000_000), Clock()())


def test_closing_shows_the_running_backup_and_then_closes(
    window: AppWindow, home: Path, qtbot: QtBot
) -> None:
    inside(window, qtbot)
    full_of_letters(window)
    assert not window.close()
    assert window.isVisible()
    seen = words(window)
    assert "Backing up…" in seen
    assert "case" not in seen
    qtbot.waitUntil(lambda: window.session is None)
    assert not window.isVisible()
    assert len(made(home)) == 1


@pytest.mark.parametrize("how", ["with the button", "with the keyboard", "by closing again"])
def test_closing_without_waiting_makes_no_backup(
    window: AppWindow, home: Path, qtbot: QtBot, how: str
) -> None:
    inside(window, qtbot)
    full_of_letters(window)
    assert not window.close()
    page = waiting(window)
    assert window.isVisible()
    if how == "with the keyboard":
        qtbot.keyClick(page.skip, Qt.Key.Key_Return)
    elif how == "with the button":
        page.skip.click()
    else:
        assert window.close()
    assert not window.isVisible()
    assert window.session is None
    assert list((home / "backups").iterdir()) == []


def test_a_lock_while_the_window_closes_stops_waiting_and_keeps_the_backup(
    window: AppWindow, home: Path, qtbot: QtBot
) -> None:
    inside(window, qtbot)
    full_of_letters(window)
    assert not window.close()
    assert waiting(window).isVisible()
    window.lock()
    assert not window.isVisible()
    assert window.session is None
    assert len(made(home)) == 1


def test_a_lock_keeps_the_running_backup(
    window: AppWindow, home: Path, ended: list[str], qtbot: QtBot
) -> None:
    main = inside(window, qtbot)
    full_of_letters(window)
    main.backup.tick()
    window.lock()
    assert ended == ["vault"]
    left = [path.name for path in (home / "backups").iterdir()]
    assert left == [backup.folder.name for backup in made(home)]
    assert len(left) == 1


def test_closing_without_a_change_makes_no_backup(
    window: AppWindow, home: Path, enter: Enter, qtbot: QtBot
) -> None:
    asked(window, home, qtbot)
    window.close()
    again = enter(home)
    inside(again, qtbot)
    again.close()
    assert len(made(home)) == 1


def test_the_sample_vault_makes_no_backup_automatically(window: AppWindow, home: Path, qtbot: QtBot) -> None:
    vault.create(home / "sample-vault", samples.NURSE, samples.PASSWORD, Clock()(), LEAST)[0].close()
    window.sign_in.open_sample()
    changed(window)
    main = inside(window, qtbot)
    main.backup.tick()
    assert not main.backup.is_running
    main.backup.refresh()
    assert main.worklist.reminder.isHidden()
    window.close()
    assert made(home) == []


def test_a_failed_backup_is_shown_on_the_worklist_and_in_the_settings(
    window: AppWindow, home: Path, qtbot: QtBot
) -> None:
    main = inside(window, qtbot)
    (home / "backups").write_text("in the way")
    main.backup.tick()
    main.show_worklist()
    assert "The last backup failed." in words(main.worklist.reminder)
    assert [next(iter(line)) for line in lines(window, EventKind.BACKUP)] == ["failed", "begun"]
    main.rail.item("settings").click()
    assert "can’t be written" in words(main.settings.backups)
    (home / "backups").unlink()
    asked(window, home, qtbot)
    assert "failed" not in words(main.settings.backups)


def test_an_anchor_that_cannot_be_written_is_shown_on_the_worklist_until_it_is(
    window: AppWindow, home: Path, qtbot: QtBot
) -> None:
    main = inside(window, qtbot)
    assert window.session
    anchor = home / "vault" / "vault.anchor.json"
    anchor.rename(home / "aside")
    anchor.mkdir()
    window.session.record(EventKind.OVERRIDE)
    main.tick()
    assert "the last log entries are not protected yet. vault.anchor.json can't be written" in words(
        main.worklist.reminder
    )
    anchor.rmdir()
    window.session.record(EventKind.OVERRIDE)
    main.tick()
    assert "not protected" not in words(main.worklist.reminder)


def test_the_worklist_reminds_of_a_second_folder_until_one_is_chosen(
    window: AppWindow, home: Path, qtbot: QtBot
) -> None:
    main = inside(window, qtbot)
    main.backup.refresh()
    assert "Backups are on this computer only." in words(main.worklist.reminder)
    main.worklist.reminder.action.click()
    assert main.screens.currentWidget() is main.settings
    choose = main.settings.backups.choose
    assert choose.hasFocus()
    qtbot.waitUntil(lambda: choose.visibleRegion().boundingRect().size() == choose.size())
    (home / "stick").mkdir()
    main.settings.backups.second_chosen.emit(str(home / "stick"))
    qtbot.waitUntil(lambda: len(list(backups(home / "stick"))) == 1 and not main.backup.is_running)
    assert str(home / "stick") in words(main.settings.backups)
    assert main.worklist.reminder.isHidden()
    assert lines(window, EventKind.SETTINGS) == [{"second_folder": str(home / "stick"), "before": ""}]
    assert lines(window, EventKind.BACKUP)[0]["copied_to"] == str(home / "stick")


def test_a_dismissed_reminder_stays_away(window: AppWindow, home: Path, enter: Enter, qtbot: QtBot) -> None:
    main = inside(window, qtbot)
    main.backup.refresh()
    main.worklist.reminder.dismiss.click()
    leave(window, qtbot)
    again = enter(home)
    main = inside(again, qtbot)
    main.backup.refresh()
    assert main.worklist.reminder.isHidden()
    again.close()


def test_an_unusable_second_folder_is_an_error_at_its_button(
    window: AppWindow, home: Path, qtbot: QtBot
) -> None:
    main = inside(window, qtbot)
    main.settings.backups.second_chosen.emit(str(home / "nowhere"))
    assert "does not exist" in main.settings.backups.second_fault.words.text()


# Restored


def test_a_backup_is_restored_from_the_settings(window: AppWindow, home: Path, qtbot: QtBot) -> None:
    backup = asked(window, home, qtbot)
    changed(window)
    inside(window, qtbot).settings.backups.restore.click()
    qtbot.waitUntil(lambda: window.restoring is not None)
    assert window.session is None
    assert len(made(home)) == 2
    screen = restoring(window).screen
    screen.folder_chosen.emit(str(backup.folder))
    assert "Contains 0 cases, 0 letters" in words(screen)
    assert "Users: Nora Sample, RN." in words(screen)
    with qtbot.waitSignal(restoring(window).restored):
        screen.confirmed.emit(str(backup.folder), "nora", samples.PASSWORD)
    assert "Restored. Sign in with the password you had then." in words(window.sign_in_screen)
    inside(window, qtbot)
    assert opened(window).drafts.texts("case-1") == {}
    assert EventKind.RESTORE in [line.kind for line in opened(window).journal.entries()]


@pytest.mark.parametrize("how", ["with the button", "by closing"])
def test_restoring_without_waiting_for_the_last_backup_restores(
    window: AppWindow, home: Path, qtbot: QtBot, how: str
) -> None:
    backup = asked(window, home, qtbot)
    full_of_letters(window)
    inside(window, qtbot).settings.backups.restore.click()
    page = waiting(window)
    seen = words(window)
    assert "Backing up…" in seen
    assert page.skip.text() == "Continue without waiting"
    if how == "by closing":
        assert not window.close()
    else:
        page.skip.click()
    assert window.session is None
    assert window.stack.page() is restoring(window).screen
    assert [one.manifest for one in made(home)] == [backup.manifest]
    with qtbot.waitSignal(restoring(window).restored):
        restoring(window).screen.confirmed.emit(str(backup.folder), "nora", samples.PASSWORD)


def test_a_lock_during_the_backup_before_a_restore_locks_and_restores_nothing(
    window: AppWindow, home: Path, ended: list[str], qtbot: QtBot
) -> None:
    backup = asked(window, home, qtbot)
    full_of_letters(window)
    inside(window, qtbot).settings.backups.restore.click()
    assert waiting(window).isVisible()
    window.lock()
    assert window.restoring is None
    assert (window.session, ended) == (None, ["vault"])
    assert {one.manifest.reason for one in made(home)} == {BackupReason.RESTORE, backup.manifest.reason}
    inside(window, qtbot)
    assert lines(window, EventKind.LOCK) == [{}]


def test_a_lock_on_the_restore_screen_ends_the_process_that_held_the_data(
    window: AppWindow, home: Path, ended: list[str], qtbot: QtBot
) -> None:
    asked(window, home, qtbot)
    inside(window, qtbot).settings.backups.restore.click()
    assert not ended
    qtbot.keyClick(restoring(window).screen, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: ended == ["vault"])
    assert window.restoring is None
    assert "Locked." in words(window.sign_in_screen)


def test_a_lock_during_a_restore_that_then_fails_ends_the_process_as_well(
    window: AppWindow, home: Path, ended: list[str], qtbot: QtBot
) -> None:
    backup = asked(window, home, qtbot)
    inside(window, qtbot).settings.backups.restore.click()
    restoring(window).screen.confirmed.emit(str(backup.folder), "nora", "not the password")
    window.lock()
    assert not ended
    qtbot.waitUntil(lambda: ended == ["vault"])
    assert window.restoring is None


def test_a_second_folder_that_answers_after_the_screen_is_left_has_no_effect(
    window: AppWindow, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside(window, qtbot).settings.backups.second_chosen.emit(str(home))
    window.lock()
    hangs, answers_again = Event(), Event()

    def slow(_folder: Path, _vault: str = "") -> tuple[Backup, ...]:
        if current_thread().name == "background":
            hangs.set()
            answers_again.wait()
            raise StorageError("Gone.")
        return ()

    monkeypatch.setattr(manifest, "backups", slow)
    window.restore()
    session = restoring(window)
    qtbot.waitUntil(hangs.is_set)
    with qtbot.waitSignal(session.destroyed):
        session.screen.back.click()
    answers_again.set()
    assert window.sign_in_screen.isVisible()


def test_backups_are_offered_though_the_second_folder_can_not_be_read(
    window: AppWindow, home: Path, qtbot: QtBot
) -> None:
    main = inside(window, qtbot)
    (home / "stick").mkdir()
    main.settings.backups.second_chosen.emit(str(home / "stick"))
    qtbot.waitUntil(lambda: len(list((home / "stick").iterdir())) == 1 and len(made(home)) == 1)
    asked(window, home, qtbot)
    window.lock()
    rmtree(home / "stick")
    (home / "stick").write_text("what was the stick")
    window.restore()
    screen = restoring(window).screen
    qtbot.waitUntil(lambda: "The second folder:" in words(screen))
    assert screen.button.isEnabled()


def test_a_wrong_password_is_an_error_at_its_field_and_changes_nothing(
    window: AppWindow, home: Path, qtbot: QtBot
) -> None:
    backup = asked(window, home, qtbot)
    inside(window, qtbot).settings.backups.restore.click()
    screen = restoring(window).screen
    screen.confirmed.emit(str(backup.folder), "nora", "not the password")
    qtbot.waitUntil(lambda: "Use the one you had when the backup was made" in screen.password.error_text())
    screen.back.click()
    inside(window, qtbot)
    assert [path.name for path in home.iterdir() if "replaced" in path.name] == []


@pytest.mark.parametrize("name", ["vault.db", "vault.json"])
def test_a_damaged_vault_offers_its_backups(
    home: Path, clock: Clock, enter: Enter, qtbot: QtBot, name: str
) -> None:
    with vault.open_vault(home / "vault", "nora", samples.PASSWORD, clock()) as kept:
        backup = kept.backups.make(BackupReason.ASKED, clock())
    for harmed in (home / "vault").glob(f"{name}*"):
        harmed.write_bytes(b"{" * 5000)
    window = enter(home)
    if name == "vault.db":
        window.sign_in_screen.sign_in_requested.emit("nora", samples.PASSWORD)
    qtbot.waitUntil(window.sign_in_screen.restore.isVisible)
    window.sign_in_screen.restore.click()
    with qtbot.waitSignal(restoring(window).restored):
        restoring(window).screen.confirmed.emit(str(backup.folder), "nora", samples.PASSWORD)
    inside(window, qtbot)
    window.close()


def test_another_vaults_backup_is_refused_on_the_screen(
    window: AppWindow, home: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock, qtbot: QtBot
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    made_there, _key = vault.create(elsewhere / "vault", samples.NURSE, samples.PASSWORD, clock(), LEAST)
    with made_there:
        made_there.backups.make(BackupReason.ASKED, clock())
    window.restore()
    screen = restoring(window).screen
    screen.folder_chosen.emit(str(elsewhere / "backups"))
    assert "This is a backup of another vault." in words(screen)
    assert not screen.button.isEnabled()
    screen.folder_chosen.emit(str(elsewhere))
    assert "There is no backup in this folder." in words(screen)


def test_a_new_computer_offers_to_restore_before_it_has_a_vault(
    tmp_path: Path, home: Path, clock: Clock, enter: Enter, qtbot: QtBot
) -> None:
    with vault.open_vault(home / "vault", "nora", samples.PASSWORD, clock()) as kept:
        backup = kept.backups.make(BackupReason.ASKED, clock())
    window = enter(tmp_path / "new computer")
    assert window.sign_in_screen.restore.isVisible()
    window.sign_in_screen.restore.click()
    with qtbot.waitSignal(restoring(window).restored):
        restoring(window).screen.folder_chosen.emit(str(backup.folder))
        restoring(window).screen.confirmed.emit(str(backup.folder), "nora", samples.PASSWORD)
    inside(window, qtbot)
    window.close()


def test_a_synced_folder_is_warned_of_before_and_after_sign_in(
    tmp_path: Path, clock: Clock, enter: Enter, qtbot: QtBot
) -> None:
    home = tmp_path / "Dropbox"
    vault.create(home / "vault", samples.NURSE, samples.PASSWORD, clock(), LEAST)[0].close()
    window = enter(home)
    qtbot.waitUntil(lambda: "synced by Dropbox" in words(window.sign_in_screen))
    assert "synced by Dropbox" in words(inside(window, qtbot).banner)
    window.close()

"""Restoring: which backup, its contents, the password of its time."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.domain.vault.backup import BackupSummary
from ur_desktop.ui.settings.restore_screen import NOTHING, Held, RestoreScreen

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]
NOW = datetime(2026, 1, 16, 16, 30).astimezone()
ROWS = (
    BackupSummary("one", NOW, 5000, 2, 1),
    BackupSummary("two", NOW - timedelta(days=1), 4000, 1, 1),
)
HELD = Held("It holds 2 cases, 1 letter.", (("nora", "Nora Sample, RN"), ("max", "Max Sample, MD")))


@pytest.fixture
def screen(show: Show) -> RestoreScreen:
    made = RestoreScreen()
    made.show_backups(ROWS, NOW)
    made.show_held(HELD)
    made.resize(1366, 768)
    show(made)
    return made


def test_another_backup_is_looked_at_by_key(screen: RestoreScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.looked_at, timeout=500) as looked:
        qtbot.keyClick(screen.backup.combo, Qt.Key.Key_Down)
    assert looked.args == ["two"]


def test_who_it_is_and_their_password_restore_it(screen: RestoreScreen, qtbot: QtBot) -> None:
    screen.person.set_value("max")
    qtbot.keyClicks(screen.password.edit, "a password of then")
    with qtbot.waitSignal(screen.confirmed, timeout=500) as confirmed:
        qtbot.keyClick(screen.password.edit, Qt.Key.Key_Return)
    assert confirmed.args == ["one", "max", "a password of then"]


def test_without_a_password_nothing_is_restored(screen: RestoreScreen, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(screen.confirmed):
        screen.button.click()
    assert "Type the password" in screen.password.error_text()


def test_a_backup_that_can_not_be_used_says_why_and_asks_for_no_password(screen: RestoreScreen) -> None:
    screen.show_held(Held("It holds 2 cases.", fault="This is a backup of another vault."))
    assert "another vault" in screen.banner.what.text()
    assert not screen.button.isEnabled()
    assert screen.password.isHidden()
    screen.show_held(HELD)
    assert screen.banner.isHidden()
    assert screen.button.isEnabled()


def test_without_backups_it_leads_to_another_folder(screen: RestoreScreen, qtbot: QtBot) -> None:
    screen.show_backups((), NOW)
    assert screen.held.text() == NOTHING
    assert screen.home() is screen.other


def test_another_folder_is_looked_in(
    screen: RestoreScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "/stick")
    with qtbot.waitSignal(screen.folder_chosen, timeout=500) as chosen:
        screen.other.click()
    assert chosen.args == ["/stick"]


def test_while_it_is_restored_nothing_else_can_be_chosen_but_to_give_it_up(
    screen: RestoreScreen, qtbot: QtBot
) -> None:
    screen.show_progress(0.5)
    assert screen.button.accessibleName() == "Restoring: 50%"
    assert not screen.backup.isEnabled()
    with qtbot.waitSignal(screen.left, timeout=500):
        qtbot.keyClick(screen, Qt.Key.Key_Escape)
    screen.show_error("Wrong password.", of_password=True)
    assert screen.backup.isEnabled()
    assert "Wrong password" in screen.password.error_text()


def test_everything_has_a_name(screen: RestoreScreen, unnamed: Unnamed) -> None:
    assert unnamed(screen) == []


def test_tab_follows_the_screen_and_back(screen: RestoreScreen, qtbot: QtBot) -> None:
    order = [
        screen.backup.combo,
        screen.other,
        screen.person.combo,
        screen.password.edit,
        screen.back,
        screen.button,
    ]
    for key, way in ((Qt.Key.Key_Tab, order), (Qt.Key.Key_Backtab, [order[0], *order[::-1]])):
        for part in way:
            assert QApplication.focusWidget() is part
            qtbot.keyClick(part, key)

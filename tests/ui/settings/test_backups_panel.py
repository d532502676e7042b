"""The backups in the settings: what is said, and what each button asks for."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.domain.vault.backup import BackupOverview, BackupSummary
from ur_desktop.ui.kit.notice_bar import NoticeBar
from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.settings.backups_panel import MOST_ROWS, BackupsPanel

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]
NOW = datetime(2026, 1, 16, 16, 30).astimezone()


def rows(count: int, fault: str = "") -> tuple[BackupSummary, ...]:
    return tuple(
        BackupSummary(str(number), NOW - timedelta(hours=number), 5000, number, 1, fault=fault)
        for number in range(count)
    )


@pytest.fixture
def panel(show: Show) -> BackupsPanel:
    made = BackupsPanel()
    made.show_backups(BackupOverview(rows(3), NOW))
    made.resize(858, 600)
    show(made)
    return made


def test_every_backup_is_a_row_that_says_it_was_verified(panel: BackupsPanel) -> None:
    assert "Last backup: today 4:30 PM" in panel.last.text()
    states = [word.text() for word in panel.table.findChildren(StateWord) if word.isVisible()]
    assert states == ["Verified"] * 3
    assert panel.table.accessibleDescription().splitlines()[1] == (
        "Today 3:30 PM, 1 case, 1 letter, 5.0 KB, verified"
    )


def test_a_damaged_one_says_so_and_why(panel: BackupsPanel) -> None:
    panel.show_backups(BackupOverview(rows(1, "vault.db of this backup is missing."), NOW))
    [state] = [word for word in panel.table.findChildren(StateWord) if word.isVisible()]
    assert state.text() == "Damaged"
    assert "missing" in state.toolTip()
    assert "missing" in panel.table.accessibleDescription()


def test_older_ones_are_counted(panel: BackupsPanel) -> None:
    panel.show_backups(BackupOverview(rows(MOST_ROWS + 4), NOW))
    assert len(panel.table.accessibleDescription().splitlines()) == MOST_ROWS


def test_without_a_backup_there_is_no_table(panel: BackupsPanel) -> None:
    panel.show_backups(BackupOverview((), NOW))
    assert panel.table.isHidden()
    assert "No backups yet" in panel.last.text()


def test_buttons_ask(panel: BackupsPanel, qtbot: QtBot) -> None:
    for button, signal in (
        (panel.make, panel.backup_requested),
        (panel.restore, panel.restore_requested),
    ):
        with qtbot.waitSignal(signal, timeout=500):
            button.click()


def test_while_one_is_made_it_shows_how_far_and_can_be_canceled(panel: BackupsPanel, qtbot: QtBot) -> None:
    panel.show_progress(0.42)
    assert panel.progress.text() == "Backing up: 42%"
    assert panel.make.isHidden()
    assert not panel.restore.isEnabled()
    with qtbot.waitSignal(panel.cancel_requested, timeout=500):
        panel.cancel.click()
    panel.show_progress(None)
    assert panel.cancel.isHidden()
    assert panel.restore.isEnabled()


def test_a_second_folder_is_chosen_and_given_up(
    panel: BackupsPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert panel.drop.isHidden()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "/stick")
    with qtbot.waitSignal(panel.second_chosen, timeout=500) as chosen:
        panel.choose.click()
    assert chosen.args == ["/stick"]
    panel.show_backups(
        BackupOverview(rows(1), NOW, "/stick", None, "The second backup folder can’t be found.")
    )
    assert panel.second.text() == "/stick"
    assert "can’t be found" in panel.second_fault.words.text()
    with qtbot.waitSignal(panel.second_chosen, timeout=500) as dropped:
        panel.drop.click()
    assert dropped.args == [""]


def test_a_chooser_that_is_closed_changes_nothing(
    panel: BackupsPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    with qtbot.assertNotEmitted(panel.second_chosen):
        panel.choose.click()


def test_everything_has_a_name(panel: BackupsPanel, unnamed: Unnamed) -> None:
    assert unnamed(panel) == []


def test_a_reminder_leads_to_the_settings_and_is_dismissed(
    show: Show, qtbot: QtBot, unnamed: Unnamed
) -> None:
    line = NoticeBar("Choose a folder")
    show(line)
    line.say("Backups are on this computer only.")
    assert unnamed(line) == []
    with qtbot.waitSignal(line.action_requested, timeout=500):
        line.action.click()
    with qtbot.waitSignal(line.dismissed, timeout=500):
        line.dismiss.click()
    assert line.isHidden()


def test_the_keyboard_stays_at_the_backups_own_buttons(panel: BackupsPanel, qtbot: QtBot) -> None:
    panel.make.setFocus()
    panel.show_progress(0.0)
    assert panel.cancel.hasFocus()
    panel.show_progress(0.5)
    assert panel.cancel.hasFocus()
    with qtbot.assertNotEmitted(panel.cancel_requested):
        held = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True
        )
        QApplication.sendEvent(panel.cancel, held)
    panel.show_progress(None)
    assert panel.make.hasFocus()


def test_a_backup_made_by_itself_leaves_the_keyboard_where_it_is(panel: BackupsPanel) -> None:
    for progress in (0.0, None):
        panel.choose.setFocus()
        panel.show_progress(progress)
        assert panel.choose.hasFocus()


def test_from_restore_the_keyboard_goes_to_cancel_and_back(panel: BackupsPanel) -> None:
    panel.restore.setFocus()
    panel.show_progress(0.0)
    assert panel.cancel.hasFocus()
    panel.show_progress(None)
    assert panel.make.hasFocus()

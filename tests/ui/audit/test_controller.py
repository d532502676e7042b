"""The audit log in the real window: read, filtered, verified and exported."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.offices import leave
from ur_desktop.app import make_window
from ur_desktop.casework import samples
from ur_desktop.demo.keyboard_driver import KeyboardDriver
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage import vault
from ur_desktop.storage.backup.manifest import backups
from ur_desktop.ui.audit import controller as audit_controller
from ur_desktop.ui.audit.screen import AuditScreen
from ur_desktop.ui.shell.app_window import AppWindow

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
CASE = "sample-00417"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, samples_of_january: Path) -> Path:
    folder = copytree(samples_of_january, tmp_path_factory.mktemp("made") / "vault")
    with vault.open_vault(folder, "max", samples.PASSWORD, NOW) as opened:
        for day in range(1, 9):
            opened.journal.record(EventKind.VIEW, NOW - timedelta(days=day), CASE)
    return folder


@pytest.fixture
def window(tmp_path: Path, made: Path, qtbot: QtBot, light: object) -> Iterator[AppWindow]:
    copytree(made, tmp_path / "vault")
    opened = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(opened)
    opened.show()
    opened.sign_in_screen.sign_in_requested.emit("nora", samples.PASSWORD)
    qtbot.waitUntil(lambda: opened.main is not None)
    yield opened
    opened.close()


@pytest.fixture
def hand(app: QApplication, window: AppWindow) -> KeyboardDriver:
    return KeyboardDriver(app, window)


@pytest.fixture
def screen(hand: KeyboardDriver) -> AuditScreen:
    """The auditor's screen, gone to by keys."""
    hand.reach(hand.main.rail.item("audit"))
    hand.press("Space")
    return hand.visible(AuditScreen)


def lines(screen: AuditScreen) -> list[tuple[str, str]]:
    model = screen.table.rows
    shown = (model.row(model.index(place, 0)) for place in range(model.rowCount()))
    return [(event.by, event.kind.value) for event in shown if event is not None]


def test_the_newest_event_comes_first(screen: AuditScreen) -> None:
    assert lines(screen)[0] == ("nora", "sign_in")
    assert lines(screen)[-1] == ("nora", "create")
    assert screen.head.count.text() == "19 events"


def test_each_filter_leaves_what_it_says(screen: AuditScreen) -> None:
    head = screen.head
    head.who.setCurrentIndex(head.who.findData("max"))
    assert {user_id for user_id, _kind in lines(screen)} == {"max"}
    head.kind.setCurrentIndex(head.kind.findData("sign_in"))
    assert lines(screen) == [("max", "sign_in")]
    head.clear()
    head.case.setText("000004")
    QTest.keyClick(head.case, Qt.Key.Key_Return)
    assert lines(screen) == [("max", "view")] * 8
    here = NOW.astimezone().date()
    head.first.set_value(here - timedelta(days=5))
    head.last.set_value(here - timedelta(days=3))
    QTest.keyClick(head.case, Qt.Key.Key_Return)
    assert lines(screen) == [("max", "view")] * 3


def test_enter_opens_the_case(screen: AuditScreen, hand: KeyboardDriver) -> None:
    screen.head.case.setText("000004")
    QTest.keyClick(screen.head.case, Qt.Key.Key_Return)
    screen.table.setFocus()
    hand.press("Return")
    assert hand.main.ui_state.case_id == CASE


def test_v_verifies_the_vault(screen: AuditScreen, hand: KeyboardDriver) -> None:
    hand.press("V")
    hand.wait_for(lambda: not screen.check.is_running, "the check ends")
    assert screen.check.words.text() == ("No problems found: 19 log entries and 0 letters checked.")


def test_a_problem_is_shown_on_the_screen(screen: AuditScreen, hand: KeyboardDriver, tmp_path: Path) -> None:
    (tmp_path / "vault" / "vault.anchor.json").unlink()
    hand.press("V")
    hand.wait_for(lambda: not screen.check.is_running, "the check ends")
    assert "The vault's anchor, vault.anchor.json, is missing." in screen.check.faults.text()


def test_a_lock_ends_a_check(screen: AuditScreen, window: AppWindow, app: QApplication) -> None:
    screen.head.verify.click()
    assert screen.check.is_running
    window.lock()
    app.processEvents()
    assert window.session is None


def test_leaving_the_screen_ends_a_check(screen: AuditScreen, hand: KeyboardDriver) -> None:
    screen.head.verify.click()
    hand.main.show_worklist()
    assert not screen.check.is_running
    assert not hand.main.audit.is_checking


def test_no_backup_begins_during_a_check_and_the_one_before_closing_ends_it(
    screen: AuditScreen,
    window: AppWindow,
    hand: KeyboardDriver,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit_controller, "SLICE", 0.0001)
    screen.head.verify.click()
    hand.wait_for(lambda: "journal" in screen.check.words.text(), "the journal is checked")
    assert hand.main.audit.is_checking
    assert window.session is not None
    window.session.vault.drafts.store("case-1", "note", "half a thought")
    hand.main.tick()
    assert not (tmp_path / "backups").exists()
    leave(window, qtbot)
    [made] = backups(tmp_path / "backups")
    assert made.manifest.reason is BackupReason.CLOSE


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_an_export_holds_the_query_and_is_recorded(
    screen: AuditScreen, window: AppWindow, qtbot: QtBot, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / "out" / f"journal.{ending}"
    file.parent.mkdir()
    screen.head.who.setCurrentIndex(screen.head.who.findData("max"))
    screen.export_requested.emit(screen.head.query(), str(file))
    qtbot.waitUntil(lambda: not screen.check.is_running)
    if ending == "json":
        kinds = [item["event"] for item in json.loads(file.read_text(encoding="utf-8"))]
    else:
        with file.open(newline="", encoding="utf-8") as text:
            kinds = [row["event"] for row in csv.DictReader(text)]
    assert kinds == ["sign_in"] + ["view"] * 8
    assert [item.name for item in file.parent.iterdir()] == [file.name]
    assert window.session is not None
    newest = window.session.vault.journal.entries(limit=1)[0]
    assert (newest.kind, newest.detail) == (
        EventKind.EXPORT, {"what": "journal", "lines": 9, "format": ending},
    )  # fmt: skip
    assert "9 entries exported. The file is not encrypted" in screen.check.words.text()


def test_widths_come_back_at_the_next_sign_in(
    screen: AuditScreen, window: AppWindow, hand: KeyboardDriver, qtbot: QtBot
) -> None:
    screen.table.horizontalHeader().resizeSection(1, 222)
    window.lock()
    window.sign_in_screen.sign_in_requested.emit("nora", samples.PASSWORD)
    qtbot.waitUntil(lambda: window.main is not None)
    hand.main.rail.opened.emit("audit")
    assert hand.main.audit.screen.table.columnWidth(1) == 222

"""The auditor's screen: lines to read, filters, the whole record checked, and files to hand on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.domain.journal import PAGE
from ur_desktop.ui.audit.event_text import KINDS, AuditLine, AuditQuery, when
from ur_desktop.ui.audit.screen import AuditScreen
from ur_desktop.ui.kit.look import theme

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]
NOW = datetime(2026, 1, 16, 18, 30, 7, tzinfo=UTC)
PEOPLE = {"nora": "Nora Sample, RN", "max": "Max Specimen, MD"}
OVERRIDE = {"criterion": "P9", "proposed": "met", "answered": "not_met", "reason": "closed on Wednesday"}


def some(count: int, newest: int) -> list[AuditLine]:
    return [
        AuditLine(newest - n, NOW - timedelta(minutes=n), "nora", PEOPLE["nora"], "view", "c1", "2026-000417")
        for n in range(count)
    ]


@pytest.fixture
def screen(show: Show) -> AuditScreen:
    made = AuditScreen(ask=lambda _parent, name: f"/tmp/{name}.csv")
    made.resize(1286, 696)
    show(made)
    made.set_lines(some(3, 3), 3, PEOPLE, NOW)
    made.setFocus()
    return made


def words(screen: AuditScreen, line: int = 0) -> list[str]:
    model = screen.table.rows
    return [model.index(line, place).data() for place in range(model.columnCount())]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_icon_and_words(kind: str) -> None:
    sign = AuditLine(1, NOW, "nora", "Nora", kind).sign
    assert sign.icon in theme.ICONS
    assert sign.words


def test_a_line_says_when_who_what_and_of_which_case(screen: AuditScreen) -> None:
    assert words(screen) == [
        "Fri Jan 16, 6:30:07 PM", "Nora Sample, RN", "Opened a case", "2026-000417", "",
    ]  # fmt: skip
    assert screen.head.count.text() == "3 events"
    assert when(NOW, NOW.replace(year=2025)) == "Thu Jan 16, 2025, 6:30:07 PM"


@pytest.mark.parametrize(
    ("kind", "detail", "said"),
    [
        ("override", OVERRIDE, "P9: proposed met, answered not met. Reason: closed on Wednesday"),
        ("letter", {"kind": "denial", "copy": "member"}, "Denial, member copy"),
        (
            "print",
            {"letter": "Denial, member", "pages": 4, "copies": 1},
            "Denial, member, pages: 4, copies: 1",
        ),
        (
            "save",
            {"letter": "Denial, member", "number": 7, "pages": 4, "batch": "nora 2026-01-16 09:12:00"},
            "Denial, member, on file as 7, pages: 4, batch nora 2026-01-16 09:12:00",
        ),
        ("change", {"assigned_to": "Nora Sample"}, "Assigned to: Nora Sample"),
        ("letter", {"kind": "denial", "pages": 3}, "Kind: denial, pages: 3"),
        (
            "backup",
            {"begun": "first_case", "folder": "/home/n/my_backups"},
            "Before the first case was closed, folder: /home/n/my_backups",
        ),
        (
            "backup",
            {"begun": "close", "folder": "/b", "second_folder": "/s"},
            "When the program closed, folder: /b, second folder: /s",
        ),
        (
            "backup",
            {"made": "rekey", "folder": "/b/1", "copied_to": "/s"},
            "Before the vault keys were replaced, folder: /b/1, copied to /s",
        ),
        (
            "backup",
            {"made": "asked", "folder": "/b/1", "not_copied": "No."},
            "On request, folder: /b/1. Not copied: No.",
        ),
        (
            "backup",
            {"failed": "Full.", "reason": "asked", "folder": "/b"},
            "Full. Begun on request, folder: /b",
        ),
        ("view", {"letters": "Denial, member; Denial, provider"}, "Denial, member; Denial, provider"),
        ("override", {"approved_although": "C9 is not met"}, "C9 is not met"),
        ("repair", {"file": "vault.json"}, "File vault.json"),
        ("settings", {"second_folder": "/s_1", "before": ""}, "Second folder: /s_1, before: none"),
        ("view", {}, ""),
    ],
)
def test_details_are_said_in_words(kind: str, detail: dict[str, object], said: str) -> None:
    assert AuditLine(1, NOW, "nora", "Nora", kind, detail=detail).detail_words == said


@pytest.mark.parametrize(
    ("kind", "detail", "said"),
    [
        ("backup", {"begun": "asked"}, "Backup begun"),
        ("backup", {"made": "asked"}, "Backup made"),
        ("backup", {"failed": "Full.", "reason": "asked"}, "Backup failed"),
        ("backup", {"given_up": "asked"}, "Backup given up"),
        ("backup", {"reason": "asked"}, "Backup begun"),
        ("override", OVERRIDE, "Answered against the schedule"),
        ("override", {"approved_although": "C9 is not met"}, "Approved against the criteria"),
        ("view", {}, "Opened a case"),
        ("view", {"letters": "Denial, member"}, "Read letters"),
    ],
)
def test_a_line_is_said_as_what_it_is(kind: str, detail: dict[str, object], said: str) -> None:
    sign = AuditLine(1, NOW, "nora", "Nora", kind, detail=detail).sign
    assert sign.words == said
    assert sign.icon in theme.ICONS


def test_the_current_line_is_said_whole_below_the_table(screen: AuditScreen) -> None:
    screen.set_lines([replace(some(1, 9)[0], kind="override", detail=OVERRIDE)], 1, PEOPLE, NOW)
    assert screen.detail.what.text() == (
        "Line 9: Answered against the schedule, case 2026-000417. Nora Sample, RN (nora), Fri Jan 16, 6:30:07 PM"
    )
    assert screen.detail.detail.text().endswith("Reason: closed on Wednesday")


def test_a_very_long_line_scrolls_and_leaves_the_list_its_room(screen: AuditScreen) -> None:
    long = OVERRIDE | {"reason": "closed on Wednesday, " * 400}
    lines = [replace(line, kind="override", detail=OVERRIDE) for line in some(2, 9)]
    screen.set_lines([replace(lines[0], detail=long), lines[1]], 2, PEOPLE, NOW)
    QApplication.processEvents()
    area = screen.detail.area
    assert area.height() == 6 * screen.detail.detail.line
    assert area.verticalScrollBar().maximum() > 0
    assert screen.table.height() > 200
    QTest.keyClick(screen.table, Qt.Key.Key_Tab)
    assert area.hasFocus()
    QTest.keyClick(area, Qt.Key.Key_Down)
    assert area.verticalScrollBar().value() > 0
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    assert area.height() == screen.detail.detail.line
    assert area.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_enter_opens_the_case_of_a_line(screen: AuditScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.opened) as opened:
        QTest.keyClick(screen.table, Qt.Key.Key_Return)
    assert opened.args == ["c1"]
    screen.set_lines([replace(some(1, 1)[0], case_id="", case_number="")], 1, PEOPLE, NOW)
    with qtbot.assertNotEmitted(screen.opened):
        QTest.keyClick(screen.table, Qt.Key.Key_Return)


def test_the_filters_ask_for_less(screen: AuditScreen, qtbot: QtBot) -> None:
    assert not screen.head.all.isVisible()
    screen.head.who.setCurrentIndex(screen.head.who.findData("max"))
    screen.head.kind.setCurrentIndex(screen.head.kind.findData("override"))
    screen.head.first.setText("01/02/2026")
    screen.head.last.setText("01/31/2026")
    QTest.keyClick(screen.table, Qt.Key.Key_Slash)
    assert screen.head.case.hasFocus()
    QTest.keyClicks(screen.head.case, " 417 ve")
    with qtbot.waitSignal(screen.query_changed) as asked:
        QTest.keyClick(screen.head.case, Qt.Key.Key_Return)
    assert asked.args == [AuditQuery("max", "override", date(2026, 1, 2), date(2026, 1, 31), "417 ve")]
    screen.set_lines([], 0, PEOPLE, NOW)
    assert screen.empty.sentence.text() == "Nothing of this kind happened."
    assert not screen.head.export.isEnabled()
    with qtbot.waitSignal(screen.query_changed) as asked:
        screen.empty.button.click()
    assert asked.args == [AuditQuery()]
    assert not screen.head.all.isVisible()


def test_an_empty_journal_says_so(screen: AuditScreen) -> None:
    screen.set_lines([], 0, {}, NOW)
    assert screen.empty.sentence.text() == "Nothing happened yet."
    assert not screen.empty.button.isVisible()
    assert not screen.detail.isVisible()


def test_a_hundred_thousand_events_arrive_a_page_at_a_time(screen: AuditScreen) -> None:
    asked: list[int] = []

    def answer(query: AuditQuery) -> None:
        asked.append(query.before)
        screen.append(some(PAGE, query.before - 1))

    screen.query_changed.connect(answer)
    screen.set_lines(some(PAGE, 100_000), 100_000, PEOPLE, NOW)
    screen.grab()
    assert asked == []
    bar = screen.table.verticalScrollBar()
    for _ in range(3):
        bar.setValue(bar.maximum())
        QApplication.processEvents()
        screen.grab()
    assert asked == [100_001 - PAGE, 100_001 - 2 * PAGE, 100_001 - 3 * PAGE]
    assert screen.head.count.text() == "100,000 events"


def test_the_last_page_ends_the_asking(screen: AuditScreen) -> None:
    model = screen.table.rows
    screen.set_lines(some(PAGE, 1000), 1000, PEOPLE, NOW)
    model.fetchMore(model.index(-1, -1))
    screen.append(some(3, 10))
    assert not model.canFetchMore(model.index(-1, -1))


def test_a_check_shows_how_far_it_is_and_esc_stops_it(screen: AuditScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.verify_requested):
        QTest.keyClick(screen.table, Qt.Key.Key_V)
    screen.show_progress("Checking the journal", 34_000, 100_000)
    assert screen.check.words.text() == "Checking the journal: 34,000 of 100,000"
    assert not screen.head.verify.isEnabled()
    with qtbot.waitSignal(screen.canceled):
        QTest.keyClick(screen.table, Qt.Key.Key_Escape)
    assert screen.check.words.text().startswith("Stopped before the whole record was checked")
    assert screen.head.verify.isEnabled()


def test_a_check_ends_where_the_screen_is_left(screen: AuditScreen, qtbot: QtBot) -> None:
    screen.show_progress("Checking the letters", 1, 2)
    with qtbot.waitSignal(screen.canceled):
        screen.hide()


def test_each_fault_stands_on_a_line(screen: AuditScreen) -> None:
    screen.show_result("The record is not in order:", ("Line 4 of the journal was changed.", "Letter 2 …"))
    assert screen.check.faults.text() == "Line 4 of the journal was changed.\nLetter 2 …"
    assert screen.check.icon.name == "warning-circle-fill"
    assert "Line 4" in screen.check.accessibleName()


def test_e_exports_what_is_asked_for(screen: AuditScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.export_requested) as asked:
        QTest.keyClick(screen.table, Qt.Key.Key_E)
    assert asked.args == [AuditQuery(), "/tmp/journal 2026-01-16.csv"]


def test_widths_set_by_hand_come_back_another_day(screen: AuditScreen, show: Show) -> None:
    assert screen.state() == b""
    screen.table.horizontalHeader().resizeSection(1, 222)
    another = AuditScreen()
    show(another)
    another.restore(screen.state())
    assert another.table.columnWidth(1) == 222
    another.restore(b"")


def test_filters_and_columns_find_room_in_a_small_window(screen: AuditScreen, qtbot: QtBot) -> None:
    one_line = screen.head.height()
    screen.resize(620, 500)
    qtbot.waitUntil(lambda: screen.head.height() > one_line)
    assert screen.width() == 620
    filters = screen.head.filters
    parts = [part for part in filters.children() if isinstance(part, QWidget)]
    assert max(part.geometry().right() for part in parts) < filters.width()
    assert sum(screen.table.columnWidth(place) for place in range(4)) < 620
    assert screen.state() == b""


def test_it_paints_in_the_dark_too(screen: AuditScreen, app: QApplication) -> None:
    light = screen.grab().toImage()
    theme.apply(app, theme.Scheme.DARK)
    assert screen.grab().toImage() != light


def test_everything_that_takes_the_keyboard_has_a_name(screen: AuditScreen, unnamed: Unnamed) -> None:
    screen.show_progress("Checking", 0, 0)
    assert unnamed(screen) == []

"""The audit log on the screen: events, filters, verifying, and exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.domain.journal import PAGE, Event, EventKind, EventQuery
from ur_desktop.ui.audit.screen import AuditScreen
from ur_desktop.ui.kit.look import theme

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]
NOW = datetime(2026, 1, 16, 18, 30, 7, tzinfo=UTC)
PEOPLE = {"nora": "Nora Sample, RN", "max": "Max Specimen, MD"}
OVERRIDE = {"criterion": "P9", "proposed": "met", "answered": "not_met", "reason": "closed on Wednesday"}


def some(count: int, newest: int) -> list[Event]:
    return [
        Event(
            newest - n,
            EventKind.VIEW,
            "nora",
            NOW - timedelta(minutes=n),
            "c1",
            case_number="2026-000417",
            who=PEOPLE["nora"],
        )
        for n in range(count)
    ]


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day).astimezone()


@pytest.fixture
def screen(show: Show) -> AuditScreen:
    made = AuditScreen(ask=lambda _parent, name: f"/tmp/{name}.csv")
    made.resize(1286, 696)
    show(made)
    made.set_events(some(3, 3), PEOPLE, NOW)
    made.show_count(3, counting=False)
    made.setFocus()
    return made


def words(screen: AuditScreen, line: int = 0) -> list[str]:
    model = screen.table.rows
    return [model.index(line, place).data() for place in range(model.columnCount())]


def test_a_row_says_when_who_what_and_of_which_case(screen: AuditScreen) -> None:
    assert words(screen) == [
        "Fri Jan 16, 6:30:07 PM UTC",
        "Nora Sample, RN",
        "Opened a case",
        "2026-000417",
        "",
    ]
    assert screen.head.count.text() == "3 events"


def test_all_of_the_current_event_is_shown_below_the_table(screen: AuditScreen) -> None:
    screen.set_events([replace(some(1, 9)[0], kind=EventKind.OVERRIDE, detail=OVERRIDE)], PEOPLE, NOW)
    assert screen.detail.what.text() == (
        "Entry 9: Overrode the schedule, case 2026-000417. Nora Sample, RN (nora), Fri Jan 16, 6:30:07 PM UTC"
    )
    assert screen.detail.detail.text().endswith("Reason: closed on Wednesday")


def test_very_long_details_scroll_and_leave_the_list_its_room(screen: AuditScreen) -> None:
    long = OVERRIDE | {"reason": "closed on Wednesday, " * 400}
    lines = [replace(line, kind=EventKind.OVERRIDE, detail=OVERRIDE) for line in some(2, 9)]
    screen.set_events([replace(lines[0], detail=long), lines[1]], PEOPLE, NOW)
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


def test_enter_opens_the_case_of_an_event(screen: AuditScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.opened) as opened:
        QTest.keyClick(screen.table, Qt.Key.Key_Return)
    assert opened.args == ["c1"]
    screen.set_events([replace(some(1, 1)[0], case_id="", case_number="")], PEOPLE, NOW)
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
    assert asked.args == [
        EventQuery("max", EventKind.OVERRIDE, midnight(2026, 1, 2), midnight(2026, 2, 1), "417 ve")
    ]
    screen.set_events([], PEOPLE, NOW)
    assert screen.empty.sentence.text() == "No events match."
    assert not screen.head.export.isEnabled()
    with qtbot.waitSignal(screen.query_changed) as asked:
        screen.empty.button.click()
    assert asked.args == [EventQuery()]
    assert not screen.head.all.isVisible()


def test_an_empty_audit_log_says_so(screen: AuditScreen) -> None:
    screen.set_events([], {}, NOW)
    assert screen.empty.sentence.text() == "No events yet."
    assert not screen.empty.button.isVisible()
    assert not screen.detail.isVisible()


def test_a_hundred_thousand_events_arrive_a_page_at_a_time(screen: AuditScreen) -> None:
    asked: list[int] = []

    def answer(query: EventQuery) -> None:
        asked.append(query.before)
        screen.append(some(PAGE, query.before - 1))

    screen.query_changed.connect(answer)
    screen.set_events(some(PAGE, 100_000), PEOPLE, NOW)
    screen.show_count(60_000, counting=True)
    assert screen.head.count.text() == "60,000 events so far"
    screen.show_count(100_000, counting=False)
    screen.grab()
    assert asked == []
    bar = screen.table.verticalScrollBar()
    for _ in range(3):
        bar.setValue(bar.maximum())
        QApplication.processEvents()
        screen.grab()
    assert asked == [100_001 - PAGE, 100_001 - 2 * PAGE, 100_001 - 3 * PAGE]
    assert screen.head.count.text() == "100,000 events"


def test_nothing_is_asked_for_after_the_last_page(screen: AuditScreen) -> None:
    model = screen.table.rows
    screen.set_events(some(PAGE, 1000), PEOPLE, NOW)
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
    assert screen.check.words.text().startswith("Canceled before it finished")
    assert screen.head.verify.isEnabled()


def test_a_check_ends_where_the_screen_is_left(screen: AuditScreen, qtbot: QtBot) -> None:
    screen.show_progress("Checking the letters", 1, 2)
    with qtbot.waitSignal(screen.canceled):
        screen.hide()


def test_each_problem_is_on_a_line(screen: AuditScreen) -> None:
    screen.show_result("The record is not in order:", ("Entry 4 of the audit log was changed.", "Letter 2 …"))
    assert screen.check.faults.text() == "Entry 4 of the audit log was changed.\nLetter 2 …"
    assert screen.check.icon.name == "warning-circle-fill"
    assert "Entry 4" in screen.check.accessibleName()


def test_e_exports_what_is_asked_for(screen: AuditScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.export_requested) as asked:
        QTest.keyClick(screen.table, Qt.Key.Key_E)
    assert asked.args == [EventQuery(), "/tmp/audit log 2026-01-16.csv"]


def test_widths_set_by_hand_are_restored(screen: AuditScreen, show: Show) -> None:
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


def test_it_follows_the_dark_theme(screen: AuditScreen, app: QApplication) -> None:
    light = screen.grab().toImage()
    theme.apply(app, theme.Scheme.DARK)
    assert screen.grab().toImage() != light


def test_everything_that_takes_the_focus_has_a_name(screen: AuditScreen, unnamed: Unnamed) -> None:
    screen.show_progress("Checking", 0, 0)
    assert unnamed(screen) == []

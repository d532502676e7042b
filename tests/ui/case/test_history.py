"""What happened to a case: newest first, day by day, quick with 2,000 lines."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ur_desktop.ui.case.history import History, HistoryLine
from ur_desktop.ui.kit.look import theme

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]

NOON = datetime(2026, 1, 16, 12, tzinfo=UTC)
BEGUN = HistoryLine(NOON - timedelta(days=1), "Omar Standin", "Review begun", "list-bullets")
DONE = HistoryLine(NOON - timedelta(hours=1), "Nora Sample", "Review completed: Not met", "check-circle")
SENT = HistoryLine(NOON, "Nora Sample", "Referred to Max Specimen", "first-aid-kit")


def opened(show: Show, *lines: HistoryLine, zone: tzinfo = UTC) -> History:
    screen = History()
    screen.open(lines, zone)
    screen.resize(1286, 676)
    show(screen)
    screen.setFocus()
    return screen


def said(screen: History) -> list[object]:
    rows = screen.lines.rows
    return [rows.data(rows.index(place, 0)) for place in range(rows.rowCount())]


def test_the_newest_comes_first_under_its_day(show: Show) -> None:
    assert said(opened(show, BEGUN, DONE, SENT)) == [
        "Fri Jan 16, 2026. 12:00 PM, Referred to Max Specimen, Nora Sample",
        "11:00 AM, Review completed: Not met, Nora Sample",
        "Thu Jan 15, 2026. 12:00 PM, Review begun, Omar Standin",
    ]


def test_the_order_handed_over_does_not_matter(show: Show) -> None:
    assert said(opened(show, SENT, BEGUN, DONE)) == said(opened(show, BEGUN, DONE, SENT))


def test_of_two_at_the_same_moment_the_later_written_is_newer(show: Show) -> None:
    first, second = (HistoryLine(NOON, "Nora Sample", what, "check") for what in ("One", "Two"))
    assert [str(words).rpartition("PM, ")[2] for words in said(opened(show, first, second))] == [
        "Two, Nora Sample",
        "One, Nora Sample",
    ]


def test_days_are_those_of_the_zone_shown(show: Show) -> None:
    midnight = HistoryLine(datetime(2026, 1, 16, 2, tzinfo=UTC), "Nora Sample", "Fax received", "tray")
    west = timezone(timedelta(hours=-7))
    assert said(opened(show, midnight, zone=west)) == ["Thu Jan 15, 2026. 7:00 PM, Fax received, Nora Sample"]


def test_a_time_in_a_plans_zone_has_its_abbreviation(show: Show) -> None:
    came = HistoryLine(datetime(2026, 1, 16, 2, 0, tzinfo=UTC), "Nora Sample", "Fax received", "files")
    here = ZoneInfo("America/Denver")
    assert said(opened(show, came, zone=here)) == ["Thu Jan 15, 2026. 7:00 PM MST, Fax received, Nora Sample"]


def test_it_is_read_by_key(show: Show) -> None:
    screen = opened(show, BEGUN, DONE, SENT)
    assert screen.lines.hasFocus()
    QTest.keyClick(screen.lines, Qt.Key.Key_Down)
    QTest.keyClick(screen.lines, Qt.Key.Key_Down)
    assert screen.lines.currentIndex().row() == 2


def test_a_case_without_history_says_so(show: Show) -> None:
    screen = opened(show)
    assert screen.nothing.isVisible()
    assert not screen.lines.isVisible()
    assert abs(screen.nothing.geometry().center().y() - 676 // 2) < 4
    screen.open((SENT,), UTC)
    assert screen.lines.isVisible()
    assert screen.count.text() == "1 entry, newest first"


def test_a_long_line_is_wrapped_not_cut(show: Show) -> None:
    long = HistoryLine(NOON, "Nora Sample", "Asked for the discharge summary " * 8, "files")
    screen = opened(show, SENT, long)
    rows = screen.lines.rows
    short, wrapped = (screen.lines.visualRect(rows.index(place, 0)).height() for place in (1, 0))
    assert wrapped - 42 > short == 36


def test_two_thousand_lines_are_laid_out_and_walked_to_the_end(show: Show) -> None:
    many = tuple(
        HistoryLine(NOON - timedelta(hours=n), "Nora Sample", f"Entry {n}", "check") for n in range(2000)
    )
    screen = opened(show, *many)
    assert screen.count.text() == "2,000 entries, newest first"
    QTest.keyClick(screen.lines, Qt.Key.Key_End)
    last = screen.lines.currentIndex()
    assert last.row() == 1999
    assert screen.lines.viewport().rect().contains(screen.lines.visualRect(last).bottomLeft())


@pytest.mark.parametrize("scheme", [theme.Scheme.LIGHT, theme.Scheme.DARK])
def test_it_is_painted_in_both_themes(show: Show, app: object, scheme: theme.Scheme) -> None:
    theme.apply(app, scheme)  # type: ignore[arg-type]
    screen = opened(show, BEGUN, DONE, SENT)
    image = screen.lines.viewport().grab().toImage()
    inks = {image.pixelColor(x, y).name() for x in range(130, 300) for y in range(42, 78)}
    assert theme.color("text").name() in inks


def test_what_takes_the_keyboard_has_a_name(show: Show, unnamed: Unnamed) -> None:
    assert unnamed(opened(show, BEGUN)) == []

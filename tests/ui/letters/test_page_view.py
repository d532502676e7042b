"""Pages are shown as they will print, scrolled by key, and drawn when they scroll into view."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.blank_pdf import blank_pdf
from tests.ui.findings import Show
from ur_desktop.ui.kit.look.tokens import DARK
from ur_desktop.ui.letters.page_view import PageView


def pages(show: Show, count: int = 4) -> PageView:
    made = PageView()
    made.resize(913, 568)
    show(made)
    made.show_pdf(blank_pdf(count))
    return made


def test_pages_turn_by_key(qtbot: QtBot, show: Show) -> None:
    made = pages(show)
    made.setFocus()
    with qtbot.waitSignal(made.turned) as turned:
        QTest.keyClick(made, Qt.Key.Key_End)
    assert turned.args == [4, 4]
    QTest.keyClick(made, Qt.Key.Key_Home)
    assert made.current() == 0


def test_only_visible_pages_are_drawn(show: Show) -> None:
    made = pages(show)
    made.grab()
    assert {page for page, _dots in made.sheets.images} == {0}
    made.go_to(4)
    made.grab()
    assert {page for page, _dots in made.sheets.images} <= {0, 2, 3}


def test_a_page_that_does_not_exist_is_ignored(show: Show) -> None:
    made = pages(show)
    made.go_to(2)
    made.go_to(9)
    assert made.current() == 1


def test_a_page_is_640_wide_and_grows_with_the_window(show: Show) -> None:
    made = pages(show)
    assert made.sheets.places[0].width() == 640
    made.resize(1467, 880)
    assert made.sheets.places[0].width() == 816
    made.resize(2107, 1240)
    first, second = made.sheets.places[:2]
    assert first.top() == second.top()


def test_a_page_is_white_in_every_theme(show: Show, dark: object) -> None:
    made = pages(show)
    seen = made.grab().toImage()
    place = made.sheets.places[0]
    assert seen.pixelColor(place.center().x(), 30) == QColor("white")
    assert seen.pixelColor(4, 30) == QColor(DARK.canvas)


def test_the_size_steps_through_the_usual_ones_and_fits_the_width(qtbot: QtBot, show: Show) -> None:
    made = pages(show)
    made.step_zoom(1)
    assert made.sheets.places[0].width() == 816
    with qtbot.waitSignal(made.zoomed) as zoomed:
        made.set_zoom(-1)
    assert zoomed.args == ["Fit width"]
    assert made.sheets.places[0].width() == made.viewport().width() - 48


def test_without_a_letter_the_canvas_is_empty(show: Show) -> None:
    made = pages(show)
    made.show_pdf(b"")
    assert (made.count(), made.current()) == (0, 0)
    made.grab()

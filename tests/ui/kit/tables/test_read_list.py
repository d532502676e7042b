"""A list to read: rows of their own height, moved through by key, heads said and never landed on."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ur_desktop.ui.kit.look.drawn_text import LINE_HEIGHT, wrapped_height
from ur_desktop.ui.kit.tables.read_list import HEAD, ReadList

Show = Callable[[QWidget], QWidget]


@dataclass(frozen=True)
class Plain:
    accessible_text: str
    head: str = ""
    tall: int = 20

    def height(self, width: int) -> int:
        return self.tall

    def draw(self, painter: QPainter, box: QRect) -> None:
        painter.drawText(box, 0, self.accessible_text)


ROWS = (Plain("first", "Monday"), Plain("second", tall=50), Plain("third", "Sunday"))


def shown(show: Show) -> ReadList:
    view = ReadList("Words", 24)
    view.show_rows(ROWS)
    view.resize(400, 300)
    show(view)
    view.setFocus()
    return view


def test_the_arrow_keys_go_from_row_to_row(show: Show) -> None:
    view = shown(show)
    assert view.currentIndex().row() == 0
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 2
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 1
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == 2
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0


def test_a_letter_is_no_search(show: Show) -> None:
    view = shown(show)
    QTest.keyClicks(view, "th")
    assert view.currentIndex().row() == 0


def test_each_row_is_as_tall_as_it_says_and_its_head_comes_on_top(show: Show) -> None:
    view = shown(show)
    heights = [view.visualRect(view.rows.index(place, 0)).height() for place in range(3)]
    assert heights == [20 + HEAD, 50, 20 + HEAD]


def test_a_screen_reader_hears_the_head_with_the_first_row_under_it(show: Show) -> None:
    view = shown(show)
    said = [
        view.rows.data(view.rows.index(place, 0), Qt.ItemDataRole.AccessibleTextRole) for place in range(3)
    ]
    assert said == ["Monday. first", "second", "Sunday. third"]
    assert view.accessibleName() == "Words"


def test_only_the_row_with_the_keyboard_is_tinted(show: Show) -> None:
    view = shown(show)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert painted(view, 1) == "#e9f0fc"
    assert painted(view, 2) == "#ffffff"
    view.clearFocus()
    assert painted(view, 1) == "#ffffff"


def test_words_wrap_on_lines_of_18_px_and_keep_their_line_breaks() -> None:
    assert wrapped_height("Met", "body", 400) == LINE_HEIGHT
    assert wrapped_height("Met\nTwice", "body", 400) == 2 * LINE_HEIGHT
    assert wrapped_height("notes " * 20, "body", 200) > 2 * LINE_HEIGHT


def test_a_line_of_reading_has_at_most_80_characters_however_wide_the_window() -> None:
    assert wrapped_height("notes " * 30, "body", 5_000) >= 2 * LINE_HEIGHT


def painted(view: ReadList, row: int) -> str:
    box = view.visualRect(view.rows.index(row, 0))
    return view.viewport().grab().toImage().pixelColor(300, box.bottom() - 8).name()

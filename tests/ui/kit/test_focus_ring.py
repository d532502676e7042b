"""The focus ring follows the keyboard, not the pointer."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.panel import Show, panel
from ur_desktop.ui.kit.buttons import KeyButton
from ur_desktop.ui.kit.focus_ring import FocusRing


def window_with_ring(show: Show, *parts: QWidget) -> tuple[QWidget, FocusRing]:
    whole = panel(*parts)
    ring = FocusRing(whole)
    show(whole)
    return whole, ring


def press_tab(window: QWidget) -> None:
    # As the desktop sends it: to the native window, which hands it to the widget that has the keyboard.
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Tab)


def test_it_is_around_the_control_that_got_the_focus_by_key(show: Show) -> None:
    one, two = KeyButton("One"), KeyButton("Two")
    window, ring = window_with_ring(show, one, two)
    one.setFocus()
    assert ring.target is None
    press_tab(window)
    assert two.hasFocus()
    assert ring.target is two


def test_a_click_hides_it(show: Show) -> None:
    one, two = KeyButton("One"), KeyButton("Two")
    window, ring = window_with_ring(show, one, two)
    one.setFocus()
    press_tab(window)
    handle = window.windowHandle()
    assert handle is not None
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert ring.target is None


def test_a_field_has_no_ring_but_an_edge_of_its_own(show: Show) -> None:
    button, field = KeyButton("One"), QLineEdit()
    window, ring = window_with_ring(show, button, field)
    button.setFocus()
    press_tab(window)
    assert field.hasFocus()
    assert ring.target is None


def test_it_scrolls_with_its_button(show: Show) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    buttons = [KeyButton(f"Button {number}") for number in range(30)]
    for button in buttons:
        column.addWidget(button)
    area = QScrollArea()
    area.setWidget(page)
    area.setFixedHeight(200)
    window, ring = window_with_ring(show, area)
    buttons[0].setFocus()
    press_tab(window)
    assert ring.target is buttons[1]
    around = buttons[1].geometry().adjusted(-4, -4, 4, 4)
    assert any(child.geometry() == around for child in page.findChildren(QWidget) if child not in buttons)


def test_it_outlives_the_screen_it_was_drawn_on(qtbot: QtBot, show: Show) -> None:
    page, stays = QWidget(), KeyButton("Stays")
    row = QHBoxLayout(page)
    gone = KeyButton("Gone")
    row.addWidget(gone)
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    window, ring = window_with_ring(show, stays, area)
    stays.setFocus()
    press_tab(window)
    assert ring.target is gone
    with qtbot.waitSignal(page.destroyed, timeout=500):
        page.deleteLater()
    stays.clearFocus()
    press_tab(window)
    assert ring.target is stays

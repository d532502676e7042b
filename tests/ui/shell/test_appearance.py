"""The window within its screen, a page that scrolls in a small window, and a theme that follows the computer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Show
from ur_desktop.ui.shell.appearance import Appearance, place_window, within
from ur_desktop.ui.shell.page_stack import SMALLEST_PAGE, PageStack
from ur_desktop.ui.shell.window_settings import WindowSettings

SCREEN = QRect(0, 28, 911, 484)


@pytest.mark.parametrize(
    ("window", "placed"),
    [
        (QRect(0, 0, 1366, 728), SCREEN),
        (QRect(100, 100, 500, 300), QRect(100, 100, 500, 300)),
        (QRect(800, 400, 500, 300), QRect(411, 212, 500, 300)),
        (QRect(-200, -90, 500, 300), QRect(0, 28, 500, 300)),
    ],
)
def test_a_window_is_within_its_screen(window: QRect, placed: QRect) -> None:
    assert within(window, SCREEN) == placed


def test_a_window_opens_no_larger_than_the_screen_whatever_was_saved(qtbot: QtBot) -> None:
    larger, window = QWidget(), QWidget()
    qtbot.addWidget(larger)
    qtbot.addWidget(window)
    larger.setGeometry(-40, -40, 5000, 4000)
    place_window(window, bytes(larger.saveGeometry().data()))
    assert window.screen().availableGeometry().contains(window.geometry())


def test_a_page_scrolls_in_a_window_that_is_too_small_for_it(show: Show) -> None:
    stack, page = PageStack(), QWidget()
    column = QVBoxLayout(page)
    first, last = QLineEdit(), QLineEdit()
    column.addWidget(first, 0, Qt.AlignmentFlag.AlignTop)
    column.addWidget(last, 0, Qt.AlignmentFlag.AlignBottom)
    stack.replace(page)
    stack.resize(683, 384)
    show(stack)
    assert (page.width(), page.height()) == SMALLEST_PAGE
    last.setFocus()
    bottom = last.mapTo(stack, last.rect().bottomLeft()).y()
    assert bottom <= stack.viewport().height()
    stack.resize(1366, 728)
    assert page.size() == stack.size()


def test_the_theme_is_applied_when_the_computers_contrast_changes(app: QApplication, tmp_path: Path) -> None:
    appearance = Appearance(WindowSettings(tmp_path / "window.json"))
    sheet = app.styleSheet()
    app.setStyleSheet("QLabel {}")
    app.styleHints().accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert app.styleSheet() == sheet
    del appearance

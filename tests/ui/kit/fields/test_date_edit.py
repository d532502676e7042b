"""Dates: typed in several ways, stepped by arrows, picked from the calendar."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
)
from pytestqt.qtbot import QtBot

from tests.ui.panel import Show, panel
from ur_desktop.ui.kit.fields.date_edit import read_date
from ur_desktop.ui.kit.fields.date_field import DateField
from ur_desktop.ui.kit.fields.field import text_field


@pytest.mark.parametrize(
    "typed", ["01/26/2026", "1/26/2026", "01-26-2026", "01262026", "2026-01-26", " 1.26.2026 "]
)
def test_a_date_is_read_however_it_is_typed(typed: str) -> None:
    assert read_date(typed) == date(2026, 1, 26)


@pytest.mark.parametrize("typed", ["", "tomorrow", "02/30/2026", "13/01/2026", "1/2/26"])
def test_text_that_is_not_a_date_has_no_value(typed: str) -> None:
    assert read_date(typed) is None


def test_on_leaving_the_field_a_date_is_written_in_full(show: Show) -> None:
    field, after = DateField("From"), text_field("After")
    show(panel(field, after))
    field.edit.setFocus()
    QTest.keyClicks(field.edit, "1/6/2026")
    QTest.keyClick(field.edit, Qt.Key.Key_Tab)
    assert field.text() == "01/06/2026"
    assert after.editor.hasFocus()


def test_text_that_is_not_a_date_stays_and_is_explained(qtbot: QtBot) -> None:
    field = DateField("From")
    qtbot.addWidget(field)
    assert field.complaint() == ""
    field.set_text("02/30/2026")
    assert field.value() is None
    assert field.complaint() == "This is not a date. Type it as mm/dd/yyyy."


def test_the_arrows_step_a_day(qtbot: QtBot) -> None:
    field = DateField("From")
    qtbot.addWidget(field)
    field.set_value(date(2026, 1, 31))
    QTest.keyClick(field.edit, Qt.Key.Key_Up)
    assert field.value() == date(2026, 2, 1)
    QTest.keyClick(field.edit, Qt.Key.Key_Down)
    assert field.value() == date(2026, 1, 31)


# The off-screen platform has no keyboard to grab for a popup.
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_calendar_opens_by_key_and_fills_the_field(qtbot: QtBot, show: Show) -> None:
    field = DateField("From")
    show(panel(field))
    field.set_value(date(2026, 1, 26))
    QTest.keyClick(field.edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    calendar = popup.focusWidget() or popup
    QTest.keyClick(calendar, Qt.Key.Key_Right)
    QTest.keyClick(calendar, Qt.Key.Key_Return)
    assert field.value() == date(2026, 1, 27)
    assert QApplication.activePopupWidget() is None

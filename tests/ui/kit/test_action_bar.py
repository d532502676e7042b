"""The foot of a screen: what it counts, and how it makes room for its words and its buttons."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.panel import Show
from ur_desktop.ui.kit.action_bar import ActionBar
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton

STATUS = "Not read to the end: Denial, member, Denial, provider"


def test_the_action_bar_counts_the_faults_and_leads_to_the_first(qtbot: QtBot, show: Show) -> None:
    bar = ActionBar()
    bar.add(KeyButton("Start review", Emphasis.PRIMARY))
    show(bar)
    bar.set_faults(("NPI", "Units"))
    assert bar.words.text() == "2 fields to correct: NPI"
    with qtbot.waitSignal(bar.go_to_field, timeout=500):
        QTest.mouseClick(bar.go_to, Qt.MouseButton.LeftButton)
    bar.set_words("Draft, saved 11:30 AM")
    assert bar.go_to.isHidden()


@pytest.fixture
def bar(show: Show) -> ActionBar:
    """A bar with a status and two buttons with keys."""
    made = ActionBar()
    for word, key in (("Save PDF", "Ctrl S"), ("Accept letter", "Ctrl Shift A")):
        made.add(KeyButton(word, key=key))
    around = QWidget()
    made.setParent(around)
    show(around)
    made.set_reason(STATUS)
    return made


def buttons(bar: ActionBar) -> list[KeyButton]:
    """Those of the bar, without the one that goes to a field."""
    return [each for each in bar.findChildren(KeyButton) if each is not bar.go_to]


def test_a_wide_bar_has_one_line(bar: ActionBar) -> None:
    bar.resize(900, bar.height())
    assert bar.height() == 60
    assert bar.reason.width() >= bar.reason.sizeHint().width()


def test_where_words_and_buttons_do_not_fit_in_one_line_the_words_get_their_own(
    bar: ActionBar, qtbot: QtBot
) -> None:
    bar.resize(500, bar.height())
    qtbot.waitUntil(lambda: bar.reason.geometry().bottom() < buttons(bar)[0].y())
    assert bar.height() == 86
    assert bar.reason.width() >= bar.reason.sizeHint().width()
    assert [each.toolTip() for each in buttons(bar)] == ["", ""]


def test_buttons_that_do_not_fit_leave_their_keys_to_the_tool_tip(bar: ActionBar, qtbot: QtBot) -> None:
    least = bar.minimumSizeHint().width()
    bar.resize(least, bar.height())
    assert [each.toolTip() for each in buttons(bar)] == ["Key Ctrl S", "Key Ctrl Shift A"]
    qtbot.waitUntil(lambda: buttons(bar)[1].geometry().right() < least)
    assert all(each.sizeHint().width() == each.compact_width() for each in buttons(bar))
    bar.resize(900, bar.height())
    assert all(each.sizeHint().width() == each.full_width() for each in buttons(bar))


def test_a_bar_without_status_stays_one_line(bar: ActionBar) -> None:
    bar.set_reason("")
    bar.resize(500, bar.height())
    assert bar.height() == 60

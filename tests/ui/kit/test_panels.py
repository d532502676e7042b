"""Cards, key caps, the page for an empty list and the action bar."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.panel import Show, colors, panel
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.look.tokens import LIGHT
from ur_desktop.ui.kit.panels import ActionBar, Card, EmptyState, KeyCap


def test_an_empty_list_says_one_sentence_and_offers_one_button(qtbot: QtBot, show: Show) -> None:
    empty = EmptyState("No case waits for you.", "New case", key="N", shortcut="N")
    show(empty)
    with qtbot.waitSignal(empty.acted, timeout=500):
        QTest.keyClick(empty, Qt.Key.Key_N)
    assert empty.sentence.text() == "No case waits for you."


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


def test_cards_and_key_caps_are_drawn_from_the_tokens(show: Show) -> None:
    card = Card(current=True)
    card.column.addWidget(KeyCap("Enter"))
    show(panel(card))
    assert QColor(LIGHT.accent_line).name() in colors(card)
    assert QColor(LIGHT.control).name() in colors(card)

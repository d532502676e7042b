"""Cards, key caps and the page for an empty list."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.panel import Show, colors, panel
from ur_desktop.ui.kit.look.tokens import LIGHT
from ur_desktop.ui.kit.panels import Card, EmptyState, KeyCap


def test_an_empty_list_says_one_sentence_and_offers_one_button(qtbot: QtBot, show: Show) -> None:
    empty = EmptyState("No case waits for you.", "New case", key="N", shortcut="N")
    show(empty)
    with qtbot.waitSignal(empty.acted, timeout=500):
        QTest.keyClick(empty, Qt.Key.Key_N)
    assert empty.sentence.text() == "No case waits for you."


def test_cards_and_key_caps_are_drawn_from_the_tokens(show: Show) -> None:
    card = Card(current=True)
    card.column.addWidget(KeyCap("Enter"))
    show(panel(card))
    assert QColor(LIGHT.accent_line).name() in colors(card)
    assert QColor(LIGHT.control).name() in colors(card)

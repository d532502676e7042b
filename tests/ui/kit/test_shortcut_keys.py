"""A shortcut is the place of a key: other keyboards reach it with the same key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from tests.ui.conftest import Show
from ur_desktop.ui.kit.fields.editors import Combo
from ur_desktop.ui.kit.shortcut_keys import key_sequences, shortcut


@pytest.mark.parametrize(
    ("keys", "others"),
    [
        ("M", "М|Ь|Μ|צ|ة"),
        ("N", "Т|Ν|מ|ى"),
        ("D", "В|Δ|ג|ي"),
        ("Alt+2", "Alt+É|Alt+Ě"),
        ("Ctrl+5", "Ctrl+(|Ctrl+Ř"),
        ("Ctrl+Return", "Ctrl+Enter"),
    ],
)
def test_the_same_key_on_other_layouts_is_a_shortcut_too(keys: str, others: str) -> None:
    found = key_sequences(keys)
    assert found[0] == QKeySequence(keys)
    assert {QKeySequence(each) for each in others.split("|") if each != "М"} <= set(found)


@pytest.mark.parametrize("keys", ["Esc", "F1", "?", "Ctrl++", "Ctrl+=", "/", "Up", "Alt+9"])
def test_other_keys_have_one_sequence(keys: str) -> None:
    assert key_sequences(keys) == [QKeySequence(keys)]


def test_no_two_letters_share_a_key_on_any_layout() -> None:
    every = [each.toString() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for each in key_sequences(letter)]
    assert len(every) == len(set(every))


def test_a_cyrillic_key_acts(show: Show) -> None:
    part = QWidget()
    pressed: list[str] = []
    shortcut("M", part).activated.connect(lambda: pressed.append("M"))
    show(part)
    part.setFocus()
    QTest.sendKeyEvent(QTest.KeyAction.Click, part, Qt.Key(ord("Ь")), "ь", Qt.KeyboardModifier.NoModifier)
    assert pressed == ["M"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_in_an_open_list_selects_and_leaves_it(show: Show, key: Qt.Key) -> None:
    window, before, combo, after = QWidget(), QLineEdit(), Combo(), QLineEdit()
    column = QVBoxLayout(window)
    for part in (before, combo, after):
        column.addWidget(part)
    combo.addItems(["one", "two", "three"])
    show(window)
    combo.setFocus()
    combo.view().setCurrentIndex(combo.model().index(1, 0))
    # Off-screen no list opens over a window; the list gets the key as it does while it is open.
    QApplication.sendEvent(combo.view(), QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
    assert (combo.currentText(), combo.is_touched) == ("two", True)
    assert window.focusWidget() is (after if key is Qt.Key.Key_Tab else before)

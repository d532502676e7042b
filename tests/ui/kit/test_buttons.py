"""Buttons: press a key, read the signal."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
)
from pytestqt.qtbot import QtBot

from tests.ui.panel import Show, colors, panel
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton, Pill, key_within, pill_edge
from ur_desktop.ui.kit.look import theme


def test_its_key_presses_it_and_the_cap_says_which(qtbot: QtBot, show: Show) -> None:
    button = KeyButton("Start review", Emphasis.PRIMARY, key="Ctrl ↵", shortcut="Ctrl+Return")
    window = show(panel(QLineEdit(), button))
    with qtbot.waitSignal(button.clicked, timeout=500):
        QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert button.accessibleDescription() == "Key Ctrl ↵"


def test_the_enter_of_the_number_pad_presses_it_too(qtbot: QtBot, show: Show) -> None:
    button = KeyButton("Unlock", Emphasis.PRIMARY, key="↵", shortcut="Return")
    window = show(panel(button))
    with qtbot.waitSignal(button.clicked, timeout=500):
        QTest.keyClick(window, Qt.Key.Key_Enter)


def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot, show: Show) -> None:
    other = KeyButton("Open the sample vault", Emphasis.TEXT)
    primary = KeyButton("Unlock", Emphasis.PRIMARY, shortcut="Return")
    show(panel(other, primary))
    other.setFocus()
    with qtbot.assertNotEmitted(primary.clicked), qtbot.waitSignal(other.clicked, timeout=500):
        QTest.keyClick(other, Qt.Key.Key_Return)


def test_a_letter_key_stays_out_of_a_text_field(qtbot: QtBot, show: Show) -> None:
    field, button = QLineEdit(), KeyButton("New case", key="N", shortcut="N")
    show(panel(field, button))
    field.setFocus()
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(field, Qt.Key.Key_N)
    assert field.text() == "n"


def test_a_click_does_not_move_the_focus(show: Show) -> None:
    field, button = QLineEdit(), KeyButton("Save and close")
    show(panel(field, button))
    field.setFocus()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field.hasFocus()


def test_while_loading_it_says_so_and_can_not_be_pressed(qtbot: QtBot, show: Show) -> None:
    button = KeyButton("Unlock", Emphasis.PRIMARY, key="↵", shortcut="Return")
    window = show(panel(button))
    button.set_loading("Unlocking…")
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(window, Qt.Key.Key_Return)
    assert button.accessibleName() == "Unlocking…"
    button.set_loading()
    assert button.isEnabled()
    assert button.accessibleName() == "Unlock"


@pytest.mark.parametrize("kind", Emphasis)
def test_every_kind_is_a_target_of_at_least_24_px(qtbot: QtBot, kind: Emphasis) -> None:
    button = KeyButton("Go", kind, icon="plus-bold", key="G")
    qtbot.addWidget(button)
    assert min(button.sizeHint().width(), button.sizeHint().height()) >= 24


def test_a_primary_button_is_filled_with_the_accent_of_either_theme(qtbot: QtBot, app: QApplication) -> None:
    button = KeyButton("Go", Emphasis.PRIMARY)
    qtbot.addWidget(button)
    for scheme in (theme.Scheme.LIGHT, theme.Scheme.DARK):
        tokens = theme.apply(app, scheme)
        assert tokens.accent.lower() in colors(button)


def test_a_pill_says_how_many_rows_it_shows(qtbot: QtBot) -> None:
    pill = Pill("Due today", 5)
    qtbot.addWidget(pill)
    assert pill.accessibleName() == "Due today, 5"
    pill.set_count(1_200)
    assert pill.accessibleName() == "Due today, 1,200"
    with qtbot.waitSignal(pill.toggled, timeout=500):
        QTest.keyClick(pill, Qt.Key.Key_Space)


def test_a_selected_pill_has_a_thicker_edge_where_there_is_no_tint(qapp: QApplication) -> None:
    assert pill_edge(on=True).width == 1
    theme.apply(qapp, theme.Scheme.HIGH_CONTRAST)
    try:
        assert pill_edge(on=True).width > pill_edge(on=False).width
    finally:
        theme.apply(qapp, theme.Scheme.LIGHT)


def test_a_key_held_down_presses_a_button_once(show: Show) -> None:
    button, presses = KeyButton("Save and close"), list[str]()
    button.clicked.connect(lambda: presses.append("pressed"))
    show(panel(button))
    button.setFocus()
    for is_repeat in (False, True, True):
        QTest.simulateEvent(
            button, True, Qt.Key.Key_Return.value, Qt.KeyboardModifier.NoModifier, "\r", is_repeat, -1
        )
    assert len(presses) == 1


@pytest.mark.parametrize("within", [False, True])
def test_no_shortcut_of_a_button_repeats_while_its_key_is_held_down(show: Show, *, within: bool) -> None:
    button = KeyButton("Sign", Emphasis.PRIMARY, shortcut="" if within else "Ctrl+Return")
    panels = panel(QLineEdit(), button)
    if within:
        key_within(panels, "Ctrl+Return", button.click)
    show(panels)
    assert [each.autoRepeat() for each in panels.findChildren(QShortcut)] == [False]

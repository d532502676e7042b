"""A state as an icon and a word."""

from pytestqt.qtbot import QtBot

from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.parts import signs


def test_a_state_is_icon_and_word(qtbot: QtBot) -> None:
    state = StateWord(signs.STATES["ready"])
    qtbot.addWidget(state)
    assert state.text() == "Ready to decide"
    assert state.sizeHint().width() > 16 + state.fontMetrics().horizontalAdvance("Ready to decide")

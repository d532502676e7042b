"""The three answers: the look of a chosen one, an offered one, and the key Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.panel import Show, colors, panel
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.look.tokens import LIGHT
from ur_desktop.ui.review.answer_button import AnswerButton


@pytest.mark.parametrize(
    ("mark", "word"), [("met", "Met"), ("not_met", "Not met"), ("not_documented", "Not documented")]
)
def test_chosen_it_takes_the_tint_and_edge_of_its_mark(qtbot: QtBot, mark: str, word: str) -> None:
    button = AnswerButton(mark, word[0])
    qtbot.addWidget(button)
    button.resize(208, 44)
    assert button.text() == button.accessibleName() == word
    assert getattr(LIGHT, mark).lower() not in colors(button)
    button.setChecked(True)
    assert {getattr(LIGHT, mark).lower(), getattr(LIGHT, f"{mark}_tint").lower()} <= colors(button)


def test_proposed_it_says_so_and_is_not_filled(qtbot: QtBot) -> None:
    button = AnswerButton("met", "M")
    qtbot.addWidget(button)
    button.resize(208, 44)
    button.set_offer("proposed")
    assert button.accessibleName() == "Met, proposed"
    assert LIGHT.accent.lower() in colors(button)
    assert LIGHT.met_tint.lower() not in colors(button)


def test_an_offer_gives_way_where_there_is_no_room_for_its_word(qtbot: QtBot) -> None:
    button = AnswerButton("met", "M")
    qtbot.addWidget(button)
    plain = button.minimumSizeHint().width()
    button.set_offer("carried")
    assert button.minimumSizeHint().width() == plain < button.sizeHint().width()
    button.resize(plain, 44)
    offered = button.grab().toImage()
    button.set_offer("proposed")
    assert button.grab().toImage() == offered


def test_a_chosen_answer_no_longer_shows_a_proposal(qtbot: QtBot) -> None:
    button = AnswerButton("met", "M")
    qtbot.addWidget(button)
    button.set_offer("proposed")
    button.setChecked(True)
    assert not button.offer
    assert LIGHT.accent.lower() not in colors(button)


def test_it_is_44_px_high_and_keeps_enter_for_the_next_criterion(qtbot: QtBot, show: Show) -> None:
    answer, onward = (
        AnswerButton("met", "M"),
        KeyButton("Next unanswered", Emphasis.PRIMARY, shortcut="Return"),
    )
    show(panel(answer, onward))
    answer.setFocus()
    with qtbot.assertNotEmitted(answer.clicked), qtbot.waitSignal(onward.clicked, timeout=500):
        QTest.keyClick(answer, Qt.Key.Key_Return)
    assert answer.height() == 44

"""How many criteria have a mark."""

from pytestqt.qtbot import QtBot

from ur_desktop.ui.review.mark_count import MarkCount


def test_a_count_is_said_in_words(qtbot: QtBot) -> None:
    tally = MarkCount("not_met", 1)
    qtbot.addWidget(tally)
    assert tally.text() == "1 not met"
    tally.set_count(12)
    assert tally.text() == "12 not met"

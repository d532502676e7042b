"""An information request has an item for each criterion not documented, and a due date."""

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.findings import NOT_FOUND, NOW, POLICY, Show, decision, go, press


def test_an_information_request_has_the_checked_items(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, marks=NOT_FOUND)
    press(screen, "I")
    rows = {row.item: row for row in screen.form.items.rows}
    assert list(rows) == ["P2", "P11", "other"]
    QTest.keyClick(rows["P2"].box, Qt.Key.Key_Space)
    QTest.keyClicks(rows["other"].edit, "The last discharge note, because it names the next step.")
    with qtbot.waitSignal(screen.information_requested) as requested:
        go(screen)
    assert requested.args is not None
    asked = requested.args[0]
    assert asked.items == (
        POLICY.nodes["P11"].ask,
        "The last discharge note, because it names the next step.",
    )
    assert (asked.sent_at, asked.answer_by) == (NOW, NOW + timedelta(hours=48))


def test_an_information_request_needs_an_item_and_enough_time(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, marks={"P2": NOT_FOUND["P2"]})
    press(screen, "I")
    QTest.keyClick(screen.form.items.rows[0].box, Qt.Key.Key_Space)
    screen.form.items.answer_by.set_value(date(2026, 1, 17))
    with qtbot.assertNotEmitted(screen.information_requested):
        go(screen)
    assert screen.form.items.error.isVisible()
    assert screen.form.items.answer_by.error_text() == "Type 01/18/2026 or later."
    assert screen.bar.words.text() == "2 fields to correct: Information to request"


def test_a_later_due_date_keeps_the_hour(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, marks=NOT_FOUND)
    press(screen, "I")
    screen.form.items.answer_by.set_value(date(2026, 1, 20))
    with qtbot.waitSignal(screen.information_requested) as requested:
        go(screen)
    assert requested.args is not None
    assert requested.args[0].answer_by == NOW + timedelta(days=4)

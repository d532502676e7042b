"""An information request has an item for each criterion not documented, and a due date."""

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.findings import NOT_FOUND, NOW, POLICY, STANDING, Show, decision, go, press
from ur_desktop.domain.determination import Action


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
    screen.form.items.answer_by.set_value(date(2026, 1, 15))
    with qtbot.assertNotEmitted(screen.information_requested):
        go(screen)
    assert screen.form.items.error.isVisible()
    assert (
        screen.form.items.answer_by.error_text() == "Type 01/16/2026 to 01/17/2026, or 01/18/2026 or later."
    )
    assert screen.bar.words.text() == "2 fields to correct: Information to request"


def test_a_later_due_date_keeps_the_hour(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, marks=NOT_FOUND)
    press(screen, "I")
    screen.form.items.answer_by.set_value(date(2026, 1, 20))
    with qtbot.waitSignal(screen.information_requested) as requested:
        go(screen)
    assert requested.args is not None
    assert requested.args[0].answer_by == NOW + timedelta(days=4)


def test_the_field_says_which_request_stops_the_clock(show: Show) -> None:
    screen = decision(show, marks=NOT_FOUND)
    press(screen, "I")
    items = screen.form.items
    assert items.words.text() == (
        "Response due by 01/18/2026, 11:46 AM. The clock stops from sending until the response."
    )
    items.answer_by.set_value(date(2026, 1, 17))
    assert items.words.text().startswith("Informal: response due by 01/17/2026, 11:59 PM")
    items.answer_by.set_value(date(2026, 1, 15))
    assert items.words.text() == ""


def test_a_request_that_would_be_answered_too_late_is_refused_with_what_to_do(show: Show) -> None:
    reason = "The determination is due today, too soon for a response. Decide on the records received."
    screen = decision(show, marks=NOT_FOUND, standing=replace(STANDING, too_late_to_ask=reason))
    button = screen.options.button(Action.REQUEST_INFORMATION)
    assert button is not None
    assert (button.isEnabled(), button.note) == (False, reason)

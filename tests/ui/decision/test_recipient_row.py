"""Who a minor's letters go to is confirmed with a reason before anything is signed or sent."""

from dataclasses import replace

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.findings import NOT_FOUND, STANDING, Show, decision, go, press

MINOR = replace(STANDING, recipient="Pat Sampleton")


def test_a_minors_recipient_is_confirmed_with_a_reason(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, marks=NOT_FOUND, standing=MINOR)
    press(screen, "I")
    row = screen.form.recipient
    assert row.isVisible()
    assert row.title.text() == "Letters go to Pat Sampleton"
    with qtbot.assertNotEmitted(screen.information_requested):
        go(screen)
    assert row.reason.error_text() == "Confirm the letter recipient, with the reason."
    with qtbot.assertNotEmitted(screen.recipient_confirmed):
        row.record.click()
    assert row.reason.error_text() == "Type the reason."
    QTest.keyClicks(row.reason.editor, "The parent asked for the care.")
    with qtbot.waitSignal(screen.recipient_confirmed) as confirmed:
        row.record.click()
    assert confirmed.args == ["The parent asked for the care."]
    screen.set_standing(STANDING)
    assert not row.isVisible()
    with qtbot.waitSignal(screen.information_requested):
        go(screen)


def test_nothing_is_confirmed_for_an_adult(show: Show) -> None:
    screen = decision(show, marks=NOT_FOUND)
    press(screen, "I")
    assert not screen.form.recipient.isVisible()

"""A peer-to-peer offer is recorded before a denial."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.findings import NOW, STANDING, Show, denial, go


def test_a_peer_to_peer_is_offered_before_a_denial_if_the_plan_requires_it(qtbot: QtBot, show: Show) -> None:
    screen = denial(show, standing=replace(STANDING, needs_peer_to_peer=True))
    go(screen)
    assert screen.sign.isHidden()
    assert screen.bar.words.text() == "1 field to correct: Peer-to-peer"
    with qtbot.waitSignal(screen.peer_to_peer_offered) as offered:
        QTest.keyClick(screen.offer.record, Qt.Key.Key_Return)
    assert offered.args is not None
    talk = offered.args[0]
    assert (talk.offered_at, talk.offered_by, talk.until) == (NOW, "tspecimen", date(2026, 1, 30))
    go(screen)
    assert screen.sign.isVisible()


def test_a_change_of_the_case_does_not_move_the_keyboard_focus(show: Show) -> None:
    screen = denial(show)
    screen.form.editors["deny"].current().setFocus()
    screen.set_standing(replace(STANDING, peer_to_peer_offered=True))
    assert screen.form.editors["deny"].current().hasFocus()
    assert screen.offer.state.text() == "Offered"


def test_an_offer_without_a_date_is_not_recorded(qtbot: QtBot, show: Show) -> None:
    offer = denial(show).offer
    offer.until.set_text("")
    with qtbot.assertNotEmitted(offer.offered):
        QTest.keyClick(offer.record, Qt.Key.Key_Return)
    assert offer.until.error_text() == "Type the last day as mm/dd/yyyy."


def test_a_recorded_offer_still_shows_its_last_day(show: Show) -> None:
    screen = denial(show)
    QTest.keyClick(screen.offer.record, Qt.Key.Key_Return)
    screen.set_standing(replace(STANDING, peer_to_peer_offered=True))
    assert screen.offer.state.text() == "Offered, until 01/30/2026"


def test_a_denial_without_an_offer_gets_a_hint(show: Show) -> None:
    screen = denial(show)
    assert screen.offer.state.text() == "Not offered. Offer it before you deny."
    screen.set_standing(replace(STANDING, peer_to_peer_offered=True))
    assert screen.offer.state.text() == "Offered"

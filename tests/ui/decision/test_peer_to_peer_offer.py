"""The offer of a talk goes on file before a denial."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.findings import NOW, STANDING, Show, denial, go


def test_an_offer_of_a_talk_comes_before_a_denial_where_the_plan_asks(qtbot: QtBot, show: Show) -> None:
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


def test_a_new_standing_leaves_the_keyboard_where_it_is(show: Show) -> None:
    screen = denial(show)
    screen.form.editors["deny"].current().setFocus()
    screen.set_standing(replace(STANDING, peer_to_peer_offered=True))
    assert screen.form.editors["deny"].current().hasFocus()
    assert screen.offer.state.text() == "Offered"


def test_an_offer_without_a_day_is_not_recorded(qtbot: QtBot, show: Show) -> None:
    offer = denial(show).offer
    offer.until.set_text("")
    with qtbot.assertNotEmitted(offer.offered):
        QTest.keyClick(offer.record, Qt.Key.Key_Return)
    assert offer.until.error_text() == "Type the last day as mm/dd/yyyy."


def test_the_offer_made_here_keeps_its_last_day_once_it_is_on_file(show: Show) -> None:
    screen = denial(show)
    QTest.keyClick(screen.offer.record, Qt.Key.Key_Return)
    screen.set_standing(replace(STANDING, peer_to_peer_offered=True))
    assert screen.offer.state.text() == "Offered, until 01/30/2026"

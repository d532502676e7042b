"""The Determination tab by keyboard: choose an action, fill in the form, send or sign."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.findings import (
    NOT_FOUND,
    NOW,
    NURSE,
    PHYSICIAN,
    STANDING,
    TWO_SIGNS_LESS,
    Show,
    Unnamed,
    decision,
    denial,
    found,
    go,
    press,
    write,
)
from ur_desktop.domain.determination import Action, Referral
from ur_desktop.domain.reviewer import Credential, Reviewer
from ur_desktop.ui.decision.screen import Decision


def test_a_referral_goes_to_the_physician_with_question_and_note(qtbot: QtBot, show: Show) -> None:
    screen = decision(show)
    QTest.keyClicks(screen.form.referral_row.note.editor, "Calls daily.")
    with qtbot.waitSignal(screen.referred) as referred:
        go(screen)
    assert referred.args == [Referral("Is it still needed?", "jsampleton", NOW, "Calls daily."), "tspecimen"]


def test_a_question_with_a_blank_is_not_sent_and_the_blank_is_selected(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, question="They say «what» on «date».")
    assert screen.bar.words.text() == "Fill 2 blanks, then send."
    with qtbot.assertNotEmitted(screen.referred):
        go(screen)
    assert screen.form.editors["question"].current().textCursor().selectedText() == "«what»"


def test_an_empty_question_is_shown_at_its_field_and_counted(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, question="")
    with qtbot.assertNotEmitted(screen.referred):
        go(screen)
    assert screen.form.editors["question"].error.words.text() == "Write what the physician should answer."
    assert screen.bar.words.text() == "1 field to correct: Question for the physician"


def test_approving_despite_attention_needs_a_reason(show: Show) -> None:
    attentive = replace(found({}), attention=("P13c",))
    screen = decision(show, marks={}, finding=attentive)
    go(screen)
    assert screen.form.reasons["attention"].error_text() == "Give a reason, or refer."
    assert screen.sign.isHidden()


def test_approving_a_request_that_calls_for_attention_says_why_and_needs_a_reason(show: Show) -> None:
    """PEHP, II.A.1: substance use as the only diagnosis is approved with a reason, or referred."""
    screen = decision(show, marks={}, standing=replace(STANDING, attention=("Only substance use.",)))
    press(screen, "A")
    reason = screen.form.reasons["attention"]
    assert reason.isVisible()
    assert reason.error_text() == "Only substance use. Give a reason, or refer."
    go(screen)
    assert screen.sign.isHidden()
    reason.set_text("The physician agrees by phone.")
    go(screen)
    assert screen.sign.isVisible()


def test_both_letters_need_their_blanks_filled(show: Show) -> None:
    screen = decision(show, PHYSICIAN)
    press(screen, "D")
    assert screen.bar.words.text() == "Fill 2 blanks, then sign."
    assert screen.form.editors["deny"].current().textCursor().selectedText() == "«what»"
    QTest.keyClicks(screen.form.editors["deny"].current(), "one sign")
    assert screen.bar.words.text() == "Fill 1 blank, then sign."
    go(screen)
    assert screen.sign.isHidden()
    assert screen.form.editors["deny"].current() is screen.form.editors["deny"].edits["provider"]


def test_faults_are_shown_before_the_password_is_asked_for(show: Show) -> None:
    unlicensed = replace(PHYSICIAN, user_id="jsampleton", credential=Credential("MD"))
    screen = denial(show, who=unlicensed)
    go(screen)
    assert screen.sign.isHidden()
    assert screen.banner.isVisible()
    assert screen.banner.fix.text().splitlines() == [
        "An adverse determination needs the reviewer's license number and state.",
        "Taylor Specimen completed review 1. An adverse determination is made by someone who took part in no review.",
    ]
    assert screen.bar.words.text().startswith("2 items to fix: An adverse determination needs")


def test_faults_from_the_controller_are_shown_in_the_same_place(show: Show) -> None:
    screen = denial(show)
    go(screen)
    screen.show_faults(("The case was decided by someone else.",))
    assert screen.banner.fix.text() == "The case was decided by someone else."
    assert screen.sign.isHidden()


def test_a_physician_may_approve_against_the_criteria_with_reasons(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, PHYSICIAN)
    press(screen, "A")
    assert screen.bar.words.text() == "Fill 1 blank, then sign."
    QTest.keyClicks(screen.form.editors["approve"].current(), "a crisis began on January 14")
    go(screen)
    QTest.keyClicks(screen.sign.password.edit, "harbor lantern 42")
    with qtbot.waitSignal(screen.signing) as signing:
        go(screen)
    assert signing.args is not None
    assert signing.args[0].rationale.provider == (
        "We approve this although C9 is not met: a crisis began on January 14."
    )


def test_a_physician_sends_back_with_instructions(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, PHYSICIAN)
    press(screen, "S")
    QTest.keyClicks(screen.form.editors["send_back"].current(), "Look at C9b again.")
    with qtbot.waitSignal(screen.sent_back) as sent:
        go(screen)
    assert sent.args == ["Look at C9b again."]


@pytest.mark.parametrize("height", [676, 604])
@pytest.mark.parametrize(("who", "letter"), [(NURSE, "R"), (NURSE, "I"), (PHYSICIAN, "D"), (PHYSICIAN, "A")])
def test_nothing_is_squashed(qtbot: QtBot, show: Show, who: Reviewer, letter: str, height: int) -> None:
    screen = decision(show, who, marks={**TWO_SIGNS_LESS, **NOT_FOUND})
    screen.resize(1286, height)
    press(screen, letter)
    parts = (
        *screen.form.editors.values(),
        screen.form.items,
        screen.form.dates,
        screen.offer,
        screen.form.referral_row,
    )
    qtbot.waitUntil(
        lambda: all(part.height() >= part.minimumSizeHint().height() for part in parts if part.isVisible())
    )
    assert screen.bar.geometry().bottom() < height


def test_the_question_has_no_reading_level_and_its_row_follows_at_once(show: Show) -> None:
    screen = decision(show)
    screen.resize(1840, 1040)
    QApplication.processEvents()
    question = screen.form.editors["question"]
    assert question.level.text() == ""
    assert question.geometry().bottom() + 20 > screen.form.referral_row.y()
    assert question.current().mapTo(question, QPoint()).y() < 48


def asked_to_deny(show: Show) -> Decision:
    """What a physician sees on a small screen once "D" was pressed, with long reasons and no blank."""
    asked = Referral("Is a program needed now?", "jsampleton", NOW)
    screen = decision(show, PHYSICIAN, marks={**TWO_SIGNS_LESS, **NOT_FOUND}, referral=asked)
    press(screen, "D")
    write(screen, "deny", "provider", "One of two signs.")
    write(screen, "deny", "member", "We found one of two signs.")
    screen.form.editors["deny"].edits["member"].set_text("We found one of two signs.\n" * 20)
    return screen


def test_only_the_chosen_action_is_shown_while_reasons_are_written_and_signed(show: Show) -> None:
    screen = asked_to_deny(show)
    everything = len(screen.options.buttons())

    def acts() -> list[str]:
        return [button.text() for button in screen.options.buttons() if button.isVisible()]

    assert acts() == ["Deny"]
    assert screen.page.others.isVisible()
    go(screen)
    assert screen.sign.isVisible()
    assert acts() == ["Deny"]
    text = screen.form.editors["deny"].current()
    seen = text.visibleRegion().boundingRect().height()
    assert seen > 8 * 20, "eight lines of the reasons stay in sight over the signature"
    QTest.keyClick(screen.sign, Qt.Key.Key_Escape)
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert len(acts()) == everything
    assert screen.page.others.isHidden()
    assert screen.focusWidget() is screen.options.button(Action.DENY)


def test_the_other_actions_can_be_shown_by_mouse_while_signing(show: Show) -> None:
    screen = asked_to_deny(show)
    go(screen)
    screen.page.others.click()
    assert screen.sign.isHidden()
    assert all(button.isVisible() for button in screen.options.buttons())


def test_on_a_tall_screen_every_action_stays_shown(show: Show) -> None:
    screen = decision(show, PHYSICIAN, marks={**TWO_SIGNS_LESS, **NOT_FOUND})
    screen.resize(1840, 1040)
    press(screen, "D")
    assert all(button.isVisible() for button in screen.options.buttons())


@pytest.mark.parametrize("size", [(1013, 522), (831, 420)])
@pytest.mark.parametrize(("who", "letter"), [(NURSE, "R"), (NURSE, "I"), (PHYSICIAN, "D"), (PHYSICIAN, "A")])
def test_nothing_is_out_of_reach_on_a_small_screen_at_125_and_150_percent(
    show: Show, who: Reviewer, letter: str, size: tuple[int, int]
) -> None:
    screen = decision(show, who, marks={**TWO_SIGNS_LESS, **NOT_FOUND})
    screen.resize(*size)
    press(screen, letter)
    QApplication.processEvents()
    assert screen.size() == QSize(*size)
    assert screen.page.page.width() == screen.page.viewport().width()
    screen.sign.ask("Sign", attest=True)
    QApplication.processEvents()
    for part in (screen.sign.conflict, screen.sign.password):
        assert part.width() >= part.minimumSizeHint().width()
        assert screen.rect().contains(QRect(part.mapTo(screen, QPoint()), part.size()))


@pytest.mark.parametrize("who", [NURSE, PHYSICIAN])
def test_every_focusable_widget_has_an_accessible_name(show: Show, unnamed: Unnamed, who: Reviewer) -> None:
    assert unnamed(decision(show, who, marks=NOT_FOUND)) == []


def test_the_finding_shows_when_and_by_whom_the_review_was_completed(show: Show) -> None:
    at = NOW.astimezone(UTC) - timedelta(minutes=4)
    assert "Completed 11:42 AM by you." in decision(show, completed_at=at).finding_panel.about.text()
    read = decision(show, PHYSICIAN, completed_at=at - timedelta(days=3)).finding_panel.about.text()
    assert read.endswith("Completed Tue Jan 13, 11:42 AM by Jordan Sampleton, RN.")


def test_a_physician_sees_the_question_above_the_actions(show: Show) -> None:
    asked = Referral("Is it still needed?", "jsampleton", NOW.astimezone(UTC), "Calls daily.")
    inset = decision(show, PHYSICIAN, referral=asked).page.referral
    assert inset.isVisible()
    assert inset.head.text() == "Question from Jordan Sampleton, RN, Jan 16"
    assert inset.question.text() == "Is it still needed?"
    assert inset.note.text() == "Note: Calls daily."


def test_without_a_question_there_is_no_room_for_one(show: Show) -> None:
    screen = decision(show, PHYSICIAN)
    assert screen.page.referral.isHidden()
    noted = decision(show, PHYSICIAN, referral=Referral("Is it?", "jsampleton", NOW))
    assert noted.page.referral.note.isHidden()


def test_the_keyboard_begins_at_the_actions(show: Show) -> None:
    screen = decision(show)
    screen.setFocus()
    assert screen.options.button(Action.REFER) is screen.focusWidget()
    undecided = decision(show, PHYSICIAN)
    undecided.setFocus()
    assert undecided.page.hasFocus()
    QTest.keyClicks(undecided.page, "D")
    assert undecided.action is Action.DENY


def test_a_text_that_appears_is_scrolled_into_view(show: Show) -> None:
    screen = decision(show, PHYSICIAN, referral=Referral("Is it? " * 60, "jsampleton", NOW))
    QApplication.processEvents()
    press(screen, "D")
    edit = screen.form.editors["deny"].current()
    top = edit.mapTo(screen.page.viewport(), edit.rect().topLeft()).y()
    assert top >= 0
    assert top + edit.height() <= screen.page.viewport().height()


def test_the_key_that_led_here_sends_nothing_that_was_only_proposed(show: Show, qtbot: QtBot) -> None:
    screen = decision(show, marks=NOT_FOUND)
    assert screen.action is Action.REQUEST_INFORMATION
    with qtbot.assertNotEmitted(screen.information_requested):
        screen.act()
    assert "Check it, then press Ctrl+Enter again." in screen.bar.words.text()
    with qtbot.waitSignal(screen.information_requested):
        screen.act()

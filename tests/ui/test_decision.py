"""The decision by keyboard: choose by letter, fill, send or sign; read what goes out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.test_finding_panel import NOT_FOUND, POLICY, TWO_SIGNS_LESS, continued
from ur_desktop.domain.case import Case, Diagnosis, Member, Provider, ServiceRequest, Urgency
from ur_desktop.domain.determination import (
    Action,
    Credential,
    Determination,
    Ground,
    Rationale,
    Referral,
    Reviewer,
    Role,
    Standing,
)
from ur_desktop.domain.finding import Finding, cure_for, evaluate
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.review import Mark
from ur_desktop.ui.decision import ActionOption, Decision

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]
Open = Callable[..., Decision]

def option(screen: Decision, action: Action) -> ActionOption:
    found = screen.options.button(action)
    assert found is not None
    return found


def write(screen: Decision, editor: str, voice: str, words: str) -> None:
    edit = screen.form.editors[editor].edits[voice]
    screen.form.editors[editor].show_text(voice)
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(edit, words)


def denial(show: Show, standing: Standing = STANDING, who: Reviewer = PHYSICIAN) -> Decision:
    screen = decision(show, who, standing=standing)
    press(screen, "D")
    write(screen, "deny", "provider", "One of two signs.")
    write(screen, "deny", "member", "We found one of two signs.")
    return screen


def shown(screen: Decision) -> dict[str, bool]:
    return {button.text(): button.isEnabled() for button in screen.options.buttons()}


def test_a_nurse_sees_approval_refused_with_its_reason(show: Show) -> None:
    screen = decision(show)
    assert shown(screen) == {
        "Approve as requested": False,
        "Refer to a physician": True,
        "Request information": True,
        "Record a withdrawal": True,
        "Close administratively": True,
    }
    assert screen.options.buttons()[0].note == "Not available: C9 is not met."
    assert screen.page.who_denies.text() == "Denying or approving less is for a physician reviewer."


def test_a_physician_sees_denial_refused_while_nothing_is_unmet(show: Show) -> None:
    screen = decision(show, PHYSICIAN, marks=NOT_FOUND)
    assert shown(screen)["Deny"] is False
    assert "needs an unmet criterion" in screen.options.buttons()[1].note


def test_nothing_is_chosen_for_a_physician_against_unmet_criteria(show: Show) -> None:
    screen = decision(show, PHYSICIAN)
    assert screen.action is None
    assert screen.bar.primary.isHidden()
    assert screen.bar.words.text() == "Choose what to do: press its letter."


def test_a_supervisor_is_told_why_nothing_can_be_done(show: Show) -> None:
    screen = decision(show, replace(NURSE, role=Role.SUPERVISOR))
    assert not any(shown(screen).values())
    assert screen.bar.words.text() == "Only a nurse or a physician reviewer acts on a finding."


def test_letters_choose_and_lead_to_the_first_thing_to_fill(show: Show) -> None:
    screen = decision(show)
    press(screen, "W")
    assert screen.action is Action.WITHDRAW
    assert screen.form.reasons["withdraw"].editor.hasFocus()


def test_a_refused_letter_does_nothing(show: Show) -> None:
    screen = decision(show)
    press(screen, "A")
    assert screen.action is Action.REFER


def test_letters_never_fire_inside_a_text_field(show: Show) -> None:
    screen = decision(show)
    for edit in (screen.form.editors["question"].current(), screen.form.referral_row.note.editor):
        edit.setFocus()
        QTest.keyClicks(edit, "WICA")
        assert screen.action is Action.REFER
    screen.form.referral_row.physician.combo.setFocus()
    QTest.keyClicks(screen.form.referral_row.physician.combo, "W")
    assert screen.action is Action.REFER


def test_escape_goes_back_from_a_text_to_the_action(show: Show) -> None:
    screen = decision(show)
    edit = screen.form.editors["question"].current()
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert option(screen, Action.REFER).hasFocus()
    QTest.keyClicks(option(screen, Action.REFER), "I")
    assert screen.action is Action.REQUEST_INFORMATION


def test_arrows_move_between_the_actions_that_are_allowed(show: Show) -> None:
    screen = decision(show)
    QTest.keyClick(option(screen, Action.REFER), Qt.Key.Key_Down)
    assert screen.action is Action.REQUEST_INFORMATION


def test_a_referral_goes_to_the_physician_with_question_and_note(qtbot: QtBot, show: Show) -> None:
    screen = decision(show)
    QTest.keyClicks(screen.form.referral_row.note.editor, "Calls daily.")
    with qtbot.waitSignal(screen.referred) as referred:
        go(screen)
    assert referred.args == [Referral("Is it still needed?", "jsampleton", NOW, "Calls daily."), "tspecimen"]


def test_a_blank_keeps_the_question_from_being_sent_and_is_led_to(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, question="They say «what» on «date».")
    assert screen.bar.words.text() == "Fill 2 blanks, then send."
    with qtbot.assertNotEmitted(screen.referred):
        go(screen)
    assert screen.form.editors["question"].current().textCursor().selectedText() == "«what»"


def test_an_empty_question_is_said_at_its_place_and_counted(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, question="")
    with qtbot.assertNotEmitted(screen.referred):
        go(screen)
    assert screen.form.editors["question"].error.words.text() == "Write what the physician should answer."
    assert screen.bar.words.text() == "1 field to correct: Question for the physician"


def test_without_a_physician_there_is_nobody_to_refer_to(show: Show) -> None:
    screen = decision(show, physicians=())
    assert shown(screen)["Refer to a physician"] is False


def test_an_information_request_asks_for_what_is_ticked(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, marks=NOT_FOUND)
    press(screen, "I")
    rows = {item: (tick, edit) for item, tick, edit in screen.form.items.rows}
    assert list(rows) == ["P2", "P11", "other"]
    QTest.keyClick(rows["P2"][0], Qt.Key.Key_Space)
    QTest.keyClicks(rows["other"][1], "The last discharge note, because it names the next step.")
    with qtbot.waitSignal(screen.information_requested) as requested:
        go(screen)
    assert requested.args is not None
    asked = requested.args[0]
    assert asked.items == (
        POLICY.nodes["P11"].ask,
        "The last discharge note, because it names the next step.",
    )
    assert (asked.sent_at, asked.answer_by) == (NOW, NOW + timedelta(hours=48))


def test_an_information_request_asks_for_something_and_gives_time(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, marks={"P2": Mark.NOT_DOCUMENTED})
    press(screen, "I")
    QTest.keyClick(screen.form.items.rows[0][1], Qt.Key.Key_Space)
    screen.form.items.answer_by.set_value(date(2026, 1, 17))
    with qtbot.assertNotEmitted(screen.information_requested):
        go(screen)
    assert screen.form.items.error.isVisible()
    assert screen.form.items.answer_by.error_text() == "Type a date from 01/18/2026 on."
    assert screen.bar.words.text() == "2 fields to correct: What to ask for"


def test_a_later_day_to_answer_keeps_the_hour(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, marks=NOT_FOUND)
    press(screen, "I")
    screen.form.items.answer_by.set_value(date(2026, 1, 20))
    with qtbot.waitSignal(screen.information_requested) as requested:
        go(screen)
    assert requested.args is not None
    assert requested.args[0].answer_by == NOW + timedelta(days=4)


def test_a_nurse_approves_what_is_met_with_her_password(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, marks={})
    assert screen.action is Action.APPROVE
    screen.form.dates.next_review.set_value(date(2026, 2, 17))
    go(screen)
    assert screen.sign.password.edit.hasFocus()
    assert screen.sign.conflict.isHidden()
    QTest.keyClicks(screen.sign.password.edit, "harbor lantern 42")
    with qtbot.waitSignal(screen.signing) as signing:
        QTest.keyClick(screen.sign.password.edit, Qt.Key.Key_Return)
    assert signing.args == [
        Determination(
            Action.APPROVE,
            NURSE,
            NOW,
            REQUEST.start,
            REQUEST.end,
            12,
            Rationale(""),
            next_review=date(2026, 2, 17),
        ),
        "harbor lantern 42",
    ]


def test_an_approval_gives_what_was_requested(show: Show) -> None:
    screen = decision(show, marks={})
    screen.form.dates.units.set_text("9")
    screen.form.dates.end_day.set_value(date(2026, 2, 13))
    go(screen)
    assert screen.sign.isHidden()
    assert screen.form.dates.units.error_text() == "Requested: 12."
    assert screen.form.dates.end_day.error_text() == "Approve what was requested: 02/20/2026."
    assert screen.bar.words.text() == "2 fields to correct: Through"
    assert screen.form.dates.end_day.editor.hasFocus()


def test_approving_despite_attention_needs_a_reason(show: Show) -> None:
    attentive = replace(evaluate(POLICY, continued({})), attention=("P13c",))
    screen = decision(show, marks={}, finding=attentive)
    go(screen)
    assert screen.form.reasons["attention"].error_text() == "Give a reason, or refer."
    assert screen.sign.isHidden()


def test_a_physician_denies_with_reasons_word_and_password(qtbot: QtBot, show: Show) -> None:
    screen = denial(show)
    go(screen)
    assert screen.sign.conflict.hasFocus()
    QTest.keyClick(screen.sign.conflict, Qt.Key.Key_Space)
    QTest.keyClicks(screen.sign.password.edit, "harbor lantern 42")
    with qtbot.waitSignal(screen.signing) as signing:
        go(screen)
    assert signing.args is not None
    made, password = signing.args
    assert password == "harbor lantern 42"
    assert (made.action, made.ground, made.no_conflict) == (Action.DENY, Ground.CRITERIA, True)
    assert made.rationale == Rationale("We found one of two signs.", "One of two signs.")


def test_nothing_is_signed_without_word_and_password(qtbot: QtBot, show: Show) -> None:
    screen = denial(show)
    go(screen)
    with qtbot.assertNotEmitted(screen.signing):
        go(screen)
    assert screen.sign.conflict_error.isVisible()
    assert screen.sign.password.error_text() == "Type your password to sign."


def test_a_wrong_password_is_asked_again(show: Show) -> None:
    screen = denial(show)
    go(screen)
    QTest.keyClicks(screen.sign.password.edit, "wrong")
    screen.show_wrong_password("This is not your password. Type it again.")
    assert screen.sign.password.text() == ""
    assert screen.sign.password.error_text() == "This is not your password. Type it again."
    assert screen.sign.password.edit.hasFocus()


def test_escape_folds_the_signature_and_forgets_the_password(show: Show) -> None:
    screen = denial(show)
    go(screen)
    QTest.keyClicks(screen.sign.password.edit, "harbor")
    QTest.keyClick(screen.sign.password.edit, Qt.Key.Key_Escape)
    assert screen.sign.isHidden()
    assert screen.sign.password.text() == ""


def test_a_changed_word_must_be_signed_anew(show: Show) -> None:
    screen = denial(show)
    go(screen)
    QTest.keyClick(screen.sign.conflict, Qt.Key.Key_Space)
    QTest.keyClicks(screen.form.editors["deny"].current(), " More.")
    assert screen.sign.isHidden()
    assert not screen.sign.conflict.isChecked()


def test_typing_goes_on_where_it_was_when_the_signature_folds(show: Show) -> None:
    screen = decision(show, marks={})
    go(screen)
    screen.form.dates.units.editor.setFocus()
    QTest.keyClicks(screen.form.dates.units.editor, "9")
    assert screen.sign.isHidden()
    assert screen.form.dates.units.editor.hasFocus()


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


def test_an_offer_of_a_talk_comes_before_a_denial_where_the_plan_asks(qtbot: QtBot, show: Show) -> None:
    screen = denial(show, replace(STANDING, needs_peer_to_peer=True))
    go(screen)
    assert screen.sign.isHidden()
    assert screen.bar.words.text() == "1 field to correct: Peer-to-peer talk"
    with qtbot.waitSignal(screen.peer_to_peer_offered) as offered:
        QTest.keyClick(screen.offer.record, Qt.Key.Key_Return)
    assert offered.args is not None
    talk = offered.args[0]
    assert (talk.offered_at, talk.offered_by, talk.until) == (NOW, "tspecimen", date(2026, 1, 30))
    go(screen)
    assert screen.sign.isVisible()


def test_a_new_standing_offers_what_it_allows(show: Show) -> None:
    screen = decision(show, PHYSICIAN, marks=NOT_FOUND)
    screen.set_standing(replace(STANDING, information_lapsed=True))
    assert shown(screen)["Deny"] is True


def test_a_new_standing_leaves_the_keyboard_where_it_is(show: Show) -> None:
    screen = denial(show)
    screen.form.editors["deny"].current().setFocus()
    screen.set_standing(replace(STANDING, peer_to_peer_offered=True))
    assert screen.form.editors["deny"].current().hasFocus()
    assert screen.offer.state.text() == "Offered"


def test_what_forbids_the_signature_is_said_before_the_password(show: Show) -> None:
    unlicensed = replace(PHYSICIAN, user_id="jsampleton", credential=Credential("MD"))
    screen = denial(show, who=unlicensed)
    go(screen)
    assert screen.sign.isHidden()
    assert screen.banner.isVisible()
    assert screen.banner.fix.text().splitlines() == [
        "An adverse decision needs the reviewer's licence number and state.",
        "An adverse decision is made by someone who did not do the first review.",
    ]
    assert screen.bar.words.text().startswith("2 things to put right: An adverse decision needs")


def test_faults_from_outside_are_said_in_the_same_place(show: Show) -> None:
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


def test_a_physician_sends_back_with_words(qtbot: QtBot, show: Show) -> None:
    screen = decision(show, PHYSICIAN)
    press(screen, "S")
    QTest.keyClicks(screen.form.editors["send_back"].current(), "Look at C9b again.")
    with qtbot.waitSignal(screen.sent_back) as sent:
        go(screen)
    assert sent.args == ["Look at C9b again."]


@pytest.mark.parametrize(
    ("letter", "field", "action"),
    [("W", "withdraw", Action.WITHDRAW), ("C", "close_administratively", Action.CLOSE_ADMINISTRATIVELY)],
)
def test_a_closure_is_signed_with_its_reason(
    qtbot: QtBot, show: Show, letter: str, field: str, action: Action
) -> None:
    screen = decision(show)
    press(screen, letter)
    go(screen)
    assert screen.form.reasons[field].error_text()
    QTest.keyClicks(screen.form.reasons[field].editor, "The clinic called.")
    go(screen)
    QTest.keyClicks(screen.sign.password.edit, "harbor lantern 42")
    with qtbot.waitSignal(screen.signing) as signing:
        go(screen)
    assert signing.args is not None
    assert (signing.args[0].action, signing.args[0].reason) == (action, "The clinic called.")


def test_drafts_go_out_at_once_when_asked(show: Show) -> None:
    screen = decision(show)
    kept: dict[str, str] = {}
    screen.draft_changed.connect(kept.__setitem__)
    QTest.keyClicks(screen.form.referral_row.note.editor, "Calls daily.")
    assert "note" not in kept
    screen.flush_drafts()
    assert kept["note"] == "Calls daily."
    assert screen.bar.words.text() == "Saved 11:46 AM."


def test_a_draft_goes_out_by_itself_after_a_second(qtbot: QtBot, show: Show) -> None:
    screen = decision(show)
    screen.flush_drafts()
    screen.drafts._timer.setInterval(1)
    with qtbot.waitSignal(screen.draft_changed) as changed:
        QTest.keyClicks(screen.form.editors["question"].current(), "So: ")
    assert changed.args == ["question.question", "So: Is it still needed?"]


def test_keep_for_later_flushes_first(qtbot: QtBot, show: Show) -> None:
    screen = decision(show)
    order: list[str] = []
    screen.draft_changed.connect(lambda key, _text: order.append(key))
    screen.kept.connect(lambda: order.append("kept"))
    QTest.keyClicks(screen.form.referral_row.note.editor, "x")
    QTest.keyClick(screen.bar.keep, Qt.Key.Key_Return)
    assert order[-2:] == ["note", "kept"]


def test_what_was_kept_is_there_again(show: Show) -> None:
    drafts = {
        "action": "request_information",
        "question.question": "Half a question",
        "withdraw": "Half a reason",
        "dates.next_review": "02/17/2026",
        "item.P2": "The lab results, because.",
        "tick.P11": "no",
    }
    screen = decision(show, marks=NOT_FOUND, drafts=drafts)
    assert screen.action is Action.REQUEST_INFORMATION
    assert screen.form.editors["question"].text("question") == "Half a question"
    assert screen.form.reasons["withdraw"].text() == "Half a reason"
    assert screen.form.dates.next_review.value() == date(2026, 2, 17)
    assert screen.form.items.asked() == ("The lab results, because."]


def test_opening_a_case_is_no_change_of_it(show: Show) -> None:
    screen = decision(show, drafts={"note": "kept before"})
    kept: list[str] = []
    screen.draft_changed.connect(lambda key, _text: kept.append(key))
    screen.flush_drafts()
    assert kept == []


def test_a_save_that_failed_is_said(show: Show) -> None:
    screen = decision(show)
    screen.mark_unsaved("The disk is full. Free some space and type on.")
    assert screen.banner.fix.text() == "The disk is full. Free some space and type on."


@pytest.mark.parametrize("height", [676, 604])
@pytest.mark.parametrize(("who", "letter"), [(NURSE, "R"), (NURSE, "I"), (PHYSICIAN, "D"), (PHYSICIAN, "A")])
def test_nothing_is_squashed(qtbot: QtBot, show: Show, who: Reviewer, letter: str, height: int) -> None:
    screen = decision(show, who, marks={**TWO_SIGNS_LESS, **NOT_FOUND})
    screen.resize(1286, height)
    press(screen, letter)
    parts = (*screen.form.editors.values(), screen.form.items, screen.form.dates, screen.offer, screen.form.referral_row)
    qtbot.waitUntil(
        lambda: all(part.height() >= part.minimumSizeHint().height() for part in parts if part.isVisible())
    )
    assert screen.bar.geometry().bottom() < height


@pytest.mark.parametrize("who", [NURSE, PHYSICIAN])
def test_every_place_the_keyboard_goes_has_a_name(show: Show, unnamed: Unnamed, who: Reviewer) -> None:
    assert unnamed(decision(show, who, marks=NOT_FOUND)) == []

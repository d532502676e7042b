"""Allowed actions are offered with a key, refused ones with the reason."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.findings import NOT_FOUND, NURSE, PHYSICIAN, STANDING, Show, decision, found, press
from ur_desktop.domain.determination import Action
from ur_desktop.domain.review import Mark
from ur_desktop.domain.reviewer import Role
from ur_desktop.ui.decision.action_list import ActionOption, first_choice, refusals
from ur_desktop.ui.decision.screen import Decision


def option(screen: Decision, action: Action) -> ActionOption:
    button = screen.options.button(action)
    assert button is not None
    return button


def shown(screen: Decision) -> dict[str, bool]:
    return {button.text(): button.isEnabled() for button in screen.options.buttons()}


def test_a_nurse_sees_approval_refused_with_its_reason(show: Show) -> None:
    screen = decision(show)
    assert shown(screen) == {
        "Approve as requested": False,
        "Refer to a physician": True,
        "Request information": True,
    }
    assert screen.options.buttons()[0].note == "Not available: C9 is not met."
    assert screen.page.who_denies.text() == "Only a physician reviewer may deny or approve less."


def test_a_physician_sees_denial_refused_while_nothing_is_unmet(show: Show) -> None:
    screen = decision(show, PHYSICIAN, marks=NOT_FOUND)
    assert shown(screen)["Deny"] is False
    assert "needs an unmet criterion" in screen.options.buttons()[1].note


def test_nothing_is_chosen_for_a_physician_against_unmet_criteria(show: Show) -> None:
    screen = decision(show, PHYSICIAN)
    assert screen.action is None
    assert screen.bar.primary.isHidden()
    assert screen.bar.words.text() == "Choose an action or press its key."


def test_a_supervisor_is_told_why_nothing_can_be_done(show: Show) -> None:
    screen = decision(show, replace(NURSE, role=Role.SUPERVISOR))
    assert not any(shown(screen).values())
    assert screen.bar.words.text() == "Only a nurse or a physician reviewer acts on a finding."


def test_an_action_key_chooses_and_moves_to_the_first_field(show: Show) -> None:
    screen = decision(show)
    press(screen, "R")
    assert screen.action is Action.REFER
    assert screen.form.editors["question"].current().hasFocus()


def test_the_key_of_a_refused_action_does_nothing(show: Show) -> None:
    screen = decision(show)
    press(screen, "A")
    assert screen.action is Action.REFER


def test_action_keys_are_off_while_typing_in_a_field(show: Show) -> None:
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


def test_without_a_physician_there_is_nobody_to_refer_to(show: Show) -> None:
    screen = decision(show, physicians=())
    assert shown(screen)["Refer to a physician"] is False


def test_a_change_of_the_case_offers_the_actions_it_allows(show: Show) -> None:
    screen = decision(show, PHYSICIAN, marks=NOT_FOUND)
    screen.set_standing(replace(STANDING, information_lapsed=True))
    assert shown(screen)["Deny"] is True


def test_the_drafted_action_is_chosen_again_only_if_it_is_not_refused() -> None:
    refused = refusals(Role.NURSE, found({}), STANDING, "tspecimen")
    assert first_choice(refused, found({}), "refer") is Action.REFER
    assert first_choice(refused, found({}), "request_information") is Action.APPROVE
    assert first_choice(refused, found({}), "") is Action.APPROVE


def test_missing_evidence_alone_is_requested_first(show: Show) -> None:
    assert decision(show, marks=NOT_FOUND).action is Action.REQUEST_INFORMATION
    refused = refusals(Role.NURSE, found(NOT_FOUND), replace(STANDING, too_late_to_ask="Too late."), "max")
    assert first_choice(refused, found(NOT_FOUND), "") is Action.REFER
    both = {**NOT_FOUND, "C9b": Mark.NOT_MET, "C9c": Mark.NOT_MET}
    assert decision(show, marks=both).action is Action.REFER

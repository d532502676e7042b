"""The review by keyboard: press a key, read what is saved, look where the reviewer is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.ui.conftest import Show
from tests.ui.review.conftest import Kept, Open, new_vault, open_in, put
from tests.ui.reviews import (
    NOW,
    NURSE,
    all_met,
    answer,
    continued,
    last_review,
    policy,
    press,
    write,
)
from ur_desktop.domain.errors import InvalidAnswer
from ur_desktop.domain.policy import criteria
from ur_desktop.domain.review import Evidence, Mark, Review
from ur_desktop.domain.reviewer import Role
from ur_desktop.ui.kit.fields.drafts import Drafts
from ur_desktop.ui.parts.review_text import answer_words
from ur_desktop.ui.review.wizard import ReviewWizard

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(opened_wizard: Open) -> Open:
    """Open a review in a window of 1286 × 676."""
    return opened_wizard


def pehp(**answers: Mark) -> Review:
    form = policy("pehp-iop")
    given = {key.replace("_", "."): answer(mark) for key, mark in answers.items()}
    review = continued()
    return replace(
        review, policy_id=form.id, version=form.version, digest=form.digest, facts={"age": 41}, answers=given
    )


def test_it_opens_at_the_first_unanswered_criterion(opened: Open) -> None:
    wizard, heard = opened(continued(P1=answer(), P2=answer()))
    assert wizard.current.id == "P3"
    assert wizard.card.head.id.text() == "P3"
    assert heard.answered == []


def test_an_advisory_item_comes_only_after_every_deciding_one(opened: Open) -> None:
    review = all_met(pehp())
    wizard, _ = opened(review)
    assert wizard.current.id == "S1"


def test_a_review_that_does_not_fit_its_policy_is_refused(opened: Open) -> None:
    with pytest.raises(InvalidAnswer):
        opened(continued(Z9=answer()))


@pytest.mark.parametrize(
    ("key", "mark"), [(Key.Key_M, Mark.MET), (Key.Key_N, Mark.NOT_MET), (Key.Key_D, Mark.NOT_DOCUMENTED)]
)
def test_one_key_answers_saves_and_goes_on(opened: Open, key: Key, mark: Mark) -> None:
    wizard, heard = opened(continued())
    press(key)
    assert heard.answered[0].criterion_id == "P1"
    assert heard.review.mark("P1") is mark
    assert (heard.last.by, heard.last.at) == ("dw", NOW)
    assert wizard.current.id == "P2"
    assert wizard.main.line_before.lines[0].sign == mark.value
    assert wizard.tree.row("P1").sign == mark.value


@pytest.mark.parametrize(
    ("key", "missed", "words"), [(Key.Key_1, True, "date missed"), (Key.Key_2, False, "date not missed")]
)
def test_a_deadline_not_met_after_its_day_asks_what_of_it_is_not(
    opened: Open, key: Key, missed: bool, words: str
) -> None:
    """BCBSNC, When covered 3: the date and the psychiatrist's availability are two things."""
    wizard, heard = opened(continued(P1=answer(), P2=answer()))
    press(key)
    press(Key.Key_N)
    assert heard.answered == []
    assert wizard.card.part.isVisible()
    assert [button.isChecked() for button in wizard.card.part.buttons] == [False, False]
    press(key)
    assert (heard.last.mark, heard.last.missed_date) == (Mark.NOT_MET, missed)
    assert answer_words(heard.last) == f"Not met, {words}"
    assert wizard.current.id == "P4"
    wizard.go_to("P3")
    assert [button.isChecked() for button in wizard.card.part.buttons] == [missed, not missed]
    press(Key.Key_2 if missed else Key.Key_1)
    assert heard.last.missed_date is not missed


def test_a_deadline_not_met_before_its_day_is_over_is_answered_by_one_key(opened: Open) -> None:
    wizard, heard = opened(continued())
    wizard.go_to("P12")
    press(Key.Key_N)
    assert (heard.last.mark, heard.last.missed_date) == (Mark.NOT_MET, False)
    wizard.go_to("P12")
    assert wizard.card.part.isHidden()


def test_an_open_list_asks_for_its_names_and_is_not_met_without_them(opened: Open) -> None:
    """BCBSNC, Admission 7a: "multiple factors, including, but not limited to"; our reading: at least two."""
    wizard, heard = opened(replace(continued(), checklist_id="admission"))
    wizard.go_to("A7a")
    press(Key.Key_M)
    assert heard.answered == []
    assert wizard.card.note_error.words.text().startswith("Name in the note: at least two factors")
    write("Unstable housing")
    press(Key.Key_Return)
    assert heard.answered == []
    write("; cannabis use")
    press(Key.Key_Return)
    assert (heard.last.mark, heard.last.note) == (Mark.MET, "Unstable housing; cannabis use")
    wizard.go_to("A7a")
    press(Key.Key_N)
    assert heard.last.mark is Mark.NOT_MET


def test_two_opposite_situations_that_are_both_met_are_pointed_out(opened: Open) -> None:
    """BCBSNC, When covered 13a: family treatment is given, or it is not and the reasons are listed."""
    wizard, _ = opened(all_met(continued()))
    said = "P13a1 and P13a2 describe opposite situations, and both are met."
    wizard.go_to("P13a2")
    assert wizard.card.inset.words.text() == said
    wizard.go_to_step(len(wizard.strip.buttons) - 1)
    assert said in wizard.finding.words.text()


def test_the_answer_is_saved_before_the_next_key(opened: Open) -> None:
    wizard, heard = opened(continued())
    for current in ("P1", "P2", "P3"):
        assert wizard.current.id == current
        press(Key.Key_M)
        assert heard.answered[-1].criterion_id == current
        assert heard.review.mark(current) is Mark.MET


def hold_down(wizard: ReviewWizard, key: Key, text: str = "") -> None:
    """Press a key until the keyboard repeats it three times."""
    for is_repeat in (False, True, True, True):
        QTest.simulateEvent(wizard, True, key.value, Qt.KeyboardModifier.NoModifier, text, is_repeat, -1)
    QTest.keyRelease(wizard, key)


def test_a_key_held_down_answers_once(opened: Open) -> None:
    wizard, heard = opened(continued())
    hold_down(wizard, Key.Key_M, "m")
    assert [answered.criterion_id for answered in heard.answered] == ["P1"]


def test_an_arrow_held_down_moves_on_and_on(opened: Open) -> None:
    wizard, heard = opened(continued())
    hold_down(wizard, Key.Key_Down)
    assert wizard.current.id == "P5"
    assert heard.answered == []


def test_after_an_answer_the_line_above_shows_the_mark_just_given(opened: Open) -> None:
    wizard, _ = opened(continued(P2=answer(), P3=answer()))
    press(Key.Key_N)
    assert wizard.current.id == "P4"
    assert [(line.id, line.state) for line in wizard.main.line_before.lines] == [("P1", "Not met")]


def test_arrows_move_and_pass_over_what_is_inside_a_group_that_does_not_apply(opened: Open) -> None:
    wizard, heard = opened(continued())
    wizard.go_to("P9")
    press(Key.Key_Down)
    assert wizard.current.id == "P10a"
    press(Key.Key_Down)
    assert wizard.current.id == "P11"
    press(Key.Key_Up)
    press(Key.Key_Up)
    assert wizard.current.id == "P9"
    assert heard.answered == []


def test_arrows_stop_at_both_ends(opened: Open) -> None:
    wizard, _ = opened(continued())
    press(Key.Key_Up)
    assert wizard.current.id == "P1"
    wizard.go_to("C11")
    press(Key.Key_Down)
    assert wizard.current.id == "C11"


def test_enter_goes_to_the_next_unanswered_and_skips_what_does_not_apply_or_is_not_due(opened: Open) -> None:
    wizard, _ = opened(continued(P11=answer()))
    wizard.go_to("P9")
    press(Key.Key_Return)
    assert wizard.current.id == "P13a1"
    press(Key.Key_Enter)
    assert wizard.current.id == "P13a2"


def test_enter_comes_round_to_what_was_left_out(opened: Open) -> None:
    wizard, _ = opened(all_met(continued()))
    wizard.go_to("C11")
    assert wizard.step == 2
    press(Key.Key_Return)
    assert wizard.current.id == "P13c"
    press(Key.Key_M)
    assert wizard.step == 3


def test_undo_restores_the_answer_before_as_a_new_one(opened: Open) -> None:
    wizard, heard = opened(continued(P1=answer(Mark.MET, "Seen")))
    wizard.go_to("P1")
    press(Key.Key_N)
    press(Key.Key_Z, CTRL)
    assert heard.last.mark is Mark.MET
    assert (heard.last.note, heard.last.by) == ("Seen", "dw")
    assert wizard.current.id == "P1"


def test_undo_of_a_first_answer_clears_it(opened: Open) -> None:
    wizard, heard = opened(continued())
    press(Key.Key_M)
    press(Key.Key_Z, CTRL)
    assert heard.last.mark is None
    assert [change.criterion_id for change in heard.answered] == ["P1", "P1"]
    assert wizard.tree.row("P1").sign == "to_answer"
    press(Key.Key_Z, CTRL)
    assert len(heard.answered) == 2


def test_letters_in_a_text_field_are_only_letters(opened: Open) -> None:
    wizard, heard = opened(continued())
    press(Key.Key_T)
    assert QApplication.focusWidget() is wizard.card.note
    write("mndte?")
    assert heard.answered == []
    assert wizard.card.note.words() == "mndte?"
    press(Key.Key_Escape)
    assert heard.last.note == "mndte?"
    assert heard.last.mark is None
    press(Key.Key_M)
    assert heard.last == replace(heard.last, mark=Mark.MET, note="mndte?")


def test_evidence_is_added_without_the_mouse(opened: Open) -> None:
    wizard, heard = opened(continued())
    press(Key.Key_E)
    write("Program schedule")
    press(Key.Key_Tab)
    write("2")
    press(Key.Key_Tab)
    write("Mon, Wed, Fri")
    press(Key.Key_Return)
    assert heard.last.evidence == (Evidence("Program schedule", "2", "Mon, Wed, Fri"),)
    assert wizard.current.id == "P1"
    press(Key.Key_M)
    assert heard.last.evidence == (Evidence("Program schedule", "2", "Mon, Wed, Fri"),)
    press(Key.Key_E)
    assert wizard.card.entry.document.text() == "Program schedule"


def test_evidence_can_be_taken_away(opened: Open) -> None:
    wizard, heard = opened(continued(P1=answer(None, "", Evidence("A"), Evidence("B"))))
    wizard.card.evidence_removed.emit(0)
    assert heard.last.evidence == (Evidence("B"),)


def test_a_proposal_is_confirmed_with_its_key(opened: Open) -> None:
    wizard, heard = opened(continued())
    wizard.go_to("P9")
    assert wizard.tree.row("P9").word == "proposed"
    assert wizard.card.answers[Mark.MET].offer == "proposed"
    assert heard.answered == []
    press(Key.Key_M)
    assert heard.last.mark is Mark.MET
    assert "9.5 clinical hours" in heard.last.proposal


def test_going_against_a_proposal_asks_for_a_reason_first(opened: Open) -> None:
    wizard, heard = opened(continued())
    wizard.go_to("P9")
    press(Key.Key_N)
    assert heard.answered == []
    assert QApplication.focusWidget() is wizard.card.note
    press(Key.Key_Return)
    assert heard.answered == []
    write("Not comprehensive")
    press(Key.Key_Return)
    assert (heard.last.mark, heard.last.note) == (Mark.NOT_MET, "Not comprehensive")
    assert wizard.current.id == "P11"


def test_a_reason_not_given_leaves_the_criterion_open(opened: Open) -> None:
    wizard, heard = opened(continued())
    wizard.go_to("P9")
    press(Key.Key_D)
    press(Key.Key_Escape)
    assert heard.answered == []
    assert wizard.card.pending is None
    press(Key.Key_Down)
    assert wizard.tree.row("P9").sign == "to_answer"


def ask_half(opened: Open) -> tuple[ReviewWizard, Kept]:
    """Answer P9 against its proposal and type half of the reason."""
    wizard, heard = opened(continued())
    wizard.go_to("P9")
    press(Key.Key_N)
    write("Not comprehens")
    return wizard, heard


def waits(wizard: ReviewWizard) -> tuple[Mark | None, str, str]:
    """The answer that waits, and the field under it with what is typed there."""
    return wizard.card.pending, wizard.card.note_label.text(), wizard.card.note.words()


HALF = (Mark.NOT_MET, "Reason for Not met", "Not comprehens")


def test_a_reason_half_typed_waits_when_the_keyboard_is_elsewhere(opened: Open) -> None:
    wizard, heard = ask_half(opened)
    wizard.main.setFocus()
    assert heard.answered == []
    assert waits(wizard) == HALF
    press(Key.Key_N)
    assert heard.answered == []
    assert QApplication.focusWidget() is wizard.card.note
    write("ive")
    press(Key.Key_Return)
    assert (heard.last.mark, heard.last.note) == (Mark.NOT_MET, "Not comprehensive")


def test_a_reason_half_typed_waits_at_its_criterion(opened: Open) -> None:
    wizard, heard = ask_half(opened)
    wizard.go_to("P11")
    assert (wizard.card.pending, wizard.card.note.words()) == (None, "")
    assert wizard.card.note_label.text() == "Note"
    wizard.go_to("P9")
    assert waits(wizard) == HALF
    assert heard.answered == []


def test_a_reason_half_typed_is_a_draft_of_its_own_until_it_is_given(opened: Open) -> None:
    wizard, heard = ask_half(opened)
    wizard.flush()
    assert heard.drafts == {"reason.not_met:P9": "Not comprehens"}
    press(Key.Key_Return)
    assert heard.drafts == {}
    wizard.go_to("P9")
    assert waits(wizard) == (None, "Note", "Not comprehens")


def test_a_reason_left_with_escape_is_neither_note_nor_reason(opened: Open) -> None:
    wizard, heard = ask_half(opened)
    press(Key.Key_Escape)
    assert waits(wizard) == (None, "Note", "")
    press(Key.Key_N)
    assert waits(wizard) == (Mark.NOT_MET, "Reason for Not met", "")
    assert heard.answered == []
    wizard.flush()
    assert "reason.not_met:P9" not in heard.drafts


def test_the_proposed_answer_is_given_without_the_reason_for_another(opened: Open) -> None:
    wizard, heard = ask_half(opened)
    wizard.card.answers[Mark.MET].click()
    assert (heard.last.mark, heard.last.note) == (Mark.MET, "")
    wizard.go_to("P9")
    assert waits(wizard) == (None, "Note", "")


def test_a_reason_half_typed_goes_along_to_another_answer_and_is_asked_for_again(opened: Open) -> None:
    wizard, heard = ask_half(opened)
    wizard.card.answers[Mark.NOT_DOCUMENTED].click()
    assert waits(wizard) == (Mark.NOT_DOCUMENTED, "Reason for Not documented", "Not comprehens")
    assert heard.answered == []
    wizard.flush()
    assert heard.drafts["reason.not_documented:P9"] == "Not comprehens"
    assert "reason.not_met:P9" not in heard.drafts


def test_evidence_leaves_a_reason_half_typed(opened: Open) -> None:
    wizard, heard = ask_half(opened)
    wizard.main.setFocus()
    wizard.card.evidence_added.emit(Evidence("Program schedule"))
    assert heard.last.note == ""
    assert waits(wizard) == HALF


def test_a_reason_no_longer_needed_is_not_shown_as_a_note(opened: Open) -> None:
    wizard, heard = ask_half(opened)
    wizard.go_to_step(0)
    wizard.facts.changed.emit(replace(wizard.review, schedule=()))
    wizard.go_to("P9")
    assert wizard.state.proposal_for("P9") is None
    assert waits(wizard) == (None, "Note", "")
    wizard.card.answers[Mark.MET].click()
    assert (heard.last.mark, heard.last.note) == (Mark.MET, "")


def test_another_case_knows_nothing_of_a_reason_half_typed(opened: Open) -> None:
    wizard, _ = ask_half(opened)
    open_in(wizard, continued(), None, {})
    wizard.go_to("P9")
    assert waits(wizard) == (None, "Note", "")


def test_a_carried_answer_is_offered_and_confirmed_never_silent(opened: Open) -> None:
    wizard, heard = opened(continued(), last=last_review(P3=answer(Mark.MET, "Seen Jan 6")))
    wizard.go_to("P3")
    assert wizard.tree.row("P3").word == "carried"
    assert wizard.card.answers[Mark.MET].offer == "carried"
    assert "Jan 9" in wizard.card.inset.title.text()
    assert heard.answered == []
    press(Key.Key_M)
    assert heard.last.carried_from == date(2026, 1, 9)
    assert heard.last.note == "Seen Jan 6"


def test_another_answer_than_the_carried_one_is_not_carried(opened: Open) -> None:
    wizard, heard = opened(continued(), last=last_review(P3=answer()))
    wizard.go_to("P3")
    press(Key.Key_D)
    assert (heard.last.mark, heard.last.carried_from) == (Mark.NOT_DOCUMENTED, None)


def test_what_does_not_apply_takes_no_answer_and_says_why(opened: Open) -> None:
    wizard, heard = opened(continued())
    wizard.go_to("C5")
    press(Key.Key_M)
    assert heard.answered == []
    assert wizard.card.inset.title.text() == "Not applicable"
    assert "Out of area: no" in wizard.card.inset.words.text()


def test_what_is_not_yet_due_says_when_and_can_be_answered(opened: Open) -> None:
    wizard, heard = opened(continued())
    wizard.go_to("P12")
    assert wizard.tree.row("P12").word == "due Jan 17"
    assert wizard.card.inset.title.text() == "Due Jan 17"
    press(Key.Key_M)
    assert heard.last.mark is Mark.MET


def test_a_missing_fact_is_named_and_leads_to_the_facts(opened: Open) -> None:
    review = continued()
    facts = {key: value for key, value in review.facts.items() if key != "boarding"}
    wizard, _ = opened(replace(review, facts=facts))
    wizard.go_to("P10b")
    assert "Boarding: unknown" in wizard.card.inset.words.text()
    wizard.card.inset.button.click()
    assert wizard.step == 0
    assert QApplication.focusWidget() is wizard.facts.questions["boarding"].pills["unknown"]


def test_a_group_says_how_far_it_is(opened: Open) -> None:
    wizard, _ = opened(continued(C9a=answer()))
    wizard.go_to("C9b")
    assert wizard.card.head.group.text() == "At least 2 of 3 for C9, Intensity still needed: 1 of 2 so far"


def test_ctrl_enter_steps_from_the_facts_to_the_finding(opened: Open) -> None:
    wizard, _ = opened(continued())
    wizard.go_to_step(0)
    for expected in (1, 2, 3):
        press(Key.Key_Return, CTRL)
        assert wizard.step == expected


def test_a_step_opens_at_its_first_open_criterion(opened: Open) -> None:
    wizard, _ = opened(continued(C1=answer(), C2=answer()))
    wizard.go_to_step(2)
    assert wizard.current.id == "C3"


def test_steps_count_what_is_answered(opened: Open) -> None:
    wizard, _ = opened(continued(C1=answer(), C2=answer()))
    texts = [(button.step.title, button.step.count) for button in wizard.strip.buttons]
    assert texts == [
        ("Facts", "6 of 6"),
        ("Program requirements", "1 of 14"),
        ("Continued care", "2 of 15"),
        ("Finding", ""),
    ]


def test_companions_are_steps_of_their_own_called_advisory(opened: Open) -> None:
    wizard, _ = opened(pehp())
    steps = [button.step for button in wizard.strip.buttons]
    assert [(step.title, step.advisory) for step in steps[1:-1]] == [
        ("Continued stay", False),
        ("Program expectations", True),
        ("Discharge planning", True),
    ]
    said = [button.accessibleName() for button in wizard.strip.buttons]
    assert [words.endswith(", current step") for words in said].count(True) == 1
    assert "advisory" in wizard.strip.buttons[2].accessibleName()


def test_the_result_is_told_in_words_while_answering(opened: Open) -> None:
    wizard, _ = opened(continued(C9b=answer(Mark.NOT_MET)))
    assert wizard.bar.verdict.text() == "Continued care: no finding yet, 26 to answer"
    wizard.go_to("C9c")
    press(Key.Key_N)
    assert (
        wizard.bar.verdict.text()
        == "Continued care is not met so far: refer to a physician or request information"
    )
    assert wizard.bar.tallies["not_met"].text() == "1 not met"


def test_an_incomplete_review_can_not_be_finished_and_says_why(opened: Open) -> None:
    wizard, heard = opened(continued())
    wizard.go_to_step(3)
    press(Key.Key_Return, CTRL)
    assert heard.completed == []
    assert not wizard.bar.finish.isEnabled()
    assert wizard.bar.reason.text() == "Finish is not available: 27 to answer"


def test_a_complete_review_is_finished_on_the_last_step(opened: Open) -> None:
    wizard, heard = opened(all_met(continued()))
    wizard.go_to_step(3)
    assert wizard.bar.verdict.text() == "Continued care is met"
    press(Key.Key_Return, CTRL)
    (done,) = heard.completed
    assert done.file.review == heard.review
    assert (heard.review.completed_at, heard.review.completed_by) == (NOW, "dw")


def test_an_answer_that_is_not_saved_stays_and_is_said(opened: Open) -> None:
    wizard, heard = opened(all_met(continued()))
    heard.breaks("answers")
    wizard.go_to("C1")
    press(Key.Key_N)
    assert wizard.current.id == "C1"
    assert wizard.tree.row("C1").word == "not saved"
    said = wizard.unsaved.banner.what.text()
    assert said.startswith("Not saved: C1. ")
    assert "disk is full" in said
    wizard.go_to_step(3)
    press(Key.Key_Return, CTRL)
    assert heard.completed == []
    assert heard.answered == []
    heard.works_again()
    wizard.unsaved.button.click()
    assert heard.review.mark("C1") is Mark.NOT_MET
    assert wizard.unsaved.isHidden()
    assert wizard.tree.row("C1").word == ""


def test_half_typed_words_are_handed_over_and_come_back(opened: Open) -> None:
    wizard, heard = opened(continued())
    press(Key.Key_T)
    write("Half a no")
    assert heard.drafts == {}
    wizard.flush()
    assert heard.drafts == {"note:P1": "Half a no"}
    again, later = opened(continued(), drafts={"note:P1": "Half a no", "evidence.document:P2": "Sche"})
    assert again.card.note.words() == "Half a no"
    assert later.answered == []
    again.go_to("P2")
    assert again.card.entry.document.text() == "Sche"
    assert later.drafts == {"evidence.document:P2": "Sche"}


def test_a_draft_is_saved_by_itself_after_a_second(opened: Open) -> None:
    wizard, heard = opened(continued())
    press(Key.Key_T)
    write("Half")
    assert heard.drafts == {}
    (timer,) = (each for kept in wizard.findChildren(Drafts) for each in kept.findChildren(QTimer))
    assert (timer.isActive(), timer.interval()) == (True, 1000)
    timer.timeout.emit()
    assert heard.drafts == {"note:P1": "Half"}


def test_f1_opens_the_policy_text_over_the_criterion_and_keys_wait(opened: Open) -> None:
    wizard, heard = opened(continued())
    press(Key.Key_F1)
    assert wizard.policy_text.isVisible()
    assert wizard.policy_text.id.text() == "P1"
    press(Key.Key_M)
    assert heard.answered == []
    press(Key.Key_Escape)
    assert not wizard.policy_text.isVisible()
    press(Key.Key_M)
    assert len(heard.answered) == 1


def test_the_policy_text_says_the_history_next_review_references_and_other_sections(opened: Open) -> None:
    """PEHP's heading, sections I and IV."""
    wizard, _ = opened(pehp())
    press(Key.Key_F1)
    shown = wizard.policy_text
    assert "Approved by the Policy Committee: November 11, 2024" in shown.source.text()
    assert "Next review: October 24, 2027" in shown.source.text()
    assert "Optum, United Behavioral Health, Level of Care Guidelines" in shown.references.text()
    assert "function in the community at a minimally appropriate level" in shown.provisions.text()
    assert shown.provisions.text().endswith("(III)")


def test_a_wide_window_has_room_for_the_policy_text(opened: Open) -> None:
    wizard, heard = opened(continued(), size=(1840, 988))
    assert wizard.policy_text.isVisible()
    assert (wizard.tree.width(), wizard.middle.width(), wizard.policy_text.width()) == (343, 972, 524)
    press(Key.Key_M)
    assert heard.answered
    assert wizard.policy_text.id.text() == "P2"


def test_the_keys_are_shown_and_closed(opened: Open) -> None:
    wizard, heard = opened(continued())
    press(Key.Key_Question)
    assert wizard.keys.isVisible()
    press(Key.Key_M)
    assert heard.answered == []
    press(Key.Key_Escape)
    assert wizard.keys.isHidden()


def test_a_narrow_window_keeps_marks_and_ids(opened: Open) -> None:
    wizard, _ = opened(continued(), size=(880, 640))
    QApplication.processEvents()
    assert wizard.tree.width() == 95
    assert wizard.card.side.y() > wizard.card.note.y()


@pytest.mark.parametrize("height", [676, 604])
@pytest.mark.parametrize("policy_id", ["bcbsnc-psychiatric-iop", "pehp-iop"])
def test_no_criterion_is_cut(opened: Open, policy_id: str, height: int) -> None:
    wizard, _ = opened(continued() if policy_id.startswith("b") else pehp(), size=(1286, height))
    for item in criteria(wizard.state.finding.checklist.root):
        wizard.go_to(item.id)
        QApplication.processEvents()
        text = wizard.card.head.text
        assert text.height() >= text.heightForWidth(text.width()), item.id
        assert wizard.card.note.height() == 32, item.id
        side = wizard.card.side.guidance
        assert side.isHidden() or side.height() >= side.heightForWidth(side.width()), item.id


def test_everything_that_takes_the_focus_has_a_name(
    opened: Open, unnamed: Callable[[QWidget], list[str]]
) -> None:
    wizard, _ = opened(continued(P1=answer(None, "", Evidence("A"))))
    assert unnamed(wizard) == []


def test_words_are_never_read_as_markup(opened: Open) -> None:
    wizard, _ = opened(continued(P1=answer(None, "<b>note</b>", Evidence("<img src=x>"))))
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in wizard.findChildren(QLabel))


def test_a_physician_is_not_told_to_refer(show: Show, tmp_path: Path) -> None:
    with new_vault(tmp_path / "vault", replace(NURSE, role=Role.PHYSICIAN)) as vault:
        session, review = put(vault, continued(C1=answer(Mark.NOT_MET)), {})
        wizard = ReviewWizard(session)
        show(wizard)
        open_in(wizard, review, None, {})
    assert wizard.bar.verdict.text() == "Continued care is not met so far: decide or request information"


def test_another_review_can_be_opened_in_the_same_screen(opened: Open) -> None:
    wizard, heard = opened(continued())
    press(Key.Key_M)
    _session, other = put(heard.session.vault, pehp(), {})
    open_in(wizard, other, None, {})
    later = Kept(heard.session, other.case_id, 0)
    assert wizard.current.id == "C1.1"
    press(Key.Key_Z, CTRL)
    assert (len(heard.answered), later.answered) == (1, [])
    press(Key.Key_M)
    assert later.answered[-1].criterion_id == "C1.1"


def test_answering_makes_no_widget(opened: Open) -> None:
    wizard, _ = opened(continued())
    before = set(map(id, wizard.findChildren(QWidget)))
    for _ in range(10):
        press(Key.Key_M)
    assert set(map(id, wizard.findChildren(QWidget))) == before


def test_ctrl_enter_leaves_a_note_and_keeps_it(opened: Open) -> None:
    wizard, heard = opened(continued())
    press(Key.Key_T)
    write("Seen")
    press(Key.Key_Return, CTRL)
    assert heard.last.note == "Seen"
    assert wizard.step == 2


def test_the_finding_lists_what_counts_and_what_is_left(opened: Open) -> None:
    review = continued(P2=answer(Mark.NOT_DOCUMENTED), C9b=answer(Mark.NOT_MET), C9c=answer(Mark.NOT_MET))
    wizard, _ = opened(review)
    wizard.go_to_step(3)
    lists = {name: [line.id for line in lines.lines] for name, lines in wizard.finding.lists.items()}
    assert lists["unmet"] == ["C9"]
    assert lists["not_found"] == ["P2"]
    assert lists["not_due"] == ["P12"]
    assert lists["to_answer"][0] == "P1"
    assert wizard.finding.lists["unmet"].lines[0].state == "0 of the 2 required"
    wizard.finding.lists["unmet"].chosen.emit("C9a")
    assert wizard.current.id == "C9a"


def test_given_the_keyboard_it_passes_it_to_the_first_fact_not_known(opened: Open) -> None:
    review = continued()
    facts = {name: value for name, value in review.facts.items() if name != "boarding"}
    wizard, _heard = opened(replace(review, facts=facts))
    wizard.go_to_step(0)
    QApplication.processEvents()
    wizard.setFocus()
    assert QApplication.focusWidget() is wizard.facts.questions["boarding"].pills["unknown"]

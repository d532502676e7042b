"""The card of one criterion: what is on it, and what a press does."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Show
from tests.ui.reviews import answer, continued, last_review, policy, press, write
from ur_desktop.domain.policy import Criterion
from ur_desktop.domain.review import Evidence, Mark, Review
from ur_desktop.domain.review_state import ReviewState, parents
from ur_desktop.ui.review.criterion_card import CriterionCard

Shown = Callable[..., CriterionCard]


@pytest.fixture
def shown(show: Show) -> Shown:
    """Show a criterion of a review on a card of 910 px."""

    def build(criterion_id: str, review: Review, last: Review | None = None) -> CriterionCard:
        card = CriterionCard(lambda user_id: f"{user_id}, RN")
        card.resize(910, 480)
        show(card)
        item = policy(review.policy_id).nodes[criterion_id]
        assert isinstance(item, Criterion)
        above = parents(policy(review.policy_id), review.checklist_id)
        card.show_criterion(ReviewState.of(policy(review.policy_id), review, last), item, above, {})
        return card

    return build


def marked(card: CriterionCard) -> list[tuple[str, str]]:
    heard: list[tuple[str, str]] = []
    card.marked.connect(lambda mark, note: heard.append((mark, note)))
    return heard


def test_it_shows_id_section_and_text(shown: Shown) -> None:
    card = shown("P1", continued())
    assert (card.head.id.text(), card.head.section.text()) == ("P1", "When covered 1")
    assert card.head.text.text() == policy().nodes["P1"].text


def test_what_never_changes_the_result_says_so(shown: Shown) -> None:
    assert "never changes the result" in shown("P13c", continued()).head.section.text()


def test_a_given_answer_is_chosen_and_no_other(shown: Shown) -> None:
    card = shown("P1", continued(P1=answer(Mark.NOT_MET)))
    assert [button.isChecked() for button in card.answers.values()] == [False, True, False]


def test_a_click_answers_and_shows_nothing_before_it_is_kept(shown: Shown) -> None:
    card = shown("P1", continued())
    heard = marked(card)
    QTest.mouseClick(card.answers[Mark.MET], Qt.MouseButton.LeftButton)
    assert heard == [("met", "")]
    assert not card.answers[Mark.MET].isChecked()


def test_the_measure_says_its_numbers_and_what_it_needs(shown: Shown) -> None:
    card = shown("P9", continued())
    assert card.inset.title.text() == "3 program days, 9.5 clinical hours a week: proposed Met"
    assert card.inset.words.text() == "Needs 3 program days and 9 clinical hours; 1.5 hours not counted."
    assert card.inset.button.text() == "Open schedule"


def test_the_measure_still_stands_beside_an_answer(shown: Shown) -> None:
    card = shown("P9", continued(P9=answer(Mark.NOT_MET, "Not comprehensive")))
    assert card.inset.title.text().endswith("the schedule shows Met")
    assert not any(button.offer for button in card.answers.values())


def test_without_a_schedule_the_way_to_it_is_shown(shown: Shown) -> None:
    card = shown("P9", replace(continued(), schedule=()))
    assert card.inset.title.text() == "No weekly schedule yet"


def test_an_answer_against_the_measure_waits_for_its_reason(shown: Shown) -> None:
    card = shown("P9", continued())
    heard = marked(card)
    card.answer(Mark.NOT_MET)
    assert card.pending is Mark.NOT_MET
    assert card.note_label.text() == "Reason for Not met"
    assert "schedule shows Met" in card.note_error.words.text()
    assert not card.answers[Mark.NOT_MET].isChecked()
    write("Half of it is recreation")
    press(Qt.Key.Key_Return)
    assert heard == [("not_met", "Half of it is recreation")]
    assert card.note_label.text() == "Note"


def test_a_note_already_there_is_reason_enough(shown: Shown) -> None:
    card = shown("P9", continued(P9=answer(None, "Not comprehensive")))
    heard = marked(card)
    card.answer(Mark.NOT_MET)
    assert heard == [("not_met", "Not comprehensive")]


def test_answering_as_proposed_after_all_needs_no_reason(shown: Shown) -> None:
    card = shown("P9", continued())
    heard = marked(card)
    card.answer(Mark.NOT_MET)
    card.answer(Mark.MET)
    assert heard == [("met", "")]
    assert card.pending is None


def test_enter_keeps_a_note_and_shift_enter_starts_a_line(shown: Shown) -> None:
    card = shown("P1", continued())
    notes: list[str] = []
    card.note_changed.connect(notes.append)
    card.start_note()
    write("One")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    write("two")
    assert card.note.height() > 32
    press(Qt.Key.Key_Return)
    assert notes == ["One\ntwo"]


def test_an_unchanged_note_is_not_saved_again(shown: Shown) -> None:
    card = shown("P1", continued(P1=answer(Mark.MET, "Seen")))
    notes: list[str] = []
    card.note_changed.connect(notes.append)
    card.start_note()
    press(Qt.Key.Key_Return)
    assert notes == []


def test_evidence_without_a_document_is_refused_in_a_sentence(shown: Shown) -> None:
    card = shown("P1", continued())
    added: list[Evidence] = []
    card.evidence_added.connect(added.append)
    card.start_evidence("")
    press(Qt.Key.Key_Return)
    assert added == []
    assert card.entry.document.error_text() == "Type the document name."
    write("Notes")
    press(Qt.Key.Key_Return)
    assert added == [Evidence("Notes")]
    assert card.entry.isHidden()


def test_escape_closes_the_evidence_line_and_forgets_it(shown: Shown) -> None:
    card = shown("P1", continued())
    typed: list[tuple[str, str]] = []
    card.typed.connect(lambda key, text: typed.append((key, text)))
    card.start_evidence("Program schedule")
    assert typed == []
    write("Notes")
    press(Qt.Key.Key_Escape)
    assert card.entry.isHidden()
    assert ("evidence.document:P1", "Notes") in typed
    assert typed[-3:] == [("evidence.document:P1", ""), ("evidence.page:P1", ""), ("evidence.quote:P1", "")]


def test_each_piece_of_evidence_can_be_removed_by_key(shown: Shown) -> None:
    card = shown("P1", continued(P1=answer(None, "", Evidence("A", "1"), Evidence("B"))))
    removed: list[int] = []
    card.evidence_removed.connect(removed.append)
    named = {each.accessibleName(): each for each in card.evidence.findChildren(QAbstractButton)}
    button = named["Remove evidence: B"]
    button.setFocus()
    press(Qt.Key.Key_Space)
    assert removed == [1]


def test_the_last_review_is_shown_with_who_and_when(shown: Shown) -> None:
    card = shown("P1", continued(), last_review(P1=answer(Mark.NOT_MET, "No license sent")))
    assert card.side.mark.text() == "Not met"
    assert card.side.who.text() == "Jan 9, 2026, mo, RN"
    assert card.side.note.text() == "No license sent"


def test_a_first_review_says_so(shown: Shown) -> None:
    assert shown("P1", continued()).side.none.text() == "This is the first review"


def test_the_whole_name_of_the_last_reviewer_is_read(shown: Shown, qtbot: QtBot) -> None:
    card = shown("P1", continued(), last_review(P1=answer(by="Mariana Sampleton-Specimen the Younger, LCSW")))
    who = card.side.who
    assert who.text() == "Jan 9, 2026, Mariana Sampleton-Specimen the Younger, LCSW, RN"
    qtbot.waitUntil(lambda: who.height() >= who.heightForWidth(who.width()) > who.line)
    assert who.geometry().right() <= card.side.width()


def test_a_carried_answer_names_its_date_and_key(shown: Shown) -> None:
    card = shown("P12", continued(), last_review(P12=answer()))
    assert card.inset.title.text() == "Met in the review of Jan 9"
    assert card.inset.words.text() == "Asked only once. Press M to carry it over from Jan 9."


def test_every_control_has_a_name(shown: Shown, unnamed: Callable[[QWidget], list[str]]) -> None:
    card = shown("P9", continued(P9=answer(None, "", Evidence("A"))))
    card.start_evidence("")
    assert unnamed(card) == []

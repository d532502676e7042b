"""The open case: what a screen could not save stays there, and half-typed text is kept and comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.offices import JORDAN, LOU, MARIA, NOW, ROSA, Office, read_letter
from ur_desktop.casework import drafts
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.determination import Action
from ur_desktop.domain.errors import DiskRefused, StorageError
from ur_desktop.domain.review import Mark


def test_a_case_opens_where_its_state_asks_for_it(office: Office) -> None:
    opened = []
    for case_id in (JORDAN, MARIA, LOU):
        office.main.open_case(case_id)
        opened.append(office.main.ui_state.tab)
    assert opened == ["review", "determination", "request"]


def test_an_unfinished_review_has_no_decision_yet(office: Office) -> None:
    office.main.open_case(JORDAN, "determination")
    assert office.main.ui_state.tab == "review"


@pytest.mark.parametrize(
    ("case_id", "tab", "stays", "why"),
    [
        (JORDAN, "determination", "review", "The review is not finished."),
        ("sample-00377", "review", "request", "The review has not begun."),
    ],
)
def test_a_tab_that_is_empty_yet_says_why(
    office: Office, qtbot: QtBot, case_id: str, tab: str, stays: str, why: str
) -> None:
    office.main.open_case(case_id)
    with qtbot.capture_exceptions() as caught:
        office.main.case.screen.tab.emit(tab)
    assert office.main.ui_state.tab == stays
    assert [str(error).startswith(why) for _kind, error, _trace in caught] == [True]


def test_facts_that_could_not_be_saved_are_said_and_saved_again(office: Office) -> None:
    office.main.open_case(JORDAN)
    wizard = office.main.case.wizard
    office.breaks("reviews")
    wizard.facts.questions["boarding"].pills["yes"].click()
    assert wizard.unsaved.isVisible()
    assert "the facts" in wizard.unsaved.banner.what.text()
    assert office.review(JORDAN).facts["boarding"] is False
    office.works_again()
    wizard.unsaved.button.click()
    assert not wizard.unsaved.isVisible()
    assert office.review(JORDAN).facts["boarding"] is True


def test_a_case_with_an_answer_that_is_not_saved_is_not_left(office: Office, qtbot: QtBot) -> None:
    office.main.open_case(JORDAN)
    wizard = office.main.case.wizard
    current = wizard.current.id
    office.breaks("answers")
    QTest.keyClick(wizard, Qt.Key.Key_M)
    with pytest.raises(StorageError, match=f"Not saved: {current}"):
        office.main.show_worklist()
    assert office.main.ui_state.case_id == JORDAN
    office.works_again()
    office.main.show_worklist()
    assert office.review(JORDAN).mark(current) is Mark.MET


def test_half_typed_text_that_could_not_be_kept_is_kept_on_the_next_try(office: Office, qtbot: QtBot) -> None:
    office.main.open_case(JORDAN)
    wizard = office.main.case.wizard
    QTest.keyClick(wizard, Qt.Key.Key_T)
    QTest.keyClicks(wizard.card.note, "half a thou")
    office.breaks("drafts")
    with qtbot.capture_exceptions(), pytest.raises(StorageError):
        office.main.flush()
    office.works_again()
    office.main.flush()
    assert "half a thou" in office.vault.drafts.texts(JORDAN).values()


def test_a_half_written_decision_that_could_not_be_saved_is_saved_on_the_next_try(
    offices: Callable[[str], Office], qtbot: QtBot
) -> None:
    office = offices("max")
    office.main.open_case(ROSA)
    decision = office.main.case.decision
    assert decision.options.choose(Action.SEND_BACK)
    office.breaks("drafts")
    decision.form.editors["send_back"].edits["words"].setPlainText("Look at C9 again.")
    with pytest.raises(StorageError, match="not saved"):
        office.main.flush()
    assert office.main.ui_state.case_id == ROSA
    office.works_again()
    office.main.flush()
    assert "Look at C9 again." in drafts.load(office.session, ROSA, "decision").values()


def test_a_half_written_decision_is_there_again(offices: Callable[[str], Office]) -> None:
    office = offices("max")
    office.main.open_case(ROSA)
    decision = office.main.case.decision
    assert decision.options.choose(Action.DENY)
    decision.form.editors["deny"].edits["member"].setPlainText("The record shows")
    office.main.show_worklist()
    office = offices("max")
    office.main.open_case(ROSA)
    decision = office.main.case.decision
    assert decision.action is Action.DENY
    assert decision.form.editors["deny"].edits["member"].text() == "The record shows"


def test_what_was_half_written_is_forgotten_once_it_went_out(offices: Callable[[str], Office]) -> None:
    office = offices("max")
    office.main.open_case(ROSA)
    decision = office.main.case.decision
    assert decision.options.choose(Action.SEND_BACK)
    decision.form.editors["send_back"].edits["words"].setPlainText("Look at C9 again.")
    office.main.flush()
    assert drafts.load(office.session, ROSA, "decision") != {}
    decision.act()
    assert drafts.load(office.session, ROSA, "decision") == {}
    assert (office.case(ROSA).state, office.case(ROSA).assigned_to) == (CaseState.READY, "omar")


def test_a_decision_that_could_not_be_kept_leaves_the_case_as_it_was(
    offices: Callable[[str], Office], qtbot: QtBot
) -> None:
    office = offices("max")
    office.main.open_case(ROSA)
    decision = office.main.case.decision
    assert decision.options.choose(Action.SEND_BACK)
    decision.form.editors["send_back"].edits["words"].setPlainText("Look at C9 again.")
    office.main.flush()
    office.breaks("cases")
    before = office.vault.journal.head()
    with qtbot.capture_exceptions() as caught:
        decision.act()
    assert [kind for kind, _error, _trace in caught] == [DiskRefused]
    assert office.case(ROSA).state is CaseState.WITH_PHYSICIAN
    assert office.vault.journal.head() == before
    assert drafts.load(office.session, ROSA, "decision") != {}
    assert office.main.ui_state.case_id == ROSA
    office.works_again()
    decision.act()
    assert office.main.worklist.done.words.text().startswith(f"{office.case(ROSA).number} sent back to ")


def test_records_that_came_begin_another_review_of_what_was_missing(office: Office) -> None:
    office.main.open_case(LOU)
    missing = {key for key, item in office.review(LOU).answers.items() if item.mark is Mark.NOT_DOCUMENTED}
    assert missing
    page = office.main.case.request
    page.primary.click()
    page.receipt.record.click()
    assert page.receipt.error.words.text().startswith("What came is missing.")
    page.receipt.what.set_text("Weekly schedule")
    QTest.keyClick(page.receipt.what.editor, Qt.Key.Key_Return)
    assert page.bar.words.text() == "Records received, not reviewed yet."
    QTest.keyClick(page.page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert office.case(LOU).state is CaseState.WAITING
    page.primary.click()
    page.receipt.what.set_text("Weekly schedule")
    page.receipt.record.click()
    page.primary.click()
    assert office.review(LOU).sequence == 2
    assert not missing & office.review(LOU).answers.keys()
    assert office.case(LOU).information_requests[0].answered_at == NOW
    assert (office.case(LOU).state, office.main.ui_state.tab) == (CaseState.IN_REVIEW, "review")


@pytest.mark.parametrize(("plan_id", "said"), [("example-nc", True), ("example-ut", False)])
def test_a_duplicate_is_a_case_of_the_same_plan_and_id(office: Office, *, plan_id: str, said: bool) -> None:
    case = office.case(JORDAN)
    office.session.add(
        replace(case, id="another", number="2026-009999", plan_id=plan_id, state=CaseState.NEW)
    )
    office.main.open_case(JORDAN, "request")
    shown = [widget.accessibleName() for widget in office.main.case.request.findChildren(QWidget)]
    assert any("2026-009999" in line for line in shown) is said


def test_a_pending_information_request_is_withdrawn_with_its_letter_by_key(office: Office) -> None:
    office.main.open_case(LOU, "request")
    page = office.main.case.request
    assert not page.withdraw.isHidden()
    QTest.keyClick(page, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert office.main.case.tab == "letters"
    preview = office.main.case.preview
    assert [copy.name for copy in preview.shown_copies] == [
        "Withdrawn information request, member",
        "Withdrawn information request, provider",
    ]
    read_letter(preview)
    QTest.keyClick(
        preview, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert office.case(LOU).state is CaseState.READY
    office.main.open_case(LOU, "request")
    assert page.withdraw.isHidden()

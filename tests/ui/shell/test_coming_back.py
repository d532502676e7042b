"""What was chosen and half typed on each screen is there again after a lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.offices import JORDAN, NOW
from tests.ui.reviews import press, write
from ur_desktop.app import make_window
from ur_desktop.casework import samples
from ur_desktop.domain.criterion_order import CriterionOrder
from ur_desktop.domain.review import Mark
from ur_desktop.ui.review.wizard import ReviewWizard
from ur_desktop.ui.shell.app_window import AppWindow
from ur_desktop.ui.shell.main_window import MainWindow

Again = Callable[[], MainWindow]


@pytest.fixture
def window(samples_of_january: Path, tmp_path: Path, qtbot: QtBot, light: object) -> Iterator[AppWindow]:
    copytree(samples_of_january, tmp_path / "vault")
    opened = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(opened)
    opened.show()
    yield opened
    opened.close()


@pytest.fixture
def sign_in(window: AppWindow, qtbot: QtBot) -> Again:
    """Sign in as the nurse, who sees to people too."""

    def come() -> MainWindow:
        window.sign_in_screen.sign_in_requested.emit("nora", samples.PASSWORD)
        qtbot.waitUntil(lambda: window.main is not None)
        assert window.main is not None
        return window.main

    return come


@pytest.fixture
def main(sign_in: Again) -> MainWindow:
    return sign_in()


@pytest.fixture
def again(window: AppWindow, sign_in: Again) -> Again:
    """Lock and unlock."""

    def lock_and_come() -> MainWindow:
        window.lock()
        return sign_in()

    return lock_and_come


def choose(qtbot: QtBot, combo: QComboBox, words: str) -> None:
    """Choose by keyboard what begins with these words."""
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Home)
    for _line in range(combo.count()):
        if combo.currentText().startswith(words):
            # A choice is told where it was made by a key, too when it stood there already.
            combo.activated.emit(combo.currentIndex())
            return
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    raise AssertionError(words)


def test_a_user_not_yet_added(main: MainWindow, again: Again, qtbot: QtBot) -> None:
    main.rail.item("settings").click()
    main.settings.add.click()
    form = main.settings.form
    qtbot.keyClicks(form.name.editor, "Kim Specimen")
    choose(qtbot, form.credential.combo, "LPC")
    choose(qtbot, form.role.combo, "Auditor")
    form = again().settings.form
    assert not form.isHidden()
    assert (form.name.text(), form.user_id.text()) == ("Kim Specimen", "kspecimen")
    assert (form.credential.text(), form.role.text()) == ("LPC", "Auditor")
    assert form.person().role.value == "auditor"


def test_a_user_being_edited(main: MainWindow, again: Again, qtbot: QtBot) -> None:
    main.rail.item("settings").click()
    main.settings.people.buttons["omar"].click()
    form = main.settings.person
    qtbot.keyClicks(form.specialty.editor, "pediatrics")
    choose(qtbot, form.role.combo, "Supervisor")
    form.administers.click()
    main = again()
    form = main.settings.person
    assert not form.isHidden()
    assert form.title.text() == "Edit Omar Standin"
    assert (form.user_id.text(), form.specialty.text(), form.role.text()) == (
        "omar",
        "pediatrics",
        "Supervisor",
    )
    assert form.administers.isChecked()
    form.submitted.emit(form.person())
    assert [person.role.value for person in main.session.vault.people() if person.user_id == "omar"] == [
        "supervisor"
    ]


def test_the_own_account_being_edited(main: MainWindow, again: Again, qtbot: QtBot) -> None:
    main.rail.item("settings").click()
    own = main.settings.own
    assert isinstance(own.number.editor, QLineEdit)
    own.number.editor.selectAll()
    qtbot.keyClicks(own.number.editor, "TEST-77")
    qtbot.keyClicks(own.specialty.editor, "behavioral health")
    own = again().settings.own
    assert (own.number.text(), own.specialty.text()) == ("TEST-77", "behavioral health")
    assert own.name.text() == "Nora Sample"


INTAKE = ("plan", "review", "urgency", "service", "relation", "eligibility", "higher_level", "other_level")


def test_every_choice_of_a_new_case(main: MainWindow, again: Again, qtbot: QtBot) -> None:
    main.worklist.new_case.emit()
    form = main.intake.form
    form.addresses.expand()
    form.more.expand()
    for key in INTAKE:
        field = form.fields[key]
        assert isinstance(field.editor, QComboBox)
        choose(qtbot, field.editor, field.editor.itemText(field.editor.count() - 1))
    before = {key: form.fields[key].text() for key in INTAKE}
    assert "Choose" not in before.values()
    form = again().intake.form
    assert {key: form.fields[key].text() for key in INTAKE} == before


def test_the_filters_of_the_worklist(main: MainWindow, again: Again, qtbot: QtBot) -> None:
    filters = main.worklist.head.filters
    for combo in (filters.plan, filters.review):
        choose(qtbot, combo, combo.itemText(combo.count() - 1))
    before = (filters.plan.currentText(), filters.review.currentText())
    assert not any(words.startswith("All") for words in before)
    main = again()
    filters = main.worklist.head.filters
    assert (filters.plan.currentText(), filters.review.currentText()) == before
    assert main.worklist.head.query().plan_id == filters.plan.currentData()


def test_the_filters_of_the_audit(main: MainWindow, again: Again, qtbot: QtBot) -> None:
    main.rail.item("audit").click()
    head = main.audit.screen.head
    choose(qtbot, head.who, "Nora")
    choose(qtbot, head.kind, head.kind.itemText(3))
    head.first.setFocus()
    qtbot.keyClicks(head.first, "1/15/2026")
    before = (head.who.currentText(), head.kind.currentText())
    head = again().audit.screen.head
    assert (head.who.currentText(), head.kind.currentText()) == before
    assert head.first.text() == "1/15/2026"
    assert head.query().by == "nora"


def ask_reason(main: MainWindow, typed: str) -> tuple[str, Mark]:
    """Answer a criterion of Jordan's against its proposal and type of the reason; criterion and mark."""
    main.open_case(JORDAN, "review")
    wizard = main.case.wizard
    wizard.setFocus()
    items = CriterionOrder.of(wizard.state.policy, wizard.review.checklist_id).items
    asked = next(
        item.id for item in items if wizard.state.is_open(item) and wizard.state.proposal_for(item.id)
    )
    wizard.go_to(asked)
    proposal = wizard.state.proposal_for(asked)
    assert proposal is not None
    mark = Mark.NOT_MET if proposal.mark is Mark.MET else Mark.MET
    press(Qt.Key.Key_N if mark is Mark.NOT_MET else Qt.Key.Key_M)
    write(typed)
    return asked, mark


def waiting(wizard: ReviewWizard) -> tuple[str, Mark | None, str]:
    """The criterion open, the answer that waits there and what is typed of its reason."""
    return wizard.current.id, wizard.card.pending, wizard.card.note.toPlainText()


def test_an_unfinished_reason(main: MainWindow, again: Again) -> None:
    criterion, mark = ask_reason(main, "Group only, per the discuss")
    before = main.case.wizard.review.answers.get(criterion)
    main = again()
    wizard = main.case.wizard
    assert waiting(wizard) == (criterion, mark, "Group only, per the discuss")
    assert wizard.card.note_label.text().startswith("Reason for")
    assert wizard.review.answers.get(criterion) == before
    assert QApplication.focusWidget() is wizard.card.note
    write("ion")
    assert wizard.review.answers.get(criterion) == before
    press(Qt.Key.Key_Return)
    answer = wizard.review.answers[criterion]
    assert (answer.mark, answer.note) == (mark, "Group only, per the discussion")


def test_the_cursor_in_an_unfinished_reason(main: MainWindow, again: Again) -> None:
    criterion, mark = ask_reason(main, "Group per the record")
    for _letter in range(len(" per the record")):
        press(Qt.Key.Key_Left)
    wizard = again().case.wizard
    write(" only")
    assert waiting(wizard) == (criterion, mark, "Group only per the record")
    wizard = again().case.wizard
    write(",")
    assert waiting(wizard) == (criterion, mark, "Group only, per the record")


def test_a_reason_asked_for_and_still_empty(main: MainWindow, again: Again) -> None:
    criterion, mark = ask_reason(main, "")
    wizard = again().case.wizard
    write("n")
    assert waiting(wizard) == (criterion, mark, "n")


def test_an_unfinished_reason_from_the_worklist(main: MainWindow, again: Again) -> None:
    criterion, mark = ask_reason(main, "Group on")
    before = main.case.wizard.review.answers.get(criterion)
    main.show_worklist()
    main.open_case(JORDAN, "review")
    main.case.wizard.go_to(criterion)
    assert waiting(main.case.wizard) == (criterion, mark, "Group on")
    main.show_worklist()
    main = again()
    main.open_case(JORDAN, "review")
    main.case.wizard.go_to(criterion)
    assert waiting(main.case.wizard) == (criterion, mark, "Group on")
    assert main.case.wizard.review.answers.get(criterion) == before

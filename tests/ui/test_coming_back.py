"""What was chosen and half typed on each screen is there again after a lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from tests.ui.offices import NOW
from ur_desktop import samples
from ur_desktop.app import make_window
from ur_desktop.ui.entrance import Entrance
from ur_desktop.ui.main_window import MainWindow

Again = Callable[[], MainWindow]


@pytest.fixture
def window(samples_on_file: Path, tmp_path: Path, qtbot: QtBot, light: object) -> Iterator[Entrance]:
    copytree(samples_on_file, tmp_path / "vault")
    opened = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(opened)
    opened.show()
    yield opened
    opened.close()


@pytest.fixture
def sign_in(window: Entrance, qtbot: QtBot) -> Again:
    """Sign in as the nurse, who sees to people too."""

    def come() -> MainWindow:
        window.unlock.unlock_requested.emit("nora", samples.PASSWORD)
        qtbot.waitUntil(lambda: window.main is not None)
        assert window.main is not None
        return window.main

    return come


@pytest.fixture
def main(sign_in: Again) -> MainWindow:
    return sign_in()


@pytest.fixture
def again(window: Entrance, sign_in: Again) -> Again:
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


def test_a_person_half_added(main: MainWindow, again: Again, qtbot: QtBot) -> None:
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


def test_a_person_half_changed(main: MainWindow, again: Again, qtbot: QtBot) -> None:
    main.rail.item("settings").click()
    main.settings.people.buttons["omar"].click()
    form = main.settings.person
    qtbot.keyClicks(form.specialty.editor, "pediatrics")
    choose(qtbot, form.role.combo, "Supervisor")
    form.administers.click()
    main = again()
    form = main.settings.person
    assert not form.isHidden()
    assert form.title.text() == "Change Omar Standin"
    assert (form.user_id.text(), form.specialty.text(), form.role.text()) == (
        "omar",
        "pediatrics",
        "Supervisor",
    )
    assert form.administers.isChecked()
    main.settings_desk.people._change(form.person())
    assert [person.role.value for person in main._desk.vault.people() if person.user_id == "omar"] == [
        "supervisor"
    ]


def test_ones_own_name_and_licence_half_changed(main: MainWindow, again: Again, qtbot: QtBot) -> None:
    main.rail.item("settings").click()
    own = main.settings.own
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
    form.addresses.open()
    form.more.open()
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
    assert head.query().user_id == "nora"

"""Adding a person: the form says every fault at its field and hands over a reviewer and a password."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.panel import panel
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.ui.kit.fields.field import Field
from ur_desktop.ui.settings.add_person import AddPerson
from ur_desktop.ui.settings.people import PeopleTable, person_words

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]

PASSWORD = "harbor lantern 42"
NORA = Reviewer("nora", "Nora Sample", Role.NURSE, Credential("RN", "TEST-0001", "Utah"))
MAX = Reviewer("max", "Max Specimen", Role.PHYSICIAN, Credential("MD", "TEST-0002", "Utah", "psychiatry"))


def opened(show: Show) -> AddPerson:
    form = AddPerson()
    form.resize(818, 480)
    show(form)
    form.name.editor.setFocus()
    return form


def type_into(part: Field, text: str) -> None:
    assert isinstance(part.editor, QLineEdit)
    QTest.keyClicks(part.editor, text)


def fill(form: AddPerson, **typed: str) -> None:
    given = {"name": "Kim Specimen", "password": PASSWORD, "again": PASSWORD, **typed}
    for key, text in given.items():
        type_into(getattr(form, key), text)


def choose(form: AddPerson, credential: str) -> None:
    form.credential.combo.setFocus()
    while form.credential.value() != credential:
        QTest.keyClick(form.credential.combo, Qt.Key.Key_Down)


def press_enter(form: AddPerson) -> None:
    QTest.keyClick(form.again.editor, Qt.Key.Key_Return)


class TestForm:
    def test_a_nurse_needs_a_name_and_a_password(self, show: Show, qtbot: QtBot) -> None:
        form = opened(show)
        fill(form)
        with qtbot.waitSignal(form.submitted, timeout=500) as signal:
            press_enter(form)
        assert signal.args == [Reviewer("kspecimen", "Kim Specimen", Role.NURSE, Credential("RN")), PASSWORD]

    def test_a_physician_is_added_with_license_and_specialty(self, show: Show, qtbot: QtBot) -> None:
        form = opened(show)
        choose(form, "DO")
        fill(form, number="TEST-0009", state="Utah", specialty="Psychiatry")
        with qtbot.waitSignal(form.submitted, timeout=500) as signal:
            press_enter(form)
        held = Credential("DO", "TEST-0009", "Utah", "Psychiatry")
        assert signal.args[0] == Reviewer("kspecimen", "Kim Specimen", Role.PHYSICIAN, held)

    def test_a_physician_without_license_is_sent_to_it(self, show: Show, qtbot: QtBot) -> None:
        form = opened(show)
        choose(form, "MD")
        fill(form)
        with qtbot.assertNotEmitted(form.submitted):
            press_enter(form)
        assert form.number.error_text() == "Required to sign a denial."
        assert form.state.error_text() == form.number.error_text()
        assert form.number.editor.hasFocus()

    def test_what_a_license_is_needed_for_follows_the_credential(self, show: Show) -> None:
        form = opened(show)
        assert form.number.label.text() == "License number (optional)"
        assert form.role_words.text().startswith("Reviews as a nurse")
        choose(form, "MD")
        assert form.number.label.text() == "License number"
        assert form.role_words.text().startswith("Reviews as a physician")

    def test_all_errors_are_shown_at_once_and_the_first_gets_the_focus(
        self, show: Show, qtbot: QtBot
    ) -> None:
        form = opened(show)
        type_into(form.again, "other")
        with qtbot.assertNotEmitted(form.submitted):
            press_enter(form)
        assert form.name.error_text() == "Type the name as letters show it."
        assert form.user_id.error_text() == "Choose a user ID, such as jsample."
        assert form.password.error_text() == "At least 12 characters."
        assert form.again.error_text() == "Passwords don’t match. Type it again."
        assert form.name.editor.hasFocus()
        assert not form.strength.isVisible()

    def test_a_fault_goes_away_with_the_first_key(self, show: Show) -> None:
        form = opened(show)
        press_enter(form)
        type_into(form.name, "K")
        assert form.name.error_text() == ""

    @pytest.mark.parametrize("user_id", ["nora", "NORA"])
    def test_a_user_id_is_one_persons_alone(self, show: Show, qtbot: QtBot, user_id: str) -> None:
        form = opened(show)
        form.taken = frozenset({"nora"})
        fill(form)
        form.user_id.editor.clear()
        type_into(form.user_id, user_id)
        with qtbot.assertNotEmitted(form.submitted):
            press_enter(form)
        assert form.user_id.error_text() == f"{user_id} is taken. Choose another."

    def test_a_user_id_typed_by_hand_stays(self, show: Show) -> None:
        form = opened(show)
        type_into(form.user_id, "kim")
        type_into(form.name, "Kim Specimen")
        assert form.user_id.text() == "kim"

    def test_the_words_on_the_password_are_those_of_the_first_screen(self, show: Show) -> None:
        form = opened(show)
        type_into(form.name, "Kim Specimen")
        type_into(form.password, "kspecimen 123456")
        assert form.strength.text() == "Weak: contains the user ID"

    def test_escape_gives_it_up(self, show: Show, qtbot: QtBot) -> None:
        form = opened(show)
        with qtbot.waitSignal(form.left, timeout=500):
            QTest.keyClick(form.name.editor, Qt.Key.Key_Escape)

    def test_tab_goes_through_the_form_in_reading_order(self, show: Show) -> None:
        form = opened(show)
        show(panel(form))
        form.name.editor.setFocus()
        order = [form.name, form.credential, form.user_id, form.number, form.state, form.specialty, form.role]
        for part in order:
            assert part.editor.hasFocus()
            QTest.keyClick(part.editor, Qt.Key.Key_Tab)
        QTest.keyClick(form.administers, Qt.Key.Key_Tab)
        assert form.password.edit.hasFocus()

    def test_cleared_it_keeps_nothing(self, show: Show) -> None:
        form = opened(show)
        choose(form, "MD")
        fill(form, number="TEST-0009")
        press_enter(form)
        form.clear()
        parts = (form.name, form.user_id, form.number, form.state, form.specialty, form.password, form.again)
        assert [part.text() + part.error_text() for part in parts] == [""] * 7
        assert form.credential.value() == "RN"

    def test_what_takes_the_keyboard_has_a_name(self, show: Show, unnamed: Unnamed) -> None:
        assert unnamed(opened(show)) == []


class TestTable:
    def test_a_user_is_one_text_a_column(self) -> None:
        assert person_words(MAX, "nora") == (
            "Max Specimen",
            "MD, psychiatry",
            "TEST-0002, Utah",
            "max",
            "Physician",
        )

    def test_the_one_signed_in_is_told(self) -> None:
        assert person_words(NORA, "nora")[0] == "Nora Sample (you)"

    def test_a_screen_reader_hears_everyone(self, show: Show) -> None:
        table = PeopleTable()
        table.show_people((NORA, MAX), "nora")
        show(table)
        assert [part.accessibleName() for part in table.findChildren(QLabel) if part.accessibleName()] == [
            "Nora Sample (you), RN, TEST-0001, Utah, nora, Nurse",
            "Max Specimen, MD, psychiatry, TEST-0002, Utah, max, Physician",
        ]

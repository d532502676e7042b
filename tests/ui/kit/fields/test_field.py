"""Fields: labels, errors, values."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.panel import Show, Unnamed, colors, panel
from ur_desktop.ui.kit.buttons import KeyButton, Pill
from ur_desktop.ui.kit.fields.date_field import DateField
from ur_desktop.ui.kit.fields.editors import CheckBox
from ur_desktop.ui.kit.fields.field import ChoiceField, memo_field, text_field
from ur_desktop.ui.kit.look.tokens import LIGHT
from ur_desktop.ui.review.answer_button import AnswerButton


def test_the_label_is_the_name_a_screen_reader_says(qtbot: QtBot, unnamed: Unnamed) -> None:
    whole = panel(
        text_field("Member ID"),
        memo_field("Note"),
        ChoiceField("Plan", ((1, "Example Plan NC"),)),
        DateField("From"),
        CheckBox("I have written it down"),
        Pill("Mine", 3),
        AnswerButton("met", "M"),
        KeyButton("Start review"),
    )
    qtbot.addWidget(whole)
    assert unnamed(whole) == []


def test_an_error_is_shown_under_the_field_until_it_is_cleared(show: Show) -> None:
    field = text_field("NPI", "1234567890")
    show(panel(field))
    field.set_error("The NPI does not pass its check digit. Compare the last digit.")
    assert field.error_text().startswith("The NPI")
    assert field.editor.accessibleDescription() == f"Invalid: {field.error_text()}"
    assert LIGHT.not_met.lower() in colors(field.editor)
    field.set_error()
    assert field.error_text() == ""
    assert field.editor.accessibleDescription() == ""
    assert LIGHT.not_met.lower() not in colors(field.editor)


def test_a_required_field_says_so_beside_its_error() -> None:
    field = text_field("NPI")
    field.set_required()
    assert field.editor.accessibleDescription() == "Required."
    field.set_error("The NPI has ten digits.")
    assert field.editor.accessibleDescription() == "Required. Invalid: The NPI has ten digits."


def test_a_field_reports_every_change_and_strips_spaces(qtbot: QtBot) -> None:
    for field in (text_field("Name"), memo_field("Note")):
        qtbot.addWidget(field)
        with qtbot.waitSignal(field.changed, timeout=500):
            field.set_text("  Harbor Example ")
        assert field.text() == "Harbor Example"


def test_tab_leaves_a_note(show: Show) -> None:
    note, after = memo_field("Note"), text_field("After")
    show(panel(note, after))
    note.editor.setFocus()
    QTest.keyClick(note.editor, Qt.Key.Key_Tab)
    assert after.editor.hasFocus()
    assert note.text() == ""


def test_a_choice_returns_the_value_of_its_words(qtbot: QtBot) -> None:
    field = ChoiceField("Plan", (("nc", "Example Plan NC"), ("ut", "Example Plan UT")))
    qtbot.addWidget(field)
    assert field.value() == "nc"
    with qtbot.waitSignal(field.changed, timeout=500):
        QTest.keyClick(field.combo, Qt.Key.Key_Down)
    assert (field.value(), field.text()) == ("ut", "Example Plan UT")
    field.set_value("nc")
    assert field.text() == "Example Plan NC"

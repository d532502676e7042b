"""What is pasted becomes plain text, in a moment, and whatever has no room is said."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit

from tests.ui.conftest import Show
from tests.ui.offices import JORDAN, MARIA, Office
from ur_desktop.domain.determination import Action
from ur_desktop.ui.kit.fields.field import Field, memo_field, text_field
from ur_desktop.ui.kit.fields.paste import LONGEST_LINE, LONGEST_NOTE, MemoEdit, plain_text, too_long

SOON = 1.0
TEN_MILLION = "long " * 2_000_000


def copied(html: str = "", text: str = "") -> QMimeData:
    mime = QMimeData()
    if html:
        mime.setHtml(html)
    if text:
        mime.setText(text)
    return mime


def pastes(field: Field, text: str) -> None:
    """Paste as a person does, through the clipboard."""
    QApplication.clipboard().setText(text)
    assert isinstance(field.editor, QLineEdit | QPlainTextEdit)
    field.editor.paste()
    QApplication.clipboard().clear()


def test_characters_that_nobody_could_see_are_left_out() -> None:
    assert plain_text(copied(text="a\u200bb\u00adc\td\r\ne\u2028f")) == ("abc d\ne\nf", False)


def test_markup_becomes_its_words() -> None:
    assert plain_text(copied("<h1>Big</h1><p>and <b>bold</b></p>")) == ("Big\nand bold", False)
    assert plain_text(QMimeData()) == ("", False)


def test_what_has_no_room_is_left_out() -> None:
    assert plain_text(copied(text="abcdef"), room=4) == ("abcd", True)
    assert plain_text(copied(text="abcd"), room=4) == ("abcd", False)


@pytest.mark.parametrize(
    ("field", "longest"),
    [
        (lambda: text_field("Name"), LONGEST_LINE),
        (lambda: memo_field("Address", longest=LONGEST_LINE), LONGEST_LINE),
        (lambda: memo_field("Note"), LONGEST_NOTE),
    ],
    ids=["line", "address", "note"],
)
def test_ten_million_letters_are_cut_at_once_and_said(
    show: Show, field: Callable[[], Field], longest: int
) -> None:
    made = field()
    show(made)
    started = time.monotonic()
    pastes(made, TEN_MILLION)
    assert time.monotonic() - started < SOON
    editor = made.editor
    assert not isinstance(editor, QComboBox)
    kept = editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()
    assert len(kept) == longest
    assert made.error_text() == too_long(longest)
    made.set_text("Short")
    assert made.error_text() == ""


def test_a_selection_makes_room_for_what_replaces_it(show: Show) -> None:
    made = MemoEdit("abcdef", longest=6)
    show(made)
    said: list[str] = []
    made.shortened.connect(said.append)
    made.selectAll()
    made.insertFromMimeData(copied(text="uvwxyz"))
    assert (made.toPlainText(), said) == ("uvwxyz", [])
    made.insertFromMimeData(copied(text="!"))
    assert (made.toPlainText(), said) == ("uvwxyz", [too_long(6)])


def test_the_intake_says_under_the_row_what_was_cut(office: Office) -> None:
    office.main.worklist.new_case.emit()
    intake = office.main.intake
    pastes(intake.form.fields["member_address"], TEN_MILLION)
    assert intake.form.fault("member_address") == too_long(LONGEST_LINE)
    assert intake.form.fields["member_address"].error_text() == ""
    intake.form.set_value("member_address", "1 Example Way")
    assert intake.form.fault("member_address") == ""


def test_a_long_note_is_cut_and_said_until_the_next_criterion(office: Office) -> None:
    office.main.open_case(JORDAN)
    card = office.main.case.wizard.card
    card.start_note()
    card.note.insertFromMimeData(copied(text=TEN_MILLION))
    assert card.note_error.words.text() == too_long(LONGEST_NOTE)
    office.main.case.wizard.go_to("P1")
    assert card.note_error.isHidden()


def test_long_reasons_and_items_are_cut_and_said(office: Office) -> None:
    office.main.open_case(MARIA)
    form = office.main.case.decision.form
    assert office.main.case.decision.options.choose(Action.REFER)
    form.editors["question"].edits["question"].insertFromMimeData(copied(text=TEN_MILLION))
    assert form.editors["question"].error.words.text() == too_long(LONGEST_NOTE)
    form.items.rows[0].edit.insertFromMimeData(copied(text=TEN_MILLION))
    assert form.items.error.words.text() == too_long(LONGEST_NOTE)

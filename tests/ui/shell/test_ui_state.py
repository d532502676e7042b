"""What of a screen is not in the records, noted and brought back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.ui.decision.blank_edit import BlankEdit
from ur_desktop.ui.kit.fields.date_edit import DateEdit
from ur_desktop.ui.kit.fields.editors import CheckBox, Combo, PasswordEdit
from ur_desktop.ui.shell.ui_state import Editor, UiState, View, restore_view, view_of

Show = Callable[[QWidget], QWidget]


class Screen(QWidget):
    """A field of each kind, and a password."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.memo, self.blanks = (
            QLineEdit("as filed"),
            QPlainTextEdit("as filed"),
            BlankEdit("Reasons"),
        )
        self.password = PasswordEdit()
        self.blanks.set_text("as filed")
        row = QHBoxLayout(self)
        for part in (self.line, self.memo, self.blanks, self.password):
            row.addWidget(part)


@pytest.fixture
def screen(show: Show) -> Screen:
    made = Screen()
    show(made)
    return made


def text(editor: Editor) -> str:
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()


@pytest.mark.parametrize(
    ("field", "typed", "cursor"),
    [
        ("line", "as filedhalf ", (13, 13)),
        ("memo", "half as filed", (5, 5)),
        ("blanks", "half as filed", (5, 5)),
    ],
)
def test_unfinished_text_comes_back_with_the_cursor(
    screen: Screen, show: Show, qtbot: QtBot, field: str, typed: str, cursor: tuple[int, int]
) -> None:
    editor = getattr(screen, field)
    editor.setFocus()
    qtbot.keyClicks(editor, "half ")
    saved = UiState.of(UiState("case", view=view_of(screen)).text()).view
    again = Screen()
    show(again)
    restore_view(again, saved)
    new = getattr(again, field)
    assert text(new) == typed
    assert view_of(again).cursor == cursor
    assert new.hasFocus()


def test_text_that_came_back_is_unfinished_still(screen: Screen) -> None:
    screen.blanks.document().setModified(False)
    restore_view(screen, View(typed={"QLineEdit  1": "half a thought"}))
    assert view_of(screen).typed == {"QLineEdit  1": "half a thought"}


@pytest.mark.parametrize(
    ("cursor", "shown"),
    [((0, 40), (0, 8)), ((40, 40), (8, 8)), ((40, 0), (8, 0))],
    ids=["selected", "a place", "backward"],
)
def test_a_cursor_past_a_text_that_is_shorter_now_stands_at_its_end(
    screen: Screen, capfd: pytest.CaptureFixture[str], cursor: tuple[int, int], shown: tuple[int, int]
) -> None:
    restore_view(screen, View(focus="QLineEdit  1", cursor=cursor))
    assert view_of(screen).cursor == shown
    screen.line.clear()
    restore_view(screen, View(focus="QLineEdit  1", cursor=cursor))
    assert "setSelection" not in capfd.readouterr().err


def test_what_nobody_typed_is_not_noted(screen: Screen) -> None:
    assert not [name for name in view_of(screen).typed if "Blank" not in name]


@pytest.mark.parametrize("shown", [False, True], ids=["hidden", "shown by its eye"])
def test_a_password_is_never_noted(screen: Screen, qtbot: QtBot, shown: object) -> None:
    screen.password.button.setChecked(bool(shown))
    qtbot.keyClicks(screen.password, "seven sample words")
    assert "seven" not in UiState("settings", view=view_of(screen)).text()


def test_a_selection_comes_back_from_the_end_that_it_began_at(screen: Screen) -> None:
    screen.line.setFocus()
    screen.line.setSelection(6, -4)
    kept = view_of(screen)
    assert kept.cursor == (6, 2)
    screen.line.deselect()
    restore_view(screen, kept)
    assert view_of(screen).cursor == (6, 2)


def test_what_is_not_there_any_more_is_left_out(screen: Screen) -> None:
    restore_view(
        screen, View({"QLineEdit Gone 1": "words"}, {"Switch Gone 1": 1}, {}, "QLineEdit Gone 1", (3, 3))
    )
    assert screen.line.text() == "as filed"


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"view": 3}'])
def test_a_place_that_can_not_be_read_is_the_worklist(kept: str) -> None:
    assert UiState.of(kept) == UiState()


def test_a_place_tells_no_text_where_it_is_printed() -> None:
    place = UiState("case", "sample-00417", shown={"search": "Sampleton"}, view=View({"Note": "Sampleton"}))
    assert "Sampleton" not in repr(place)


class Choices(QWidget):
    """A choice, a box to tick and a date."""

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.combo, self.check, self.day = Combo(), CheckBox("Also"), DateEdit()
        self.combo.setAccessibleName("Role")
        self.combo.addItems(words)
        row = QHBoxLayout(self)
        for part in (self.combo, self.check, self.day):
            row.addWidget(part)


def come_back(screen: Choices, again: Choices, show: Show) -> None:
    kept = UiState.of(UiState("settings", view=view_of(screen)).text()).view
    show(again)
    restore_view(again, kept)


def test_what_was_chosen_and_ticked_comes_back_by_its_words(show: Show, qtbot: QtBot) -> None:
    screen, again = Choices("Nurse", "Physician", "Auditor"), Choices("Clerk", "Auditor", "Nurse")
    show(screen)
    qtbot.keyClick(screen.combo, Qt.Key.Key_End)
    qtbot.keyClick(screen.check, Qt.Key.Key_Space)
    come_back(screen, again, show)
    assert (again.combo.currentText(), again.check.isChecked()) == ("Auditor", True)
    assert view_of(again).chosen == view_of(screen).chosen  # for the next lock, too


def test_a_tick_that_was_taken_away_stays_away(show: Show, qtbot: QtBot) -> None:
    screen, again = Choices("Nurse"), Choices("Nurse")
    show(screen)
    for each in (screen, again):
        each.check.setChecked(True)
    qtbot.keyClick(screen.check, Qt.Key.Key_Space)
    come_back(screen, again, show)
    assert not again.check.isChecked()


def test_what_nobody_chose_is_as_it_is_on_file_now(show: Show) -> None:
    screen, again = Choices("Nurse", "Auditor"), Choices("Nurse", "Auditor")
    show(screen)
    screen.combo.setCurrentIndex(1)
    screen.check.setChecked(True)
    come_back(screen, again, show)
    assert (again.combo.currentText(), again.check.isChecked()) == ("Nurse", False)


def test_words_that_are_not_offered_any_more_leave_the_choice_as_it_is(show: Show, qtbot: QtBot) -> None:
    screen, again = Choices("Nurse", "Auditor"), Choices("Nurse", "Clerk")
    show(screen)
    qtbot.keyClick(screen.combo, Qt.Key.Key_End)
    come_back(screen, again, show)
    assert again.combo.currentText() == "Nurse"


def test_a_date_that_was_typed_and_left_or_stepped_comes_back(show: Show, qtbot: QtBot) -> None:
    screen, again = Choices("Nurse"), Choices("Nurse")
    show(screen)
    screen.day.setFocus()
    qtbot.keyClicks(screen.day, "1/26/2026")
    screen.check.setFocus()
    assert "01/26/2026" in view_of(screen).typed.values()
    screen.day.set_value(screen.day.value())
    qtbot.keyClick(screen.day, Qt.Key.Key_Up)
    come_back(screen, again, show)
    assert again.day.text() == "01/27/2026"

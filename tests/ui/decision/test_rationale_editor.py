"""Reasons are plain text; blanks are counted, shown and reached by F8."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.findings import Show, Unnamed
from ur_desktop.ui.decision.rationale_editor import RationaleEditor

TWO = {"member": "We looked at «records» and saw «what».", "provider": "On «date» the notes say so."}


def editor(show: Show, texts: dict[str, str] | None = None) -> RationaleEditor:
    made = RationaleEditor(
        "Reasons",
        (("member", "Member letter"), ("provider", "Provider letter")),
        needed=("member", "Write the reasons."),
    )
    made.resize(800, 400)
    made.start(texts or TWO, lambda text: f"Reading level of {len(text.split())} words.")
    show(made)
    return made


def test_blanks_of_all_texts_are_counted(show: Show) -> None:
    made = editor(show)
    assert made.blanks.text() == "3 blanks to fill"
    assert made.open_blanks() == 3


def test_f8_selects_the_next_blank_and_typing_replaces_it(qtbot: QtBot, show: Show) -> None:
    made = editor(show)
    made.current().setFocus()
    QTest.keyClick(made.current(), Qt.Key.Key_F8)
    QTest.keyClicks(made.current(), "41 pages")
    assert made.text("member") == "We looked at 41 pages and saw «what»."
    QTest.keyClick(made.current(), Qt.Key.Key_F8)
    QTest.keyClicks(made.current(), "no plan")
    assert made.text("member") == "We looked at 41 pages and saw no plan."
    assert made.blanks.text() == "1 blank to fill"


def test_f8_continues_in_the_other_text(qtbot: QtBot, show: Show) -> None:
    made = editor(show, {"member": "All said.", "provider": "On «date»."})
    QTest.keyClick(made.current(), Qt.Key.Key_F8)
    assert made.current() is made.edits["provider"]
    assert made.switch.current() == 1
    assert made.current().textCursor().selectedText() == "«date»"


def test_no_blanks_are_mentioned_when_none_are_left(show: Show) -> None:
    made = editor(show, {"member": "All said."})
    assert made.blanks.isHidden()
    assert made.next.isHidden()


def test_the_reading_level_is_that_of_the_member_text(qtbot: QtBot, show: Show) -> None:
    made = editor(show, {"member": "One two.", "provider": "One two three."})
    assert made.level.text() == "Reading level of 2 words."
    made.show_text("provider")
    assert made.level.text() == ""


def test_typing_reports_which_text_changed(qtbot: QtBot, show: Show) -> None:
    made = editor(show)
    made.show_text("provider")
    with qtbot.waitSignal(made.changed) as changed:
        QTest.keyClicks(made.current(), "A")
    assert changed.args == ["provider"]


def test_coloring_a_blank_is_not_an_edit(qtbot: QtBot, show: Show) -> None:
    made = editor(show)
    with qtbot.assertNotEmitted(made.changed):
        made.edits["member"]._highlighter.rehighlight()
        QApplication.processEvents()


def test_tab_leaves_the_text(qtbot: QtBot, show: Show) -> None:
    made = editor(show)
    made.current().setFocus()
    QTest.keyClick(made.current(), Qt.Key.Key_Tab)
    assert not made.current().hasFocus()
    assert "\t" not in made.text("member")


def test_an_error_is_shown_under_the_text_until_the_next_key(show: Show) -> None:
    made = editor(show, {"provider": "Said."})
    made.show_text("provider")
    assert list(made.faults()) == [("Reasons", made.edits["member"])]
    assert made.error.words.text() == "Write the reasons."
    assert made.error.isVisible()
    QTest.keyClicks(made.current(), "W")
    assert made.error.isHidden()


def test_every_focusable_widget_has_an_accessible_name(show: Show, unnamed: Unnamed) -> None:
    assert unnamed(editor(show)) == []


def test_enter_confirms_a_number_filled_from_the_schedule_and_no_other_blank(show: Show) -> None:
    made = editor(show, {"member": "Your schedule lists «9» hours. We saw «what».", "provider": ""})
    edit = made.current()
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_F8)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert made.text("member") == "Your schedule lists 9 hours. We saw «what»."
    assert edit.textCursor().selectedText() == "«what»"
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert "what" not in made.text("member")

"""Reasons are plain text; blanks are counted, shown and reached by F8."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.ui.rationale_editor import BlankEdit, RationaleEditor, plain_text
from ur_desktop.ui.tokens import DARK

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]
TWO = {"member": "We looked at «records» and saw «what».", "provider": "On «date» the notes say so."}


def editor(show: Show, texts: dict[str, str] | None = None) -> RationaleEditor:
    made = RationaleEditor("Reasons", (("member", "Member letter"), ("provider", "Provider letter")))
    made.resize(800, 400)
    made.start(texts or TWO, lambda text: f"Reading level of {len(text.split())} words.")
    show(made)
    return made


def blank_edit(show: Show, text: str) -> BlankEdit:
    made = BlankEdit("Reasons")
    made.set_text(text)
    show(made)
    return made


def copied(html: str = "", text: str = "") -> QMimeData:
    mime = QMimeData()
    if html:
        mime.setHtml(html)
    if text:
        mime.setText(text)
    return mime


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


def test_f8_goes_on_to_the_other_text(qtbot: QtBot, show: Show) -> None:
    made = editor(show, {"member": "All said.", "provider": "On «date»."})
    QTest.keyClick(made.current(), Qt.Key.Key_F8)
    assert made.current() is made.edits["provider"]
    assert made.switch.current() == 1
    assert made.current().textCursor().selectedText() == "«date»"


def test_no_blank_is_spoken_of_when_none_is_left(show: Show) -> None:
    made = editor(show, {"member": "All said."})
    assert made.blanks.isHidden()
    assert made.next.isHidden()


def test_the_hint_reads_the_text_in_sight(qtbot: QtBot, show: Show) -> None:
    made = editor(show, {"member": "One two.", "provider": "One two three."})
    assert made.level.text() == "Reading level of 2 words."
    made.show_text("provider")
    assert made.level.text() == "Reading level of 3 words."


def test_typing_names_the_text_typed_into(qtbot: QtBot, show: Show) -> None:
    made = editor(show)
    made.show_text("provider")
    with qtbot.waitSignal(made.changed) as changed:
        QTest.keyClicks(made.current(), "A")
    assert changed.args == ["provider"]


def test_colouring_a_blank_is_not_an_edit(qtbot: QtBot, show: Show) -> None:
    made = editor(show)
    with qtbot.assertNotEmitted(made.changed):
        made.edits["member"]._highlighter.rehighlight()
        QApplication.processEvents()


def test_rich_text_arrives_as_plain_text(show: Show) -> None:
    made = blank_edit(show, "")
    made.insertFromMimeData(copied("<h1>Big</h1><p>and <b>bold</b></p>"))
    assert made.text() == "Big\nand bold"
    assert "font-weight:700" not in made.toHtml()


def test_characters_that_nobody_could_see_are_left_out() -> None:
    assert plain_text(copied(text="a\u200bb\u00adc\td\r\ne\u2028f")) == "abc d\ne\nf"


def test_a_blank_stands_out_in_both_themes(show: Show, dark: object) -> None:
    made = blank_edit(show, "See «page».")
    QApplication.processEvents()
    formats = made.document().firstBlock().layout().formats()
    assert [(item.start, item.length) for item in formats] == [(4, 6)]
    assert formats[0].format.foreground().color() == QColor(DARK.not_documented)
    assert formats[0].format.fontWeight() == QFont.Weight.DemiBold


def test_lines_keep_their_height_while_typing(qtbot: QtBot, show: Show) -> None:
    made = blank_edit(show, "One.")
    made.moveCursor(made.textCursor().MoveOperation.End)
    QTest.keyClick(made, Qt.Key.Key_Return)
    QTest.keyClicks(made, "Two.")
    document = made.document()
    assert {document.findBlockByNumber(n).blockFormat().lineHeight() for n in range(2)} == {20.0}


def test_what_was_started_with_can_not_be_undone_away(qtbot: QtBot, show: Show) -> None:
    made = blank_edit(show, "Started.")
    QTest.keyClick(made, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert made.text() == "Started."


def test_tab_leaves_the_text(qtbot: QtBot, show: Show) -> None:
    made = editor(show)
    made.current().setFocus()
    QTest.keyClick(made.current(), Qt.Key.Key_Tab)
    assert not made.current().hasFocus()
    assert "\t" not in made.text("member")


def test_a_fault_is_said_under_the_text_and_gone_with_the_next_key(show: Show) -> None:
    made = editor(show, {})
    made.set_error("Write the reasons for the member.")
    assert made.error.isVisible()
    QTest.keyClicks(made.current(), "W")
    assert made.error.isHidden()


def test_every_place_the_keyboard_goes_has_a_name(show: Show, unnamed: Unnamed) -> None:
    assert unnamed(editor(show)) == []

"""Pasted text becomes plain text, and blanks are highlighted."""

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.findings import Show
from ur_desktop.ui.decision.blank_edit import BlankEdit
from ur_desktop.ui.kit.look.tokens import DARK


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


def test_rich_text_arrives_as_plain_text(show: Show) -> None:
    made = blank_edit(show, "")
    made.insertFromMimeData(copied("<h1>Big</h1><p>and <b>bold</b></p>"))
    assert made.text() == "Big\nand bold"
    assert "font-weight:700" not in made.toHtml()


def test_a_blank_is_highlighted_in_both_themes(show: Show, dark: object) -> None:
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


def test_undo_does_not_remove_the_first_text(qtbot: QtBot, show: Show) -> None:
    made = blank_edit(show, "Started.")
    QTest.keyClick(made, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert made.text() == "Started."

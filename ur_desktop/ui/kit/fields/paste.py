"""Pasting: plain text only, cut at the length that the field allows."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from ur_desktop.domain.clean_text import clean

LONGEST_LINE = 1_000
LONGEST_NOTE = 100_000
_MARKUP = 10
"""How many characters of HTML are read for each one of text."""


def plain_text(mime: QMimeData, room: int = LONGEST_NOTE) -> tuple[str, bool]:
    """Return the plain text of what was copied, at most ``room`` characters, and whether it was cut.

    It has no markup, and is clean as text from everywhere is.
    """
    if mime.hasText():
        text = mime.text()
    elif mime.hasHtml():
        text = QTextDocumentFragment.fromHtml(mime.html()[: _MARKUP * (room + 1)]).toPlainText()
    else:
        return "", False
    left_out, text = len(text) > room, text[:room]
    return clean(text), left_out


def too_long(longest: int) -> str:
    """Say that pasted text was cut."""
    return f"Cut at {longest:,} characters. Check the text."


def paste(source: QMimeData, edit: QPlainTextEdit | QTextEdit, longest: int) -> str:
    """Insert what was copied at the cursor; return a sentence if it was cut."""
    cursor = edit.textCursor()
    length = edit.document().characterCount() - 1 - (cursor.selectionEnd() - cursor.selectionStart())
    text, left_out = plain_text(source, max(0, longest - length))
    cursor.insertText(text)
    edit.ensureCursorVisible()
    return too_long(longest) if left_out else ""


class MemoEdit(QPlainTextEdit):
    """Several lines of plain text; ``shortened`` carries a sentence when pasted text was cut."""

    shortened = Signal(str)

    def __init__(self, text: str = "", longest: int = LONGEST_NOTE, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._longest = longest

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if said := paste(source, self, self._longest):
            self.shortened.emit(said)

"""What is pasted: plain text, and no more of it than its place has room for."""

import unicodedata

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

LONGEST_LINE = 1_000
LONGEST_NOTE = 100_000
_MARKUP = 10
"""How many characters of markup are read for each one of text."""
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


def plain_text(mime: QMimeData, room: int = LONGEST_NOTE) -> tuple[str, bool]:
    """What was copied as plain text, as far as there is room, and whether some was left out.

    It has no markup, no tabs and no characters that nobody could see.
    """
    if mime.hasText():
        text = mime.text()
    elif mime.hasHtml():
        text = QTextDocumentFragment.fromHtml(mime.html()[: _MARKUP * (room + 1)]).toPlainText()
    else:
        return "", False
    left_out, text = len(text) > room, text[:room]
    for newline in ("\r\n", "\r", "\u2028", "\u2029"):
        text = text.replace(newline, "\n")
    text = text.replace("\t", " ")
    seen = (part for part in text if part == "\n" or unicodedata.category(part) not in _INVISIBLE)
    return "".join(seen), left_out


def too_long(longest: int) -> str:
    """Say that only the beginning of what was pasted is there."""
    return f"Cut at {longest:,} characters. Check the text."


def paste(source: QMimeData, edit: QPlainTextEdit | QTextEdit, longest: int) -> str:
    """Put what was copied where the cursor is, as far as there is room; a sentence when some was left out."""
    cursor = edit.textCursor()
    kept = edit.document().characterCount() - 1 - (cursor.selectionEnd() - cursor.selectionStart())
    text, left_out = plain_text(source, max(0, longest - kept))
    cursor.insertText(text)
    edit.ensureCursorVisible()
    return too_long(longest) if left_out else ""


class MemoEdit(QPlainTextEdit):
    """Several lines of plain text; ``shortened`` carries a sentence when not all that was pasted has room."""

    shortened = Signal(str)

    def __init__(self, text: str = "", longest: int = LONGEST_NOTE, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._longest = longest

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if said := paste(source, self, self._longest):
            self.shortened.emit(said)

"""Plain text whose «blanks» stand out and are filled one by one."""

import re

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

from ur_desktop.domain.determination import BLANK
from ur_desktop.ui.kit.fields.paste import LONGEST_NOTE, paste
from ur_desktop.ui.kit.look import theme

LINE = 20
FILLED = re.compile(r"«\d[^«»]*»")


class BlankEdit(QTextEdit):
    """A plain text editor that shows «blanks» and leads from one to the next; Tab leaves it.

    Enter on a selected blank that holds a number, filled from the schedule, confirms it.

    ``edited`` fires when a person changed the words; ``textChanged`` also when only their color changed,
    ``shortened`` carries a sentence when not all that was pasted has room.
    """

    edited = Signal()
    shortened = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setFont(theme.font("body"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._highlighter = _Blanks(self.document())
        self._known = ""
        self.textChanged.connect(self._compare)

    def set_text(self, text: str) -> None:
        """Show another text, with an empty undo history."""
        self._known = text
        self.setPlainText(text)
        # Lines keep their height through typing and pasting: a new line takes it from the one before.
        height = QTextBlockFormat()
        height.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        whole = QTextCursor(self.document())
        whole.select(QTextCursor.SelectionType.Document)
        whole.mergeBlockFormat(height)
        self.document().clearUndoRedoStacks()

    def text(self) -> str:
        """Return the text."""
        return self.toPlainText()

    def blanks(self) -> tuple[str, ...]:
        """Return the blanks still open, in order."""
        return tuple(BLANK.findall(self.toPlainText()))

    def next_blank(self) -> bool:
        """Select the next blank after the cursor, from the end the first, so that typing replaces it."""
        spans = [match.span() for match in BLANK.finditer(self.toPlainText())]
        if not spans:
            return False
        after = self.textCursor().selectionEnd()
        start, end = next((span for span in spans if span[0] >= after), spans[0])
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        return True

    def content_height(self) -> int:
        """Return how tall it would be to show the whole text."""
        return int(self.document().size().height()) + 20

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.textCursor().selectedText()
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers()
        if enter and FILLED.fullmatch(chosen):
            self.insertPlainText(chosen.strip("«»"))
            self.next_blank()
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if said := paste(source, self, LONGEST_NOTE):
            self.shortened.emit(said)

    def _compare(self) -> None:
        if (text := self.toPlainText()) != self._known:
            self._known = text
            self.edited.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_highlighter"):
            self._highlighter.rehighlight()


class _Blanks(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:
        blank = QTextCharFormat()
        blank.setForeground(QColor(theme.color("not_documented")))
        blank.setBackground(QColor(theme.color("not_documented_tint")))
        blank.setFontWeight(QFont.Weight.DemiBold)
        for match in BLANK.finditer(text):
            self.setFormat(match.start(), match.end() - match.start(), blank)

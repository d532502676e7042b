"""A letter's text to read by key or with a screen reader, which the pages as pictures do not give."""

import pypdfium2
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.scroll_page import scroll_to_end

_MARGIN = 24


class LetterText(QTextEdit):
    """The text in reading order: with headings and lists as written, or else as it is on the pages.

    ``ended`` says that its end came into view, or that the cursor reached it.
    """

    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(theme.font("body"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.document().setDocumentMargin(_MARGIN)
        self.setAccessibleName("Letter text")
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.cursorPositionChanged.connect(self._moved)

    def show_letter(self, name: str, html: str, pdf: bytes) -> None:
        """Show a copy by its name: its own HTML, or the text of its PDF where there is none."""
        if html:
            self.setHtml(html)
        else:
            self.setPlainText("\n\n".join(_pages(pdf)))
        self.setAccessibleName(f"{name}, text")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers()
        if not (plain and scroll_to_end(self, event)):
            super().keyPressEvent(event)

    def _scrolled(self, at: int) -> None:
        if self.isVisible() and 0 < self.verticalScrollBar().maximum() <= at:
            self.ended.emit()

    def _moved(self) -> None:
        if self.isVisible() and self.textCursor().atEnd():
            self.ended.emit()


def _pages(pdf: bytes) -> tuple[str, ...]:
    """The text of each page, in the order of its tags."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document)
    finally:
        document.close()

"""Where reasons are written: plain text whose «blanks» stand out and are filled one by one."""

import unicodedata
from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextDocumentFragment,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from ur_desktop.domain.determination import BLANK
from ur_desktop.ui import theme
from ur_desktop.ui.buttons import KeyButton, Kind, PaintedButton
from ur_desktop.ui.marks import Icon
from ur_desktop.ui.messages import ErrorLine
from ur_desktop.ui.painting import Edge, draw_box
from ur_desktop.ui.text import elided, label, plural

LINE = 20
LEAST = 146
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


def plain_text(mime: QMimeData) -> str:
    """What was copied as plain text: no markup, no tabs, no characters that nobody could see."""
    if mime.hasText():
        text = mime.text()
    elif mime.hasHtml():
        text = QTextDocumentFragment.fromHtml(mime.html()).toPlainText()
    else:
        return ""
    for newline in ("\r\n", "\r", "\u2028", "\u2029"):
        text = text.replace(newline, "\n")
    text = text.replace("\t", " ")
    return "".join(part for part in text if part == "\n" or unicodedata.category(part) not in _INVISIBLE)


class BlankEdit(QTextEdit):
    """A plain text editor that shows «blanks» and leads from one to the next; Tab leaves it.

    ``edited`` fires when a person changed the words; ``textChanged`` also when only their colour changed.
    """

    edited = Signal()

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
        """Show another text, with nothing of it to undo."""
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
        """Return the text as it stands."""
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

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.textCursor().insertText(plain_text(source))
        self.ensureCursorVisible()

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
        blank.setForeground(QColor(theme.colour("not_documented")))
        blank.setBackground(QColor(theme.colour("not_documented_tint")))
        blank.setFontWeight(QFont.Weight.DemiBold)
        for match in BLANK.finditer(text):
            self.setFormat(match.start(), match.end() - match.start(), blank)


class RationaleEditor(QWidget):
    """A heading, one text or several that a switch turns between, and under it blanks and reading level.

    ``voices`` are pairs of key and word: (("member", "Member letter"), ("provider", "Provider letter")).
    ``changed`` carries the key of the text typed into. F8 goes to the next blank, also in the next text.
    """

    changed = Signal(str)

    def __init__(
        self,
        title: str,
        voices: tuple[tuple[str, str], ...],
        *,
        note: str = "",
        least: int = LEAST,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title, self._least = title, least
        self._hint: Callable[[str], str] = lambda _text: ""
        self.edits = {key: BlankEdit(f"{title}, {word}" if word else title, self) for key, word in voices}
        self.switch = Switch(tuple(word for _key, word in voices if word), "Texts", self)
        self.switch.setVisible(len(voices) > 1)
        self.switch.chosen.connect(self._turn)
        self.blanks = elided("", "name", parent=self)
        self.pencil = Icon("pencil-simple", "not_documented", parent=self)
        self.next = KeyButton("Next blank", Kind.TEXT, key="F8", parent=self)
        self.next.clicked.connect(self.next_blank)
        QShortcut(QKeySequence("F8"), self).activated.connect(self.next_blank)
        self.level = elided("", "second", parent=self)
        self.error = ErrorLine(self)
        self._lay_out(label(title, "section", parent=self), elided(note, "second", parent=self))
        for key, edit in self.edits.items():
            edit.edited.connect(lambda key=key: self._typed(key))
        self._tell()

    def start(self, texts: Mapping[str, str], hint: Callable[[str], str]) -> None:
        """Show the texts to start from, by key; ``hint`` says how a text reads."""
        self._hint = hint
        for key, edit in self.edits.items():
            edit.set_text(texts.get(key, ""))
        self.switch.set_current(0)
        self._stack.setCurrentIndex(0)
        self.set_error()
        self._tell()

    def text(self, key: str) -> str:
        """Return one of the texts, without the blanks around it."""
        return self.edits[key].text().strip()

    def open_blanks(self) -> int:
        """Return how many blanks are left in all texts."""
        return sum(len(edit.blanks()) for edit in self.edits.values())

    def next_blank(self) -> None:
        """Go to the next blank, first of the text shown."""
        shown = self._stack.currentIndex()
        order = [*range(shown, len(self.edits)), *range(shown)]
        for index in order:
            edit = tuple(self.edits.values())[index]
            if edit.next_blank():
                self.show_text(tuple(self.edits)[index])
                edit.setFocus()
                return

    def show_text(self, key: str) -> None:
        """Turn to one of the texts."""
        index = tuple(self.edits).index(key)
        self.switch.set_current(index)
        self._turn(index)

    def set_error(self, sentence: str = "") -> None:
        """Say what is wrong with the texts, or nothing."""
        theme.set_style(self.current(), "fault", bool(sentence))
        self.error.say(sentence)

    def current(self) -> BlankEdit:
        """Return the editor in sight."""
        return tuple(self.edits.values())[self._stack.currentIndex()]

    def _turn(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.setFocusProxy(self.current())
        self._tell()

    def _typed(self, key: str) -> None:
        self.set_error()
        self._tell()
        self.changed.emit(key)

    def _tell(self) -> None:
        count = self.open_blanks()
        self.blanks.setText(f"{plural(count, 'blank')} to fill")
        for widget in (self.blanks, self.pencil, self.next):
            widget.setVisible(count > 0)
        text = self.current().text()
        self.level.setText(self._hint(text) if text.strip() else "")
        self._fit()

    def _fit(self) -> None:
        tallest = max(edit.content_height() for edit in self.edits.values())
        self._texts.setMaximumHeight(max(self._least, tallest + LINE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self, title: QWidget, note: QWidget) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(note)
        head.addWidget(self.switch)
        self._texts = QWidget(self)
        self._texts.setMinimumHeight(self._least)
        self._stack = QStackedLayout(self._texts)
        for edit in self.edits.values():
            self._stack.addWidget(edit)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.pencil)
        foot.addWidget(self.blanks)
        foot.addSpacing(2)
        foot.addWidget(self.next)
        foot.addStretch(1)
        foot.addWidget(self.level, 1)
        self.level.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(6)
        column.addWidget(self._texts, 1)
        column.addSpacing(4)
        column.addWidget(self.error)
        column.addLayout(foot)
        self.setFocusProxy(self.current())


class Switch(QWidget):
    """A few words side by side of which one is chosen; ← and → change it."""

    chosen = Signal(int)

    def __init__(self, words: tuple[str, ...], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.idClicked.connect(self.chosen)
        self.set_words(words)

    def set_words(self, words: tuple[str, ...]) -> None:
        """Offer other words; the first is chosen."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        for index, word in enumerate(words):
            button = _Choice(word, first=index == 0, last=index == len(words) - 1, parent=self)
            self._group.addButton(button, index)
            self._row.addWidget(button)
        self.set_current(0)

    def set_current(self, index: int) -> None:
        """Choose without saying so."""
        if (button := self._group.button(index)) is not None:
            button.setChecked(True)

    def current(self) -> int:
        """Return the place of the chosen word."""
        return self._group.checkedId()


class _Choice(PaintedButton):
    def __init__(self, word: str, *, first: bool, last: bool, parent: QWidget) -> None:
        super().__init__(word, parent=parent)
        self.setCheckable(True)
        self._first, self._last = first, last

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(theme.font("strong")).horizontalAdvance(self.text()) + 28, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.isChecked()
        # The chosen word has all its corners; the others reach under their neighbour's, and out of sight.
        left, right = (0 if on or self._first else -8), (0 if on or self._last else 8)
        box = self.rect().adjusted(left, 0, right, 0).toRectF()
        fill = "accent_tint" if on else "hover" if self.hovered() else "surface"
        draw_box(painter, box, Edge("accent", 2) if on else Edge("control"), fill)
        painter.setFont(theme.font("strong" if on else "name"))
        painter.setPen(theme.colour("accent" if on else "text"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())

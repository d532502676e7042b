"""Where in the record an answer comes from: the pieces cited, and the line to add one."""

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ur_desktop.domain.review import Evidence
from ur_desktop.ui.kit.buttons import KeyButton, PaintedButton
from ur_desktop.ui.kit.fields.field import Field, text_field
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import draw_box

ROW = 34
FIELDS = ("document", "page", "quote")


def evidence_words(piece: Evidence) -> str:
    """Say a piece by its document and page: "Program schedule, page 2"."""
    return f"{piece.document}, page {piece.page}" if piece.page else piece.document


class EvidenceList(QWidget):
    """The pieces cited for the current criterion, 34 px each; ``removed`` carries a piece's index."""

    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[EvidenceRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 0)
        self._column.setSpacing(4)

    def show_pieces(self, pieces: tuple[Evidence, ...]) -> None:
        """Show other pieces; rows are made once and used again."""
        while len(self._rows) < len(pieces):
            row = EvidenceRow(self)
            row.remove.clicked.connect(partial(self._remove, len(self._rows)))
            self._column.addWidget(row)
            self._rows.append(row)
        for place, row in enumerate(self._rows):
            if place < len(pieces):
                row.set_piece(pieces[place])
            row.setVisible(place < len(pieces))
        self.setVisible(bool(pieces))

    def _remove(self, place: int) -> None:
        self.removed.emit(place)


class EvidenceRow(QWidget):
    """One piece: document and page, then the quote."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(ROW)
        self.piece = Evidence("")
        self.remove = RemoveButton(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.addStretch(1)
        row.addWidget(self.remove)

    def set_piece(self, piece: Evidence) -> None:
        """Show a piece."""
        self.piece = piece
        self.setToolTip("")
        self.remove.setAccessibleName(f"Remove evidence: {evidence_words(piece)}")
        self.setAccessibleName(f"{evidence_words(piece)} {piece.quote}".strip())
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.remove.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.remove.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), None, "sunken")
        theme.draw_icon(painter, QPointF(10, 9), "file-text")
        names, quotes = theme.font("strong"), theme.font("body")
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        room = self.rect().adjusted(34, 0, -self.remove.width() - 16, 0)
        name = QFontMetrics(names).elidedText(
            evidence_words(self.piece), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.setFont(names)
        painter.setPen(theme.color("text"))
        painter.drawText(room, middle, name)
        room.setLeft(room.left() + QFontMetrics(names).horizontalAdvance(name) + 9)
        painter.setFont(quotes)
        painter.setPen(theme.color("muted"))
        quote = QFontMetrics(quotes).elidedText(
            self.piece.quote, Qt.TextElideMode.ElideRight, max(0, room.width())
        )
        painter.drawText(room, middle, quote)


class RemoveButton(PaintedButton):
    """Removes a piece; visible while the pointer is on the row or the keyboard on it."""

    def __init__(self, row: EvidenceRow) -> None:
        super().__init__("Remove", height=24, parent=row)
        self._row = row

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(theme.font("field")).horizontalAdvance(self.text()) + 16, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not (self._row.underMouse() or self.hasFocus()):
            return
        painter = QPainter(self)
        painter.setFont(theme.font("field"))
        painter.setPen(theme.color("accent_hover" if self.hovered() else "accent"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())


class EvidenceEntry(QWidget):
    """The line that adds a piece: Enter adds it, Esc closes; ``typed`` carries a field and its text."""

    added = Signal(object)
    closed = Signal()
    typed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = text_field("Document")
        self.page = text_field("Page")
        self.page.setFixedWidth(72)
        self.quote = text_field("Quote, optional")
        self.add = KeyButton("Add", key="↵", parent=self)
        self.add.clicked.connect(self.submit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 6)
        row.setSpacing(8)
        row.addWidget(self.document, 4, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.page, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.quote, 5, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 20, 0, 0)
        beside.addWidget(self.add)
        beside.addStretch(1)
        row.addLayout(beside)
        self._fields: dict[str, Field] = {"document": self.document, "page": self.page, "quote": self.quote}
        for name, field in self._fields.items():
            field.changed.connect(lambda name=name, field=field: self.typed.emit(name, field.text()))
            if isinstance(field.editor, QLineEdit):
                field.editor.returnPressed.connect(self.submit)
        self.hide()

    def start(self, texts: dict[str, str]) -> None:
        """Show the line with texts by field, without saying that anything was typed."""
        for name, field in self._fields.items():
            field.blockSignals(True)
            field.set_text(texts.get(name, ""))
            field.blockSignals(False)
        self.document.set_error()
        self.show()

    def take_keyboard(self) -> None:
        """Move the keyboard to the document's name, all of it selected."""
        self.document.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(self.document.editor, QLineEdit):
            self.document.editor.selectAll()

    def submit(self) -> None:
        """Add what is typed; without a document say so."""
        if not self.document.text():
            self.document.set_error("Type the document name.")
            self.document.setFocus()
            return
        self.added.emit(Evidence(self.document.text(), self.page.text(), self.quote.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

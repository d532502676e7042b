"""A section of the finding that expands to rows of ids, titles and words."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import PaintedButton
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import draw_box
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.parts.finding_text import Line

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FindingSection(QWidget):
    """A line with an icon and words that expands to its rows."""

    def __init__(
        self, sign: Sign, words: str, lines: tuple[Line, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.lines = lines
        self.button = _SectionButton(sign, words, self)
        self.button.toggled.connect(self._expand)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.button)
        self.rows: QWidget | None = None

    def _expand(self, shown: bool) -> None:
        if self.rows is None:
            self.rows = QWidget(self)
            column = QVBoxLayout(self.rows)
            column.setContentsMargins(44, 2, 0, 6)
            column.setSpacing(0)
            for line in self.lines:
                column.addWidget(LineRow(line, self.rows))
            self._column.addWidget(self.rows)
        self.rows.setVisible(shown)


class _SectionButton(PaintedButton):
    def __init__(self, sign: Sign, words: str, parent: QWidget) -> None:
        super().__init__(words, height=24, parent=parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.sign = sign
        self.setAccessibleDescription("Collapsed")
        self.toggled.connect(lambda on: self.setAccessibleDescription("Expanded" if on else "Collapsed"))

    def sizeHint(self) -> QSize:
        return QSize(120, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hovered():
            draw_box(painter, QRectF(self.rect()), None, "hover")
        theme.draw_icon(
            painter, QPointF(0, 6), "caret-down-bold" if self.isChecked() else "caret-right-bold", "muted", 12
        )
        theme.draw_icon(painter, QPointF(20, 4), self.sign.icon, self.sign.token)
        painter.setPen(theme.color("text"))
        room = self.rect().adjusted(44, 0, 0, 0)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(_LEFT), shown)


class LineRow(QLabel):
    """One line of a list, painted: id, title, and its word at the right."""

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(f"{line.id} {line.title} {line.word}".strip(), parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font("second"))
        self.setFixedHeight(18)
        self.line = line

    def sizeHint(self) -> QSize:
        return QSize(120, 18)

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, line, metrics = QPainter(self), self.line, self.fontMetrics()
        right = metrics.horizontalAdvance(line.word) if line.word else 0
        if line.sign:
            right = max(right, metrics.horizontalAdvance("Not met"))
            theme.draw_icon(
                painter, QPointF(self.width() - right - 19, 2), line.sign.icon, line.sign.token, 14
            )
        painter.setPen(theme.color("muted"))
        painter.drawText(self.rect(), int(_LEFT), line.id)
        painter.drawText(self.rect().adjusted(self.width() - right, 0, 0, 0), int(_LEFT), line.word)
        indent = max(38, metrics.horizontalAdvance(line.id) + 8)
        room = self.width() - indent - right - (24 if line.sign else 8)
        shown = metrics.elidedText(line.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(self.rect().adjusted(indent, 0, 0, 0), int(_LEFT), shown)

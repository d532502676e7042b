"""Criteria as lines: mark, id, words and what became of them; a click goes there."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.parts import signs

LINE = 34
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One line; ``goes_to`` is the criterion that a click opens."""

    id: str
    words: str
    sign: str
    state: str
    goes_to: str


class CriterionLines(QWidget):
    """Lines of 34 px on hairlines. ``fitting`` shows only as many as there is room for, else all of them."""

    chosen = Signal(str)

    def __init__(self, *, fitting: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[ItemLine, ...] = ()
        self._fitting = fitting
        self._under = -1
        self._widest = 0
        self.setMouseTracking(True)
        vertical = QSizePolicy.Policy.Ignored if fitting else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)

    def set_lines(self, lines: tuple[ItemLine, ...], aligned_with: tuple[ItemLine, ...] = ()) -> None:
        """Show other lines; their words are aligned with each other and with those of ``aligned_with``."""
        widest = max((_id_width(line.id) for line in (*lines, *aligned_with)), default=0)
        if (lines, widest) == (self.lines, self._widest):
            return
        self._widest = widest
        taller = len(lines) != len(self.lines)
        self.lines = lines
        self.setAccessibleDescription("\n".join(f"{line.id}, {line.state}" for line in lines))
        if taller and not self._fitting:
            self.updateGeometry()
        self.update()

    def shown(self) -> int:
        """How many lines there is room for."""
        return min(len(self.lines), self.height() // LINE)

    def sizeHint(self) -> QSize:
        return QSize(200, 0 if self._fitting else LINE * len(self.lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0 if self._fitting else LINE * len(self.lines))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(int(event.position().y()) // LINE)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        line = int(event.position().y()) // LINE
        if event.button() is Qt.MouseButton.LeftButton and 0 <= line < self.shown():
            self.chosen.emit(self.lines[line].goes_to)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ids, words, states = theme.font("name"), theme.font("body"), theme.font("second")
        left = max(61, 25 + self._widest + 10)
        for place, line in enumerate(self.lines[: self.shown()]):
            box = QRect(0, place * LINE, self.width(), LINE)
            if place == self._under:
                painter.fillRect(box, theme.color("hover"))
            if place:
                painter.fillRect(QRect(0, box.top(), self.width(), 1), theme.color("border"))
            mark = signs.MARKS[line.sign]
            theme.draw_icon(painter, QPointF(0, box.top() + 9), mark.icon, mark.token)
            painter.setPen(theme.color("muted"))
            painter.setFont(ids)
            painter.drawText(box.adjusted(25, 0, 0, 0), _LEFT, line.id)
            painter.setFont(states)
            right = QFontMetrics(states).horizontalAdvance(line.state)
            painter.drawText(box, _RIGHT, line.state)
            painter.setFont(words)
            room = box.adjusted(left, 0, -right - 24, 0)
            shown = QFontMetrics(words).elidedText(line.words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _LEFT, shown)

    def _hover(self, line: int) -> None:
        line = line if line < self.shown() else -1
        if line != self._under:
            self._under = line
            self.setCursor(Qt.CursorShape.PointingHandCursor if line >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()


def _id_width(words: str) -> int:
    return QFontMetrics(theme.font("name")).horizontalAdvance(words)

"""An icon, alone or next to a word: how states and marks are shown."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.theme import Sign

_GAP = 6


class Icon(QWidget):
    """An icon that follows the theme; the words next to it say the same to a screen reader."""

    def __init__(
        self, name: str, token: str = "muted", size: int = 16, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)
        self.set(name, token)

    def set(self, name: str, token: str = "muted") -> None:
        """Show another icon."""
        self.name, self.token = name, token
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.draw_icon(painter, QPointF(0, 0), self.name, self.token, self.width())


class StateWord(QLabel):
    """An icon and a word that says the same; ``tone`` colors the word: ``text`` unless late or soon."""

    def __init__(
        self, sign: Sign, *, role: str = "name", tone: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_sign(sign, tone=tone)

    def set_sign(self, sign: Sign, *, tone: str = "text") -> None:
        """Show another state."""
        self.sign, self.tone = sign, tone
        self.setText(sign.words)

    def sizeHint(self) -> QSize:
        width = 16 + _GAP + QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(width + 1, max(18, self.fontMetrics().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(16 + _GAP + self.fontMetrics().horizontalAdvance("MM…"), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.draw_icon(painter, QPointF(0, (self.height() - 16) // 2), self.sign.icon, self.sign.token)
        painter.setPen(theme.color(self.tone))
        room = self.rect().adjusted(16 + _GAP, 0, 0, 0)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

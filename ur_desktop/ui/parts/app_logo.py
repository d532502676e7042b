"""The program's logo."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ur_desktop.ui.kit.look import theme

_CENTER = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)


class AppLogo(QWidget):
    """The program's logo, a square with two letters."""

    def __init__(self, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = self.width()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(QRectF(self.rect()), size / 4, size / 4)
        letters = theme.font("strong")
        letters.setPixelSize(round(size * 0.42))
        letters.setWeight(QFont.Weight.Bold)
        painter.setFont(letters)
        painter.setPen(theme.color("on_accent"))
        painter.drawText(self.rect(), _CENTER, "UR")

"""The three buttons that answer a criterion."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ur_desktop.ui.kit.buttons import PaintedButton
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import Edge, draw_box, draw_key_cap, key_cap_width
from ur_desktop.ui.parts import signs

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class AnswerButton(PaintedButton):
    """One answer to a criterion: Met, Not met or Not documented; chosen is ``isChecked``.

    An answer offered, by a measure or from the last review, is a dashed edge and the word for it, never the
    look of a chosen one. The word gives way where there is no room for it.
    """

    ring_radius = 8
    takes_enter = False  # in a review Enter always goes on to the next unanswered criterion

    def __init__(self, mark: str, key: str, *, parent: QWidget | None = None) -> None:
        self.mark = str(mark)
        self._sign = signs.MARKS[self.mark]
        super().__init__(self._sign.words, height=44, parent=parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.key = key
        self._offer = ""
        self.setAccessibleDescription(f"Key {key}")

    def set_offer(self, word: str) -> None:
        """Show why this answer is offered, "proposed" or "carried"; empty where it is not."""
        self._offer = word
        self.setAccessibleName(f"{self._sign.words}, {word}" if word else self._sign.words)
        self.updateGeometry()
        self.update()

    @property
    def offer(self) -> str:
        """The word that offers this answer; empty where none does, or it is chosen."""
        return "" if self.isChecked() else self._offer

    def sizeHint(self) -> QSize:
        return QSize(self._width(self.offer), 44)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width(""), 44)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, edge, ink = self._style()
        draw_box(painter, QRectF(self.rect()), edge, fill)
        chosen = self.isChecked() and self.isEnabled()
        icon = self._sign.icon if chosen else self._sign.icon.removesuffix("-fill")
        theme.draw_icon(painter, QPointF(14, 12), icon, self._sign.token if chosen else ink[1], 20)
        painter.setFont(theme.font("answer"))
        painter.setPen(theme.color(ink[0]))
        painter.drawText(QRectF(42, 0, self.width(), 44), int(_LEFT), self.text())
        if self.offer and self.width() >= self._width(self.offer):
            left = 42 + painter.fontMetrics().horizontalAdvance(self.text()) + 8
            painter.setFont(theme.font("second"))
            painter.setPen(theme.color("muted"))
            painter.drawText(QRectF(left, 0, self.width(), 44), int(_LEFT), self.offer)
        draw_key_cap(
            painter, self.width() - 14, 22, self.key, ink[1], "control" if self.isEnabled() else "border"
        )

    def _width(self, offer: str) -> int:
        """The room its words take, with an offer's or, for an empty one, without."""
        word = QFontMetrics(theme.font("answer")).horizontalAdvance(self.text())
        said = QFontMetrics(theme.font("second")).horizontalAdvance(offer) + 8 if offer else 0
        return 14 + 20 + 8 + word + said + 8 + key_cap_width(self.key) + 14

    def _style(self) -> tuple[str, Edge, tuple[str, str]]:
        if not self.isEnabled():
            return "sunken", Edge("border", radius=8), ("disabled", "disabled")
        ink = ("text", "muted")
        if self.isChecked():
            return f"{self.mark}_tint", Edge(self._sign.token, 2, 8), ink
        fill = "hover" if self.hovered() else "surface"
        if self.offer:
            return fill, Edge("accent", 2, 8, dashed=True), ink
        return fill, Edge("control", radius=8), ink

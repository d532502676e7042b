"""The shapes that painted controls are made of: the rounded box and the key cap."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from ur_desktop.ui.kit.look import theme

KEY_CAP_HEIGHT = 18


@dataclass(frozen=True, slots=True)
class Edge:
    """The line around a box: a token, the width of the line and the radius of its corners in px."""

    token: str
    width: int = 1
    radius: int = 6
    dashed: bool = False


def draw_box(painter: QPainter, box: QRectF, edge: Edge | None, fill: str | None) -> None:
    """Draw a rounded box inside a rectangle, its line at half pixels so that it is sharp."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = edge.radius if edge else 6
    painter.setBrush(theme.color(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(Qt.PenStyle.NoPen)
    inset = 0.0
    if edge:
        pen = QPen(theme.color(edge.token), edge.width)
        if edge.dashed:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        inset = edge.width / 2
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)


def key_cap_width(keys: str) -> int:
    """Return how wide the cap of a key is drawn, in px."""
    return max(20, QFontMetrics(theme.font("small")).horizontalAdvance(keys) + 10)


def draw_key_cap(painter: QPainter, right: float, middle: float, keys: str, ink: str, edge: str) -> None:
    """Draw the cap of a key ending at ``right``, centered on ``middle``; ``ink`` and ``edge`` are tokens."""
    width = key_cap_width(keys)
    box = QRectF(right - width, middle - KEY_CAP_HEIGHT / 2, width, KEY_CAP_HEIGHT)
    draw_box(painter, box, Edge(edge, radius=4), None)
    painter.setPen(theme.color(ink))
    painter.setFont(theme.font("small"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), keys)

"""Words drawn by widgets that paint themselves: on one line, or wrapped."""

from functools import cache

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from ur_desktop.ui.kit.look import theme

LINE_HEIGHT = 18
CHARACTERS_PER_LINE = 80
"""The longest line that reads well."""


def draw_words(
    painter: QPainter,
    room: QRect,
    words: str,
    role: str,
    ink: str = "text",
    *,
    tabular: bool = False,
    right: bool = False,
) -> None:
    """Draw words on one line, as typed; … ends them where they do not fit."""
    painter.setFont(_font(role, tabular=tabular))
    painter.setPen(theme.color(ink))
    shown = _metrics(role, tabular=tabular).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    to = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, int(to | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine), shown)


def words_width(words: str, role: str, *, tabular: bool = False) -> int:
    """Return how wide words are on one line, in px."""
    return _metrics(role, tabular=tabular).horizontalAdvance(words)


def wrapped_height(words: str, role: str, width: int) -> int:
    """Return the height of wrapped words, in px."""
    metrics = _metrics(role)
    if "\n" not in words and metrics.horizontalAdvance(words) <= _line_width(metrics, width):
        return LINE_HEIGHT
    return LINE_HEIGHT * _layout(words, role, width).lineCount()


def draw_wrapped(painter: QPainter, at: QPointF, words: str, role: str, width: int, ink: str = "text") -> int:
    """Draw words wrapped at 80 characters at most; return their height, in px."""
    painter.setPen(theme.color(ink))
    layout = _layout(words, role, width)
    layout.draw(painter, at)
    return LINE_HEIGHT * layout.lineCount()


def _layout(words: str, role: str, width: int) -> QTextLayout:
    # QTextLayout breaks a line at U+2028 only.
    layout = QTextLayout(words.replace("\n", "\u2028"), _font(role))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    longest, top = _line_width(_metrics(role), width), 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(longest)
        line.setPosition(QPointF(0, top + (LINE_HEIGHT - line.height()) / 2))
        top += LINE_HEIGHT
    layout.endLayout()
    return layout


def _line_width(metrics: QFontMetrics, width: int) -> int:
    return max(1, min(width, metrics.averageCharWidth() * CHARACTERS_PER_LINE))


@cache
def _font(role: str, *, tabular: bool = False) -> QFont:
    return theme.font(role, tabular=tabular)


@cache
def _metrics(role: str, *, tabular: bool = False) -> QFontMetrics:
    return QFontMetrics(_font(role, tabular=tabular))

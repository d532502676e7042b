"""How the cells of a table are painted."""

from __future__ import annotations

from typing import Generic

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.drawn_text import draw_words
from ur_desktop.ui.kit.tables.column import Look, Row
from ur_desktop.ui.kit.tables.model import Index, RowModel

MARGIN, PAD = 24, 12
_RIGHT = 6
_ICON = 16


class CellDelegate(QStyledItemDelegate, Generic[Row]):
    """Paints one cell; a row is selected, and lit under the pointer, as a whole.

    ``margin`` is left free at the left of the first column, in px.
    """

    def __init__(self, rows: RowModel[Row], margin: int) -> None:
        super().__init__(rows)
        self._rows, self._margin = rows, margin
        self.hovered_row = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._rows.row(index)
        if row is None:
            return
        box: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        lit = index.row() == self.hovered_row
        painter.fillRect(box, theme.color("accent_tint" if selected else "hover" if lit else "surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.color("hair"))
        column, first = self._rows.columns[index.column()], index.column() == 0
        room = box.adjusted(self._margin if first else PAD, 0, -_RIGHT, -1)
        if column.paint is not None:
            column.paint(painter, room, row, selected)
        else:
            _paint_look(painter, room, column.words(row), column.look(row))
        if selected and first:
            painter.fillRect(box.left(), box.top(), 3, box.height(), theme.color("accent"))


def draw_cell_icon(painter: QPainter, room: QRect, icon: str, ink: str) -> None:
    """Draw an icon at the left of a cell, in the middle of its height."""
    theme.draw_icon(painter, QPointF(room.left(), room.top() + (room.height() + 1 - _ICON) // 2), icon, ink)


def _paint_look(painter: QPainter, room: QRect, words: str, look: Look) -> None:
    if look.icon:
        draw_cell_icon(painter, room, look.icon, look.icon_ink)
    room = room.adjusted(look.indent, 0, _RIGHT if look.to_edge else 0, 0)
    draw_words(painter, room, words, look.role, look.ink, tabular=look.tabular)

"""How the worklist's cells and the heads of its columns are painted."""

from collections.abc import Callable, Mapping
from functools import cache

from PySide6.QtCore import QObject, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ur_desktop.domain.worklist import WorklistRow
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.tables.table import ROW_HEIGHT
from ur_desktop.ui.kit.text import when_words
from ur_desktop.ui.parts import worklist_text
from ur_desktop.ui.worklist.columns import COLUMNS, MARGIN, PAD
from ur_desktop.ui.worklist.model import Index, WorklistModel, cell_words

_DATE_AT = 148
_NAME_WIDTH = 160  # most names; where there is less room, the name stands without its number
_VCENTER = Qt.AlignmentFlag.AlignVCenter
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class WorklistDelegate(QStyledItemDelegate):
    """Paints one cell of a row; a row is selected and hovered as a whole."""

    def __init__(self, cases: WorklistModel, parent: QObject) -> None:
        super().__init__(parent)
        self._cases = cases
        self.hovered_row = -1
        self._painters: Mapping[str, Callable[[QPainter, QRect, WorklistRow, bool], None]] = {
            "due": self._due,
            "member": self._member,
            "service": self._service,
            "state": self._state,
            "received": self._received,
            "reviewer": self._reviewer,
        }

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = self._cases
        row = model.row(index)
        if row is None or model.now is None:
            return
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = index.row() == self.hovered_row
        fill = "accent_tint" if chosen else "hover" if hovered else "surface"
        painter.fillRect(box, theme.color(fill))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.color("hair"))
        column = COLUMNS[index.column()]
        room = box.adjusted(MARGIN if column.key == "due" else PAD, 0, -6, -1)
        if paint := self._painters.get(column.key):
            paint(painter, room, row, chosen)
        else:
            _draw(painter, room, cell_words(column.key, row, model.now, model.names))
        if chosen and index.column() == 0:
            painter.fillRect(box.left(), box.top(), 3, box.height(), theme.color("accent"))

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(COLUMNS[index.column()].width, ROW_HEIGHT)

    def _due(self, painter: QPainter, room: QRect, row: WorklistRow, _chosen: bool) -> None:
        now = self._cases.now
        if now is None:
            return
        due = worklist_text.due(row, now)
        if not due.words:
            return
        loud = due.level in {"late", "soon", "today"}
        ink = due.sign.token if due.level in {"late", "soon"} else "text"
        theme.draw_icon(painter, QPointF(room.left(), room.top() + 10), due.sign.icon, due.sign.token)
        words = room.adjusted(22, 0, 0, 0)
        date_at = room.left() - MARGIN + _DATE_AT
        when = QRect(date_at, room.top(), room.right() - date_at + 6, room.height())
        if _width(due.when, "second", tabular=True) <= when.width():
            words.setRight(date_at - 6)
            _draw(painter, when, due.when, "second", "muted", tabular=True)
        _draw(painter, words, due.words, "strong" if loud else "body", ink)

    def _member(self, painter: QPainter, room: QRect, row: WorklistRow, chosen: bool) -> None:
        number = room.adjusted(0, 0, -14, 0)
        taken = _width(row.member_id, "second", tabular=True)
        name = room
        if room.width() - taken >= _NAME_WIDTH:
            _draw(painter, number, row.member_id, "second", "muted", tabular=True, to=_RIGHT)
            name = room.adjusted(0, 0, -taken - 24, 0)
        _draw(painter, name, row.member_name, "strong" if chosen else "name")

    def _service(self, painter: QPainter, room: QRect, row: WorklistRow, _chosen: bool) -> None:
        words = worklist_text.service(row, self._cases.names)
        _draw(painter, room, words if _width(words, "body") <= room.width() else row.service_code)

    def _state(self, painter: QPainter, room: QRect, row: WorklistRow, _chosen: bool) -> None:
        sign = worklist_text.state(row)
        theme.draw_icon(painter, QPointF(room.left(), room.top() + 10), sign.icon, sign.token)
        _draw(painter, room.adjusted(22, 0, 6, 0), sign.words)

    def _received(self, painter: QPainter, room: QRect, row: WorklistRow, _chosen: bool) -> None:
        now = self._cases.now
        if now is not None:
            _draw(painter, room, when_words(now, row.received), "second", "muted", tabular=True)

    def _reviewer(self, painter: QPainter, room: QRect, row: WorklistRow, _chosen: bool) -> None:
        words = worklist_text.reviewer(row, self._cases.names)
        _draw(painter, room, words, ink="text" if row.reviewer else "muted")


@cache
def _font(role: str, *, tabular: bool) -> QFont:
    return theme.font(role, tabular=tabular)


@cache
def _metrics(role: str, *, tabular: bool) -> QFontMetrics:
    return QFontMetrics(_font(role, tabular=tabular))


def _width(text: str, role: str, *, tabular: bool = False) -> int:
    return _metrics(role, tabular=tabular).horizontalAdvance(text)


def _draw(
    painter: QPainter,
    room: QRect,
    text: str,
    role: str = "body",
    ink: str = "text",
    *,
    tabular: bool = False,
    to: Qt.AlignmentFlag = _LEFT,
) -> None:
    painter.setFont(_font(role, tabular=tabular))
    painter.setPen(theme.color(ink))
    shown = _metrics(role, tabular=tabular).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    # One line, as typed: a line break in a name would push it out of its row.
    painter.drawText(room, int(to | _VCENTER) | int(Qt.TextFlag.TextSingleLine), shown)

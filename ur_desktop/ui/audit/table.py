"""The auditor's table: one line an event, newest first, more of them as they are needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ur_desktop.ui.audit.event_text import PAGE, AuditLine, when
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.tables.read_list import draw_words
from ur_desktop.ui.kit.tables.table import MARGIN, PAD, Index, LineHead, Table, share

COLUMNS = (("When", 210), ("Who", 176), ("What", 256), ("Case", 124), ("Detail", 300))
LEAST_DETAIL = 100
_WHEN, _WHO, _WHAT, _CASE, _DETAIL = range(5)


class AuditModel(QAbstractTableModel):
    """The lines received so far; ``more_wanted`` carries the number of the last one when others may follow."""

    more_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now: datetime | None = None
        self._lines: list[AuditLine] = []
        self._more = False
        self._asked_at = -1

    def set_lines(self, lines: Sequence[AuditLine], now: datetime) -> None:
        """Show other lines; a full page means that more may follow."""
        self.beginResetModel()
        self.now = now
        self._lines, self._more, self._asked_at = list(lines), len(lines) >= PAGE, -1
        self.endResetModel()

    def append(self, lines: Sequence[AuditLine]) -> None:
        """Put the next page under the lines received so far."""
        self._more = len(lines) >= PAGE
        if lines:
            self.beginInsertRows(QModelIndex(), len(self._lines), len(self._lines) + len(lines) - 1)
            self._lines.extend(lines)
            self.endInsertRows()

    def line(self, index: Index) -> AuditLine | None:
        """Return the line at an index, None beside the table."""
        return self._lines[index.row()] if index.isValid() and index.row() < len(self._lines) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and self._asked_at != len(self._lines)

    def fetchMore(self, parent: Index) -> None:
        self._asked_at = len(self._lines)
        self.more_wanted.emit(self._lines[-1].number)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section][0]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index)
        if line is None or self.now is None:
            return None
        words = (
            when(self.now, line.at),
            line.who,
            line.sign.words,
            line.case_number or line.case_id,
            line.detail_words,
        )[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[index.column()][0]}: {words or 'none'}"
        return None


class AuditTable(Table):
    """The lines by key: Enter ``opened`` the case of the line."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.lines = AuditModel()
        super().__init__(self.lines, "What happened, newest first", LineHead(), parent=parent)
        self.lines.setParent(self)
        self.setItemDelegate(_Cells(self.lines, self))
        self.doubleClicked.connect(self._open)

    def widths(self, room: int) -> Mapping[int, int]:
        return share([width for _title, width in COLUMNS[:_DETAIL]], room, LEAST_DETAIL)

    def current_line(self) -> AuditLine | None:
        """Return the line that the keys act on."""
        return self.lines.line(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        line = self.lines.line(index)
        if line is not None and line.case_number:
            self.opened.emit(line.case_id)


class _Cells(QStyledItemDelegate):
    def __init__(self, lines: AuditModel, parent: QObject) -> None:
        super().__init__(parent)
        self._lines = lines

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._lines.line(index)
        if line is None:
            return
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, theme.color("accent_tint" if chosen else "surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.color("hair"))
        room = box.adjusted(MARGIN if index.column() == _WHEN else PAD, 0, -6, -1)
        role, ink = "body", "text"
        if index.column() == _WHAT:
            theme.draw_icon(painter, QPointF(room.left(), room.top() + 10), line.sign.icon, line.sign.token)
            room = room.adjusted(24, 0, 0, 0)
            role = "name"
        elif index.column() == _DETAIL:
            ink = "muted"
        draw_words(painter, room, str(index.data() or ""), role, ink, tabular=True)
        if chosen and index.column() == _WHEN:
            painter.fillRect(box.left(), box.top(), 3, box.height(), theme.color("accent"))

"""The auditor's table: one line an event, newest first, more of them as they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from PySide6.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ur_desktop.ui import theme
from ur_desktop.ui.audit_lines import PAGE, AuditLine, when
from ur_desktop.ui.painting import Edge, draw_box

MARGIN, PAD = 24, 12
ROW_HEIGHT, HEAD_HEIGHT = 36, 34
COLUMNS = (("When", 210), ("Who", 176), ("What", 256), ("Case", 124), ("Detail", 300))
LEAST_DETAIL = 100
_WHEN, _WHO, _WHAT, _CASE, _DETAIL = range(5)
Index = QModelIndex | QPersistentModelIndex


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


class AuditTable(QTableView):
    """The lines by key: ↑ ↓ move, Enter ``opened`` the case of the line; Tab leaves the table."""

    opened = Signal(str)
    current_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = AuditModel(self)
        self._by_hand = self._fitting = False
        self.setAccessibleName("What happened, newest first")
        self.setHorizontalHeader(_Head(self))
        self.setModel(self.lines)
        self.setItemDelegate(_Cells(self.lines, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.doubleClicked.connect(self._open)
        self.horizontalHeader().sectionResized.connect(self._resized)

    def current_line(self) -> AuditLine | None:
        """Return the line that the keys act on."""
        return self.lines.line(self.currentIndex())

    def kept_widths(self) -> bytes:
        """Return the widths that a person gave the columns; empty for none."""
        return bytes(self.horizontalHeader().saveState().data()) if self._by_hand else b""

    def keep_widths(self, state: bytes) -> None:
        """Give the columns the widths of an earlier day; what can't be read is left out."""
        self._fitting = True
        self._by_hand = bool(state) and self.horizontalHeader().restoreState(QByteArray(state))
        self._fitting = False
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys of the screen here, not a search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = self.lines.rowCount() - 1
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and last >= 0:
            self.setCurrentIndex(self.lines.index(0 if event.key() == Qt.Key.Key_Home else last, 0))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            line = self.visualRect(current)
            ring = QRectF(0, line.top(), self.viewport().width(), line.height())
            draw_box(QPainter(self.viewport()), ring, Edge("accent", 2, 2), None)

    def _open(self, index: QModelIndex) -> None:
        line = self.lines.line(index)
        if line is not None and line.case_number:
            self.opened.emit(line.case_id)

    def _resized(self, section: int, old: int, new: int) -> None:
        # The last column follows the others by itself, on every resize.
        if not self._fitting and section != _DETAIL and old and new:
            self._by_hand = True

    def _fit(self) -> None:
        """Share the room: the last column takes what is left, the others give way where that is too little."""
        if self._by_hand:
            return
        wanted = sum(width for _title, width in COLUMNS[:_DETAIL])
        share = max(0.5, min(1.0, (self.viewport().width() - LEAST_DETAIL) / wanted))
        self._fitting = True
        for place, (_title, width) in enumerate(COLUMNS[:_DETAIL]):
            self.setColumnWidth(place, int(width * share))
        self._fitting = False


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
        painter.fillRect(box, theme.colour("accent_tint" if chosen else "surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.colour("hair"))
        room = box.adjusted(MARGIN if index.column() == _WHEN else PAD, 0, -6, -1)
        role, ink = "body", "text"
        if index.column() == _WHAT:
            theme.draw_icon(painter, QPointF(room.left(), room.top() + 10), line.sign.icon, line.sign.token)
            room = room.adjusted(24, 0, 0, 0)
            role = "name"
        elif index.column() == _DETAIL:
            ink = "muted"
        _draw(painter, room, str(index.data() or ""), role, ink)
        if chosen and index.column() == _WHEN:
            painter.fillRect(box.left(), box.top(), 3, box.height(), theme.colour("accent"))


class _Head(QHeaderView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(HEAD_HEIGHT)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(60)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  Qt's name
        painter.fillRect(rect, theme.colour("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("border"))
        room = rect.adjusted(MARGIN if logicalIndex == _WHEN else PAD, 0, -4, -1)
        _draw(painter, room, COLUMNS[logicalIndex][0], "field", "muted")


@cache
def _font(role: str) -> QFont:
    return theme.font(role, tabular=True)


@cache
def _metrics(role: str) -> QFontMetrics:
    return QFontMetrics(_font(role))


def _draw(painter: QPainter, room: QRect, text: str, role: str, ink: str) -> None:
    painter.setFont(_font(role))
    painter.setPen(theme.colour(ink))
    shown = _metrics(role).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    # One line, as typed: a line break in a reason would push it out of its row.
    where = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(room, int(where) | int(Qt.TextFlag.TextSingleLine), shown)

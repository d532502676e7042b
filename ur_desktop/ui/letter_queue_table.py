"""The table of the letter queue: one line a letter, chosen or left out by Space."""

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
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
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
from ur_desktop.ui.letter_queue_rows import QueueLine, state
from ur_desktop.ui.painting import Edge, draw_box
from ur_desktop.ui.text import time_words
from ur_desktop.ui.theme import Sign

MARGIN, PAD = 24, 12
ROW_HEIGHT, HEAD_HEIGHT = 36, 34
COLUMNS = (
    ("Letter", 272),
    ("Member", 208),
    ("Case", 124),
    ("For", 232),
    ("On file since", 176),
    ("State", 200),
)
LEAST_STATE = 214
_LETTER, _MEMBER, _CASE, _FOR, _SINCE, _STATE = range(6)
_CHECK = 28
Index = QModelIndex | QPersistentModelIndex


class LetterQueueModel(QAbstractTableModel):
    """The letters that wait, and which of them are left out; one that is in doubt is, until it is chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now: datetime | None = None
        self.doing: tuple[int, str] = (0, "")
        self._lines: list[QueueLine] = []
        self._left_out: set[int] = set()
        self._doubted: set[int] = set()

    def set_lines(self, lines: Sequence[QueueLine], now: datetime) -> None:
        """Show other letters; those left out stay so."""
        self.beginResetModel()
        self.now, self._lines = now, list(lines)
        doubted = {line.letter for line in lines if line.in_doubt}
        self._left_out |= doubted - self._doubted
        self._doubted |= doubted
        self.endResetModel()

    def set_doing(self, letter: int, words: str) -> None:
        """Say what is being done with a letter; 0 for none."""
        self.doing = (letter, words)
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, _STATE))

    def take_out(self, letter: int) -> None:
        """Take a letter out that is handed over."""
        if (place := self.place(letter)) >= 0:
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._lines[place]
            self.endRemoveRows()

    def toggle(self, index: Index) -> None:
        """Choose a letter that is left out, or leave it out; nothing for one in a batch."""
        line = self.line(index)
        if line is not None and line.may_be_chosen:
            self._left_out ^= {line.letter}
            self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), _STATE))

    def leave_out(self, letters: set[int]) -> None:
        """Leave out just these letters."""
        self._left_out = set(letters)
        self.set_doing(*self.doing)

    @property
    def lines(self) -> tuple[QueueLine, ...]:
        """The letters that wait, as shown."""
        return tuple(self._lines)

    @property
    def left_out(self) -> set[int]:
        """The letters left out, of those that wait."""
        return self._left_out & {line.letter for line in self._lines}

    def chosen(self) -> tuple[int, ...]:
        """The letters that the next batch takes, in their order."""
        return tuple(line.letter for line in self._lines if self.is_chosen(line))

    def is_chosen(self, line: QueueLine) -> bool:
        """Whether the next batch takes a letter."""
        return line.may_be_chosen and line.letter not in self._left_out

    def line(self, index: Index) -> QueueLine | None:
        """Return the line at an index, None beside the table."""
        return self._lines[index.row()] if index.isValid() and index.row() < len(self._lines) else None

    def place(self, letter: int) -> int:
        """Return the row a letter stands on, -1 when it is not among them."""
        return next((row for row, line in enumerate(self._lines) if line.letter == letter), -1)

    def sign(self, line: QueueLine) -> Sign:
        """Where a letter stands: icon and words."""
        letter, words = self.doing
        return state(line, chosen=self.is_chosen(line), doing=words if line.letter == letter else "")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section][0]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index)
        if line is None or self.now is None:
            return None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        words = (
            line.name,
            line.member,
            line.number,
            line.addressee,
            time_words(self.now, line.at),
            self.sign(line).words,
        )[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        check = (", chosen" if self.is_chosen(line) else ", not chosen") if index.column() == _LETTER else ""
        return f"{COLUMNS[index.column()][0]}: {words}{check}"


class LetterQueueTable(QTableView):
    """The letters by key: ↑ ↓ move, Space chooses or leaves out, Enter ``opened`` the letter's case."""

    opened = Signal(str)
    current_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letters = LetterQueueModel(self)
        self._by_hand = self._fitting = False
        self.setAccessibleName("Letters that wait, oldest first")
        self.setHorizontalHeader(_Head(self))
        self.setModel(self.letters)
        self.setItemDelegate(_Cells(self.letters, self))
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

    def current_line(self) -> QueueLine | None:
        """Return the line that the keys act on."""
        return self.letters.line(self.currentIndex())

    def choose(self, letter: int) -> None:
        """Move to a letter, or to the first one when it is not there."""
        self.setCurrentIndex(self.letters.index(max(0, self.letters.place(letter)), 0))

    def kept_widths(self) -> bytes:
        """Return the widths that a person gave the columns; empty for none."""
        return bytes(self.horizontalHeader().saveState().data()) if self._by_hand else b""

    def keep_widths(self, kept: bytes) -> None:
        """Give the columns the widths of an earlier day; what can't be read is left out."""
        self._fitting = True
        self._by_hand = bool(kept) and self.horizontalHeader().restoreState(QByteArray(kept))
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
        last = self.letters.rowCount() - 1
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space:
            self.letters.toggle(self.currentIndex())
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and last >= 0:
            self.setCurrentIndex(self.letters.index(0 if event.key() == Qt.Key.Key_Home else last, 0))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position().toPoint()
        if at.x() < MARGIN + _CHECK:
            self.letters.toggle(self.indexAt(at))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        current = self.currentIndex()
        if self.hasFocus() and current.isValid():
            line = self.visualRect(current)
            ring = QRectF(0, line.top(), self.viewport().width(), line.height())
            draw_box(QPainter(self.viewport()), ring, Edge("accent", 2, 2), None)

    def _open(self, index: QModelIndex) -> None:
        if line := self.letters.line(index):
            self.opened.emit(line.case_id)

    def _resized(self, section: int, old: int, new: int) -> None:
        # The last column follows the others by itself, on every resize.
        if not self._fitting and section != _STATE and old and new:
            self._by_hand = True

    def _fit(self) -> None:
        """Share the room: the last column takes what is left, the others give way where that is too little."""
        if self._by_hand:
            return
        wanted = sum(width for _title, width in COLUMNS[:_STATE])
        share = max(0.5, min(1.3, (self.viewport().width() - LEAST_STATE) / wanted))
        self._fitting = True
        for place, (_title, width) in enumerate(COLUMNS[:_STATE]):
            self.setColumnWidth(place, int(width * share))
        self._fitting = False


class _Cells(QStyledItemDelegate):
    def __init__(self, letters: LetterQueueModel, parent: QObject) -> None:
        super().__init__(parent)
        self._letters = letters

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._letters.line(index)
        if line is None:
            return
        box: QRect = option.rect
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, theme.colour("accent_tint" if current else "surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.colour("hair"))
        room = box.adjusted(MARGIN if index.column() == _LETTER else PAD, 0, -6, -1)
        chosen = self._letters.is_chosen(line)
        role, ink = "body", "text" if chosen or line.batch_of else "muted"
        if index.column() == _LETTER:
            if line.may_be_chosen:
                icon, token = ("check-square-fill", "accent") if chosen else ("square", "control")
                theme.draw_icon(painter, QPointF(room.left(), room.top() + 10), icon, token)
            room, role = room.adjusted(_CHECK, 0, 0, 0), "name"
        elif index.column() == _STATE:
            sign = self._letters.sign(line)
            theme.draw_icon(painter, QPointF(room.left(), room.top() + 10), sign.icon, sign.token)
            room, ink = room.adjusted(22, 0, 6, 0), "text"
        elif index.column() == _SINCE:
            role, ink = "second", "muted"
        _draw(painter, room, str(index.data() or ""), role, ink)
        if current and index.column() == _LETTER:
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
        room = rect.adjusted(MARGIN + _CHECK if logicalIndex == _LETTER else PAD, 0, -4, -1)
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
    # One line, as typed: a line break in a name would push it out of its row.
    where = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(room, int(where) | int(Qt.TextFlag.TextSingleLine), shown)

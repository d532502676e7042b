"""The lines of attendance as a table: the day, the kind, the minutes, and whether it was attended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ur_desktop.domain.measures import DAYS, KIND_WORDS
from ur_desktop.domain.review import Attendance
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.tables.read_list import draw_words
from ur_desktop.ui.kit.tables.table import HEAD_HEIGHT, PAD, Index, LineHead, Table
from ur_desktop.ui.kit.text import typed_date

HEADS = ("Date", "Kind", "Minutes", "Attended")
ROW_HEIGHT = 32
EMPTY = "No line yet. Type one below, read a file or paste rows of a spreadsheet."
_LEAST_ROWS, _MOST_ROWS = 2, 7


class LineWords(NamedTuple):
    """A line of attendance in the words of the table's columns."""

    day: str
    kind: str
    minutes: str
    attended: str


def line_words(part: Attendance) -> LineWords:
    """Say a line: "Mon 01/12/2026", "Group therapy", "180", "Yes"."""
    day = f"{DAYS[part.on.weekday()].capitalize()} {typed_date(part.on)}"
    return LineWords(day, KIND_WORDS[part.kind], f"{part.minutes:,}", "Yes" if part.attended else "No")


class AttendanceModel(QAbstractTableModel):
    """The lines in the order they are given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Attendance, ...] = ()

    def set_lines(self, lines: Sequence[Attendance]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def line(self, index: Index) -> Attendance | None:
        """Return the line at an index, None beside the table."""
        return self.lines[index.row()] if index.isValid() and index.row() < len(self.lines) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index)
        if line is None:
            return None
        words = line_words(line)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADS[index.column()]}: {words}"
        return None


class AttendanceTable(Table):
    """The table by key: ↑ ↓ move; Space, Y and N say whether the line was attended, Delete takes it out.

    ``marked`` carries the line and whether it is attended, ``removed`` the line, ``pasted`` that rows are wanted
    from the clipboard; Tab leaves the table.
    """

    marked = Signal(object, bool)
    removed = Signal(object)
    pasted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.rows = AttendanceModel()
        head = LineHead(PAD, 40)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        super().__init__(self.rows, "Attendance, by date", head, ROW_HEIGHT, parent)
        self.rows.setParent(self)
        self.setItemDelegate(_Cells(self))
        self.doubleClicked.connect(lambda _index: self._mark())
        self.show_lines(())

    def show_lines(self, lines: Sequence[Attendance], chosen: Attendance | None = None) -> None:
        """Show other lines, on the one chosen where it is among them, else at the height of the one before."""
        row = max(0, self.currentIndex().row())
        self.rows.set_lines(lines)
        if chosen in self.rows.lines:
            row = self.rows.lines.index(chosen)
        shown = min(max(len(lines), _LEAST_ROWS), _MOST_ROWS)
        self.setFixedHeight(HEAD_HEIGHT + shown * ROW_HEIGHT)
        self.doItemsLayout()  # how far it scrolls is not known before
        self.setCurrentIndex(self.rows.index(min(row, len(lines) - 1), 0))

    def current_line(self) -> Attendance | None:
        """Return the line that the keys act on."""
        return self.rows.line(self.currentIndex())

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        said = {Qt.Key.Key_Y: True, Qt.Key.Key_N: False}.get(Qt.Key(event.key()))
        line = self.current_line()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() == Qt.Key.Key_Delete and line is not None:
            self.removed.emit(line)
        elif not event.modifiers() and (said is not None or event.key() == Qt.Key.Key_Space):
            self._mark(said)
        elif event.matches(QKeySequence.StandardKey.Undo):
            event.ignore()  # whoever holds the table takes it back
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.rows.lines:
            room = QRect(PAD, 0, self.viewport().width() - PAD, ROW_HEIGHT)
            draw_words(QPainter(self.viewport()), room, EMPTY, "body", "muted")

    def _mark(self, attended: bool | None = None) -> None:
        line = self.current_line()
        if line is not None:
            self.marked.emit(line, not line.attended if attended is None else attended)


class _Cells(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, theme.color("accent_tint" if chosen else "surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.color("hair"))
        words = str(index.data() or "")
        absent = words == "No" and index.column() == len(HEADS) - 1
        draw_words(painter, box.adjusted(PAD, 0, -4, -1), words, "strong" if absent else "body", tabular=True)
        if chosen and index.column() == 0:
            painter.fillRect(box.left(), box.top(), 3, box.height(), theme.color("accent"))
        painter.restore()

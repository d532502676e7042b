"""A table that is read and moved through by key; every table of the program looks and behaves like this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic

from PySide6.QtCore import QByteArray, QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.drawn_text import draw_words
from ur_desktop.ui.kit.look.painting import Edge, draw_box
from ur_desktop.ui.kit.tables.cells import MARGIN, PAD, CellDelegate
from ur_desktop.ui.kit.tables.column import Column, Row
from ur_desktop.ui.kit.tables.model import Index, RowModel

ROW_HEIGHT, HEAD_HEIGHT = 36, 34
_OPENING_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Table(QTableView, Generic[Row]):
    """Rows by key: ↑ ↓ Home End move, Tab leaves the table; a row is selected as a whole.

    ``row_opened`` carries the row on Enter or a double click, in a table that ``opens`` rows. A table that
    overrides ``widths`` shares the room among its columns until a person gives one a width by hand.
    """

    current_changed = Signal()
    row_opened = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        name: str,
        *,
        header: ColumnHeader | None = None,
        row_height: int = ROW_HEIGHT,
        margin: int = MARGIN,
        opens: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = RowModel[Row](columns)
        self.rows.setParent(self)
        self.cells = CellDelegate[Row](self.rows, margin)
        self._opens = opens
        self._by_hand = self._fitting = False
        self._row_height = row_height
        header = header or ColumnHeader(margin)
        self.setAccessibleName(name)
        self.setHorizontalHeader(header)
        self.setModel(self.rows)
        self.setItemDelegate(self.cells)
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
        self.verticalHeader().setDefaultSectionSize(row_height)
        header.sectionResized.connect(self._resized)
        if opens:
            self.doubleClicked.connect(self._open)

    def current_row(self) -> Row | None:
        """Return the row that the keys act on."""
        return self.rows.row(self.currentIndex())

    def choose(self, is_it: Callable[[Row], bool]) -> None:
        """Move to the row that ``is_it`` is true of, or to the first."""
        self.setCurrentIndex(self.rows.index(max(0, self.rows.find(is_it)), 0))

    def move_to(self, number: int) -> None:
        """Move to a row by its number, or to the last one when there are fewer."""
        self.setCurrentIndex(self.rows.index(min(number, self.rows.rowCount() - 1), 0))

    def widths(self, _room: int) -> Mapping[int, int]:
        """Return the width of each column by its number, 0 for a hidden one; the last takes the rest."""
        return {}

    def shows_ring(self) -> bool:
        """Whether a ring is drawn around the current row."""
        return self.hasFocus()

    def saved_widths(self) -> bytes:
        """Return the widths set by hand, for ``restore_widths``; empty when the columns follow the window."""
        return bytes(self.horizontalHeader().saveState().data()) if self._by_hand else b""

    def restore_widths(self, saved: bytes) -> None:
        """Set the widths that ``saved_widths`` returned; ones that can't be read change nothing."""
        self._fitting = True
        self._by_hand = bool(saved) and self.horizontalHeader().restoreState(QByteArray(saved))
        self._fitting = False
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters are shortcuts of the screen."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._opens and event.key() in _OPENING_KEYS:
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Home:
            self.move_to(0)
        elif event.key() == Qt.Key.Key_End:
            self.rows.fetch_rest()
            self.move_to(self.rows.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.shows_ring():
            top = self.visualRect(self.currentIndex()).top() if self.currentIndex().isValid() else 0
            ring = QRectF(0, top, self.viewport().width(), self._row_height)
            draw_box(QPainter(self.viewport()), ring, Edge("accent", 2, 2), None)

    def _open(self, index: QModelIndex) -> None:
        if (row := self.rows.row(index)) is not None:
            self.row_opened.emit(row)

    def _resized(self, section: int, old: int, new: int) -> None:
        # Qt resizes the last column itself; a column that is hidden or shown is resized from or to 0.
        if not self._fitting and section != len(self.rows.columns) - 1 and old and new:
            self._by_hand = True

    def _fit(self) -> None:
        if self._by_hand:
            return
        self._fitting = True
        for column, width in self.widths(self.viewport().width()).items():
            self.setColumnHidden(column, width == 0)
            if width:
                self.setColumnWidth(column, width)
        self._fitting = False


class ColumnHeader(QHeaderView):
    """The titles of the columns, over their words; the first begins at ``margin``."""

    def __init__(self, margin: int = MARGIN, least: int = 60, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._margin = margin
        self.setFixedHeight(HEAD_HEIGHT)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(least)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  Qt's name
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("border"))
        room = rect.adjusted(self._margin if logicalIndex == 0 else PAD, 0, -4, -1)
        title = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal)
        draw_words(painter, room, str(title or ""), "field", "muted")

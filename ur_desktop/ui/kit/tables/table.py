"""A table of lines that are read and moved through by key: what every table of the program looks and behaves like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import Edge, draw_box
from ur_desktop.ui.kit.tables.read_list import draw_words

MARGIN, PAD = 24, 12
ROW_HEIGHT, HEAD_HEIGHT = 36, 34
Index = QModelIndex | QPersistentModelIndex


class Table(QTableView):
    """Lines by key: ↑ ↓ Home End move; Tab leaves the table. A line is selected as a whole.

    A table that overrides ``widths`` shares the room among its columns until a person gives one a width by hand.
    """

    current_changed = Signal()

    def __init__(
        self,
        model: QAbstractTableModel,
        name: str,
        head: LineHead,
        row_height: int = ROW_HEIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._by_hand = self._fitting = False
        self._row_height = row_height
        self.setAccessibleName(name)
        self.setHorizontalHeader(head)
        self.setModel(model)
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
        head.sectionResized.connect(self._resized)

    def widths(self, _room: int) -> Mapping[int, int]:
        """Return how wide each column is in so much room, 0 for one that does not show; the last takes the rest."""
        return {}

    def shows_ring(self) -> bool:
        """Whether the line that the keys act on is ringed."""
        return self.hasFocus()

    def kept_widths(self) -> bytes:
        """Return the widths that a person gave the columns; empty when they follow the window."""
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
        last = self.model().rowCount() - 1
        if event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and last >= 0:
            self.setCurrentIndex(self.model().index(0 if event.key() == Qt.Key.Key_Home else last, 0))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.shows_ring():
            top = self.visualRect(self.currentIndex()).top() if self.currentIndex().isValid() else 0
            ring = QRectF(0, top, self.viewport().width(), self._row_height)
            draw_box(QPainter(self.viewport()), ring, Edge("accent", 2, 2), None)

    def _resized(self, section: int, old: int, new: int) -> None:
        # The last column follows the others by itself, on every resize; one that is hidden or shown says so late.
        if not self._fitting and section != self.model().columnCount() - 1 and old and new:
            self._by_hand = True

    def _fit(self) -> None:
        if self._by_hand:
            return
        self._fitting = True
        for place, width in self.widths(self.viewport().width()).items():
            self.setColumnHidden(place, width == 0)
            if width:
                self.setColumnWidth(place, width)
        self._fitting = False


class LineHead(QHeaderView):
    """The heads of the columns, over their words; those of the first begin at ``first``."""

    def __init__(self, first: int = MARGIN, least: int = 60, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._first = first
        self.setFixedHeight(HEAD_HEIGHT)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(least)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  Qt's name
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("border"))
        room = rect.adjusted(self._first if logicalIndex == 0 else PAD, 0, -4, -1)
        title = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal)
        draw_words(painter, room, str(title or ""), "field", "muted")


def share(wanted: Sequence[int], room: int, least_last: int, most: float = 1.0) -> dict[int, int]:
    """Widths of all columns but the last in so much room: as wanted, up to ``most`` times it, or half at the least."""
    part = max(0.5, min(most, (room - least_last) / sum(wanted)))
    return {place: int(width * part) for place, width in enumerate(wanted)}

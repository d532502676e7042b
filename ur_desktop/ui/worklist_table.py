"""The worklist's table: one line a case, by key and by pointer."""

from PySide6.QtCore import QByteArray, QEvent, QModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ur_desktop.ui.painting import Edge, draw_box
from ur_desktop.ui.worklist_cells import ROW_HEIGHT, WorklistDelegate, WorklistHead
from ur_desktop.ui.worklist_columns import PLACE, widths
from ur_desktop.ui.worklist_model import Index, WorklistModel
from ur_desktop.ui.worklist_rows import Row


class WorklistTable(QTableView):
    """The rows, one line each, by key: ↑ ↓ move, Enter ``opened``; Tab leaves the table."""

    opened = Signal(str)
    current_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_key = False
        self._by_hand = False
        self._fitting = False
        self.cases = WorklistModel(self)
        self.setAccessibleName("Cases, most urgent first")
        self.setHorizontalHeader(WorklistHead(self))
        self.setModel(self.cases)
        self.cells = WorklistDelegate(self.cases, self)
        self.setItemDelegate(self.cells)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
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

    def current_row(self) -> Row | None:
        """Return the row that the keys act on."""
        return self.cases.row(self.currentIndex())

    def below_current(self) -> QPoint:
        """Return where a menu for the current row opens, on the screen."""
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft() + QPoint(24, 0))

    def choose(self, case_id: str) -> None:
        """Move to a case, or to the first row when it is not there."""
        self.setCurrentIndex(self.cases.index(max(0, self.cases.place(case_id)), 0))

    def kept_widths(self) -> bytes:
        """Return the widths that a person gave the columns; empty when they follow the window."""
        return bytes(self.horizontalHeader().saveState().data()) if self._by_hand else b""

    def keep_widths(self, state: bytes) -> None:
        """Give the columns the widths of an earlier day; what can't be read is left out."""
        self._fitting = True
        self._by_hand = bool(state) and self.horizontalHeader().restoreState(QByteArray(state))
        self._fitting = False
        self._fit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys of the screen here, not a search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_key = True
        self.viewport().update()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and self.cases.rowCount():
            line = 0 if event.key() == Qt.Key.Key_Home else self.cases.rowCount() - 1
            self.setCurrentIndex(self.cases.index(line, 0))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._by_key = False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_key = event.reason() in {
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        }
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        current = self.currentIndex()
        if self._by_key and self.hasFocus() and current.isValid():
            line = self.visualRect(current)
            ring = QRectF(0, line.top(), self.viewport().width(), line.height())
            draw_box(QPainter(self.viewport()), ring, Edge("accent", 2, 2), None)

    def _open(self, index: QModelIndex) -> None:
        if row := self.cases.row(index):
            self.opened.emit(row.case_id)

    def _hover(self, line: int) -> None:
        if line != self.cells.hovered_row:
            self.cells.hovered_row = line
            self.viewport().update()

    def _resized(self, section: int, old: int, new: int) -> None:
        # The last column follows the others by itself, on every resize; one that is hidden or shown says so late.
        if not self._fitting and section != PLACE["reviewer"] and old and new:
            self._by_hand = True

    def _fit(self) -> None:
        if self._by_hand:
            return
        self._fitting = True
        for key, width in widths(self.viewport().width()).items():
            self.setColumnHidden(PLACE[key], width == 0)
            if width:
                self.setColumnWidth(PLACE[key], width)
        self._fitting = False

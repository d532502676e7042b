"""The worklist's table: one line a case, by key and by pointer."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ur_desktop.domain.worklist import WorklistRow
from ur_desktop.ui.kit.tables.table import LineHead, Table
from ur_desktop.ui.worklist.cells import WorklistDelegate
from ur_desktop.ui.worklist.columns import PLACE, widths
from ur_desktop.ui.worklist.model import WorklistModel


class WorklistTable(Table):
    """The rows, one line each, by key: Enter ``opened``."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.cases = WorklistModel()
        self._by_key = False
        super().__init__(self.cases, "Cases, most urgent first", LineHead(), parent=parent)
        self.cases.setParent(self)
        self.cells = WorklistDelegate(self.cases, self)
        self.setItemDelegate(self.cells)
        self.setMouseTracking(True)
        self.doubleClicked.connect(self._open)

    def widths(self, room: int) -> Mapping[int, int]:
        return {PLACE[key]: width for key, width in widths(room).items()}

    def shows_ring(self) -> bool:
        return self._by_key and self.hasFocus() and self.currentIndex().isValid()

    def current_row(self) -> WorklistRow | None:
        """Return the row that the keys act on."""
        return self.cases.row(self.currentIndex())

    def below_current(self) -> QPoint:
        """Return where a menu for the current row opens, on the screen."""
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft() + QPoint(24, 0))

    def choose(self, case_id: str) -> None:
        """Move to a case, or to the first row when it is not there."""
        self.setCurrentIndex(self.cases.index(max(0, self.cases.place(case_id)), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_key = True
        self.viewport().update()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
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

    def _open(self, index: QModelIndex) -> None:
        if row := self.cases.row(index):
            self.opened.emit(row.case_id)

    def _hover(self, line: int) -> None:
        if line != self.cells.hovered_row:
            self.cells.hovered_row = line
            self.viewport().update()

"""The worklist's table: one row a case, received a page at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from ur_desktop.domain.worklist import WorklistRow
from ur_desktop.ui.kit.tables.column import Column, Look
from ur_desktop.ui.kit.tables.table import Table
from ur_desktop.ui.kit.text import when_words
from ur_desktop.ui.parts import worklist_text
from ur_desktop.ui.parts.worklist_text import Names
from ur_desktop.ui.worklist.cells import paint_due, paint_member, paint_service
from ur_desktop.ui.worklist.columns import INDEX, WIDTHS, widths


class WorklistTable(Table[WorklistRow]):
    """The cases by key: Enter ``opened`` a case, or emits ``draft_opened`` with the ID of a draft."""

    opened = Signal(str)
    draft_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.now: datetime | None = None
        self.names = Names()
        self._by_key = False
        columns = self._columns()
        super().__init__([columns[key] for key in WIDTHS], "Cases, most urgent first", parent=parent)
        self.setMouseTracking(True)
        self.row_opened.connect(
            lambda row: (self.draft_opened if row.is_draft else self.opened).emit(row.case_id)
        )

    def set_rows(
        self, rows: Sequence[WorklistRow], now: datetime, names: Names, *, more: bool = False
    ) -> None:
        """Show other cases; ``more``: others may follow."""
        self.now, self.names = now, names
        self.rows.set_rows(rows, more=more)

    def append(self, rows: Sequence[WorklistRow], *, more: bool = False) -> None:
        """Add further cases."""
        self.rows.append(rows, more=more)

    def set_now(self, now: datetime) -> None:
        """Show the due times as they are at another moment."""
        self.now = now
        self.rows.refresh()

    def widths(self, room: int) -> Mapping[int, int]:
        return {INDEX[key]: width for key, width in widths(room).items()}

    def sizeHintForColumn(self, column: int) -> int:
        return self.rows.columns[column].width

    def shows_ring(self) -> bool:
        return self._by_key and self.hasFocus() and self.currentIndex().isValid()

    def below_current(self) -> QPoint:
        """Return where a menu for the current row opens, on the screen."""
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft() + QPoint(24, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_key = True
        self.viewport().update()
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

    def _hover(self, number: int) -> None:
        if number != self.cells.hovered_row:
            self.cells.hovered_row = number
            self.viewport().update()

    def _columns(self) -> Mapping[str, Column[WorklistRow]]:
        wide = {key: width.wanted for key, width in WIDTHS.items()}
        return {
            "due": Column("Due", self._due_words, wide["due"], hint=self._late_hint, paint=self._paint_due),
            "member": Column(
                "Member",
                lambda row: ", ".join(filter(None, (row.member_name, row.member_id))),
                wide["member"],
                paint=lambda painter, room, row, selected: paint_member(
                    painter, room, row, selected=selected
                ),
            ),
            "plan": Column(
                "Plan", lambda row: self.names.plans.get(row.plan_id, row.plan_id), wide["plan"], _body
            ),
            "service": Column(
                "Service",
                lambda row: worklist_text.service(row, self.names),
                wide["service"],
                paint=lambda painter, room, row, _selected: paint_service(painter, room, row, self.names),
            ),
            "review": Column("Review", worklist_text.review, wide["review"], _body),
            "state": Column("State", lambda row: worklist_text.state(row).words, wide["state"], _state),
            "provider": Column("Provider", lambda row: row.provider, wide["provider"], _body),
            "received": Column(
                "Received", self._received, wide["received"], lambda _row: Look("second", "muted")
            ),
            "reviewer": Column(
                "Reviewer", lambda row: worklist_text.reviewer(row, self.names), wide["reviewer"], _reviewer
            ),
        }

    def _due_words(self, row: WorklistRow) -> str:
        if self.now is None:
            return ""
        due = worklist_text.due(row, self.names.now_for(row, self.now))
        return f"{due.words}, {due.when}" if due.when else due.words

    def _late_hint(self, row: WorklistRow) -> str:
        return worklist_text.late_words(row, self.now) if self.now else ""

    def _paint_due(self, painter: QPainter, room: QRect, row: WorklistRow, _selected: bool) -> None:
        if self.now is not None:
            paint_due(painter, room, row, self.names.now_for(row, self.now))

    def _received(self, row: WorklistRow) -> str:
        return when_words(self.now, row.received) if self.now and row.received else ""


def _body(_row: WorklistRow) -> Look:
    return Look(tabular=False)


def _state(row: WorklistRow) -> Look:
    sign = worklist_text.state(row)
    return Look(icon=sign.icon, icon_ink=sign.token, indent=22, tabular=False, to_edge=True)


def _reviewer(row: WorklistRow) -> Look:
    return Look(ink="text" if row.reviewer else "muted", tabular=False)

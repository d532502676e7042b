"""The sessions of a review as a table: date, type, minutes, attended or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from ur_desktop.domain.evaluation.measures import DAYS, KIND_WORDS
from ur_desktop.domain.review import Attendance
from ur_desktop.ui.kit.look.drawn_text import draw_words
from ur_desktop.ui.kit.tables.cells import PAD
from ur_desktop.ui.kit.tables.column import PLAIN, Column, Look
from ur_desktop.ui.kit.tables.table import HEAD_HEIGHT, ColumnHeader, Table
from ur_desktop.ui.kit.text import typed_date

ROW_HEIGHT = 32
EMPTY = "No sessions yet. Type, import or paste them."
_LEAST_ROWS, _MOST_ROWS = 2, 7


class LineWords(NamedTuple):
    """A session in the words of the table's columns."""

    day: str
    kind: str
    minutes: str
    attended: str


def line_words(part: Attendance) -> LineWords:
    """Say a session: "Mon 01/12/2026", "Group therapy", "180", "Yes"."""
    day = f"{DAYS[part.on.weekday()].capitalize()} {typed_date(part.on)}"
    return LineWords(day, KIND_WORDS[part.kind], f"{part.minutes:,}", "Yes" if part.attended else "No")


COLUMNS: tuple[Column[Attendance], ...] = (
    Column("Date", lambda line: line_words(line).day),
    Column("Type", lambda line: line_words(line).kind),
    Column("Minutes", lambda line: line_words(line).minutes),
    Column(
        "Attended",
        lambda line: line_words(line).attended,
        look=lambda line: PLAIN if line.attended else Look("strong"),
    ),
)


class AttendanceTable(Table[Attendance]):
    """The table by key: ↑ ↓ move; Space, Y and N set whether a session was attended, Delete removes it.

    ``marked`` carries a session and whether it was attended, ``removed`` a session; ``pasted`` asks for the rows
    in the clipboard. Tab leaves the table.
    """

    marked = Signal(object, bool)
    removed = Signal(object)
    pasted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        header = ColumnHeader(PAD, 40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        super().__init__(
            COLUMNS,
            "Attendance, by date",
            header=header,
            row_height=ROW_HEIGHT,
            margin=PAD,
            opens=False,
            parent=parent,
        )
        self.doubleClicked.connect(lambda _index: self._mark())
        self.show_lines(())

    def show_lines(self, lines: Sequence[Attendance], chosen: Attendance | None = None) -> None:
        """Show other sessions and move to ``chosen``, or else stay at the same row number."""
        row = max(0, self.currentIndex().row())
        self.rows.set_rows(lines)
        if chosen in lines:
            row = lines.index(chosen)
        shown = min(max(len(lines), _LEAST_ROWS), _MOST_ROWS)
        self.setFixedHeight(HEAD_HEIGHT + shown * ROW_HEIGHT)
        self.doItemsLayout()  # before this, Qt does not know how far it scrolls
        self.setCurrentIndex(self.rows.index(min(row, len(lines) - 1), 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        said = {Qt.Key.Key_Y: True, Qt.Key.Key_N: False}.get(Qt.Key(event.key()))
        line = self.current_row()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() == Qt.Key.Key_Delete and line is not None:
            self.removed.emit(line)
        elif not event.modifiers() and (said is not None or event.key() == Qt.Key.Key_Space):
            self._mark(said)
        elif event.matches(QKeySequence.StandardKey.Undo):
            event.ignore()  # the editor around the table undoes
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.rows.rowCount():
            room = QRect(PAD, 0, self.viewport().width() - PAD, ROW_HEIGHT)
            draw_words(QPainter(self.viewport()), room, EMPTY, "body", "muted")

    def _mark(self, attended: bool | None = None) -> None:
        line = self.current_row()
        if line is not None:
            self.marked.emit(line, not line.attended if attended is None else attended)

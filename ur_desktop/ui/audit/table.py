"""The auditor's table: one row an event, newest first, received a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ur_desktop.domain.journal import PAGE
from ur_desktop.ui.audit.event_text import AuditLine, when
from ur_desktop.ui.kit.tables.column import PLAIN, Column, Look, share_width
from ur_desktop.ui.kit.tables.table import Table

LEAST_DETAILS = 100


class AuditTable(Table[AuditLine]):
    """The events by key: Enter ``opened`` the case of an event.

    ``more_wanted`` carries the number of the last event received when the next page is needed.
    """

    opened = Signal(str)
    more_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.now: datetime | None = None
        columns = (
            _column("When", self._when, 210),
            _column("Who", lambda line: line.who, 176),
            _column("What", lambda line: line.sign.words, 256, _sign_look),
            _column("Case", lambda line: line.case_number or line.case_id, 124),
            _column("Detail", lambda line: line.detail_words, 300, lambda _line: Look(ink="muted")),
        )
        super().__init__(columns, "What happened, newest first", parent=parent)
        self.row_opened.connect(self._open_case)
        self.rows.more_wanted.connect(lambda _count: self.more_wanted.emit(self.rows.rows[-1].number))

    def set_lines(self, lines: Sequence[AuditLine], now: datetime) -> None:
        """Show other events; after a full page more may follow."""
        self.now = now
        self.rows.set_rows(lines, more=len(lines) >= PAGE)

    def append(self, lines: Sequence[AuditLine]) -> None:
        """Add the next page."""
        self.rows.append(lines, more=len(lines) >= PAGE)

    def widths(self, room: int) -> Mapping[int, int]:
        return share_width(self.rows.columns, room, LEAST_DETAILS)

    def _when(self, line: AuditLine) -> str:
        return when(self.now, line.at) if self.now else ""

    def _open_case(self, line: AuditLine) -> None:
        if line.case_number:
            self.opened.emit(line.case_id)


def _sign_look(line: AuditLine) -> Look:
    return Look("name", icon=line.sign.icon, icon_ink=line.sign.token, indent=24)


def _column(
    title: str,
    words: Callable[[AuditLine], str],
    width: int,
    look: Callable[[AuditLine], Look] = lambda _line: PLAIN,
) -> Column[AuditLine]:
    """A column of which an empty cell is spoken as "none"."""
    return Column(title, words, width, look, spoken=lambda line: words(line) or "none")

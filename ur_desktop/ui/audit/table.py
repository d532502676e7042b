"""The auditor's table: one row an event, newest first, received a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ur_desktop.domain.journal import PAGE, Event
from ur_desktop.ui.kit.tables.column import PLAIN, Column, Look, share_width
from ur_desktop.ui.kit.tables.table import Table
from ur_desktop.ui.parts.event_text import event_details, event_sign, event_time

LEAST_DETAILS = 100


class AuditTable(Table[Event]):
    """The events by key: Enter ``opened`` the case of an event.

    ``more_wanted`` carries the number of the last event received when the next page is needed,
    ``rest_wanted`` when every further one is.
    """

    opened = Signal(str)
    more_wanted = Signal(int)
    rest_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.now: datetime | None = None
        columns = (
            _column("Time", self._time, 244),
            _column("User", lambda event: event.who, 176),
            _column("Event", lambda event: event_sign(event).words, 256, _sign_look),
            _column("Case", lambda event: event.case_number or event.case_id, 124),
            _column("Details", event_details, 300, lambda _event: Look(ink="muted")),
        )
        super().__init__(columns, "Events, newest first", parent=parent)
        self.row_opened.connect(self._open_case)
        self.rows.more_wanted.connect(lambda _count: self.more_wanted.emit(self.rows.rows[-1].sequence))
        self.rows.rest_wanted.connect(lambda _count: self.rest_wanted.emit(self.rows.rows[-1].sequence))

    def set_events(self, events: Sequence[Event], now: datetime) -> None:
        """Show other events; after a full page more may follow."""
        self.now = now
        self.rows.set_rows(events, more=len(events) >= PAGE)

    def append(self, events: Sequence[Event]) -> None:
        """Add the next page."""
        self.rows.append(events, more=len(events) >= PAGE)

    def widths(self, room: int) -> Mapping[int, int]:
        return share_width(self.rows.columns, room, LEAST_DETAILS)

    def _time(self, event: Event) -> str:
        return event_time(self.now, event.at) if self.now else ""

    def _open_case(self, event: Event) -> None:
        if event.case_number:
            self.opened.emit(event.case_id)


def _sign_look(event: Event) -> Look:
    sign = event_sign(event)
    return Look("name", icon=sign.icon, icon_ink=sign.token, indent=24)


def _column(
    title: str,
    words: Callable[[Event], str],
    width: int,
    look: Callable[[Event], Look] = lambda _event: PLAIN,
) -> Column[Event]:
    """A column of which an empty cell is spoken as "none"."""
    return Column(title, words, width, look, accessible_text=lambda event: words(event) or "none")

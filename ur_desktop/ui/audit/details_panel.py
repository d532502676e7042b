"""All details of the event that is selected in the audit log."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.domain.journal import Event
from ur_desktop.ui.kit.labels import elided, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.scroll_page import ScrollPage
from ur_desktop.ui.kit.tables.cells import MARGIN
from ur_desktop.ui.parts.event_text import event_details, event_sign, event_time

MOST_LINES = 6
"""Lines of details before they scroll, so that the list keeps its room."""


class DetailsPanel(QWidget):
    """The current event in full, below the table; long details scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self.what = elided("", "strong", parent=self)
        self.area = ScrollPage("Event details", parent=self)
        self.detail = paragraph("", "body", parent=self.area.page)
        theme.fill(self.area.page, "surface")
        self.area.column.setContentsMargins(0, 0, 0, 0)
        self.area.column.addWidget(self.detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 9, MARGIN, 9)
        column.setSpacing(2)
        column.addWidget(self.what)
        column.addWidget(self.area)
        self.setMinimumHeight(58)

    def show_event(self, event: Event | None, now: datetime | None) -> None:
        """Show an event, or nothing."""
        self.setVisible(event is not None)
        if event is None or now is None:
            return
        who = event.who if event.who == event.by else f"{event.who} ({event.by})"
        case = f", case {event.case_number}" if event.case_number else ""
        what = event_sign(event).words
        self.what.setText(f"Entry {event.sequence:,}: {what}{case}. {who}, {event_time(now, event.at)}")
        self.detail.setText(event_details(event) or "No details.")
        theme.set_style(self.detail, "tone", "text" if event.detail else "muted")
        self.area.verticalScrollBar().setValue(0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Fit the height to the details, up to a few lines; Tab reaches what has to be scrolled."""
        most = MOST_LINES * self.detail.line
        wanted = self.detail.heightForWidth(self.width() - 2 * MARGIN)
        self.area.setFixedHeight(min(wanted, most))
        focus = Qt.FocusPolicy.StrongFocus if wanted > most else Qt.FocusPolicy.NoFocus
        self.area.setFocusPolicy(focus)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QPainter(self).fillRect(QRectF(0, 0, self.width(), 1), theme.color("border"))

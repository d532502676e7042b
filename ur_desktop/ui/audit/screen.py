"""The audit log: events in this vault, newest first, and whether anything was changed outside the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ur_desktop.domain.journal import MOST_AT_ONCE, Event
from ur_desktop.ui.audit.details_panel import DetailsPanel
from ur_desktop.ui.audit.filters import AuditHeading
from ur_desktop.ui.audit.table import AuditTable
from ur_desktop.ui.audit.verify_panel import VerifyPanel
from ur_desktop.ui.kit import shortcut_keys
from ur_desktop.ui.kit.file_dialogs import in_documents, without_folder_history
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import elided, label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import EmptyState, KeyCap
from ur_desktop.ui.kit.tables.cells import MARGIN
from ur_desktop.ui.kit.text import plural

AskPath = Callable[[QWidget, str], str]
CSV, JSON = "CSV for a spreadsheet (*.csv)", "JSON for a program (*.json)"


@without_folder_history()
def ask_path(parent: QWidget, name: str) -> str:
    """Ask where to export, to .csv or .json; ``name`` is the suggested file name. Empty when canceled."""
    path, kind = QFileDialog.getSaveFileName(
        parent, "Export audit log", in_documents(f"{name}.csv"), f"{CSV};;{JSON}"
    )
    ending = ".json" if kind == JSON else ".csv"
    return path if not path or path.lower().endswith((".csv", ".json")) else f"{path}{ending}"


class AuditScreen(FocusScope):
    """Shows the events it is given and asks for more.

    ``query_changed`` carries an `EventQuery`: from ``before`` 0 it wants ``set_events``, else ``append``.
    ``verify_requested`` wants ``show_progress`` until ``show_result``, or ``canceled`` ends it, and so does
    ``export_requested``, which carries the query and the path chosen. ``left`` says that nobody looks any more.
    """

    query_changed = Signal(object)
    opened = Signal(str)
    verify_requested = Signal()
    canceled = Signal()
    export_requested = Signal(object, str)
    left = Signal()

    def __init__(
        self, ask: AskPath = ask_path, *, may_export: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ask_path, self._may_export = ask, may_export
        self.head = AuditHeading(self)
        self.head.export.setVisible(may_export)
        self.check = VerifyPanel(self)
        self.table = AuditTable(self)
        self.empty = EmptyState("", "Show all", parent=self)
        self.detail = DetailsPanel(self)
        self.foot = AuditFoot(may_export=may_export, parent=self)
        self.body = QStackedWidget(self)
        self.body.addWidget(self.table)
        self.body.addWidget(self.empty)
        theme.fill(self.body, "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self.check):
            column.addWidget(part)
        column.addWidget(self.body, 1)
        column.addWidget(self.detail)
        column.addWidget(self.foot)
        self._connect()

    def home(self) -> QWidget:
        return self.table

    def show_count(self, total: int, *, counting: bool) -> None:
        """Show how many events there are, or were found so far."""
        self.head.count.setText(f"{plural(total, 'event')}{' so far' if counting else ''}")

    def set_events(self, events: Sequence[Event], people: Mapping[str, str], now: datetime) -> None:
        """Show the first page of events; ``people`` can be chosen in the filter, ``now`` is aware."""
        self.head.set_people(people)
        self.head.export.setEnabled(self._may_export and bool(events))
        self.table.set_events(events, now)
        self.table.setCurrentIndex(self.table.rows.index(0, 0))
        narrows = self.head.query().is_filtered
        self.empty.sentence.setText("No events match." if narrows else "No events yet.")
        self.empty.button.setVisible(narrows)
        self.body.setCurrentWidget(self.table if events else self.empty)
        self._show_current()

    def append(self, events: Sequence[Event]) -> None:
        """Add the next page below."""
        self.table.append(events)

    def show_progress(self, words: str, done: int, total: int) -> None:
        """Say what is being checked and how far it is; ``total`` 0 for what can't be counted."""
        self.head.verify.setEnabled(False)
        self.check.show_progress(words, done, total)

    def show_result(self, words: str, faults: Sequence[str] = ()) -> None:
        """Say what the check found: one sentence, and each fault on a line."""
        self.head.verify.setEnabled(True)
        self.check.show_result(words, faults)

    def say(self, words: str) -> None:
        """Say what was done, where the result of a check is shown."""
        self.check.show_result(words)

    def state(self) -> bytes:
        """Return the column widths set by hand, for ``restore``."""
        return self.table.saved_widths()

    def restore(self, state: bytes) -> None:
        """Set the column widths saved by ``state``."""
        self.table.restore_widths(state)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._cancel()
            self.check.hide()
            self.left.emit()

    def _connect(self) -> None:
        self.head.changed.connect(lambda: self.query_changed.emit(self.head.query()))
        self.head.verify.clicked.connect(self.verify_requested)
        self.head.export.clicked.connect(self._export)
        self.check.cancel.clicked.connect(self._cancel)
        self.empty.acted.connect(self._leave_empty)
        self.table.opened.connect(self.opened)
        self.table.more_wanted.connect(lambda before: self.query_changed.emit(self.head.query(before)))
        self.table.rest_wanted.connect(
            lambda before: self.query_changed.emit(replace(self.head.query(before), limit=MOST_AT_ONCE))
        )
        self.table.current_changed.connect(self._show_current)
        self._key("V", self.head.verify.click)
        self._key("E", self.head.export.click)
        self._key("/", self.head.case.setFocus)
        self._key("Esc", self._escape)

    def _key(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = shortcut_keys.shortcut(keys, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _escape(self) -> None:
        if self.check.is_running:
            self._cancel()
        elif self.head.query().is_filtered:
            self._leave_empty()
        else:
            self.table.setFocus()

    def _cancel(self) -> None:
        if self.check.is_running:
            self.canceled.emit()
            self.show_result("Canceled before it finished.")

    def _export(self) -> None:
        now = self.table.now
        if path := self._ask_path(self, f"audit log {now.date().isoformat()}" if now else "audit log"):
            self.export_requested.emit(self.head.query(), path)

    def _leave_empty(self) -> None:
        self.head.clear()
        self.table.setFocus()

    def _show_current(self) -> None:
        self.detail.show_event(self.table.current_row(), self.table.now)


class AuditFoot(QWidget):
    """The order of the list, and its shortcuts."""

    def __init__(self, *, may_export: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(36)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 1, MARGIN, 0)
        row.setSpacing(8)
        row.addWidget(elided("Newest first", "second", parent=self), 1)
        for caps, word in (
            (("↑", "↓"), "move"),
            (("Enter",), "open the case"),
            (("/",), "case number"),
            *(((("E",), "export"),) if may_export else ()),
            (("V",), "verify"),
        ):
            row.addSpacing(8)
            for cap in caps:
                row.addWidget(KeyCap(cap, self))
            row.addWidget(label(word, "second", parent=self))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), theme.color("border"))

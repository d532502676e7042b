"""The auditor's screen: what happened in this vault, newest first, and whether its record is whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ur_desktop.ui.audit.event_text import AuditLine, when
from ur_desktop.ui.audit.filters import AuditHeading
from ur_desktop.ui.audit.table import AuditTable
from ur_desktop.ui.kit.buttons import KeyButton
from ur_desktop.ui.kit.file_dialogs import in_documents, unremembered
from ur_desktop.ui.kit.labels import elided, label, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import EmptyState, KeyCap
from ur_desktop.ui.kit.scroll_page import ScrollPage
from ur_desktop.ui.kit.status_icon import Icon
from ur_desktop.ui.kit.tables.cells import MARGIN
from ur_desktop.ui.kit.text import plural

MOST_LINES = 6
"""Of a line's detail, before it scrolls: the list keeps its room."""

AskPath = Callable[[QWidget, str], str]
CSV, JSON = "CSV for a spreadsheet (*.csv)", "JSON for a program (*.json)"


@unremembered()
def ask_path(parent: QWidget, name: str) -> str:
    """Let a person choose where to export to, as .csv or .json, offered under a name; empty when they leave."""
    path, kind = QFileDialog.getSaveFileName(
        parent, "Export the journal", in_documents(f"{name}.csv"), f"{CSV};;{JSON}"
    )
    ending = ".json" if kind == JSON else ".csv"
    return path if not path or path.lower().endswith((".csv", ".json")) else f"{path}{ending}"


class AuditScreen(QWidget):
    """Shows the lines it is given and asks for others.

    ``query_changed`` carries an `AuditQuery`: from ``before`` 0 it wants ``set_lines``, else ``append``.
    ``verify_requested`` wants ``show_progress`` until ``show_result``, or ``canceled`` ends it;
    ``export_requested`` carries the query and the path chosen.
    """

    query_changed = Signal(object)
    opened = Signal(str)
    verify_requested = Signal()
    canceled = Signal()
    export_requested = Signal(object, str)

    def __init__(
        self, ask: AskPath = ask_path, *, may_export: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ask_path, self._may_export = ask, may_export
        self.head = AuditHeading(self)
        self.head.export.setVisible(may_export)
        self.check = CheckStrip(self)
        self.table = AuditTable(self)
        self.empty = EmptyState("", "Show all", parent=self)
        self.detail = LineDetail(self)
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
        self.setFocusProxy(self.table)
        self._connect()

    def set_lines(
        self, lines: Sequence[AuditLine], total: int, people: Mapping[str, str], now: datetime
    ) -> None:
        """Show the first page of ``total`` lines; ``people`` are those to choose from, ``now`` is aware."""
        self.head.set_people(people)
        self.head.count.setText(plural(total, "event"))
        self.head.export.setEnabled(self._may_export and bool(lines))
        self.table.set_lines(lines, now)
        self.table.setCurrentIndex(self.table.rows.index(0, 0))
        narrows = self.head.query().narrows
        self.empty.sentence.setText("Nothing of this kind happened." if narrows else "Nothing happened yet.")
        self.empty.button.setVisible(narrows)
        self.body.setCurrentWidget(self.table if lines else self.empty)
        self._show_current()

    def append(self, lines: Sequence[AuditLine]) -> None:
        """Put the next page under what is shown."""
        self.table.append(lines)

    def show_progress(self, words: str, done: int, total: int) -> None:
        """Say what is being checked and how far it is; ``total`` 0 for what can't be counted."""
        self.head.verify.setEnabled(False)
        self.check.show_progress(words, done, total)

    def show_result(self, words: str, faults: Sequence[str] = ()) -> None:
        """Say what the check found: one sentence, and each fault on a line."""
        self.head.verify.setEnabled(True)
        self.check.show_result(words, faults)

    def say(self, words: str) -> None:
        """Say what was done, in the place of a check's result."""
        self.check.show_result(words)

    def state(self) -> bytes:
        """Return the widths that a person gave the columns, for ``restore`` another day."""
        return self.table.saved_widths()

    def restore(self, state: bytes) -> None:
        """Give the columns the widths kept by ``state``."""
        self.table.restore_widths(state)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._cancel()
            self.check.hide()

    def _connect(self) -> None:
        self.head.changed.connect(lambda: self.query_changed.emit(self.head.query()))
        self.head.verify.clicked.connect(self.verify_requested)
        self.head.export.clicked.connect(self._export)
        self.check.cancel.clicked.connect(self._cancel)
        self.empty.acted.connect(self._leave_empty)
        self.table.opened.connect(self.opened)
        self.table.more_wanted.connect(lambda before: self.query_changed.emit(self.head.query(before)))
        self.table.current_changed.connect(self._show_current)
        self._key("V", self.head.verify.click)
        self._key("E", self.head.export.click)
        self._key("/", self.head.case.setFocus)
        self._key("Esc", self._escape)

    def _key(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _escape(self) -> None:
        if self.check.is_running:
            self._cancel()
        elif self.head.query().narrows:
            self._leave_empty()
        else:
            self.table.setFocus()

    def _cancel(self) -> None:
        if self.check.is_running:
            self.canceled.emit()
            self.show_result(
                "Stopped before the whole record was checked.", ("Nothing was found up to there.",)
            )

    def _export(self) -> None:
        now = self.table.now
        if path := self._ask_path(self, f"journal {now.date().isoformat()}" if now else "journal"):
            self.export_requested.emit(self.head.query(), path)

    def _leave_empty(self) -> None:
        self.head.clear()
        self.table.setFocus()

    def _show_current(self) -> None:
        self.detail.show_line(self.table.current_row(), self.table.now)


class CheckStrip(QWidget):
    """How far a check is, with a way to stop it, then what it found; hidden at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "sunken")
        self.is_running = False
        self._share = 0.0
        self.icon = Icon("shield-check", parent=self)
        self.words = paragraph("", "strong", parent=self)
        self.faults = paragraph("", "body", parent=self)
        self.cancel = KeyButton("Cancel", key="Esc", parent=self)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.words)
        words.addWidget(self.faults)
        words.addStretch(1)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 10, MARGIN, 12)
        row.setSpacing(10)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_progress(self, words: str, done: int, total: int) -> None:
        """Show a check that is under way."""
        self.is_running, self._share = True, done / total if total else 0.0
        self._say(f"{words}: {done:,} of {total:,}" if total else words, "", "shield-check", "muted")
        self.cancel.show()

    def show_result(self, words: str, faults: Sequence[str] = ()) -> None:
        """Show what came of it."""
        self.is_running, self._share = False, 0.0
        sign = ("warning-circle-fill", "not_met") if faults else ("check-circle-fill", "met")
        self._say(words, "\n".join(faults), *sign)
        self.cancel.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("border"))
        done = QRectF(0, self.height() - 3, self.width() * self._share, 3)
        painter.fillRect(done, theme.color("accent"))

    def _say(self, words: str, faults: str, icon: str, token: str) -> None:
        self.words.setText(words)
        self.faults.setText(faults)
        self.faults.setVisible(bool(faults))
        middle = Qt.AlignmentFlag.AlignTop if faults else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self.icon, middle)
        self.icon.set(icon, token)
        self.setAccessibleName(f"{words} {faults}".strip())
        self.show()
        self.update()


class LineDetail(QWidget):
    """The whole of the current line, where the table has no room for it; what is very long scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self.what = elided("", "strong", parent=self)
        self.area = ScrollPage("The whole of this line", parent=self)
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

    def show_line(self, line: AuditLine | None, now: datetime | None) -> None:
        """Show a line, or nothing."""
        self.setVisible(line is not None)
        if line is None or now is None:
            return
        who = line.who if line.who == line.user_id else f"{line.who} ({line.user_id})"
        case = f", case {line.case_number}" if line.case_number else ""
        self.what.setText(f"Line {line.number:,}: {line.sign.words}{case}. {who}, {when(now, line.at)}")
        self.detail.setText(line.detail_words or "Nothing more is kept of this.")
        theme.set_style(self.detail, "tone", "text" if line.detail else "muted")
        self.area.verticalScrollBar().setValue(0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the words their height, up to a few lines; Tab reaches those that have to be scrolled."""
        most = MOST_LINES * self.detail.line
        wanted = self.detail.heightForWidth(self.width() - 2 * MARGIN)
        self.area.setFixedHeight(min(wanted, most))
        focus = Qt.FocusPolicy.StrongFocus if wanted > most else Qt.FocusPolicy.NoFocus
        self.area.setFocusPolicy(focus)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QPainter(self).fillRect(QRectF(0, 0, self.width(), 1), theme.color("border"))


class AuditFoot(QWidget):
    """The order of the list, and the keys."""

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

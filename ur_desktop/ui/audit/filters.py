"""The top of the audit log: its title, export and verify buttons, and filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ur_desktop.domain.journal import EventKind, EventQuery
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.fields.date_edit import DateEdit
from ur_desktop.ui.kit.fields.editors import Combo
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.tables.cells import MARGIN
from ur_desktop.ui.kit.text import on_clock
from ur_desktop.ui.parts.event_text import KINDS

PAUSE = 200
ALL_USERS = "All users"
LINE, GAP = 30, 8


class AuditHeading(QWidget):
    """Title and buttons above the filters; ``changed`` follows when the query is another one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("Audit log", "title", parent=self)
        self.count = label("", tone="muted", parent=self)
        self.export = KeyButton("Export", key="E", icon="floppy-disk", parent=self)
        self.verify = KeyButton(
            "Verify integrity", Emphasis.PRIMARY, key="V", icon="shield-check", parent=self
        )
        self.who = self._choice("User", ALL_USERS, {})
        self.kind = self._choice(
            "Event", "All events", {kind.value: sign.words for kind, sign in KINDS.items()}
        )
        self.first, self.last = self._date("From"), self._date("Through")
        self.case = QLineEdit(self)
        self.case.setAccessibleName("Case number")
        self.case.setPlaceholderText("Case number")
        self.case.setFont(theme.font("body"))
        self.case.setFixedSize(150, 30)
        self.all = KeyButton("Show all", Emphasis.TEXT, parent=self)
        self.all.setFixedHeight(30)
        self.all.clicked.connect(self.clear)
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._ask)
        for edit in (self.case, self.first, self.last):
            edit.textChanged.connect(lambda _text: self._pause.start())
            edit.returnPressed.connect(self._ask)
        self._asked = self.query()
        self.all.setVisible(False)

    def query(self, before: int = 0) -> EventQuery:
        """Return what the filters ask for; an incomplete date asks for nothing yet."""
        kind = self.kind.currentData()
        return EventQuery(
            by=self.who.currentData() or "",
            kind=EventKind(kind) if kind else None,
            since=_midnight(self.first.value()),
            until=_midnight(self.last.value(), timedelta(days=1)),
            case=self.case.text().strip(),
            before=before,
        )

    @property
    def shown(self) -> dict[str, str]:
        """The filters as typed, for ``show_again``."""
        dates = {"first": self.first.text(), "last": self.last.text()}
        query = self.query()
        return dates | {"who": query.by, "kind": query.kind or "", "case": query.case}

    def show_again(self, shown: Mapping[str, str]) -> None:
        """Set the filters as they were, as far as they can still be chosen."""
        for combo, key in ((self.who, "who"), (self.kind, "kind")):
            combo.setCurrentIndex(max(0, combo.findData(shown.get(key, ""))))
        for edit, key in ((self.first, "first"), (self.last, "last"), (self.case, "case")):
            edit.setText(shown.get(key, ""))
        self._ask()

    def set_people(self, people: Mapping[str, str]) -> None:
        """Offer users by ID, keeping the one chosen."""
        chosen = self.who.currentData()
        self.who.blockSignals(True)
        _offer(self.who, ALL_USERS, people)
        self.who.setCurrentIndex(max(0, self.who.findData(chosen)))
        self.who.blockSignals(False)
        self.filters.place()

    def clear(self) -> None:
        """Clear all filters."""
        for combo in (self.who, self.kind):
            combo.blockSignals(True)
            combo.setCurrentIndex(0)
            combo.blockSignals(False)
        for edit in (self.first, self.last, self.case):
            edit.clear()
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pause.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("border"))

    def _ask(self) -> None:
        self._pause.stop()
        if self.query() != self._asked:
            self._asked = self.query()
            self.all.setVisible(replace(self._asked, before=0).is_filtered)
            self.changed.emit()

    def _choice(self, name: str, every: str, choices: Mapping[str, str]) -> Combo:
        combo = Combo(self)
        combo.setAccessibleName(name)
        combo.setFont(theme.font("body"))
        combo.setFixedHeight(30)
        combo.setProperty("shape", "pill")
        _offer(combo, every, choices)
        combo.currentIndexChanged.connect(lambda _place: self._ask())
        return combo

    def _date(self, name: str) -> DateEdit:
        edit = DateEdit(self)
        edit.setAccessibleName(name)
        edit.setFont(theme.font("body"))
        edit.setFixedSize(140, 30)
        return edit

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.title)
        top.addSpacing(5)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self.export)
        top.addWidget(self.verify)
        since, until = label("From", "second", parent=self), label("through", "second", parent=self)
        self.filters = FilterLine(
            (self.who,),
            (self.kind,),
            (since, self.first, until, self.last),
            (self.case, self.all),
            parent=self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 14, MARGIN, 13)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.filters)


class FilterLine(QWidget):
    """The filters side by side; a group without room wraps to the next line."""

    def __init__(self, *groups: tuple[QWidget, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = groups
        for widget in (widget for group in groups for widget in group):
            widget.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        """Place each filter, in tab order."""
        left = top = 0
        for group in self._groups:
            sizes = [(widget, _width(widget)) for widget in group]
            taken = sum(width + GAP for _widget, width in sizes) - GAP
            if left and left + taken > self.width():
                left, top = 0, top + LINE + GAP
            for widget, width in sizes:
                widget.setGeometry(left, top, width, LINE)
                left += width + GAP
            left += GAP
        self.setFixedHeight(top + LINE)


def _midnight(day: date | None, later: timedelta = timedelta()) -> datetime | None:
    """When a day begins in this computer's zone, or the one after it."""
    if day is None or day == date.max:
        return None
    return on_clock(day + later, time(), None)


def _width(widget: QWidget) -> int:
    return (
        widget.minimumWidth() if widget.minimumWidth() == widget.maximumWidth() else widget.sizeHint().width()
    )


def _offer(combo: Combo, every: str, choices: Mapping[str, str]) -> None:
    combo.clear()
    combo.addItem(every, "")
    for value, words in choices.items():
        combo.addItem(words, value)
    combo.setFixedWidth(combo.sizeHint().width())

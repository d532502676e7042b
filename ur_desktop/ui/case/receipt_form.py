"""The form for requested records that came: when, how, and what came."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.errors import UserError
from ur_desktop.domain.information_request import RECEIVED_BY, Receipt
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.fields.field import ChoiceField, text_field
from ur_desktop.ui.kit.fields.moment_fields import MomentFields
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.messages import ErrorLine
from ur_desktop.ui.kit.panels import Hairline


class ReceiptForm(QWidget):
    """A strip of fields above the foot of the request; ``recorded`` carries a `Receipt`, ``closed`` follows Esc."""

    recorded = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self.moment = MomentFields(self)
        self.how = ChoiceField("How", tuple((each, each.capitalize()) for each in RECEIVED_BY))
        self.what = text_field("What came", placeholder="Treatment plan, progress notes of January")
        self.error = ErrorLine(self)
        self.record = KeyButton("Record", Emphasis.PRIMARY, key="↵", icon="check", parent=self)
        self.cancel = KeyButton("Cancel", key="Esc", parent=self)
        self.how.setFixedWidth(140)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        fields.addWidget(self.moment, 0, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.how, 0, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.what, 1, Qt.AlignmentFlag.AlignTop)
        for button in (self.cancel, self.record):
            at_the_field = QVBoxLayout()
            at_the_field.setContentsMargins(0, 19, 0, 0)
            at_the_field.addWidget(button)
            at_the_field.addStretch(1)
            fields.addLayout(at_the_field)
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 10, 24, 8)
        inner.setSpacing(6)
        inner.addLayout(fields)
        inner.addWidget(self.error)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline(strong=True))
        column.addLayout(inner)
        self.record.clicked.connect(self._record)
        self.cancel.clicked.connect(self.close_form)
        self.hide()

    def ask(self, now: datetime) -> None:
        """Ask for a receipt, by default now."""
        self.moment.start(now)
        self.what.set_text("")
        self.error.say("")
        self.show()
        self.what.setFocus()

    def show_error(self, error: UserError) -> None:
        """Show what is missing or can't be."""
        self.error.say(f"{error.what} {error.fix}".strip())

    def close_form(self) -> None:
        """Hide the form without recording anything."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self._record()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    def _record(self) -> None:
        if (at := self.moment.value()) is not None:
            self.recorded.emit(Receipt(at, str(self.how.value()), self.what.text()))

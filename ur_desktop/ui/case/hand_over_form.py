"""The form that hands the case over to a colleague: to whom, and a note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ur_desktop.domain.errors import UserError
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.fields.field import ChoiceField, text_field
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.messages import ErrorLine
from ur_desktop.ui.kit.panels import Hairline


class HandOverForm(QWidget):
    """A strip above the foot of the request; ``handed_over`` carries a user ID and the note, ``closed`` follows Esc."""

    handed_over = Signal(str, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self.to = ChoiceField("Hand over to")
        self.to.setFixedWidth(260)
        self.note = text_field("Note for your colleague", placeholder="What is done, and what is left")
        self.error = ErrorLine(self)
        self.confirm = KeyButton("Hand over", Emphasis.PRIMARY, key="↵", parent=self)
        self.cancel = KeyButton("Cancel", key="Esc", parent=self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.addWidget(Hairline(strong=True, parent=self), 0, 0, 1, 6)
        grid.setColumnMinimumWidth(0, 12)
        grid.setColumnMinimumWidth(5, 12)
        grid.addWidget(self.to, 1, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.note, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.cancel, 1, 3, Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(self.confirm, 1, 4, Qt.AlignmentFlag.AlignBottom)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self.error, 2, 1, 1, 4)
        self.confirm.clicked.connect(self._confirm)
        self.cancel.clicked.connect(self.close_form)
        self.hide()

    def ask(self, colleagues: Sequence[Reviewer]) -> None:
        """Ask to whom the case goes."""
        self.to.set_choices(tuple((each.user_id, each.signature) for each in colleagues))
        self.note.set_text("")
        self.error.say("")
        self.show()
        self.note.setFocus()

    def show_error(self, error: UserError) -> None:
        """Show what is missing or can't be."""
        self.error.say(" ".join(error.faults))

    def close_form(self) -> None:
        """Hide the form; the case stays."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self._confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    def _confirm(self) -> None:
        self.handed_over.emit(str(self.to.value() or ""), self.note.text())

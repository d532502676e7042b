"""The panel that voids a determination whose letter is not accepted yet: why, then a button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import KeyButton
from ur_desktop.ui.kit.fields.field import text_field
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme


class VoidPanel(QWidget):
    """Asks why a determination is voided; ``confirmed`` carries the reason typed, ``left`` follows Esc."""

    confirmed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self.setAccessibleName("Void determination")
        self.reason = text_field("Reason for voiding", placeholder="What is wrong with the determination")
        self.confirm = KeyButton("Void determination", parent=self)
        self.confirm.clicked.connect(self._confirm)
        self.cancel = KeyButton("Cancel", key="Esc", parent=self)
        self.cancel.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.reason, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 13, 28, 12)
        column.addWidget(
            label("No letter goes out. The determination stays on record.", "second", parent=self)
        )
        column.addLayout(row)
        self.hide()

    def ask(self) -> None:
        """Open with an empty reason."""
        self.reason.set_text("")
        self.reason.set_error()
        self.show()
        self.reason.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _confirm(self) -> None:
        if reason := self.reason.text():
            self.confirmed.emit(reason)
        else:
            self.reason.set_error("Type the reason.")
            self.reason.setFocus()

"""Who a minor's letters go to, confirmed with a reason before anything is signed or sent."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import KeyButton
from ur_desktop.ui.kit.fields.field import text_field
from ur_desktop.ui.kit.labels import label, paragraph

HINT = (
    "The member is under 18. Care for substance use, or that the minor consented to alone, may be confidential "
    "from a parent: then use a confidential address (Edit request)."
)


class RecipientRow(QWidget):
    """The recipient and the reason; ``confirmed`` carries the reason. Hidden when nothing is to be confirmed."""

    confirmed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipient = ""
        self.title = label("", "strong", parent=self)
        self.reason = text_field("Reason for this recipient")
        self.record = KeyButton("Confirm recipient", icon="check-bold", parent=self)
        self.record.clicked.connect(self._confirm)
        self.reason.changed.connect(self.reason.set_error)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        button = QVBoxLayout()
        button.setContentsMargins(0, 19, 0, 0)
        button.addWidget(self.record)
        button.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.reason, 1, Qt.AlignmentFlag.AlignTop)
        row.addLayout(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(paragraph(HINT, "second"))
        column.addLayout(row)

    def home(self) -> QWidget:
        """The field that gets the keyboard."""
        return self.reason.editor

    @property
    def is_needed(self) -> bool:
        """Whether a recipient is to be confirmed."""
        return bool(self._recipient)

    def start(self, recipient: str) -> None:
        """Show the recipient to confirm, or nothing."""
        self._recipient = recipient
        self.title.setText(f"Letters go to {recipient}")
        self.reason.set_text("")
        self.reason.set_error()

    def faults(self) -> Iterator[tuple[str, QWidget]]:
        """Show an error while the recipient is not confirmed, and yield its name."""
        if self.is_needed:
            self.reason.set_error("Confirm the letter recipient, with the reason.")
            yield "Letter recipient", self.reason.editor

    def _confirm(self) -> None:
        if not self.reason.text():
            self.reason.set_error("Type the reason.")
            self.reason.editor.setFocus()
            return
        self.confirmed.emit(self.reason.text())

"""What is not met of a criterion with a deadline: its date, or another part of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import KeyButton, one_choice
from ur_desktop.ui.kit.labels import label

KEYS = ("1", "2")
_WORDS = ("Date missed", "Another part")
_CHOSEN = "check-circle-fill"


class UnmetPart(QWidget):
    """Two buttons under the answers; ``chosen`` carries whether the date was missed."""

    chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What is not met")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        row.addWidget(label("What is not met", "second", parent=self))
        self.buttons: list[KeyButton] = []
        for word, key, missed in zip(_WORDS, KEYS, (True, False), strict=True):
            button = KeyButton(word, key=key, parent=self)
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, missed=missed: self.chosen.emit(missed))
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        one_choice(self, self.buttons)

    def show_chosen(self, missed: bool | None) -> None:
        """Show which part is chosen; None while neither is."""
        for button, means in zip(self.buttons, (True, False), strict=True):
            button.setChecked(means is missed)
            button.icon_name = _CHOSEN if means is missed else ""
            button.updateGeometry()
            button.update()

"""The keys of a review on one card, over the screen until it is closed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import Card, KeyCap

KEYS = (
    (("M",), "Met"),
    (("N",), "Not met"),
    (("D",), "Not documented"),
    (("Y", "N"), "Yes, no to a fact"),
    (("↑", "↓"), "Criterion before, after"),
    (("↵",), "Next unanswered"),
    (("Ctrl ↵",), "Next step, on the last one finish"),
    (("Ctrl Z",), "Undo the last answer"),
    (("E",), "Add evidence"),
    (("T",), "Note"),
    (("F1",), "Policy text"),
    (("Esc",), "Leave a text field, close what lies on top"),
    (("Alt 1 … 5",), "Request to History"),
    (("Alt ←",), "Back to the worklist"),
    (("?",), "These keys"),
)


class KeysOverlay(QWidget):
    """All keys, each beside what it does; inside a text field only Esc and Ctrl with a key act."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Keys")
        self.setAccessibleDescription("\n".join(f"{' '.join(keys)}: {does}" for keys, does in KEYS))
        theme.fill(self, "bg")
        card = Card(parent=self)
        head = QHBoxLayout()
        head.addWidget(label("Keys", "section", parent=self), 1)
        close = KeyButton("Close", Emphasis.QUIET, key="Esc", parent=self)
        close.clicked.connect(self.closed)
        head.addWidget(close)
        card.column.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        for place, (keys, does) in enumerate(KEYS):
            caps = QHBoxLayout()
            caps.setSpacing(4)
            for key in keys:
                caps.addWidget(KeyCap(key, self))
            caps.addStretch(1)
            grid.addLayout(caps, place, 0)
            grid.addWidget(label(does, parent=self), place, 1)
        grid.setColumnStretch(1, 1)
        card.column.addLayout(grid)
        card.column.addWidget(label("Letters never act while you type in a field.", "second", parent=self))
        card.setFixedWidth(440)
        column = QVBoxLayout(self)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

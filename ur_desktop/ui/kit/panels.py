"""Frames: cards, lines, insets and the page for an empty list."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import KeyButton
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look.painting import KEY_CAP_HEIGHT, draw_key_cap, key_cap_width


class KeyCap(QLabel):
    """A key drawn as a cap."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(keys, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(key_cap_width(self.text()), KEY_CAP_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_key_cap(painter, self.width(), self.height() / 2, self.text(), "muted", "control")


class Hairline(QFrame):
    """A line of one pixel; ``strong`` for the edge of a panel, else between rows."""

    def __init__(
        self, *, vertical: bool = False, strong: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "line" if strong else "hair")
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class Card(QFrame):
    """A card with a thin edge; ``current`` gives it the edge of the card being worked on."""

    def __init__(self, *, current: bool = False, padding: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "current" if current else "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(padding, padding, padding, padding)
        self.column.setSpacing(12)


class AcrossCard(Card):
    """A card with an editor under its title, and its results next to it, or below it where it is narrow."""

    def __init__(self, title: str, sums: QWidget, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        left = QVBoxLayout()
        left.setContentsMargins(20, 16, 12, 16)
        left.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label(title, "section", parent=self))
        head.addWidget(sums, 1)
        left.addLayout(head)
        left.addWidget(editor)
        left.addStretch(1)
        self.right = QVBoxLayout()
        self.right.setContentsMargins(16, 19, 12, 16)
        self.right.setSpacing(8)
        self._rule = Hairline(vertical=True, parent=self)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(0)
        self._across.addLayout(left)
        self._across.addWidget(self._rule)
        self._across.addLayout(self.right, 1)
        self.column.addLayout(self._across)

    def set_narrow(self, narrow: bool) -> None:
        """Put the results next to the editor, or below it."""
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._across.direction() != direction:
            self._across.setDirection(direction)
            self._rule.setVisible(not narrow)


class Inset(QFrame):
    """A sunken strip for a piece of information."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "inset")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 8, 12, 8)
        self.row.setSpacing(12)


class EmptyState(QWidget):
    """The page for an empty list: one sentence and one button."""

    acted = Signal()

    def __init__(
        self, sentence: str, word: str, *, key: str = "", shortcut: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.sentence = paragraph(sentence, "body", "muted", parent=self)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = KeyButton(word, key=key, shortcut=shortcut, parent=self)
        self.button.clicked.connect(self.acted)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self.sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

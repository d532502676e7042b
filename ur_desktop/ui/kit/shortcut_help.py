"""The shortcuts of a screen, shown on ?: as a small popup until the next key, or over the screen until closed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import Card, KeyCap

TITLE = "Keyboard shortcuts"
_POPUP_ROW, _POPUP_REST = 26, 120
"""The height of a row of the popup, and of all else that the screen needs around the rows, in px."""


class ShortcutHelp(QFrame):
    """Pairs of a key and what it does, at the lower right of a screen; the next key or click closes it."""

    def __init__(self, keys: tuple[tuple[str, str], ...], screen: QWidget) -> None:
        super().__init__(screen)
        self._back_to = screen.window().focusWidget()  # perhaps in the navigation rail
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("kind", "popup")
        self.setAccessibleName(TITLE)
        self.setAccessibleDescription(", ".join(f"{key} {word}" for key, word in keys))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(TITLE, "section", parent=self))
        rows = [((key,), word) for key, word in keys]
        columns = 1 if len(rows) * _POPUP_ROW < screen.height() - _POPUP_REST else 2
        grid = _grid(rows, columns, Qt.AlignmentFlag.AlignRight, self)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        column.addLayout(grid)
        self.adjustSize()
        self.move(screen.width() - self.width() - 24, screen.height() - self.height() - 44)
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, _event: QKeyEvent) -> None:
        if self._back_to is not None:
            self._back_to.setFocus()
        self.close()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close()


class ShortcutOverlay(QWidget):
    """A screen's keys, each with what it does, on a card that covers the screen until ``closed``."""

    closed = Signal()

    def __init__(
        self, keys: tuple[tuple[tuple[str, ...], str], ...], note: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(TITLE)
        self.setAccessibleDescription("\n".join(f"{' '.join(caps)}: {does}" for caps, does in keys))
        theme.fill(self, "bg")
        card = Card(parent=self)
        head = QHBoxLayout()
        head.addWidget(label(TITLE, "section", parent=self), 1)
        close = KeyButton("Close", Emphasis.QUIET, key="Esc", parent=self)
        close.clicked.connect(self.closed)
        head.addWidget(close)
        card.column.addLayout(head)
        grid = _grid(keys, 2, Qt.AlignmentFlag.AlignLeft, self)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        card.column.addLayout(grid)
        card.column.addWidget(label(note, "second", parent=self))
        card.setFixedWidth(640)
        column = QVBoxLayout(self)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()


def _grid(
    keys: Sequence[tuple[tuple[str, ...], str]], columns: int, side: Qt.AlignmentFlag, parent: QWidget
) -> QGridLayout:
    """Key caps with what they do to the right of them, from top to bottom in so many columns."""
    grid = QGridLayout()
    lines = -(-len(keys) // columns)
    for place, (caps, does) in enumerate(keys):
        column, line = divmod(place, lines)
        row = QHBoxLayout()
        row.setSpacing(4)
        for cap in caps:
            row.addWidget(KeyCap(cap, parent))
        grid.addLayout(row, line, 2 * column, side)
        grid.addWidget(label(does, parent=parent), line, 2 * column + 1)
    return grid

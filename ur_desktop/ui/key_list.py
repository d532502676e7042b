"""The keys of a screen, shown by ? and gone with the next key."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ur_desktop.ui.panels import KeyCap
from ur_desktop.ui.text import label


class KeyList(QFrame):
    """Pairs of a key and what it does, one to a line."""

    def __init__(self, keys: tuple[tuple[str, str], ...], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "popup")
        self.setAccessibleName("Keys")
        self.setAccessibleDescription(", ".join(f"{key} {word}" for key, word in keys))
        grid = QGridLayout(self)
        grid.setContentsMargins(20, 16, 24, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.addWidget(label("Keys", "section", parent=self), 0, 0, 1, 2)
        for line, (key, word) in enumerate(keys, start=1):
            grid.addWidget(KeyCap(key, self), line, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(word, parent=self), line, 1)

    def open_over(self, screen: QWidget) -> None:
        """Show the list in the lower right of a screen."""
        self.adjustSize()
        corner = QPoint(screen.width() - self.width() - 24, screen.height() - self.height() - 44)
        self.move(screen.mapToGlobal(corner))
        self.show()

    def keyPressEvent(self, _event: QKeyEvent) -> None:
        self.close()

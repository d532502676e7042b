"""The shortcuts of a screen, shown on ? until the next key."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.panels import KeyCap


class ShortcutHelp(QFrame):
    """Pairs of a key and what it does, at the lower right of a screen; the next key or click closes it."""

    def __init__(self, keys: tuple[tuple[str, str], ...], screen: QWidget) -> None:
        super().__init__(screen)
        self._back_to = screen.window().focusWidget()  # perhaps in the navigation rail
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("kind", "popup")
        self.setAccessibleName("Keyboard shortcuts")
        self.setAccessibleDescription(", ".join(f"{key} {word}" for key, word in keys))
        grid = QGridLayout(self)
        grid.setContentsMargins(20, 16, 24, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.addWidget(label("Keyboard shortcuts", "section", parent=self), 0, 0, 1, 2)
        for line, (key, word) in enumerate(keys, start=1):
            grid.addWidget(KeyCap(key, self), line, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(word, parent=self), line, 1)
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

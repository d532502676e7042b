"""A bar above a screen that says one thing and can be dismissed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ur_desktop.ui.kit.announce import announce
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import elided
from ur_desktop.ui.kit.status_icon import Icon


class NoticeBar(QFrame):
    """One sentence, a button for what to do, and one that dismisses it; hidden while empty.

    Without a word for ``action`` there is no such button.
    """

    action_requested = Signal()
    dismissed = Signal()

    def __init__(
        self, action: str, *, name: str = "Reminder", dismiss: str = "Not now", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "inset")
        self.setAccessibleName(name)
        self.words = elided("", "body", parent=self)
        self.action = KeyButton(action, Emphasis.TEXT, parent=self)
        self.dismiss = KeyButton(dismiss, Emphasis.TEXT, parent=self)
        self.action.clicked.connect(self.action_requested)
        self.dismiss.clicked.connect(self._dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 4)
        row.setSpacing(8)
        row.addWidget(Icon("info", "muted", parent=self))
        row.addWidget(self.words, 1)
        row.addWidget(self.action)
        row.addWidget(self.dismiss)
        if not action:
            self.action.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.action.hide()
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; an empty one hides the bar."""
        self.words.setText(sentence)
        self.setAccessibleDescription(sentence)
        self.setVisible(bool(sentence))
        announce(self, sentence)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

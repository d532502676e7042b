"""A line above the worklist that says one thing and can be put away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import elided
from ur_desktop.ui.kit.status_icon import Icon


class NoticeBar(QFrame):
    """One sentence, a button that leads to what can be done, and one that puts it away; hidden when empty.

    Without a word for the lead there is nothing to follow.
    """

    followed = Signal()
    put_away = Signal()

    def __init__(
        self, word: str, *, name: str = "Reminder", away: str = "Not now", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "inset")
        self.setAccessibleName(name)
        self.words = elided("", "body", parent=self)
        self.lead = KeyButton(word, Emphasis.TEXT, parent=self)
        self.away = KeyButton(away, Emphasis.TEXT, parent=self)
        self.lead.clicked.connect(self.followed)
        self.away.clicked.connect(self._put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 4)
        row.setSpacing(8)
        row.addWidget(Icon("info", "muted", parent=self))
        row.addWidget(self.words, 1)
        row.addWidget(self.lead)
        row.addWidget(self.away)
        if not word:
            self.lead.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.lead.hide()
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; an empty one hides the line."""
        self.words.setText(sentence)
        self.setAccessibleDescription(sentence)
        self.setVisible(bool(sentence))

    def _put_away(self) -> None:
        self.hide()
        self.put_away.emit()

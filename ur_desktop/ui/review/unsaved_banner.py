"""Answers that could not be saved: said over the criterion, with the button that tries again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import KeyButton
from ur_desktop.ui.kit.messages import Banner
from ur_desktop.ui.kit.scroll_page import MARGIN


class Unsaved(QWidget):
    """The criteria whose answers are on this screen only; hidden while there are none."""

    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why: dict[str, str] = {}
        self.banner = Banner(self)
        self.button = KeyButton("Save again", parent=self.banner)
        self.button.clicked.connect(self.again)
        if (row := self.banner.layout()) is not None:
            row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 8, MARGIN, 0)
        column.addWidget(self.banner)
        self.hide()

    @property
    def ids(self) -> frozenset[str]:
        """The criteria concerned."""
        return frozenset(self._why)

    @property
    def named(self) -> str:
        """The criteria in words, in the order they failed."""
        return ", ".join(self._why)

    def add(self, criterion_id: str, why: str) -> None:
        """Take in a criterion whose answer was not saved."""
        self._why[criterion_id] = why

    def take(self) -> tuple[str, ...]:
        """The criteria concerned, which count as saved until added again."""
        taken = tuple(self._why)
        self._why.clear()
        return taken

    def drop(self, criterion_id: str) -> None:
        """Let a criterion count as saved until added again."""
        self._why.pop(criterion_id, None)

    def say(self) -> None:
        """Show what is not saved, or nothing."""
        if self._why:
            why = next(iter(self._why.values()))
            self.banner.say(
                f"Not saved: {self.named}. {why}".strip(),
                "The answer is still on this screen. Save it again before you go on.",
            )
        self.setVisible(bool(self._why))

"""Answers that could not be saved: named above the criterion, with the button that tries again."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import KeyButton
from ur_desktop.ui.kit.messages import Banner
from ur_desktop.ui.kit.scroll_page import MARGIN


class UnsavedBanner(QWidget):
    """The criteria whose answers are on this screen only; hidden while there are none."""

    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.named = ""
        self.banner = Banner(self)
        self.button = KeyButton("Save again", parent=self.banner)
        self.button.clicked.connect(self.again)
        if (row := self.banner.layout()) is not None:
            row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 8, MARGIN, 0)
        column.addWidget(self.banner)
        self.hide()

    def say(self, unsaved: Mapping[str, str]) -> None:
        """Name what is not saved, by criterion id, with the reason of the first."""
        self.named = ", ".join(unsaved)
        if unsaved:
            why = next(iter(unsaved.values()))
            self.banner.say(
                f"Not saved: {self.named}. {why}".strip(),
                "The answer is still on this screen. Save it again before you go on.",
            )
        self.setVisible(bool(unsaved))

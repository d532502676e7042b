"""The page shown while the last backup is made, with a button for people who can't wait."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme


class BackupWaitPage(QWidget):
    """Says how much of a backup is made; ``skip`` is the button for people who can't wait."""

    def __init__(self, skip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "bg")
        self.words = label("Backing up…", "title")
        self.share = label("", "second")
        self.skip = KeyButton(skip, Emphasis.SECONDARY, parent=self)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch()
        for part in (self.words, self.share, self.skip):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    def set_share(self, share: float) -> None:
        """Show how much is made, 0 to 1."""
        self.share.setText(f"{share:.0%}")

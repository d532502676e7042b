"""The backup that is made before the vault closes, in sight, with a way out for who can't wait."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme

POLL = 30
"""Milliseconds between two looks at how far it is."""


class BackupWaitPage(QWidget):
    """Says how much of a backup is made while `wait` looks on; ``is_given_up`` once somebody can't."""

    def __init__(self, way_out: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "bg")
        self._loop = QEventLoop(self)
        self.is_given_up = False
        self.words = label("Making the backup…", "title")
        self.share = label("", "second")
        self.go = KeyButton(way_out, Emphasis.SECONDARY, parent=self)
        self.go.clicked.connect(self.let_go)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch()
        for part in (self.words, self.share, self.go):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    def wait(self, share: Callable[[], float | None]) -> None:
        """Come back when there is no ``share`` (0 to 1) any more, or whoever closes can't wait."""

        def look() -> None:
            if (made := share()) is None:
                self._loop.quit()
            else:
                self.share.setText(f"{made:.0%}")

        clock = QTimer(self, interval=POLL)
        clock.timeout.connect(look)
        clock.start()
        self.go.setFocus()
        if share() is not None:
            self._loop.exec()
        clock.stop()

    def let_go(self) -> None:
        """Look on no longer."""
        self.is_given_up = True
        self._loop.quit()

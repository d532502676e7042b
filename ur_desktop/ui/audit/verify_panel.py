"""The progress of a check of the whole vault, and its result."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.ui.kit.announce import announce
from ur_desktop.ui.kit.buttons import KeyButton
from ur_desktop.ui.kit.labels import paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.status_icon import Icon
from ur_desktop.ui.kit.tables.cells import MARGIN


class VerifyPanel(QWidget):
    """How far a check is, with Cancel, then what it found; hidden at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "sunken")
        self.is_running = False
        self._share = 0.0
        self.icon = Icon("shield-check", parent=self)
        self.words = paragraph("", "strong", parent=self)
        self.faults = paragraph("", "body", parent=self)
        self.cancel = KeyButton("Cancel", key="Esc", parent=self)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.words)
        words.addWidget(self.faults)
        words.addStretch(1)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 10, MARGIN, 12)
        row.setSpacing(10)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_progress(self, words: str, done: int, total: int) -> None:
        """Show a check that is under way."""
        self.is_running, self._share = True, done / total if total else 0.0
        self._say(f"{words}: {done:,} of {total:,}" if total else words, "", "shield-check", "muted")
        self.cancel.show()

    def show_result(self, words: str, faults: Sequence[str] = ()) -> None:
        """Show the result: one sentence, and each problem on a line."""
        self.is_running, self._share = False, 0.0
        sign = ("warning-circle-fill", "not_met") if faults else ("check-circle-fill", "met")
        self._say(words, "\n".join(faults), *sign)
        self.cancel.hide()
        announce(self, self.accessibleName())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("border"))
        done = QRectF(0, self.height() - 3, self.width() * self._share, 3)
        painter.fillRect(done, theme.color("accent"))

    def _say(self, words: str, faults: str, icon: str, token: str) -> None:
        self.words.setText(words)
        self.faults.setText(faults)
        self.faults.setVisible(bool(faults))
        middle = Qt.AlignmentFlag.AlignTop if faults else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self.icon, middle)
        self.icon.set(icon, token)
        self.setAccessibleName(f"{words} {faults}".strip())
        self.show()
        self.update()

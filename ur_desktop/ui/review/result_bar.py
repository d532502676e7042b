"""The foot of a review: the result so far in words, its tallies, and where to go on."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import elided, label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.review.mark_count import MarkCount

HEIGHT = 64
_LEAST_WIDTH, _COUNTS_WIDTH = 480, 900
TALLIES = ("met", "not_met", "not_documented", "not_yet_due", "to_answer")


class ResultBar(QWidget):
    """Verdict and tallies at the left; next step, next unanswered or finish at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.verdict = elided("", "strong", parent=self)
        self.tallies = {mark: MarkCount(mark, parent=self) for mark in TALLIES}
        for tally in self.tallies.values():
            tally.setFont(theme.font("body", tabular=True))
        self.reason = label("", "body", "muted", parent=self)
        self.reason.hide()
        self.next_step = KeyButton("Next step", key="Ctrl ↵", height=32, parent=self)
        self.next_open = KeyButton("Next unanswered", Emphasis.PRIMARY, key="↵", parent=self)
        self.finish = KeyButton("Finish", Emphasis.PRIMARY, key="Ctrl ↵", parent=self)
        self.counts = QWidget(self)
        counts = QHBoxLayout(self.counts)
        counts.setContentsMargins(0, 0, 0, 0)
        counts.setSpacing(19)
        for tally in self.tallies.values():
            counts.addWidget(tally)
        counts.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addStretch(1)
        words.addWidget(self.verdict)
        words.addWidget(self.counts)
        words.addWidget(self.reason)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 1, 24, 0)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.next_step)
        row.addWidget(self.next_open)
        row.addWidget(self.finish)

    def refresh(self, verdict: str, counts: Mapping[str, int]) -> None:
        """Say the result so far."""
        self.verdict.setText(verdict)
        for mark, tally in self.tallies.items():
            tally.set_count(counts.get(mark, 0))
        self.tallies["to_answer"].setText(f"{counts.get('to_answer', 0)} to answer")

    def on_last_step(self, *, last: bool, refusal: str, anything_open: bool) -> None:
        """Offer to finish on the last step, or say why that is not possible yet."""
        self.finish.setVisible(last)
        self.finish.setEnabled(not refusal)
        self.next_step.setVisible(not last)
        self.next_open.setVisible(not last or anything_open)
        self.next_open.emphasis = Emphasis.SECONDARY if last else Emphasis.PRIMARY
        self.next_open.update()
        self.next_open.set_word("Next unanswered" if anything_open else "See the finding")
        self.reason.setText(refusal if last else "")
        self.reason.setVisible(last and bool(refusal))
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), theme.color("border"))

    def _fit(self) -> None:
        """Hide the tallies where there is no room for all, or where the reason is shown instead."""
        self.counts.setVisible(not self.reason.text() and self.width() >= _COUNTS_WIDTH)

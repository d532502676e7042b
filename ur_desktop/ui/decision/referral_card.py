"""What the nurse asks the physician, over the physician's own action."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.domain.determination import Referral
from ur_desktop.ui.kit.labels import paragraph
from ur_desktop.ui.kit.panels import Inset
from ur_desktop.ui.kit.status_icon import Icon
from ur_desktop.ui.kit.text import own_time
from ur_desktop.ui.parts.review_state import short_date


class ReferralInset(Inset):
    """Who asks and since when, the question, and the note under it; hidden where nothing was asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = paragraph("", "strong", parent=self)
        self.question = paragraph("", "body", parent=self)
        self.note = paragraph("", "body", "muted", parent=self)
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self.head, self.question, self.note):
            words.addWidget(part)
        self.row.setContentsMargins(14, 10, 14, 12)
        self.row.addWidget(Icon("first-aid-kit", "accent", parent=self), 0, Qt.AlignmentFlag.AlignTop)
        self.row.addLayout(words, 1)

    def show_referral(self, referral: Referral | None, referred_by: str, now: datetime) -> None:
        """Show a question as ``referred_by`` asked it; ``now`` is aware and gives the zone of the day."""
        self.setVisible(referral is not None)
        if referral is not None:
            asked = short_date(own_time(now, referral.at).date())
            self.head.setText(f"Question from {referred_by}, {asked}")
            self.question.setText(referral.question)
            self.note.setText(f"Note: {referral.note}")
            self.note.setVisible(bool(referral.note))

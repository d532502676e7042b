"""A record that an approval still waits for, in the Request tab."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ur_desktop.domain.case import FollowUp
from ur_desktop.domain.policy import Policy
from ur_desktop.ui.kit.buttons import KeyButton
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.kit.text import date_words, own_time


class FollowUpRow(QWidget):
    """Whether one record came, or when it is due; ``received`` carries its criterion's ID."""

    received = Signal(str)

    def __init__(self, item: FollowUp, policy: Policy, now: datetime, *, may_record: bool) -> None:
        super().__init__()
        title = policy.nodes[item.criterion_id].title
        self.state = StateWord(_sign(item, now))
        self.state.setFixedWidth(220)
        self.record = KeyButton("Record as received", icon="check-bold", parent=self)
        self.record.setAccessibleName(f"Record as received: {item.criterion_id}, {title}")
        self.record.setVisible(may_record and item.received_at is None)
        self.record.clicked.connect(lambda: self.received.emit(item.criterion_id))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        row.addWidget(self.state)
        row.addWidget(label(item.criterion_id, "strong"))
        row.addWidget(paragraph(title, "body"), 1)
        row.addWidget(self.record)
        self.setAccessibleName(f"{item.criterion_id}, {title}: {self.state.text()}")


def _sign(item: FollowUp, now: datetime) -> Sign:
    if item.received_at is not None:
        return Sign(
            "check-circle-fill", "met", f"Received {date_words(now, own_time(now, item.received_at))}"
        )
    if item.due is None:
        return Sign("files", "muted", "Due by days attended")
    if item.due < now.date():
        return Sign("warning-circle-fill", "not_documented", f"Was due {date_words(now, item.due)}")
    return Sign("files", "muted", f"Due {date_words(now, item.due)}")

"""The offer of a peer-to-peer between the deciding and the treating practitioner, before an adverse determination."""

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import KeyButton
from ur_desktop.ui.kit.fields.date_field import DateField
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.kit.text import typed_date

HINT = "Not offered. Offer it before you deny."


class PeerToPeerOffer(QWidget):
    """Records that a peer-to-peer was offered, and until when; ``offered`` carries the date."""

    offered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._missing = False
        self.state = StateWord(Sign("circle", "control", ""), parent=self)
        self.until = DateField("Available until", parent=self)
        self.until.setFixedWidth(150)
        self.record = KeyButton("Record the offer", icon="check-bold", parent=self)
        self.record.clicked.connect(self._offer)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        button = QVBoxLayout()
        button.setContentsMargins(0, 19, 0, 0)
        button.addWidget(self.record)
        button.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(label("Peer-to-peer", "field", parent=self))
        words.addSpacing(7)
        words.addWidget(self.state)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.until, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(button)

    def start(self, until: date, *, offered: bool, needed: bool) -> None:
        """Show whether an offer is recorded, and the last day of one made now."""
        self.until.set_value(until)
        self.until.set_error()
        self.show_offered(offered, needed=needed)

    def show_offered(self, offered: bool, *, needed: bool, until: date | None = None) -> None:
        """Show whether the offer is recorded; ``needed`` when the plan requires it."""
        self._missing = needed and not offered
        if offered:
            words = f"Offered, until {typed_date(until)}" if until else "Offered"
            self.state.set_sign(Sign("check-circle-fill", "met", words))
        else:
            words = "Not offered; this plan requires it" if needed else HINT
            self.state.set_sign(Sign("circle", "control", words))
        self.state.updateGeometry()
        self.until.setVisible(not offered)
        self.record.setVisible(not offered)

    def faults(self) -> Iterator[tuple[str, QWidget]]:
        """Show an error while a required offer is not recorded, and yield its name."""
        if self._missing:
            self.until.set_error("Record the peer-to-peer offer first.")
            yield "Peer-to-peer", self.record

    def _offer(self) -> None:
        day = self.until.value()
        if day is None:
            self.until.set_error("Type the last day as mm/dd/yyyy.")
            self.until.setFocus()
            return
        self.until.set_error()
        self.offered.emit(day)

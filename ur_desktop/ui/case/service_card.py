"""What a service is, folded under a line that opens it: purpose, usual indications, alternatives."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.domain.service_cards import ServiceCard
from ur_desktop.ui.case.detail_grid import GUTTER, column_text
from ur_desktop.ui.kit.fields.collapsible import ExpandButton
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.panels import Inset
from ur_desktop.ui.parts.request_checks import lowered


class ServiceCardSection(QWidget):
    """Background to read, never a criterion; closed until it is asked for."""

    def __init__(self, card: ServiceCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = ExpandButton("About this service", self)
        self.button.toggled.connect(self._expand)
        self.body = QWidget(self)
        inset = Inset(self.body)
        inset.row.setContentsMargins(16, 12, 16, 14)
        inset.row.setSpacing(GUTTER)
        purpose = (card.purpose, f"Usual length: {lowered(card.duration)}.")
        for title, lines in (
            ("Purpose", purpose),
            ("Usual indications", card.indications),
            ("Alternatives", card.alternatives),
        ):
            inset.row.addLayout(_part(title, lines), 1)
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 6, 0, 8)
        inside.addWidget(inset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.body)
        self._expand(shown=False)

    def _expand(self, shown: bool) -> None:
        self.body.setVisible(shown)
        self.button.setAccessibleDescription("Expanded" if shown else "Collapsed")


def _part(title: str, lines: tuple[str, ...]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    column.addWidget(label(title, "strong"))
    for line in lines:
        column.addWidget(column_text(line, "second", "text"))
    column.addStretch(1)
    return column

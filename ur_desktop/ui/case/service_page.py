"""What the service of a request is: the ladder of levels, and facts with their sources. Never a criterion."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.service_cards import CardSection, ServiceCard
from ur_desktop.ui.case.detail_grid import column_text
from ur_desktop.ui.case.level_steps import LevelSteps
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.scroll_page import ScrollPage

WIDEST = 1000


class ServicePage(ScrollPage):
    """The card of one service, as a page over the request; ``closed`` asks for the request again."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("About this service", home=True, parent=parent)
        self.title = label("", "title", parent=self.page)
        self.close_button = KeyButton("Close", Emphasis.QUIET, key="Esc", shortcut="Esc", parent=self.page)
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(0, 18, 0, 6)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.close_button)
        self.column.addLayout(head)
        self.column.addWidget(label("Background to read, never a criterion.", "second", parent=self.page))
        self.steps: LevelSteps | None = None
        self._body = QWidget(self.page)
        self._line = QHBoxLayout()
        self._line.addWidget(self._body, 1)
        self._line.addStretch(0)
        self.column.addLayout(self._line)
        self.column.addStretch(1)

    def open(self, card: ServiceCard, covered: tuple[str, ...]) -> None:
        """Show a card; ``covered`` are the levels that the plan covers, as it names them."""
        self.title.setText(f"{card.code}  {card.title}")
        body = QWidget(self.page)
        body.setMaximumWidth(WIDEST)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 12, 0, 18)
        column.setSpacing(12)
        self.steps = LevelSteps(card.level, covered, body)
        column.addWidget(self.steps)
        sides = QHBoxLayout()
        sides.setSpacing(32)
        middle = (len(card.sections) + 1) // 2
        for sections in (card.sections[:middle], card.sections[middle:]):
            side = QVBoxLayout()
            side.setSpacing(4)
            for section in sections:
                _add(section, side)
            side.addStretch(1)
            sides.addLayout(side, 1)
        column.addLayout(sides)
        self._line.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        self.verticalScrollBar().setValue(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.lay_out_now()


def _add(section: CardSection, column: QVBoxLayout) -> None:
    column.addSpacing(14)
    column.addWidget(label(section.title, "section"))
    for fact in section.facts:
        column.addWidget(column_text(f"• {fact}"))
    column.addWidget(column_text(f"Source: {section.source}", "second", "muted"))

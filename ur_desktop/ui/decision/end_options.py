"""Why a case ends early, to choose from: what each reason means and what follows from it, in two cards."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from ur_desktop.domain.early_end import REFUSALS, EndReason
from ur_desktop.ui.kit.labels import paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import Edge, draw_box, draw_key_cap
from ur_desktop.ui.kit.panels import Card
from ur_desktop.ui.parts.end_text import END_WORDS

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CONFIRMED = "A letter confirms it, member and provider"
_DENIED = "Administrative denial, member and provider"
HEIGHT = 68


@dataclass(frozen=True, slots=True)
class EndOffer:
    """How a reason is offered: what it means, what follows, and its key."""

    means: str
    follows: str
    key: str


END_OFFERS: Mapping[EndReason, EndOffer] = {
    EndReason.WITHDRAWN: EndOffer("The provider or member took the request back.", _CONFIRMED, "W"),
    EndReason.DUPLICATE: EndOffer(
        "Another case asks for the same service and dates.", "No letter; the other case goes on", "D"
    ),
    EndReason.WRONG_PLAN: EndOffer("Another plan has to answer.", "No letter", "P"),
    EndReason.CARE_NOT_GIVEN: EndOffer(
        "The member did not start the program.", "No letter; on file with who said so", "G"
    ),
    EndReason.NOT_ELIGIBLE: EndOffer("No coverage on the dates requested.", _DENIED, "E"),
    EndReason.BENEFIT_EXHAUSTED: EndOffer("The days of the benefit year are used up.", _DENIED, "B"
    ),
    EndReason.NOT_COVERED: EndOffer("The plan does not cover the service at all.", _DENIED, "N"),
}  # fmt: skip
_REFER = "Nobody’s need for care is judged here. When the need is in question, refer the case to a physician."


class EndOptions(QWidget):
    """The reasons as radio buttons: at the left those that refuse nothing, at the right the refusals."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Why the case ends")
        self._group = QButtonGroup(self)
        self.buttons = {
            reason: EndOption(END_WORDS[reason], offer, self) for reason, offer in END_OFFERS.items()
        }
        for reason, button in self.buttons.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _on, reason=reason: self.chosen.emit(reason))
        self.refer = paragraph(_REFER, "second", parent=self)
        nothing = self._card([button for reason, button in self.buttons.items() if reason not in REFUSALS])
        something = self._card([button for reason, button in self.buttons.items() if reason in REFUSALS])
        something.column.addSpacing(6)
        indent = QVBoxLayout()
        indent.setContentsMargins(42, 0, 12, 10)
        indent.addWidget(self.refer)
        something.column.addLayout(indent)
        something.column.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        heads = ("Nothing is refused", "Something is refused: a notice with appeal rights goes out")
        for column, (head, card) in enumerate(zip(heads, (nothing, something), strict=True)):
            words = paragraph(head, "strong", parent=self)
            grid.addWidget(words, 0, column, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(card, 1, column)
            grid.setColumnStretch(column, 1)

    def show_refusals(self, refusals: Mapping[EndReason, str]) -> None:
        """Disable each reason that this person may not sign, and say why."""
        self._group.setExclusive(False)
        for reason, button in self.buttons.items():
            button.setChecked(False)
            button.refuse(refusals.get(reason, ""))
        self._group.setExclusive(True)

    def choose(self, reason: EndReason) -> bool:
        """Choose a reason if it is not refused; return whether it is now the chosen one."""
        button = self.buttons[reason]
        if not button.isEnabled():
            return False
        button.setChecked(True)
        self.chosen.emit(reason)
        return True

    def _card(self, buttons: list["EndOption"]) -> Card:
        card = Card(padding=4, parent=self)
        card.column.setSpacing(0)
        for button in buttons:
            card.column.addWidget(button)
        return card


class EndOption(QRadioButton):
    """One reason, 68 px high: its words, what it means, what follows or why it is refused, and its key."""

    ring_radius = 8

    def __init__(self, words: str, offer: EndOffer, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.offer, self.refused = offer, ""
        self.setAccessibleName(words)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.refuse("")

    def refuse(self, why: str) -> None:
        """Disable it with the reason; an empty one offers it again."""
        self.refused = why
        self.setEnabled(not why)
        offer = self.offer
        self.setAccessibleDescription(why or f"{offer.means} {offer.follows}. Key {offer.key}")
        self.setToolTip(why)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, HEIGHT)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, on, able = QPainter(self), self.isChecked(), self.isEnabled()
        if on:
            draw_box(painter, QRectF(self.rect()), Edge("accent", 2, 8), "accent_tint")
        elif able and self.underMouse():
            draw_box(painter, QRectF(self.rect()), Edge("hover", 1, 8), "hover")
        if able:
            self._draw_circle(painter, on=on)
            draw_key_cap(painter, self.width() - 13, 21, self.offer.key, "muted", "control")
        else:
            theme.draw_icon(painter, QPointF(14, 14), "lock-simple", "muted")
        room = self.width() - 42 - (46 if able else 14)
        self._draw_line(painter, QRectF(42, 6, room, 20), self.text(), "strong", "text" if able else "muted")
        self._draw_line(painter, QRectF(42, 25, room, 18), self.offer.means, "second", "muted")
        icon = (
            "lock-simple"
            if not able
            else "envelope-simple"
            if "member" in self.offer.follows
            else "file-text"
        )
        theme.draw_icon(painter, QPointF(42, 44), icon, "muted" if not able else "text")
        third = self.refused or self.offer.follows
        self._draw_line(painter, QRectF(64, 43, self.width() - 78, 18), third, "second", "text")

    def _draw_line(self, painter: QPainter, place: QRectF, words: str, role: str, token: str) -> None:
        painter.setFont(theme.font(role))
        painter.setPen(theme.color(token))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, int(_LEFT), shown)

    def _draw_circle(self, painter: QPainter, *, on: bool) -> None:
        edge = Edge("accent" if on else "control", 2 if on else 1, 9)
        draw_box(painter, QRectF(13, 13, 18, 18), edge, "surface")
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(QPointF(22, 22), 4.5, 4.5)

"""How a letter was sent, or a decision told: which, how, to whom, at which number, when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.casework.letters import LetterCopy
from ur_desktop.domain.errors import UserError
from ur_desktop.domain.sending import HAS_NUMBER, HAS_PERSON, Means
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.fields.field import ChoiceField, text_field
from ur_desktop.ui.kit.fields.moment_fields import MomentFields
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.messages import ErrorLine
from ur_desktop.ui.kit.panels import Hairline
from ur_desktop.ui.kit.text import time_words

_MARGIN, _SPACING = 24, 12
_WORDS: Mapping[Means, str] = {
    Means.MAIL: "Mailed",
    Means.FAX: "Faxed",
    Means.HAND: "Handed over",
    Means.TOLD: "Told by phone",
}


def sent_words(copy: LetterCopy, now: datetime) -> str:
    """How an accepted copy was sent: "Faxed today 9:05 AM"."""
    if copy.sent is None:
        return "Accepted, not sent" if copy.is_outgoing else "Accepted"
    return f"{_WORDS[copy.sent.means]} {time_words(now, copy.sent.at)}"


@dataclass(frozen=True, slots=True)
class SentLetters:
    """What a person says was sent: letters by number, none when the decision was told."""

    letters: tuple[int, ...]
    means: Means
    to: str = field(repr=False)
    number: str = field(repr=False)
    at: datetime


class SendingForm(QWidget):
    """A strip of fields above the foot of the letters; ``recorded`` carries `SentLetters`, ``closed`` follows Esc."""

    recorded = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self.letters = ChoiceField("Letters")
        self.means = ChoiceField("How")
        self.to, self.number = text_field("To"), text_field("Number")
        self.moment = MomentFields()
        self.error = ErrorLine(self)
        self.record = KeyButton("Record", Emphasis.PRIMARY, key="↵", icon="check", parent=self)
        self.cancel = KeyButton("Cancel", key="Esc", shortcut="Esc", parent=self)
        for each, width in ((self.letters, 250), (self.means, 150), (self.to, 190), (self.number, 150)):
            each.setFixedWidth(width)
        self._parts = what, to_whom = QHBoxLayout(), QHBoxLayout()
        for part in (self.letters, self.means, self.moment):
            what.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        what.addStretch(1)
        for whom in (self.to, self.number):
            to_whom.addWidget(whom, 0, Qt.AlignmentFlag.AlignTop)
        to_whom.addStretch(1)
        for button in (self.cancel, self.record):
            at_the_field = QVBoxLayout()
            at_the_field.setContentsMargins(0, 19, 0, 0)
            at_the_field.addWidget(button)
            at_the_field.addStretch(1)
            to_whom.addLayout(at_the_field)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for line in self._parts:
            line.setSpacing(_SPACING)
            self._lines.addLayout(line, 1 if line is to_whom else 0)
        self._lines.setSpacing(_SPACING)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline(strong=True))
        inner = QVBoxLayout()
        inner.setContentsMargins(_MARGIN, 10, _MARGIN, 8)
        inner.setSpacing(6)
        inner.addLayout(self._lines)
        inner.addWidget(self.error)
        column.addLayout(inner)
        self.means.changed.connect(self._fit)
        self.record.clicked.connect(self._record)
        self.cancel.clicked.connect(self.close_form)
        self.hide()

    def ask(self, letters: tuple[tuple[tuple[int, ...], str], ...], now: datetime) -> None:
        """Ask how letters were sent, pairs of numbers and words, or without any when the decision was told."""
        means = (Means.MAIL, Means.FAX, Means.HAND) if letters else (Means.TOLD,)
        self.letters.set_choices(letters)
        self.letters.setVisible(bool(letters))
        self.means.set_choices(tuple((each, _WORDS[each]) for each in means))
        for each in (self.to, self.number):
            each.set_text("")
        self.moment.start(now)
        self.error.say("")
        self._fit()
        self.show()
        (self.record if letters else self.to).setFocus()

    def show_error(self, error: UserError) -> None:
        """Show what is missing or can't be."""
        self.error.say(f"{error.what} {error.fix}".strip())

    def close_form(self) -> None:
        """Hide the form without recording anything."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._break_line()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self._record()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        means = self.means.value()
        self.to.setVisible(means in HAS_PERSON or means is Means.FAX)
        self.number.setVisible(means in HAS_NUMBER)
        self.number.label.setText("Fax number" if means is Means.FAX else "Phone number")
        self._break_line()

    def _break_line(self) -> None:
        """Give who got it and the buttons a second line where one is too narrow."""
        needed = sum(line.sizeHint().width() for line in self._parts) + _SPACING + 2 * _MARGIN
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._lines.setDirection(down if self.width() < needed else across)

    def _record(self) -> None:
        means, letters = self.means.value(), self.letters.value() or ()
        at = self.moment.value()
        if at is None or not isinstance(means, Means) or not isinstance(letters, tuple):
            return
        shown = (self.to, self.number)
        to, number = (each.text() if not each.isHidden() else "" for each in shown)
        self.recorded.emit(SentLetters(letters, means, to, number, at))

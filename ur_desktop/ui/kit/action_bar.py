"""The foot of a screen: its status at the left, its buttons at the right."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from ur_desktop.ui.kit.announce import announce
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import elided
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.status_icon import Icon
from ur_desktop.ui.kit.text import plural

_MARGIN, _SPACING, _BETWEEN_BUTTONS = 24, 16, 8
_MOST_STATUS = 360
"""Longer words of the status are shortened before they get a line of their own."""
_STATUS_LINE = 26


class ActionBar(QWidget):
    """The foot of a screen: its status at the left, its buttons at the right, the primary one last.

    Where both do not fit in one line, the status gets a line above the buttons; where even the buttons do not fit,
    they show their words without their keys.
    """

    go_to_field = Signal()

    def __init__(self, *, height: int = 60, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height = height
        self._buttons: list[KeyButton] = []
        self.icon = Icon("warning-circle-fill", "not_met", parent=self)
        self.words = elided("", "body", "muted", parent=self)
        self.go_to = KeyButton("Go to field", Emphasis.TEXT, parent=self)
        self.go_to.clicked.connect(self.go_to_field)
        self.reason = elided("", "second", parent=self)
        self.reason.hide()
        left = QHBoxLayout()
        left.setSpacing(6)
        for part in (self.icon, self.words, self.go_to):
            left.addWidget(part)
        left.addStretch(1)
        left.addWidget(self.reason)
        self._right = QHBoxLayout()
        self._right.setSpacing(_BETWEEN_BUTTONS)
        self._right.addStretch(1)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(_MARGIN, 1, _MARGIN, 0)
        self._lines.addLayout(left, 1)
        self._lines.addLayout(self._right)
        self.set_words("")

    def add(self, button: KeyButton) -> None:
        """Add a button at the right."""
        self._buttons.append(button)
        self._right.addWidget(button)

    def set_words(self, words: str) -> None:
        """Show the status."""
        self._say(words, fault=False)

    def set_reason(self, words: str) -> None:
        """Show why the primary button is disabled or what it did, nearest to the buttons; empty hides it."""
        self.reason.setText(words)
        self.reason.setVisible(bool(words))
        self._fit()

    def set_faults(self, fields: tuple[str, ...]) -> None:
        """Count the fields to correct and name the first, with a button that goes there; none clears it."""
        named = f"{plural(len(fields), 'field')} to correct: {fields[0]}" if fields else ""
        self._say(named, fault=bool(fields))
        announce(self, named)

    def minimumSizeHint(self) -> QSize:
        own = self.contentsMargins()
        least = self._buttons_width(KeyButton.compact_width) + 2 * _MARGIN
        return QSize(least + own.left() + own.right(), self.height())

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # a button or the status came or went
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), theme.color("border"))

    def _say(self, words: str, *, fault: bool) -> None:
        self.words.setFont(theme.font("name" if fault else "body"))
        theme.set_style(self.words, "tone", "text" if fault else "muted")
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.icon.setVisible(fault)
        self.go_to.setVisible(fault)
        self._fit()
        self._lines.activate()  # now: while pages print, a frame is painted before the next layout

    def _fit(self) -> None:
        """Use one line or two, with the buttons' keys or without."""
        room = self.contentsRect().width() - 2 * _MARGIN
        buttons, status = self._buttons_width(KeyButton.full_width), self._status_width()
        two = bool(status) and buttons + _SPACING + status > room
        for button in self._buttons:
            button.set_compact(buttons > room)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        if (direction := down if two else across) != self._lines.direction():
            self._lines.setDirection(direction)
            self._lines.setContentsMargins(_MARGIN, 9 if two else 1, _MARGIN, 9 if two else 0)
        self._lines.setSpacing(4 if two else _SPACING if status else 0)
        if self.height() != (height := self._height + (_STATUS_LINE if two else 0)):
            self.setFixedHeight(height)

    def _buttons_width(self, width: Callable[[KeyButton], int]) -> int:
        shown = [width(button) for button in self._buttons if not button.isHidden()]
        return sum(shown) + _BETWEEN_BUTTONS * max(0, len(shown) - 1)

    def _status_width(self) -> int:
        shown = (part for part in (self.icon, self.words, self.go_to, self.reason) if not part.isHidden())
        return sum(min(part.sizeHint().width(), _MOST_STATUS) + 6 for part in shown)

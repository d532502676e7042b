"""A few words in a row, one of them selected: the texts of a decision, the copies of a letter."""

import html

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ur_desktop.ui.kit.buttons import PaintedButton
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import Edge, draw_box

_LEAST_WIDTH = 92
"""Of a shortened word, in px."""


class SegmentedControl(QWidget):
    """A few words in a row, one of them selected; ← and → change it.

    Where ``elides``, words are shortened in their middle when there is no room, with a tool tip of the whole.
    """

    chosen = Signal(int)

    def __init__(
        self, words: tuple[str, ...], name: str, parent: QWidget | None = None, *, elides: bool = False
    ) -> None:
        super().__init__(parent)
        self._elides = elides
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        across = QSizePolicy.Policy.Maximum if elides else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self._group.idClicked.connect(self.chosen)
        self.set_words(words)

    def set_words(self, words: tuple[str, ...]) -> None:
        """Offer other words and select the first."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        for index, word in enumerate(words):
            button = _Segment(word, first=index == 0, last=index == len(words) - 1, parent=self)
            button.elides = self._elides
            self._group.addButton(button, index)
            self._row.addWidget(button)
        self.set_current(0)

    def set_current(self, index: int) -> None:
        """Select a word without emitting ``chosen``."""
        if (button := self._group.button(index)) is not None:
            button.setChecked(True)

    def choose(self, index: int) -> None:
        """Select a word as a click does."""
        if (button := self._group.button(index)) is not None and not button.isChecked():
            button.click()

    def current(self) -> int:
        """Return the number of the selected word."""
        return self._group.checkedId()


class _Segment(PaintedButton):
    elides = False

    def __init__(self, word: str, *, first: bool, last: bool, parent: QWidget) -> None:
        super().__init__(word, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self._first, self._last = first, last

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(theme.font("strong")).horizontalAdvance(self.text()) + 28, 32)

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(_LEAST_WIDTH, whole.width()), whole.height()) if self.elides else whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip("" if self.width() >= self.sizeHint().width() else html.escape(self.text()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.isChecked()
        # The selected word has all its corners; the others reach under their neighbors, out of sight.
        left, right = (0 if on or self._first else -8), (0 if on or self._last else 8)
        box = self.rect().adjusted(left, 0, right, 0).toRectF()
        fill = "accent_tint" if on else "hover" if self.hovered() else "surface"
        draw_box(painter, box, Edge("accent", 2) if on else Edge("control"), fill)
        painter.setFont(theme.font("strong" if on else "name"))
        painter.setPen(theme.color("accent" if on else "text"))
        room = max(self.width(), self.minimumSizeHint().width()) - 16
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), shown)

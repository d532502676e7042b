"""Labels that show plain text and never read markup."""

import html
from typing import TypeVar

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPalette, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ur_desktop.ui.kit.accessible_role import set_role
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.drawn_text import CHARACTERS_PER_LINE

_Label = TypeVar("_Label", bound=QLabel)
_HEADINGS = {"title", "section"}


def label(text: str, role: str = "body", tone: str = "", *, parent: QWidget | None = None) -> QLabel:
    """Make a one-line label in a step of the type scale (``theme.TYPE``); its text is never read as markup."""
    made = Heading(parent) if role in _HEADINGS else QLabel(parent)
    return _styled(made, text, role, tone)


def elided(text: str, role: str = "body", tone: str = "", *, parent: QWidget | None = None) -> "Elided":
    """Make a label that ends in … where it does not fit, with a tool tip of the whole text."""
    return _styled(Elided(parent), text, role, tone)


def paragraph(text: str, role: str = "body", tone: str = "", *, parent: QWidget | None = None) -> "Paragraph":
    """Make a label that wraps on the type scale's line height, in lines of at most 80 characters."""
    made = _styled(Paragraph(parent), text, role, tone)
    made.line = theme.TYPE[role].line
    return made


class Heading(QLabel):
    """A title, which a screen reader lists as a heading."""

    def setText(self, text: str) -> None:
        set_role(self, QAccessible.Role.Heading, text)
        super().setText(text)


class Elided(QLabel):
    """One line of plain text that is shortened where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("MMM…"), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment()), shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if fits else html.escape(self.text()))


class Paragraph(QLabel):
    """Plain text wrapped on lines of a fixed height, which QLabel can't do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = theme.TYPE["body"].line
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def measure(self) -> int:
        """Return the longest line that this text may have, in px."""
        return self.fontMetrics().averageCharWidth() * CHARACTERS_PER_LINE

    def sizeHint(self) -> QSize:
        natural = (
            max((self.fontMetrics().horizontalAdvance(part) for part in self.text().split("\n")), default=0)
            + 2
        )
        width = min(natural, self.measure())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(80, self.sizeHint().width()), self.line)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.line * sum(self._layout(part, width).lineCount() for part in self.text().split("\n"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        top = 0.0
        for part in self.text().split("\n"):
            layout = self._layout(part, self.width())
            layout.draw(painter, QPointF(0, top))
            top += self.line * layout.lineCount()

    def _layout(self, text: str, width: int) -> QTextLayout:
        layout = QTextLayout(text or " ", self.font(), self)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, min(width, self.measure())))
            line.setPosition(QPointF(0, top + (self.line - line.height()) / 2))
            top += self.line
        layout.endLayout()
        return layout


def _styled(made: _Label, text: str, role: str, tone: str) -> _Label:
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(theme.font(role))
    made.setProperty("tone", tone or theme.TYPE[role].tone)
    made.setText(text)
    return made

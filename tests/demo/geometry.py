"""Reads the places of all that a window shows, at each size, and says what is cut or overlaps."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QWidget

from ur_desktop.demo.camera import Size
from ur_desktop.ui.kit.labels import Elided, Heading, Paragraph
from ur_desktop.ui.shell.page_stack import SMALLEST_PAGE, PageStack

TURNS = 4
"""Of the event loop: Qt lays out nested layouts one after the other."""


class Geometry:
    """Looks at each screen that it is shown in every size; ``faults`` has a line for what is wrong."""

    def __init__(self, sizes: Sequence[Size]) -> None:
        self.faults: list[str] = []
        self.seen = 0
        self._sizes = sizes

    def __call__(self, name: str, window: QWidget) -> None:
        """Look at a screen in every size, and give the window its first one back."""
        before = window.size()
        for size in self._sizes:
            window.resize(*size.window)
            for _turn in range(TURNS):
                QApplication.processEvents()
            shown = [part for part in window.findChildren(QWidget) if part.isVisible() and _has_words(part)]
            self.seen += len(shown)
            where = f"{name} at {size.name}"
            self.faults += [f"{where}: {_words(part)} {fault}" for part in shown if (fault := _cut(part))]
            self.faults += [f"{where}: {pair}" for pair in _overlaps(shown, window)]
            self.faults += [f"{where}: {side}" for side in _scrolls(window)]
        window.resize(before)
        QApplication.processEvents()


def _has_words(part: QWidget) -> bool:
    return isinstance(part, QLabel | QAbstractButton) and bool(part.text())


def _cut(part: QWidget) -> str:
    """What of a part's words is out of sight: it is too small for them, or an edge is in their way."""
    if isinstance(part, Paragraph) or (isinstance(part, QLabel) and part.wordWrap()):
        if part.height() < part.heightForWidth(part.width()):
            return f"has {part.height()} of {part.heightForWidth(part.width())} px of height"
    elif part.width() < (least := _least_width(part)):
        return f"has {part.width()} of {least} px"
    elif not isinstance(part, Elided) and part.height() < min(
        part.minimumSizeHint().height(), part.maximumHeight()
    ):
        return f"has {part.height()} of {part.minimumSizeHint().height()} px of height"
    edge, at = part.parentWidget(), part
    while edge is not None:
        box = QRect(part.mapTo(edge, QPoint()), part.size())
        area = edge.parentWidget()
        if isinstance(area, QAbstractScrollArea) and edge is area.viewport():
            never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            across = area.horizontalScrollBarPolicy() is not never
            down = area.verticalScrollBarPolicy() is not never
            if not across and (box.left() < 0 or box.right() >= edge.width()):
                return f"is cut by the side of {type(area).__name__} “{area.accessibleName()}”"
            if not down and (box.top() < 0 or box.bottom() >= edge.height()):
                return f"is cut by the end of {type(area).__name__} “{area.accessibleName()}”"
            if not edge.rect().intersects(box):
                return ""  # scrolled out of sight
            part_in = edge
            part, at = part_in, part_in
        elif not edge.rect().contains(box) and at is part:
            return f"reaches out of {type(edge).__name__}: {box.getRect()} in {edge.width()}×{edge.height()}"
        edge = edge.parentWidget()
    return ""


def _scrolls(window: QWidget) -> Iterator[str]:
    """Where the window scrolls although it is as large as its smallest page."""
    for stack in window.findChildren(PageStack):
        width, height = SMALLEST_PAGE
        if stack.width() >= width and (over := stack.horizontalScrollBar().maximum()):
            yield f"the window is {over} px too narrow for the page"
        if stack.height() >= height and (over := stack.verticalScrollBar().maximum()):
            yield f"the window is {over} px too low for the page"


def _least_width(part: QWidget) -> int:
    """What a part needs for its words; a plain label's own hint holds a width that it once was fixed to."""
    if type(part) in {QLabel, Heading} and isinstance(part, QLabel):
        return part.fontMetrics().horizontalAdvance(part.text())
    return part.minimumSizeHint().width()


def _overlaps(shown: list[QWidget], window: QWidget) -> list[str]:
    boxes = [
        (part, QRect(part.mapTo(window, QPoint()), part.size()) & _sight(part, window)) for part in shown
    ]
    found = []
    for at, (part, box) in enumerate(boxes):
        for other, beside in boxes[at + 1 :]:
            if box.intersects(beside) and part.parentWidget() is other.parentWidget():
                found.append(f"{_words(part)} overlaps {_words(other)}")
    return found


def _sight(part: QWidget, window: QWidget) -> QRect:
    region = part.visibleRegion().boundingRect()
    return QRect(part.mapTo(window, region.topLeft()), region.size())


def _words(part: QWidget) -> str:
    text = part.text() if isinstance(part, QLabel | QAbstractButton) else part.accessibleName()
    return f"{type(part).__name__} “{text[:60]}”"

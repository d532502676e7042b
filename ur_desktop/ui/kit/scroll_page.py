"""A page that scrolls vertically, by key too; its width stays the same with and without the scroll bar."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

MARGIN = 24
_BAR = 12


def scroll_to_end(area: QAbstractScrollArea, event: QKeyEvent) -> bool:
    """Scroll to the top on Home and to the bottom on End; return whether it was one of them."""
    bar = area.verticalScrollBar()
    ends: dict[int, int] = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
    if (end := ends.get(event.key())) is None:
        return False
    bar.setValue(end)
    return True


class ScrollPage(QScrollArea):
    """A column 24 px from the edges; takes the focus itself only where it is the ``home`` of the shortcuts."""

    def __init__(self, name: str, *, home: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if home else Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setProperty("role", "scrolled")
        self.column = QVBoxLayout(page)
        self.column.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self.page = page
        self.setWidget(page)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)
        if isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._follow)

    def lay_out_now(self) -> None:
        """Lay the page out now: Qt needs a turn of the event loop, and a frame, for each nested layout."""
        for inner in reversed(self.page.findChildren(QWidget)):
            if (layout := inner.layout()) is not None:
                layout.activate()
        self.column.activate()
        QCoreApplication.sendEvent(self.page, QEvent(QEvent.Type.LayoutRequest))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not scroll_to_end(self, event):
            super().keyPressEvent(event)

    def _follow(self, left: QWidget | None, reached: QWidget | None) -> None:
        # Qt follows Tab within the page, not into it; ``left`` is None when the window becomes active.
        if left is None or reached is None or QApplication.mouseButtons():
            return
        if self.page.isAncestorOf(reached) and not self.page.isAncestorOf(left):
            self.lay_out_now()
            self.ensureWidgetVisible(reached)

    def _make_room(self, _least: int, most: int) -> None:
        margins = self.column.contentsMargins()
        margins.setRight(MARGIN - _BAR if most else MARGIN)
        if margins != self.column.contentsMargins():
            self.column.setContentsMargins(margins)

"""A page that scrolls in height only and keeps its width when the scroll bar comes and goes."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

MARGIN = 24
_BAR = 12


class ScrollPage(QScrollArea):
    """A column 24 px from the edges; takes the keyboard itself only where it is the keys' ``home``."""

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

    def settle(self) -> None:
        """Lay the page out now: Qt takes a turn of its event loop, and a frame, for each one nested."""
        for inner in reversed(self.page.findChildren(QWidget)):
            if (layout := inner.layout()) is not None:
                layout.activate()
        self.column.activate()
        QCoreApplication.sendEvent(self.page, QEvent(QEvent.Type.LayoutRequest))

    def _make_room(self, _least: int, most: int) -> None:
        margins = self.column.contentsMargins()
        margins.setRight(MARGIN - _BAR if most else MARGIN)
        if margins != self.column.contentsMargins():
            self.column.setContentsMargins(margins)

"""The pages of a PDF, drawn when they scroll into view."""

from collections import OrderedDict

import pypdfium2
from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.scroll_page import scroll_to_end
from ur_desktop.ui.letters.print_job import page_image

PAGE_AT_LEAST, PAGE, PAGE_AT_MOST, GUTTER, MARGIN = 440, 640, 816, 24, 21
SIDE_AT_LEAST = 144
ZOOMS = (50, 75, 100, 125, 150, 200, 300)
_CACHED_IMAGES = 12


class PageView(QScrollArea):
    """The pages, drawn when they scroll into view; ↑ ↓, Page Up and Down, Home and End scroll.

    ``turned`` carries the page in sight and how many there are, ``zoomed`` the words for the size; ``ended`` says
    that the end of the last page is in sight.
    """

    turned = Signal(int, int)
    ended = Signal()
    zoomed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "canvas")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Letter")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sheets = _Sheets(self)
        self.setWidget(self.sheets)
        self._zoom = 0
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._turn())
        self.verticalScrollBar().setSingleStep(40)

    def show_pdf(self, pdf: bytes) -> None:
        """Show a PDF from its first page; none leaves the canvas empty."""
        self.sheets.open(pdf)
        self.verticalScrollBar().setValue(0)
        self._arrange()

    def count(self) -> int:
        """Return how many pages there are."""
        return len(self.sheets.sizes)

    def current(self) -> int:
        """Return the current page, counted from 0: the one in the middle of the view."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        passed = [page for page, place in enumerate(self.sheets.places) if place.top() <= middle]
        return passed[-1] if passed else 0

    def go_to(self, page: int) -> None:
        """Scroll to a page, counted from 1."""
        if 0 < page <= self.count():
            self.verticalScrollBar().setValue(self.sheets.places[page - 1].top() - MARGIN)

    def set_zoom(self, percent: int) -> None:
        """Set the size: 100 is life size at 96 dots an inch, 0 the standard size, -1 fits the width."""
        self._zoom = percent
        self._arrange()
        self.zoomed.emit({0: "Standard size", -1: "Fit width"}.get(percent, f"{percent} %"))

    def step_zoom(self, step: int) -> None:
        """Go to the next larger or smaller size."""
        now = 100 * self._page_width() / PAGE_AT_MOST
        others = [zoom for zoom in ZOOMS if (zoom > now + 1 if step > 0 else zoom < now - 1)]
        if others:
            self.set_zoom(others[0] if step > 0 else others[-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not scroll_to_end(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self.viewport()).fillRect(self.viewport().rect(), theme.color("canvas"))
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _page_width(self) -> int:
        room = self.viewport().width()
        if self._zoom == 0:
            roomy = max(PAGE, min(PAGE_AT_MOST, room - 2 * SIDE_AT_LEAST))
            return max(PAGE_AT_LEAST, min(roomy, room - 2 * GUTTER))
        return room - 2 * GUTTER if self._zoom < 0 else PAGE_AT_MOST * self._zoom // 100

    def _arrange(self) -> None:
        page = self.current()
        self.sheets.arrange(self.viewport().width(), self._page_width())
        self.go_to(page + 1 if page else 0)
        self._turn()

    def _turn(self) -> None:
        if self.count():
            self.turned.emit(self.current() + 1, self.count())
            if self.isVisible() and self._shows_end():
                self.ended.emit()

    def _shows_end(self) -> bool:
        bottom = self.verticalScrollBar().value() + self.viewport().height()
        return bool(self.sheets.places) and self.sheets.places[-1].bottom() <= bottom

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._turn()


class _Sheets(QWidget):
    """All pages in their layout; only visible ones are drawn, and the last few images are cached."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._document: pypdfium2.PdfDocument | None = None
        self.sizes: tuple[tuple[float, float], ...] = ()
        self.places: tuple[QRect, ...] = ()
        self.images: OrderedDict[tuple[int, int], QImage] = OrderedDict()

    def open(self, pdf: bytes) -> None:
        if self._document is not None:
            self._document.close()
        self._document = pypdfium2.PdfDocument(pdf) if pdf else None
        self.images.clear()
        count = len(self._document) if self._document else 0
        self.sizes = (
            tuple(self._document.get_page_size(page) for page in range(count)) if self._document else ()
        )
        self.update()

    def arrange(self, room: int, width: int) -> None:
        """Lay out the pages in pairs where the width allows, else one below the other."""
        across = 2 if room >= 2 * width + 3 * GUTTER and len(self.sizes) > 1 else 1
        total = across * width + (across - 1) * GUTTER
        left, top, places = max(GUTTER, (room - total) // 2), MARGIN, []
        for first in range(0, len(self.sizes), across):
            row = self.sizes[first : first + across]
            heights = [round(width * tall / wide) for wide, tall in row]
            places += [QRect(left + n * (width + GUTTER), top, width, tall) for n, tall in enumerate(heights)]
            top += max(heights) + GUTTER
        self.places = tuple(places)
        self.resize(max(room, total + 2 * GUTTER), top)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("canvas"))
        for page, place in enumerate(self.places):
            if place.intersects(event.rect()):
                painter.drawImage(QRectF(place), self._image(page, place.width()))
                painter.setPen(theme.color("border"))
                painter.drawRect(QRectF(place).adjusted(-0.5, -0.5, 0.5, 0.5))

    def _image(self, page: int, width: int) -> QImage:
        assert self._document is not None  # places exist only for an open document  # noqa: S101
        dots = round(width * self.devicePixelRatioF())
        key = (page, dots)
        if key not in self.images:
            self.images[key] = page_image(self._document, page, dots / self.sizes[page][0])
            while len(self.images) > _CACHED_IMAGES:
                self.images.popitem(last=False)
        self.images.move_to_end(key)
        return self.images[key]

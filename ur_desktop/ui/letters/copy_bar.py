"""The head of the letters: which copy, its pages or its text, where one is and how large."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.segmented_control import SegmentedControl
from ur_desktop.ui.letters.page_view import ZOOMS

VIEWS = ("Pages", "Text")
_TELLS_PAGE_FROM = 660


class CopyBar(QWidget):
    """Switches between the copies and between pages and text; ``zoom_chosen`` carries percent, 0 standard, -1 width.

    Where it is narrow, the copies' names are shortened, and the page's number is left to the page.
    """

    zoom_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self.setFixedHeight(47)
        self.copies = SegmentedControl((), "Copy", self, elides=True)
        self.view = SegmentedControl(VIEWS, "View", self)
        self.page_words = label("", "body", "muted", parent=self)
        self.zoom = KeyButton("Standard size", Emphasis.QUIET, icon="magnifying-glass-plus", parent=self)
        self.zoom.setAccessibleDescription("Ctrl+Plus, Ctrl+Minus, Ctrl+0")
        self.zoom.clicked.connect(self._open_zooms)
        self._shows_pages = True
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.copies)
        self._row.addWidget(self.view)
        self._row.addStretch(1)
        self._row.addWidget(self.page_words)
        self._row.addWidget(self.zoom)
        self._fit()

    def show_view(self, *, pages: bool) -> None:
        """Show what belongs to the pages, or hide it next to the text."""
        self._shows_pages = pages
        self.zoom.setVisible(pages)
        self._fit()

    def tell_page(self, page: int, count: int) -> None:
        """Say which page is in sight."""
        self.page_words.setText(f"Page {page} of {count}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() >= _TELLS_PAGE_FROM
        self._row.setContentsMargins(24 if wide else 16, 0, 16 if wide else 8, 0)
        self._row.setSpacing(16 if wide else 8)
        self.page_words.setVisible(self._shows_pages and wide)

    def _open_zooms(self) -> None:
        menu = QMenu(self)
        for words, zoom in (
            ("Standard size", 0),
            ("Fit width", -1),
            *((f"{zoom} %", zoom) for zoom in ZOOMS),
        ):
            menu.addAction(words).triggered.connect(lambda _on=False, zoom=zoom: self.zoom_chosen.emit(zoom))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.zoom.mapToGlobal(self.zoom.rect().bottomLeft()))

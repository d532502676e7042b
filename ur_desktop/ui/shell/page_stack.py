"""The pages of the application window, of which one is shown; it scrolls where the window is too small for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from ur_desktop.ui.kit.current_page import CurrentPage

SMALLEST_PAGE = (896, 440)


class PageStack(QScrollArea):
    """Shows one page; a page that another one replaces is deleted.

    A page is never smaller than SMALLEST_PAGE: a smaller window, as on a screen at 200 %, shows a part of it, and
    follows the keyboard to the rest.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages = CurrentPage()
        self._pages.setMinimumSize(*SMALLEST_PAGE)
        self.setWidget(self._pages)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101, a widget can't exist without one
        app.focusChanged.connect(self._follow)

    def page(self) -> QWidget | None:
        """Return the page that is shown."""
        return self._pages.currentWidget()

    def replace(self, page: QWidget) -> None:
        """Show a page and delete those shown before."""
        shown = (self._pages.widget(index) for index in range(self._pages.count()))
        old = [each for each in shown if each is not None]
        self.cover(page)
        for gone in old:
            self._pages.removeWidget(gone)
            gone.deleteLater()
        page.setFocus()

    def cover(self, page: QWidget) -> None:
        """Show a page; the one shown before stays below it."""
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)

    def _follow(self, _left: QWidget | None, reached: QWidget | None) -> None:
        if reached is None or not self._pages.isAncestorOf(reached):
            return
        if reached.height() <= self.viewport().height():  # one that is taller, such as a table, is in sight
            self.ensureWidgetVisible(reached, 8, 8)

"""One case: its header, and under it the tab that is open."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.ui.case.header import TABS, CaseHeader
from ur_desktop.ui.case.header_text import HeaderValues
from ur_desktop.ui.kit.current_page import CurrentPage
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.shortcut_keys import shortcut


class CaseScreen(FocusScope):
    """Holds the pages it is given by key; a tab may have several, of which `show_page` chooses one."""

    back = Signal()
    tab = Signal(str)
    end_early = Signal()

    def __init__(self, pages: Mapping[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = CaseHeader(self)
        self.header.back.connect(self.back)
        self.header.tab.connect(self.tab)
        self.pages = CurrentPage(self)
        self._pages = dict(pages)
        for each in pages.values():
            self.pages.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.pages, 1)
        shortcut("F9", self).activated.connect(self.end_early)
        for number, (key, _word) in enumerate(TABS, start=1):
            shortcut(f"Alt+{number}", self).activated.connect(lambda key=key: self.tab.emit(key))

    def add_page(self, key: str, page: QWidget) -> None:
        """Hold one more page."""
        self._pages[key] = page
        self.pages.addWidget(page)

    def home(self) -> QWidget | None:
        return self.pages.currentWidget()

    def show_page(self, tab: str, page: str = "") -> None:
        """Open a page under its tab and give it the keyboard."""
        self.header.set_current(tab)
        shown = self._pages[page or tab]
        self.pages.setCurrentWidget(shown)
        shown.setFocus()

    def show_header(self, facts: HeaderValues) -> None:
        """Show the case's state in the header."""
        self.header.set_values(facts)

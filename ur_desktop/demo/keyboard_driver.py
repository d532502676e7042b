"""Works the program's own window like a person without a mouse: real key events, and pictures of the result."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from shiboken6 import isValid

from ur_desktop.domain.errors import UserError
from ur_desktop.ui.shell.app_window import AppWindow
from ur_desktop.ui.shell.main_window import MainWindow

Seen = TypeVar("Seen", bound=QWidget)

LONGEST_WAIT = 20.0
MOST_TABS = 250
SETTLE = 3
"""Rounds of events: a layout runs in the next round, and is painted after that."""


class StepFailed(UserError):
    """A step with another result than expected."""


class KeyboardDriver:
    """Types into one window; a key without effect, or a widget that Tab can't reach, is `StepFailed`."""

    def __init__(self, app: QApplication, window: AppWindow) -> None:
        self.app, self.window = app, window
        app.setCursorFlashTime(0)  # a caret that does not blink looks the same in every picture
        window.show()
        window.activateWindow()
        self.wait_for(lambda: app.focusWidget() is not None, "the window takes the keyboard")

    @property
    def main(self) -> MainWindow:
        """The main window of the signed-in user."""
        if self.window.main is None:
            raise StepFailed("Nobody is signed in.")
        return self.window.main

    def visible(self, kind: type[Seen]) -> Seen:
        """The only visible widget of a class."""
        found = [widget for widget in self.window.findChildren(kind) if widget.isVisible()]
        if len(found) != 1:
            raise StepFailed(f"There should be one visible {kind.__name__}, not {len(found)}.")
        return found[0]

    def press(self, *keys: str) -> None:
        """Press keys, named as in shortcuts: "Ctrl+Return", "Tab", "M"."""
        for key in keys:
            QTest.keySequence(self.window.windowHandle(), QKeySequence(key))
            self._work()

    def type(self, text: str) -> None:
        """Type a text into the focused widget."""
        QTest.keyClicks(self._focus(), text)
        self._work()

    def type_over(self, text: str) -> None:
        """Type a text in place of what the focused widget holds."""
        self.press("Ctrl+A")
        self.type(text)

    def reach(self, *widgets: QWidget) -> QWidget:
        """Press Tab until a widget has the focus, or the first of several; return it."""
        wanted = {widget.focusProxy() or widget: widget for widget in widgets}
        for _tab in range(MOST_TABS):
            if (found := wanted.get(self._focus())) is not None:
                return found
            self.press("Tab")
        names = (widget.accessibleName() or type(widget).__name__ for widget in widgets)
        raise StepFailed(f"“{', '.join(names)}” can’t be reached by Tab.")

    def choose(self, combo: QComboBox, words: str) -> None:
        """Go to a combo box and select the item that begins with these words."""
        self.reach(combo)
        self.press("Home")
        for _line in range(combo.count()):
            if combo.currentText().startswith(words):
                return
            self.press("Down")
        raise StepFailed(f"“{words}” is not offered under “{combo.accessibleName()}”.")

    def wait_for(self, so: Callable[[], bool], what: str) -> None:
        """Process events until a condition holds; ``what`` names it in the error: "the vault opens"."""
        late = time.monotonic() + LONGEST_WAIT
        while not so():
            if time.monotonic() > late:
                raise StepFailed(f"It did not happen that {what}.")
            self._work()

    def close(self) -> None:
        """Close and delete the window, if that is still to do; wait for the last backup if one has to be made."""
        if not isValid(self.window):
            return
        self.window.close()
        self.wait_for(lambda: self.window.session is None, "the vault is closed")
        self.window.deleteLater()
        self._work()

    def image(self, scale: float = 1) -> QImage:
        """The window as it looks now, at a scale of the system."""
        for _round in range(SETTLE):
            self._work()
        image = QImage(self.window.size() * scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        self.window.render(image)
        return image

    def picture(self, path: Path, scale: float = 1) -> None:
        """Write the window as it looks as a PNG."""
        if not self.image(scale).save(str(path)):
            raise StepFailed(f"{path}: the picture can’t be written.", "Choose another folder.")

    def _work(self) -> None:
        """Process pending events, as the event loop would."""
        self.app.processEvents()
        # Outside of exec() deleteLater() takes effect only here.
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _focus(self) -> QWidget:
        return self.app.focusWidget() or self.window

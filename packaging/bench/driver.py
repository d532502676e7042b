"""The program's own window on a vault of invented cases, driven by keys and signals as a person would.

`bench.driver HOME` signs in once and prints the seconds to the worklist, and those of deriving the key.
"""

import sys
import time
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from bench.cases import NOW
from bench.table import seconds
from bench.window import SIZE, painted
from ur_desktop.app import application, make_window
from ur_desktop.casework import samples
from ur_desktop.storage.keys.password import KdfParameters, derived
from ur_desktop.ui.worklist.screen import WorklistScreen

TYPING = 1.5
"""Seconds in which a password is typed."""

Screen = TypeVar("Screen", bound=QWidget)


class Driver:
    """The window of the vault at ``home``/vault, locked at first."""

    def __init__(self, home: Path) -> None:
        self.app = application()
        self.window = make_window(home, lambda: NOW)
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self.paint()

    @property
    def focus(self) -> QWidget:
        """Where the keyboard is."""
        return self.app.focusWidget() or self.window

    def paint(self) -> None:
        """Wait until all that changed is on the screen."""
        painted(self.app, self.window)

    def key(self, key: Qt.Key) -> None:
        """Press a key where the keyboard is, and wait until the screen shows what came of it."""
        QTest.keyClick(self.focus, key)
        self.paint()

    def screen(self, kind: type[Screen]) -> Screen:
        """The one screen of its kind."""
        [found] = self.window.findChildren(kind)
        return found

    def type_password(self) -> None:
        """Type the password, in the time that a person takes, so that nobody feels what is prepared meanwhile."""
        QTest.keyClicks(self.focus, samples.PASSWORD)
        end = time.perf_counter() + TYPING
        while time.perf_counter() < end:
            self.app.processEvents()

    def sign_in(self) -> None:
        """Press Enter on the password; come back when the worklist is on the screen, a case current."""
        QTest.keyClick(self.focus, Qt.Key.Key_Return)
        while not self.window.findChildren(WorklistScreen):
            self.app.processEvents()
        self.paint()
        if not self.screen(WorklistScreen).table.currentIndex().isValid():
            raise RuntimeError("no case is on the worklist")

    def close(self) -> None:
        """Close the window and its vault."""
        self.window.close()
        while self.window.session is not None:  # the last backup is made
            self.app.processEvents()


if __name__ == "__main__":
    driver = Driver(Path(sys.argv[1]))
    driver.type_password()
    print(seconds(driver.sign_in), seconds(lambda: derived(samples.PASSWORD, bytes(16), KdfParameters())))

"""The program's own window on a vault of invented cases, driven by keys and signals as a person would."""

import time
from pathlib import Path
from typing import TypeVar

from bench_cases import NOW
from bench_window import SIZE, painted
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ur_desktop import samples
from ur_desktop.app import application, make_window
from ur_desktop.storage import header
from ur_desktop.ui.worklist import WorklistScreen

Screen = TypeVar("Screen", bound=QWidget)


class Desk:
    """The window of the vault at ``home``/vault, locked at first."""

    def __init__(self, home: Path) -> None:
        self.app = application()
        self.window = make_window(home, lambda: NOW)
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self.paint()

    def paint(self) -> None:
        """Wait until all that changed is on the screen."""
        painted(self.app, self.window)

    def key(self, key: Qt.Key) -> None:
        """Press a key where the keyboard is, and wait until the screen shows what came of it."""
        QTest.keyClick(self.app.focusWidget() or self.window, key)
        self.paint()

    def screen(self, kind: type[Screen]) -> Screen:
        """The one screen of its kind."""
        [found] = self.window.findChildren(kind)
        return found

    def sign_in(self) -> tuple[float, float]:
        """Seconds from the accepted password to a painted worklist with rows, and those of the key derivation."""
        QTest.keyClicks(self.app.focusWidget(), samples.PASSWORD)
        self.paint()
        derivation = 0.0

        def derived(secret: str, salt: bytes, kdf: header.KdfParameters) -> bytes:
            nonlocal derivation
            start = time.perf_counter()
            key = plain(secret, salt, kdf)
            derivation += time.perf_counter() - start
            return key

        plain, header.derived = header.derived, derived
        start = time.perf_counter()
        QTest.keyClick(self.app.focusWidget(), Qt.Key.Key_Return)
        while not self.window.findChildren(WorklistScreen):
            self.app.processEvents()
        self.paint()
        taken = time.perf_counter() - start
        header.derived = plain
        if not self.screen(WorklistScreen).table.currentIndex().isValid():
            raise RuntimeError("no case is on the worklist")
        return taken, derivation

    def close(self) -> None:
        """Close the window and its vault."""
        self.window.close()
        self.window.deleteLater()
        self.app.processEvents()

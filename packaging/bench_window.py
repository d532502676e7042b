"""Windows for the measurements: when one is painted, and the two processes whose start is compared.

`bench_window.py bare` and `bench_window.py app` each print a line once their window is painted, and end.
"""

import sys

from PySide6.QtWidgets import QApplication, QWidget

SIZE = (1366, 768)


def painted(app: QApplication, window: QWidget) -> None:
    """Come back when the window is on the screen and all that waited to be painted is."""
    handle = window.windowHandle()
    while handle is None or not handle.isExposed():
        app.processEvents()
        handle = window.windowHandle()
    app.processEvents()

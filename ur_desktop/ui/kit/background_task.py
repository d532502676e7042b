"""Work beside the window, on a disk or a share that may answer no more: nobody ever waits for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from ur_desktop.background import in_thread
from ur_desktop.domain.errors import UserError

POLL = 5
"""Milliseconds between two looks at whether it is done."""


class BackgroundTask(QObject):
    """``done`` carries what the work came to, ``failed`` its UserError; neither follows once it is dropped."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._result = in_thread("beside", work)
        self._clock = QTimer(self, interval=POLL)
        self._clock.timeout.connect(self._look)
        self._clock.start()

    def drop(self) -> None:
        """Want nothing more of it; the thread ends when it can."""
        self._clock.stop()
        self.deleteLater()

    def _look(self) -> None:
        if not self._result.done():
            return
        self.drop()
        error = self._result.exception()
        if error is None:
            self.done.emit(self._result.result())
        elif isinstance(error, UserError):
            self.failed.emit(error)
        else:
            self.failed.emit(UserError("Something went wrong in the program.", "Try again."))
            raise error  # a bug, for the crash hook

"""The window's view of work in another thread: progress, cancel, and one signal at the end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from ur_desktop.background import Running, Work
from ur_desktop.domain.errors import Canceled, UserError

POLL = 5
"""Milliseconds between two looks at the work."""


class BackgroundTask(QObject):
    """Watches work that runs in another thread; the event loop goes on meanwhile.

    ``progressed`` carries the share done, 0 to 1. One signal follows at the end: ``done`` with the result,
    ``failed`` with the UserError, or ``canceled``. None follows `drop`.
    """

    progressed = Signal(float)
    done = Signal(object)
    failed = Signal(object)
    canceled = Signal()

    def __init__(self, running: Running[object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running = running
        self._clock = QTimer(self, interval=POLL)
        self._clock.timeout.connect(self._look)
        self._clock.start()

    @classmethod
    def start(cls, work: Callable[[], object], parent: QObject | None = None) -> BackgroundTask:
        """Run a function in a thread and watch it."""
        return cls(Work("background", lambda _step: work()), parent)

    def cancel(self) -> None:
        """End the work at its next step."""
        self._running.cancel()

    def drop(self) -> None:
        """Stop watching; the thread ends when it can."""
        self._clock.stop()
        self.deleteLater()

    def _look(self) -> None:
        if not self._running.done:
            self.progressed.emit(self._running.share)
            return
        self.drop()
        with ExitStack() as bug:  # it goes on to the crash hook
            bug.callback(self.failed.emit, UserError("Unexpected error.", "Try again."))
            report = self._outcome()
            bug.pop_all()
        report()

    def _outcome(self) -> Callable[[], None]:
        """The signal that says how the work ended, ready to be emitted."""
        try:
            result = self._running.wait()
        except Canceled:
            return self.canceled.emit
        except UserError as error:
            return partial(self.failed.emit, error)
        return partial(self.done.emit, result)

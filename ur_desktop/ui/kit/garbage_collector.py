"""Python's garbage collection, in the window's thread only."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 1000
"""Milliseconds between two looks at whether a collection is due."""


class GarbageCollector(QObject):
    """Collects garbage from a timer instead of whenever some thread allocates memory.

    Python collects in the thread that happens to allocate. In a background thread that would destroy unreachable Qt
    objects there: their timers stay registered in the window's event loop, which then crashes.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL)
        self._timer.timeout.connect(self.collect_if_due)
        self._timer.start()

    def collect_if_due(self) -> None:
        """Collect the oldest generation that Python itself would collect by now."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

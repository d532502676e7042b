"""Qt objects that nothing refers to any more are destroyed in the window's thread."""

import gc
from collections.abc import Iterator
from threading import Thread, current_thread

import pytest
from PySide6.QtCore import QObject, Qt

from ur_desktop.ui.kit.garbage_collector import GarbageCollector


class Loop(QObject):
    """A Qt object that only the collector can free."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def collector(app: object) -> Iterator[GarbageCollector]:
    was_on = gc.isenabled()
    gc.enable()
    yield GarbageCollector()
    if not was_on:
        gc.disable()


def unreachable(destroyed_in: list[str]) -> None:
    """Leave a Qt object in a reference cycle; the name of the thread that destroys it goes to the list."""
    lost = Loop()
    lost.destroyed.connect(
        lambda: destroyed_in.append(current_thread().name), Qt.ConnectionType.DirectConnection
    )


def test_a_busy_background_thread_destroys_none(collector: GarbageCollector) -> None:
    destroyed_in: list[str] = []
    unreachable(destroyed_in)
    allocated: list[list[int]] = []
    busy = Thread(target=lambda: allocated.extend([number] for number in range(100_000)), name="busy")
    busy.start()
    busy.join()
    assert destroyed_in == []
    collector.collect_if_due()
    assert destroyed_in == [current_thread().name]

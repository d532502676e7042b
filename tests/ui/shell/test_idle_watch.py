"""Keys and pointer, and their absence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ur_desktop.ui.shell.idle_watch import SOON, IdleWatch


@dataclass
class Clock:
    at: datetime = datetime(2026, 1, 16, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


class Day:
    """A watch of ten minutes, its clock, and a field to type in; every few seconds it looks at the clock."""

    def __init__(self, qtbot: QtBot) -> None:
        self.clock, self.told, self.qtbot = Clock(), 0, qtbot
        self.watch = IdleWatch(self.clock, 10)
        self.watch.idle.connect(self.tell)
        self.field = QLineEdit()
        qtbot.addWidget(self.field)
        self.watch.start()

    def tell(self) -> None:
        self.told += 1

    def goes_on(self, minutes: float) -> None:
        end = self.clock.at + timedelta(minutes=minutes)
        while self.clock.at < end:
            self.clock.at = min(end, self.clock.at + timedelta(seconds=5))
            self.watch.tick()


@pytest.fixture
def day(qtbot: QtBot) -> Iterator[Day]:
    begun = Day(qtbot)
    yield begun
    begun.watch.stop()


def test_ten_idle_minutes_are_reported(day: Day) -> None:
    day.goes_on(9.9)
    assert not day.told
    day.goes_on(0.1)
    assert day.told


def test_a_key_restarts_the_idle_time(day: Day) -> None:
    day.goes_on(9)
    day.qtbot.keyClick(day.field, Qt.Key.Key_A)
    day.goes_on(9)
    assert not day.told
    day.goes_on(1.1)
    assert day.told


def test_the_pointer_restarts_the_idle_time(day: Day) -> None:
    day.goes_on(9)
    day.qtbot.mouseMove(day.field)
    day.qtbot.mouseClick(day.field, Qt.MouseButton.LeftButton)
    day.goes_on(9)
    assert not day.told


def test_a_computer_that_slept_locks_though_a_key_woke_it(day: Day) -> None:
    day.goes_on(1)
    day.clock.at += timedelta(hours=8)
    day.qtbot.keyClick(day.field, Qt.Key.Key_A)
    day.watch.tick()
    assert day.told


def test_a_clock_set_back_does_not_keep_it_open_for_ever(day: Day) -> None:
    day.goes_on(5)
    day.clock.at -= timedelta(days=1)
    day.goes_on(10.1)
    assert day.told


@pytest.mark.parametrize(("asked", "kept"), [(0, 1), (1, 1), (30, 30), (999, 30)])
def test_the_minutes_are_one_to_thirty(asked: int, kept: int) -> None:
    assert IdleWatch(Clock(), asked).minutes == kept


def test_typing_is_reported_within_a_second_while_it_continues(day: Day) -> None:
    with day.qtbot.waitSignal(day.watch.typed, timeout=5000):
        day.qtbot.keyClicks(day.field, "half a thought")
    assert SOON <= 1000


def test_nothing_is_reported_after_stop(day: Day) -> None:
    day.watch.stop()
    day.qtbot.keyClick(day.field, Qt.Key.Key_A)
    assert not day.watch.is_typed_due

"""A background task reports progress and how its work ended, and never holds up the window."""

from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ur_desktop.background import Work
from ur_desktop.domain.errors import StorageError
from ur_desktop.ui.kit.background_task import BackgroundTask

Step = Callable[[int], None]


@pytest.fixture
def owner() -> QObject:
    """What a task belongs to, such as a controller."""
    return QObject()


def outcome(task: BackgroundTask) -> list[object]:
    """What the task reports at its end, filled in as it is reported."""
    reported: list[object] = []
    task.done.connect(reported.append)
    task.failed.connect(reported.append)
    task.canceled.connect(lambda: reported.append("canceled"))
    return reported


def test_the_result_comes_at_the_end(qtbot: QtBot, owner: QObject) -> None:
    reported = outcome(BackgroundTask.start(lambda: 42, owner))
    qtbot.waitUntil(lambda: reported == [42])


def test_an_error_that_a_person_can_act_on_comes_as_it_is(qtbot: QtBot, owner: QObject) -> None:
    def fail() -> None:
        raise StorageError("The disk is full.", "Free up space.")

    reported = outcome(BackgroundTask.start(fail, owner))
    qtbot.waitUntil(lambda: bool(reported))
    [error] = reported
    assert isinstance(error, StorageError)
    assert error.what == "The disk is full."


def test_a_bug_is_reported_without_its_values_and_reaches_the_crash_hook(
    qtbot: QtBot, owner: QObject
) -> None:
    def fail() -> None:
        raise KeyError("Sampleton")

    with qtbot.capture_exceptions() as caught:
        reported = outcome(BackgroundTask.start(fail, owner))
        qtbot.waitUntil(lambda: bool(reported))
    assert [kind for kind, _error, _trace in caught] == [KeyError]
    assert str(reported[0]) == "Unexpected error. Try again."


def test_the_share_done_is_reported_while_the_work_runs(qtbot: QtBot, owner: QObject) -> None:
    goes_on = Event()

    def work(step: Step) -> str:
        step(3)
        goes_on.wait()
        return "over"

    task = BackgroundTask(Work("test", work, whole=12), owner)
    with qtbot.waitSignal(task.progressed, check_params_cb=lambda share: share == pytest.approx(0.25)):
        pass
    reported = outcome(task)
    goes_on.set()
    qtbot.waitUntil(lambda: reported == ["over"])


def test_canceled_work_ends_at_its_next_step(qtbot: QtBot, owner: QObject) -> None:
    goes_on, steps = Event(), [0]

    def work(step: Step) -> None:
        goes_on.wait()
        for _ in range(3):
            step(1)
            steps[0] += 1

    task = BackgroundTask(Work("test", work, whole=3), owner)
    reported = outcome(task)
    task.cancel()
    goes_on.set()
    qtbot.waitUntil(lambda: bool(reported))
    assert reported == ["canceled"]
    assert steps == [0]


def test_nothing_is_reported_once_it_is_dropped(qtbot: QtBot, owner: QObject) -> None:
    goes_on = Event()
    task = BackgroundTask.start(goes_on.wait, owner)
    reported = outcome(task)
    with qtbot.waitSignal(task.destroyed):
        task.drop()
    goes_on.set()
    later = outcome(BackgroundTask.start(lambda: "later", owner))
    qtbot.waitUntil(lambda: later == ["later"])
    assert reported == []

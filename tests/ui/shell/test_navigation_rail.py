"""The rail leads between screens, says who is signed in, and locks."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.ui.shell.navigation_rail import WIDTH, NavigationRail

Show = Callable[[QWidget], QWidget]


@pytest.fixture
def rail(show: Show) -> NavigationRail:
    made = NavigationRail()
    made.set_reviewer("Jordan Sampleton", "Nurse, RN")
    show(made)
    return made


def test_only_what_is_built_is_shown(rail: NavigationRail) -> None:
    assert [rail.item(key).text() for key in ("worklist", "settings")] == ["Worklist", "Settings"]
    assert rail.width() == WIDTH == 80


def test_a_screen_is_opened_by_keyboard(rail: NavigationRail, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rail.opened, timeout=500) as signal:
        QTest.keyClick(rail.item("settings"), Qt.Key.Key_Return)
    assert signal.args == ["settings"]


def test_the_current_screen_changes_only_when_the_window_says_so(rail: NavigationRail) -> None:
    QTest.mouseClick(rail.item("settings"), Qt.MouseButton.LeftButton)
    assert rail.item("worklist").is_current
    assert not rail.item("settings").is_current
    rail.set_current("settings")
    assert rail.item("settings").is_current
    assert not rail.item("worklist").is_current


def test_the_current_screen_is_a_button_that_says_so(rail: NavigationRail) -> None:
    rail.item("worklist").set_count(3, "late")
    items = [rail.item(key) for key in ("worklist", "settings")]
    assert [item.accessibleName() for item in items] == ["Worklist, current screen, 3 late", "Settings"]
    roles = [QAccessible.queryAccessibleInterface(item).role() for item in items]
    assert roles == [QAccessible.Role.Button] * 2


def test_its_lock_locks(rail: NavigationRail, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rail.locked, timeout=500):
        QTest.keyClick(rail.lock, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("name", "initials", "short"),
    [
        ("Jordan Sampleton", "JS", "J. Sampleton"),
        ("María José Inventada", "MI", "M. Inventada"),
        ("Specimen", "S", "Specimen"),
    ],
)
def test_the_reviewer_is_named_at_the_foot(
    rail: NavigationRail, name: str, initials: str, short: str
) -> None:
    rail.set_reviewer(name, "Nurse, RN")
    assert (rail.reviewer.initials, rail.reviewer.short_name) == (initials, short)
    assert rail.reviewer.accessibleName() == f"Signed in: {name}, Nurse, RN"


def test_every_item_has_a_name_and_a_target_of_24_px(
    rail: NavigationRail, unnamed: Callable[[QWidget], list[str]]
) -> None:
    assert unnamed(rail) == []
    assert min(rail.lock.width(), rail.lock.height()) >= 24


class Painted(QObject):
    """What of a widget was painted anew."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QPaintEvent):
            self.region |= event.region()
        return False


def test_the_bar_at_the_current_screen_is_painted_with_it(rail: NavigationRail, qtbot: QtBot) -> None:
    painted = Painted(rail)
    rail.set_current("settings")
    marks = [rail.item(key).geometry().center() for key in ("worklist", "settings")]
    for mark in marks:
        mark.setX(1)
    qtbot.waitUntil(lambda: all(painted.region.contains(mark) for mark in marks), timeout=1000)

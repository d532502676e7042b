"""A dressed application for every test of a screen, in light and in dark."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCalendarWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.offices import Office
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.tokens import Tokens

Show = Callable[[QWidget], QWidget]


@pytest.fixture(scope="session")
def app(qapp: QApplication) -> QApplication:
    """The application with its fonts loaded."""
    theme.load_fonts()
    return qapp


@pytest.fixture(autouse=True)
def light(app: QApplication) -> Tokens:
    """Every test starts in the light theme."""
    return theme.apply(app, theme.Scheme.LIGHT)


@pytest.fixture(autouse=True)
def released(app: QApplication) -> Iterator[None]:
    """No test leaves a mouse button down: the next one would take each focus for a click."""
    yield
    assert app.mouseButtons() == Qt.MouseButton.NoButton


@pytest.fixture
def dark(app: QApplication, light: Tokens) -> Iterator[Tokens]:
    """The dark theme, for one test."""
    yield theme.apply(app, theme.Scheme.DARK)
    theme.apply(app, theme.Scheme.LIGHT)


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Show a widget as a window that has the keyboard, keep it through the test and then take it away."""
    kept: list[QWidget] = []

    def shown(widget: QWidget) -> QWidget:
        kept.append(widget)
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        return widget

    return shown


@pytest.fixture
def unnamed() -> Callable[[QWidget], list[str]]:
    """List the widgets that take the keyboard and tell a screen reader no name."""

    def find(root: QWidget) -> list[str]:
        return [
            f"{type(widget).__name__} in {type(widget.parent()).__name__}"
            for widget in (root, *root.findChildren(QWidget))
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and widget.focusProxy() is None
            and not isinstance(widget.parent(), QCalendarWidget)
            and not widget.accessibleName()
        ]

    return find


@pytest.fixture
def offices(samples_of_january: Path, tmp_path: Path, light: Tokens) -> Iterator[Callable[[str], Office]]:
    """Open a copy of the sample vault as one of its people; the one opened before is closed."""
    copytree(samples_of_january, tmp_path / "vault")
    made: list[Office] = []

    def come_in(user_id: str) -> Office:
        while made:
            made.pop().close()
        made.append(Office(tmp_path / "vault", user_id))
        return made[0]

    yield come_in
    for office in made:
        office.close()


@pytest.fixture
def office(offices: Callable[[str], Office]) -> Office:
    """The sample vault as its nurse sees it."""
    return offices("nora")


@pytest.fixture
def in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This computer stands in New York, whose clocks go forward in March and back in November."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()

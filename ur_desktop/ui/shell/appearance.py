"""How the window looks and where it is: the theme, and a size and place that fit the screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.shell.window_settings import WindowSettings

FIRST_SIZE = QSize(1366, 728)
SMALLEST = QSize(480, 320)


class Appearance(QObject):
    """Applies the chosen theme, now and whenever the computer's own colors or contrast change."""

    def __init__(self, settings: WindowSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        hints = _application().styleHints()
        hints.colorSchemeChanged.connect(self.apply)
        hints.accessibility().contrastPreferenceChanged.connect(self.apply)
        self.apply()

    def apply(self) -> None:
        """Apply the theme."""
        theme.apply(_application(), self._settings.scheme())

    def choose(self, scheme: str) -> None:
        """Save another theme and apply it."""
        self._settings.save(scheme=scheme)
        self.apply()


def place_window(window: QWidget, saved: bytes) -> None:
    """Give a window the size and place that `QWidget.saveGeometry` saved, or its first ones, within the screen."""
    window.setMinimumSize(SMALLEST)
    window.resize(FIRST_SIZE)
    window.restoreGeometry(QByteArray(saved))
    if not window.isMaximized() and not window.isFullScreen():
        window.setGeometry(within(window.geometry(), window.screen().availableGeometry()))


def within(window: QRect, screen: QRect) -> QRect:
    """The rectangle of a window moved into a screen, and made smaller where it is larger."""
    size = window.size().boundedTo(screen.size())
    left = min(max(window.left(), screen.left()), screen.left() + screen.width() - size.width())
    top = min(max(window.top(), screen.top()), screen.top() + screen.height() - size.height())
    return QRect(left, top, size.width(), size.height())


def bring_to_front(window: QWidget) -> None:
    """Show a window over all others, as when the program is started a second time."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def leave_field(window: QWidget) -> None:
    """Take the keyboard out of its field, which may save something then."""
    if (field := window.focusWidget()) is not None:
        field.clearFocus()


def close_dialogs(window: QWidget) -> None:
    """Close the dialogs and menus of a window."""
    for over in window.findChildren(QWidget):
        if over.isWindow() and over.isVisible():
            over.close()


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101, a widget can't exist without one
    return app

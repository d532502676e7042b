"""Builds everything once: the application, its library, its window, and the hook for what nobody foresaw."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

from ur_desktop import paths
from ur_desktop.domain.errors import UserError
from ur_desktop.ui.entrance import TITLE, Entrance
from ur_desktop.ui.messages import crash_words

SETTINGS = "window.ini"

log = logging.getLogger("ur_desktop")


def has_display() -> bool:
    """Whether a window can be shown here; only a Linux without X11 or Wayland can't."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def application() -> QApplication:
    """The one application object, made when there is none yet."""
    made = QApplication.instance()
    if isinstance(made, QApplication):
        return made
    app = QApplication(sys.argv[:1])
    app.setApplicationName("ur-desktop")
    app.setApplicationDisplayName(TITLE)
    translator = QTranslator(app)
    if translator.load(
        QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        app.installTranslator(translator)
    return app


def make_window(home: Path, now: Callable[[], datetime] | None = None) -> Entrance:
    """The program's window, locked, keeping vault and settings under ``home``."""
    settings = QSettings(str(home / SETTINGS), QSettings.Format.IniFormat)
    return Entrance(home, now or (lambda: datetime.now().astimezone()), settings)


def run_window() -> int:
    """Open the window and stay until it is closed; the process's exit code."""
    app = application()
    home = paths.user_data_dir()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    window = make_window(home)
    sys.excepthook = crash_hook(window)
    window.show()
    return app.exec()


def crash_hook(
    window: Entrance,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """What happens to an error nobody caught: a person's fault is said, a bug is logged without any value."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, UserError):
            window.show_error(error)
            return
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(130)
        frames = traceback.extract_tb(trace)
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown place"
        log.error("%s at %s", kind.__name__, place)
        what, fix = crash_words(kind.__name__, place)
        window.show_error(UserError(what, fix))

    return hook

"""Builds application and window, starts a new process after a lock, and handles unexpected errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QLocale,
    QMessageLogContext,
    QProcess,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from ur_desktop import paths
from ur_desktop.crash_log import (
    forbid_memory_dumps,
    keep_log,
    log,
    log_fault,
    original_standard_error,
    silence_libraries,
)
from ur_desktop.domain.errors import UserError
from ur_desktop.ui.kit.accessible_role import install_roles
from ur_desktop.ui.kit.garbage_collector import GarbageCollector
from ur_desktop.ui.kit.messages import crash_words
from ur_desktop.ui.shell.app_window import AFTER_FIRST_PAINT, TITLE, AppWindow
from ur_desktop.ui.shell.appearance import bring_to_front
from ur_desktop.ui.shell.single_instance import SingleInstance

SETTINGS = "window.json"
AFTER_LOCK = "--after-lock"
"""The option of a process that follows a locked one; the vault's folder and words to show come after it."""


def has_display() -> bool:
    """Whether a window can be shown here; only a Linux without X11 or Wayland can't."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def application() -> QApplication:
    """The one application object; created if there is none."""
    made = QApplication.instance()
    if isinstance(made, QApplication):
        return made
    app = QApplication(sys.argv[:1])
    GarbageCollector(app)
    install_roles()
    app.setApplicationName("ur-desktop")
    app.setApplicationDisplayName(TITLE)
    # The program speaks American English; Qt's own buttons, calendars and numbers do so too.
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    return app


def make_window(
    home: Path,
    now: Callable[[], datetime] | None = None,
    *,
    locked: str = "",
    words: str = "",
    restart: Callable[[str, str], None] | None = None,
) -> AppWindow:
    """The program's window, locked; vault and settings are under ``home``. See `AppWindow` for the rest."""
    clock = now or (lambda: datetime.now().astimezone())
    return AppWindow(home, clock, home / SETTINGS, locked=locked, words=words, restart=restart)


def run_window(locked: str = "", words: str = "") -> int:
    """Open the window and return the process's exit code once it is closed.

    ``locked`` names the vault's folder when this process follows one that was locked, and ``words`` say more of
    that. Where the window is open already, that one comes to the front. 1 when there is no place for its data.
    """
    app = application()
    home = paths.user_data_dir()
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        if sys.stderr is not None:
            sys.stderr.write(
                f"The data folder {home} can’t be made: {error.strerror}. Check what is in its place.\n"
            )
        return 1
    one = SingleInstance(home, app)
    if not one.is_first and one.ask():
        return 0
    silence_libraries()
    keep_log(home)
    window = make_window(home, locked=locked, words=words, restart=partial(start_new_process, one))
    hook = crash_hook(window)
    sys.excepthook = hook
    sys.unraisablehook = lambda lost: hook(
        lost.exc_type, lost.exc_value or lost.exc_type(), lost.exc_traceback
    )
    qInstallMessageHandler(note_qt)
    window.show()
    QTimer.singleShot(AFTER_FIRST_PAINT, window, partial(_once_shown, one, window))
    code = app.exec()
    sys.excepthook = log_fault  # no window is left to show it in
    return code


def _once_shown(one: SingleInstance, window: AppWindow) -> None:
    """Do what can wait for the first painting: forbid memory dumps, listen for later starts and the system's lock."""
    from ur_desktop.ui.letters.print_spool import sweep
    from ur_desktop.ui.shell.session_watch import SessionWatch

    forbid_memory_dumps()
    sweep()
    one.asked.connect(partial(bring_to_front, window))
    one.listen()
    session = SessionWatch(window)
    session.left.connect(window.lock)
    session.start(window.winId())


def start_new_process(one: SingleInstance, folder: str, words: str = "") -> None:
    """Replace this process, which has held the data, by a new one that shows the sign-in screen with these words.

    Where none can be started this one stays, locked.
    """
    given = sys.orig_argv[1:]
    command = given[: given.index(AFTER_LOCK)] if AFTER_LOCK in given else given
    one.release()
    try:
        with original_standard_error():
            started, _pid = QProcess.startDetached(
                sys.executable, [*command, AFTER_LOCK, folder, *filter(None, (words,))]
            )
        if started:
            # At once: no system dialog or half-handled key may continue.
            os._exit(0)
    finally:
        one.claim()
        one.listen()


def note_qt(kind: QtMsgType, where: QMessageLogContext, _words: str) -> None:
    """Log a Qt warning by its category only: its text may name a file or a member."""
    log.warning("%s at %s", kind.name, where.category or "qt")


def crash_hook(
    window: AppWindow,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """The handler of uncaught errors: shows a UserError; logs a bug without any value."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, UserError):
            window.show_error(error)
        elif issubclass(kind, KeyboardInterrupt):
            sys.exit(130)
        else:
            what, fix = crash_words(kind.__name__, log_fault(kind, error, trace))
            window.show_error(UserError(what, fix))

    return hook

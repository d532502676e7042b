"""Notices that the desktop session is locked or the computer goes to sleep, if the system reports it.

Linux tells on D-Bus: logind before a sleep and when it locks the session, the desktop's screen saver when the
screen is locked. Windows tells the window. macOS tells only who listens to its own notification center, which
Qt does not: there the time without input is what locks.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    SLOT,
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QObject,
    Signal,
    Slot,
)

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

Told = tuple[str, str, str, str, str]
"""Service, path, interface and name of a signal on a bus, and the slot that it goes to."""
LOGIND, LOGIND_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
SAVER_SIGNALS: tuple[Told, ...] = tuple(
    (name, path, name, "ActiveChanged", "on_active(bool)")
    for name, path in (
        ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
        ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    )
)
WM_POWERBROADCAST, PBT_APMSUSPEND = 0x0218, 0x0004
WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK = 0x02B1, 0x0007


def login_signals(session: str) -> tuple[Told, ...]:
    """The signals of logind: sleep begins, and the session with this ID is locked."""
    sleep = (LOGIND, LOGIND_PATH, f"{LOGIND}.Manager", "PrepareForSleep", "on_active(bool)")
    if not session:
        return (sleep,)
    # A label on the bus does not begin with a digit: logind writes that one in hex.
    label = f"_{ord(session[0]):02x}{session[1:]}" if session[0].isdigit() else session
    return sleep, (LOGIND, f"{LOGIND_PATH}/session/{label}", f"{LOGIND}.Session", "Lock", "on_lock()")


class SessionWatch(QObject):
    """``left`` follows when the session is locked or the computer goes to sleep."""

    left = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages: WindowsMessages | None = None

    def start(self, window: int) -> None:
        """Ask the system for its signals; ``window`` is the native handle of the program's window."""
        if sys.platform == "win32":
            self._ask_windows(window)
        elif sys.platform.startswith("linux"):
            from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415, only there

            self.listen(QDBusConnection.systemBus(), login_signals(os.environ.get("XDG_SESSION_ID", "")))
            self.listen(QDBusConnection.sessionBus(), SAVER_SIGNALS)

    def listen(self, bus: QDBusConnection, signals: tuple[Told, ...]) -> None:
        """Connect to these signals of a bus; a service that is not there sends none."""
        for service, path, interface, name, slot in signals:
            bus.connect(service, path, interface, name, self, SLOT(slot))  # type: ignore[call-overload]

    @Slot(bool)
    def on_active(self, active: bool) -> None:
        """A screen saver has locked the screen, or a sleep begins."""
        if active:
            self.left.emit()

    @Slot()
    def on_lock(self) -> None:
        """The login manager locks the session."""
        self.left.emit()

    def _ask_windows(self, window: int) -> None:
        import ctypes  # noqa: PLC0415, only there

        self._messages = WindowsMessages(self)
        if (app := QCoreApplication.instance()) is not None:
            app.installNativeEventFilter(self._messages)
        ctypes.CDLL("wtsapi32").WTSRegisterSessionNotification(ctypes.c_void_p(window), 0)


class WindowsMessages(QAbstractNativeEventFilter):
    """Reads two messages of Windows: the session is locked, the computer goes to sleep."""

    def __init__(self, watch: SessionWatch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        from ctypes import wintypes  # noqa: PLC0415, only there

        if QByteArray(kind) == b"windows_generic_MSG":
            told = wintypes.MSG.from_address(int(message))
            if (told.message, told.wParam) in {
                (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK),
                (WM_POWERBROADCAST, PBT_APMSUSPEND),
            }:
                self._watch.left.emit()
        return False, 0

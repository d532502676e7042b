"""One window per user: starting the program again brings up the window that is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

LOCK = "window.lock"
PATIENCE, PAUSE = 3000, 50
"""How long to wait for the open window to answer, and the pause between two tries, in milliseconds."""


class SingleInstance(QObject):
    """The lock of the program's one window on a data folder; ``asked`` follows when it is to come to the front.

    Qt's lock file names process and computer, so that a lock left by a process that ended does not count.
    """

    asked = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(home / LOCK))
        self._lock.setStaleLockTime(0)  # a window may be open for days
        self._home = home
        self._server: QLocalServer | None = None
        self.is_first = False
        self.claim()

    def claim(self) -> None:
        """Try to take the lock."""
        self.is_first = self._lock.tryLock(0)

    def listen(self) -> None:
        """Listen for later starts; the first window does, once it is painted."""
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415, it takes a while to load

        if self.is_first:
            QLocalServer.removeServer(self._name())  # left by a killed process
            self._server = QLocalServer(self)
            self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
            self._server.newConnection.connect(self._answer)
            self._server.listen(self._name())

    def ask(self) -> bool:
        """Ask the open window to come to the front; whether it answers."""
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415, see above

        socket, until = QLocalSocket(), QDeadlineTimer(PATIENCE)
        while not until.hasExpired():
            socket.connectToServer(self._name())
            if socket.waitForConnected(until.remainingTime()):
                socket.disconnectFromServer()
                return True
            QThread.msleep(PAUSE)  # it may be about to listen, or about to end
            self.claim()
            if self.is_first:
                return False
        return False

    def release(self) -> None:
        """Release the lock for the next process."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _name(self) -> str:
        from hashlib import sha256  # noqa: PLC0415, see above

        return f"ur-desktop-{sha256(str(self._home.resolve()).encode()).hexdigest()[:24]}"

    def _answer(self) -> None:
        if self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.asked.emit()

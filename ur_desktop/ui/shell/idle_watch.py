"""Reports keyboard and pointer use in the whole program, and idle time."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from ur_desktop.domain.settings import LOCK_AFTER_LEAST, LOCK_AFTER_MOST

SOON = 1000
TICK = 5000
_Kind = QEvent.Type
_TYPED = frozenset({_Kind.KeyPress, _Kind.InputMethod, _Kind.MouseButtonRelease, _Kind.Drop})
_KEYS = frozenset({_Kind.ShortcutOverride, _Kind.KeyPress})
_USED = _TYPED | {_Kind.MouseMove, _Kind.MouseButtonPress, _Kind.Wheel, _Kind.TouchBegin, _Kind.TabletPress}


class IdleWatch(QObject):
    """Watches all windows of the program between `start` and `stop`.

    ``typed`` follows at most a second after a key or a click, ``lock_typed`` after Ctrl+L wherever it is typed, and
    ``idle`` once for ``minutes`` (1 to 30) nothing was touched. Time is told by ``now``, so that it also runs while
    the computer sleeps.
    """

    typed = Signal()
    idle = Signal()
    lock_typed = Signal()

    def __init__(self, now: Callable[[], datetime], minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._used = False
        self._last = self._ticked = now()
        self.set_minutes(minutes)
        self._clock = QTimer(self, interval=TICK)
        self._clock.timeout.connect(self.tick)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.typed)

    @property
    def minutes(self) -> int:
        """After how many idle minutes ``idle`` follows."""
        return self._minutes

    @property
    def is_typed_due(self) -> bool:
        """Whether ``typed`` follows soon."""
        return self._soon.isActive()

    @property
    def is_on(self) -> bool:
        """Whether it is watching."""
        return self._clock.isActive()

    def set_minutes(self, minutes: int) -> None:
        """Set the idle minutes; values outside 1 to 30 become the nearest of them."""
        self._minutes = max(LOCK_AFTER_LEAST, min(LOCK_AFTER_MOST, minutes))

    def start(self) -> None:
        """Start to watch; idle time counts from now."""
        self._used = False
        self._last = self._ticked = self._now()
        self._clock.start()
        _application().installEventFilter(self)

    def stop(self) -> None:
        """Stop watching."""
        self._clock.stop()
        self._soon.stop()
        _application().removeEventFilter(self)

    def tick(self) -> None:
        """Check the idle time."""
        now, patience = self._now(), timedelta(minutes=self._minutes)
        slept, self._ticked = now - self._ticked >= patience, now
        if self._used or now < self._last:
            self._used, self._last = False, now
        if slept or now - self._last >= patience:
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _USED:
            self._used = True
            if kind in _TYPED and not self._soon.isActive():
                self._soon.start()
        if kind in _KEYS and isinstance(event, QKeyEvent) and _is_lock(event):
            event.accept()  # no shortcut, and no field, takes it
            if kind is _Kind.KeyPress:
                self.lock_typed.emit()
            return True
        return False


def _is_lock(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier


def _application() -> QCoreApplication:
    app = QCoreApplication.instance()
    assert app is not None  # noqa: S101, nothing is watched without one
    return app

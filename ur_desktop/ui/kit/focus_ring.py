"""The focus ring, drawn by one overlay for a whole window."""

from typing import Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from ur_desktop.ui.kit.look.painting import Edge, draw_box

# Fields thicken their own edge; lists draw the ring inside their row.
RINGLESS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView, QScrollArea)
REACH = 4
_KEY_EVENTS = {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}
_MOVES = {
    QEvent.Type.KeyRelease,
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.EnabledChange,
}


@runtime_checkable
class RingedPart(Protocol):
    """A control that has the focus in one of its parts, such as the current tab."""

    def ring_rect(self) -> QRect:
        """Return the rectangle of that part, in the control's own coordinates."""


class _Ring(QWidget):
    """The overlay itself: passes every click through."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.radius = 6
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_box(QPainter(self), QRectF(self.rect()), Edge("accent", 2, self.radius + REACH), None)


class FocusRing(QObject):
    """Follows the focus through one window; shown only after a key press, not after a click.

    A control may set the radius of its own corners as ``ring_radius``, 0 for square ones.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._by_key = False
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._ring: _Ring | None = None
        window.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
        self._watch_input()

    @property
    def target(self) -> QWidget | None:
        """The control that has the ring, None while it is hidden."""
        ring = self._current_ring()
        return self._target if ring is not None and not ring.isHidden() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if "_window" not in vars(self):  # Python empties a collected object before Qt sends its last events
            return False
        kind = event.type()
        if watched is self._window and kind in {QEvent.Type.Show, QEvent.Type.WinIdChange}:
            self._watch_input()
        if kind in _KEY_EVENTS:
            self._by_key = True
        elif kind is QEvent.Type.MouseButtonPress:
            self._by_key = False
            self._move_to(None)
        elif kind in _MOVES and watched in self._watched:
            self._move_to(self._target)
        return False

    def _watch_input(self) -> None:
        # Keys and clicks reach the native window before any widget: one filter there sees them all.
        if handle := self._window.windowHandle():
            handle.removeEventFilter(self)
            handle.installEventFilter(self)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if shiboken6.isValid(widget) and widget is not self._window:
                widget.removeEventFilter(self)
        self._watched = []
        self._move_to(None)
        if new is None or new.window() is not self._window or isinstance(new, RINGLESS) or not self._by_key:
            return
        host = self._host(new)
        above: QWidget | None = new
        while above is not None and above is not host:
            self._watched.append(above)
            above.installEventFilter(self)
            above = above.parentWidget()
        if self._current_ring() is None:
            self._ring = _Ring(host)
        elif self._ring is not None and self._ring.parentWidget() is not host:
            self._ring.setParent(host)
        self._move_to(new)

    def _move_to(self, target: QWidget | None) -> None:
        self._target = target
        ring = self._current_ring()
        host = ring.parentWidget() if ring is not None else None
        if ring is None or host is None:
            return
        if target is None or not _can_show(target):
            ring.hide()
            return
        around = target.ring_rect() if isinstance(target, RingedPart) else target.rect()
        ring.radius = getattr(target, "ring_radius", 6)
        ring.setGeometry(
            around.translated(target.mapTo(host, QPoint())).adjusted(-REACH, -REACH, REACH, REACH)
        )
        ring.raise_()
        ring.show()
        ring.update()

    def _current_ring(self) -> _Ring | None:
        if self._ring is not None and not shiboken6.isValid(self._ring):
            self._ring = None
        return self._ring

    def _host(self, widget: QWidget) -> QWidget:
        """Return what the ring is drawn on: the page of a scroll area, which moves with it, or the window."""
        above = widget.parentWidget()
        while above is not None and above is not self._window:
            viewport = above.parentWidget()
            area = viewport.parentWidget() if viewport is not None else None
            if isinstance(area, QScrollArea) and area.widget() is above:
                return above
            above = above.parentWidget()
        return self._window


def _can_show(target: QWidget) -> bool:
    return shiboken6.isValid(target) and target.isVisible() and target.isEnabled()

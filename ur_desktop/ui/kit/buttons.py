"""Buttons that show their key, and filter pills."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QEnterEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QSizePolicy, QWidget

from ur_desktop.ui.kit import shortcut_keys
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import Edge, draw_box, draw_key_cap, key_cap_width

_GAP = 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Emphasis(StrEnum):
    """How much a button stands out: one primary a screen; ``QUIET`` is a muted text button."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    TEXT = "text"
    QUIET = "quiet"


class PaintedButton(QPushButton):
    """A button painted from the tokens; a subclass paints its content.

    A click does not move the focus. With the focus on it, Space presses it, and Enter where ``takes_enter``.
    """

    ring_radius = 6
    takes_enter = True

    def __init__(self, word: str, *, height: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(word, parent)
        self.setAccessibleName(word)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        # Enter goes to the button that has the focus before any shortcut of the window.
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._presses(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._presses(event):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():  # a key held down must not press the button that appears next
            self.click()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            shape = Qt.CursorShape.PointingHandCursor if self.isEnabled() else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def hovered(self) -> bool:
        """Whether the pointer is on it and a click would press it."""
        return self.isEnabled() and (self.underMouse() or self.isDown())

    def _presses(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return self.takes_enter and plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class KeyButton(PaintedButton):
    """A button with its word, its key as a cap, and an optional icon.

    ``key`` is what the cap shows ("Ctrl ↵"); ``shortcut`` is what presses it ("Ctrl+Return"), empty where the
    screen handles the key. ``set_loading`` shows other words and disables it.
    """

    def __init__(
        self,
        word: str,
        emphasis: Emphasis | str = Emphasis.SECONDARY,
        *,
        key: str = "",
        shortcut: str = "",
        icon: str = "",
        height: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(word, height=height, parent=parent)
        self.emphasis = Emphasis(emphasis)
        self.key = key
        self.icon_name = icon
        self._loading = ""
        self._compact = False
        if key:
            self.setAccessibleDescription(f"Key {key}")
        if shortcut:
            shortcut_keys.shortcut(shortcut, self).activated.connect(self.click)

    def set_word(self, word: str) -> None:
        """Show another word, and say it to a screen reader."""
        self.setText(word)
        self.setAccessibleName(word)
        self.updateGeometry()

    def set_loading(self, words: str = "") -> None:
        """Show what is being done and disable the button; an empty string ends it."""
        self._loading = words
        self.setAccessibleName(words or self.text())
        self.setEnabled(not words)
        self.updateGeometry()
        self.update()

    def set_compact(self, on: bool) -> None:
        """Leave the key out, where there is no room for it, and name it in the tool tip; or show it again."""
        if self.key and on is not self._compact:
            self._compact = on
            self.setToolTip(f"Key {self.key}" if on else "")
            self.updateGeometry()
            self.update()

    def full_width(self) -> int:
        """Return the width with the key."""
        return self.compact_width() + (self._key_width() if self.key and not self._loading else 0)

    def compact_width(self) -> int:
        """Return the width without the key."""
        width = QFontMetrics(self._font()).horizontalAdvance(self._loading or self.text())
        return width + (16 + 6 if self._loading or self.icon_name else 0) + 2 * self._padding()

    def sizeHint(self) -> QSize:
        return QSize(self._content_width() + 2 * self._padding(), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, edge, ink = self._style()
        draw_box(painter, QRectF(self.rect()), Edge(edge) if edge else None, fill)
        middle = self.height() / 2
        left = (self.width() - self._content_width()) / 2
        if icon := "hourglass-medium-fill" if self._loading else self.icon_name:
            theme.draw_icon(painter, QPointF(left, middle - 8), icon, ink)
            left += 16 + 6
        painter.setFont(self._font())
        painter.setPen(theme.color(ink))
        word = self._loading or self.text()
        painter.drawText(QRectF(left, 0, self.width(), self.height()), int(_LEFT), word)
        if self._shows_key():
            right = (self.width() + self._content_width()) / 2
            plain = self.emphasis is Emphasis.SECONDARY and self.isEnabled()
            draw_key_cap(
                painter, right, middle, self.key, "muted" if plain else ink, "control" if plain else ink
            )

    def _padding(self) -> int:
        return 10 if self.emphasis in {Emphasis.TEXT, Emphasis.QUIET} else 14

    def _font(self) -> QFont:
        return theme.font("name")

    def _content_width(self) -> int:
        width = self.compact_width() - 2 * self._padding()
        return width + (self._key_width() if self._shows_key() else 0)

    def _key_width(self) -> int:
        return _GAP + key_cap_width(self.key)

    def _shows_key(self) -> bool:
        return bool(self.key) and not self._loading and not self._compact

    def _style(self) -> tuple[str | None, str | None, str]:
        hovered, framed = self.hovered(), self.emphasis in {Emphasis.PRIMARY, Emphasis.SECONDARY}
        if self._loading and framed:
            return "sunken", "border", "muted"
        if not self.isEnabled():
            return ("sunken", "border", "disabled") if framed else (None, None, "disabled")
        if self.emphasis is Emphasis.PRIMARY:
            return "accent_hover" if hovered else "accent", None, "on_accent"
        if self.emphasis is Emphasis.SECONDARY:
            return "hover" if hovered else "surface", "control", "text"
        return "hover" if hovered else None, None, "accent" if self.emphasis is Emphasis.TEXT else "muted"


class Pill(PaintedButton):
    """A filter with the number of rows that it shows."""

    ring_radius = 15

    def __init__(self, word: str, count: int | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(word, height=30, parent=parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self._count: int | None = None
        self.set_count(count)

    def set_count(self, count: int | None) -> None:
        """Set how many rows the filter shows; None hides the number."""
        self._count = count
        self.setAccessibleName(self.text() if count is None else f"{self.text()}, {count:,}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        word = QFontMetrics(theme.font("name")).horizontalAdvance(self.text())
        return QSize(12 + word + (6 + self._number_width() if self._count is not None else 0) + 12, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.isChecked()
        fill = "accent_tint" if on else "hover" if self.hovered() else "surface"
        draw_box(painter, QRectF(self.rect()), pill_edge(on=on), fill)
        painter.setFont(theme.font("strong" if on else "name"))
        painter.setPen(theme.color("accent" if on else "text"))
        painter.drawText(QRectF(12, 0, self.width(), 30), int(_LEFT), self.text())
        if self._count is not None:
            painter.setFont(theme.font("second", tabular=True))
            painter.setPen(theme.color("accent" if on else "muted"))
            box = QRectF(self.width() - 12 - self._number_width(), 0, self.width(), 30)
            painter.drawText(box, int(_LEFT), f"{self._count:,}")

    def _number_width(self) -> int:
        return QFontMetrics(theme.font("second", tabular=True)).horizontalAdvance(f"{self._count:,}")


def pill_edge(*, on: bool) -> Edge:
    """The edge of a pill; thicker if it is on and no tint shows that, as in high contrast."""
    tinted = theme.color("accent_tint") != theme.color("surface")
    return Edge("accent", 1 if tinted else 2, 15) if on else Edge("border", radius=15)


def one_choice(parent: QWidget, buttons: Iterable[QAbstractButton]) -> None:
    """Make buttons the radio buttons of one choice for a screen reader; what is chosen stays with the caller."""
    group = QButtonGroup(parent)
    group.setExclusive(False)  # an answer can be taken back
    for button in buttons:
        button.setAutoExclusive(True)
        group.addButton(button)


def key_within(part: QWidget, keys: str, act: Callable[[], None]) -> None:
    """Call ``act`` on a key while the focus is inside ``part``."""
    where = Qt.ShortcutContext.WidgetWithChildrenShortcut
    shortcut_keys.shortcut(keys, part, where).activated.connect(act)

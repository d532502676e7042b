"""The navigation rail: the main screens, the user signed in, and Lock."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import PaintedButton
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import Edge, draw_box
from ur_desktop.ui.parts.app_logo import AppLogo

WIDTH = 80
SCREENS = (
    ("worklist", "list-bullets", "Worklist"),
    ("letters", "envelope-simple", "Letters"),
    ("audit", "shield-check", "Audit log"),
    ("settings", "gear-six", "Settings"),
)
MOST_COUNTED = 99
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignHCenter
_CENTER = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)


class NavigationRail(QWidget):
    """The main menu at the left of every screen, 80 px wide; ``opened`` carries the key of a screen."""

    opened = Signal(str)
    locked = Signal()

    def __init__(
        self, screens: tuple[tuple[str, str, str], ...] = SCREENS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Main menu")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 10)
        column.setSpacing(6)
        column.addWidget(AppLogo(32, self), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(14)
        self._items: dict[str, RailItem] = {}
        for key, icon, word in screens:
            item = RailItem(icon, word, self)
            item.clicked.connect(lambda _on=False, key=key: self.opened.emit(key))
            column.addWidget(item, 0, _MIDDLE)
            self._items[key] = item
        column.addStretch(1)
        self.reviewer = ReviewerBadge(self)
        column.addWidget(self.reviewer)
        self.lock = RailItem("lock-simple", "Lock", self)
        self.lock.setToolTip("Lock, Ctrl+L")
        self.lock.setAccessibleDescription("Key Ctrl L")
        self.lock.clicked.connect(self.locked)
        column.addWidget(self.lock, 0, _MIDDLE)
        self.set_current(next(iter(self._items), ""))

    def item(self, key: str) -> "RailItem":
        """Return the button of a screen."""
        return self._items[key]

    def set_current(self, key: str) -> None:
        """Show which screen is open."""
        for name, item in self._items.items():
            item.set_current(current=name == key)
        self.update()  # the bar at the current button is painted by the rail

    def set_reviewer(self, name: str, credential: str) -> None:
        """Show who is signed in: "Dana Whitfield" and "Nurse, RN"."""
        self.reviewer.set_reviewer(name, credential)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("rail"))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme.color("border"))
        for item in self._items.values():
            if item.is_current:
                draw_box(painter, QRectF(-3, item.y() + 12, 6, 28), None, "accent")


class RailItem(PaintedButton):
    """A screen: its icon over its name; the name for a screen reader says which one is open."""

    ring_radius = 8

    def __init__(self, icon: str, word: str, parent: QWidget | None = None) -> None:
        super().__init__(word, height=52, parent=parent)
        self.icon_name = icon
        self._count, self._counted = 0, ""
        self.is_current = False
        self.setFixedWidth(WIDTH - 16)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 16, 52)

    def set_current(self, *, current: bool) -> None:
        """Show whether this screen is open."""
        if current != self.is_current:
            self.is_current = current
            self._say()

    def set_count(self, count: int, what: str) -> None:
        """Show a count, 0 for none; ``what`` is the noun for a screen reader."""
        if count != self._count:
            self._count, self._counted = count, what
            self._say()

    def _say(self) -> None:
        counted = f"{self._count:,} {self._counted}" if self._count else ""
        words = (self.text(), "current screen" if self.is_current else "", counted)
        self.setAccessibleName(", ".join(filter(None, words)))
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if above := self.parentWidget():
            above.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.is_current
        if on or self.hovered():
            fill = "railsel" if on else "hover"
            draw_box(painter, QRectF(self.rect()), Edge(fill, radius=8), fill)
        ink = "accent" if on else "muted"
        theme.draw_icon(painter, QPointF((self.width() - 20) / 2, 9), self.icon_name, ink, 20)
        words = theme.font("small")
        words.setWeight(QFont.Weight.DemiBold if on else QFont.Weight.Medium)
        painter.setFont(words)
        painter.setPen(theme.color(ink))
        painter.drawText(QRectF(0, 31, self.width(), 16), _CENTER, self.text())
        if self._count:
            painter.setFont(theme.font("small"))
            count = f"{self._count}" if self._count <= MOST_COUNTED else f"{MOST_COUNTED}+"
            painter.drawText(QRectF(self.width() / 2 + 12, 6, 24, 14), int(_LEFT), count)


class ReviewerBadge(QWidget):
    """The user signed in: initials in a ring, name and credential."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(68)
        self.initials = self.short_name = self.credential = ""

    def set_reviewer(self, name: str, credential: str) -> None:
        """Show a user."""
        parts = name.split()
        self.initials = "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()
        self.short_name = f"{parts[0][0]}. {parts[-1]}" if len(parts) > 1 else name
        self.credential = credential
        self.setAccessibleName(f"Signed in: {name}, {credential}")
        self.setToolTip(f"{name}, {credential}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.initials:
            return
        painter = QPainter(self)
        ring = QRectF(self.width() / 2 - 16, 0, 32, 32)
        draw_box(painter, ring, Edge("control", radius=16), "surface")
        words = theme.font("small")
        words.setWeight(QFont.Weight.DemiBold)
        painter.setFont(words)
        painter.setPen(theme.color("text"))
        painter.drawText(ring, _CENTER, self.initials)
        self._line(painter, 36, self.short_name)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("muted"))
        self._line(painter, 51, self.credential)

    def _line(self, painter: QPainter, top: int, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width() - 4)
        painter.drawText(QRectF(0, top, self.width(), 16), _CENTER, shown)

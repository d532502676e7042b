"""The steps of a review in one strip: which are done, which one is open, and how much of each is answered."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ur_desktop.ui.kit.buttons import PaintedButton
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import Edge, draw_box

HEIGHT = 44
_GAP = 8
_BETWEEN, _NARROW_BETWEEN = 36, 26
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Step:
    """A step's words; ``count`` is empty where nothing is counted."""

    title: str
    count: str = ""
    done: bool = False
    advisory: bool = False

    @property
    def accessible_text(self) -> str:
        """The step as a screen reader says it."""
        words = (self.title, "advisory" if self.advisory else "", self.count, "done" if self.done else "")
        return ", ".join(word for word in words if word)


class StepStrip(QWidget):
    """The strip over the current criterion; ``chosen`` carries a step's place."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT + 1)
        self.setAccessibleName("Steps")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 0, 24, 1)
        self._row.setSpacing(_BETWEEN)
        self._row.addStretch(1)
        self.buttons: list[StepButton] = []

    def build(self, count: int) -> None:
        """Make room for so many steps."""
        for button in self.buttons:
            self._row.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        self.buttons = [StepButton(place + 1, self) for place in range(count)]
        for place, button in enumerate(self.buttons):
            button.clicked.connect(lambda _on=False, place=place: self.chosen.emit(place))
            self._row.insertWidget(place, button)

    def refresh(self, steps: tuple[Step, ...], current: int) -> None:
        """Show every step's state and which one is open."""
        changed = [
            button.set_step(step, current=place == current)
            for place, (button, step) in enumerate(zip(self.buttons, steps, strict=True))
        ]
        if any(changed):
            self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, HEIGHT + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, HEIGHT, self.width(), 1), theme.color("border"))
        for button in self.buttons[1:]:
            at = QPointF(button.x() - self._row.spacing() / 2 - 5, HEIGHT / 2 - 5)
            theme.draw_icon(painter, at, "caret-right-bold", "control", 10)

    def _fit(self) -> None:
        """Leave out counts of steps that are not open, then their second words, until the strip fits."""
        for brevity in range(5):
            between = _NARROW_BETWEEN if brevity else _BETWEEN
            self._row.setSpacing(between)
            for button in self.buttons:
                button.set_brevity(0 if button.is_current else brevity)
            room = self.width() - 48 - between * max(0, len(self.buttons) - 1)
            if sum(button.sizeHint().width() for button in self.buttons) <= room:
                break
        self.update()


class StepButton(PaintedButton):
    """One step: its number, or a tick once all of it is answered."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__("", height=28, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._number = number
        self._brevity = 0
        self.step = Step("")
        self.is_current = False

    def set_step(self, step: Step, *, current: bool) -> bool:
        """Show a state; tells whether anything changed."""
        if step == self.step and current == self.is_current:
            return False
        self.step = step
        self.is_current = current
        said = f"Step {self._number}, {step.accessible_text}"
        self.setAccessibleName(f"{said}, current step" if current else said)
        self.update()
        return True

    def set_brevity(self, brevity: int) -> None:
        """0 says all, 1 leaves out an advisory count, 2 any count, 3 "advisory", 4 the title."""
        self._brevity = brevity
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        second = self._second()
        extra = (
            _GAP + QFontMetrics(theme.font("second", tabular=True)).horizontalAdvance(second) if second else 0
        )
        if self._brevity == 4:
            return QSize(20, 28)
        title = theme.font("strong" if self.is_current else "name")
        words = QFontMetrics(title).horizontalAdvance(self.step.title)
        return QSize(20 + _GAP + words + extra + 4, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.is_current
        lit = on or self.hovered()
        circle = QRectF(0, 4, 20, 20)
        if self.step.done and not on:
            theme.draw_icon(painter, QPointF(2, 6), "check-bold", "text" if lit else "muted")
        else:
            edge = None if on else Edge("control", radius=10)
            draw_box(painter, circle, edge or Edge("accent", radius=10), "accent" if on else None)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("on_accent" if on else "muted"))
            painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(self._number))
        if self._brevity == 4:
            return
        title = theme.font("strong" if on else "name")
        painter.setFont(title)
        painter.setPen(theme.color("text" if lit else "muted"))
        painter.drawText(QRectF(20 + _GAP, 0, self.width(), 28), _LEFT, self.step.title)
        left = 20 + 2 * _GAP + QFontMetrics(title).horizontalAdvance(self.step.title)
        painter.setFont(theme.font("second", tabular=True))
        painter.setPen(theme.color("muted"))
        painter.drawText(QRectF(left, 0, self.width(), 28), _LEFT, self._second())

    def _second(self) -> str:
        advisory = "advisory" if self.step.advisory and self._brevity < 3 else ""
        count = self.step.count if self._brevity < (1 if self.step.advisory else 2) else ""
        return ", ".join(word for word in (advisory, count) if word)

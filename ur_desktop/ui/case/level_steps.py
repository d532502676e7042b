"""The ladder of levels of care as a picture of steps, with the level of a request marked."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ur_desktop.domain.service_cards import LADDER, level_named
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import Edge, draw_box

HEIGHT, RISE, LEAST = 212, 22, 64
_WRAPPED = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)


class LevelSteps(QWidget):
    """One step a level, from the least to the most intensive; read by a screen reader as one sentence."""

    def __init__(self, level: str, covered: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = level
        listed = {found.key for name in covered if (found := level_named(name))}
        self.notes = tuple(
            "This request" if step.key == level else "Covered" if step.key in listed else "Ask the plan"
            for step in LADDER
        )
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = (
            f"{place}, {step.words}: {note}"
            for place, (step, note) in enumerate(zip(LADDER, self.notes, strict=True), 1)
        )
        self.setAccessibleName(f"Levels of care from least to most intensive. {'. '.join(said)}.")

    def sizeHint(self) -> QSize:
        return QSize(720, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = self.width() / len(LADDER)
        for place, (step, note) in enumerate(zip(LADDER, self.notes, strict=True)):
            here = step.key == self.level
            tall = LEAST + RISE * place + 34
            box = QRectF(place * width + 2, HEIGHT - tall, width - 4, tall)
            edge = Edge("accent", 2, 4) if here else Edge("border", radius=4)
            draw_box(painter, box, edge, "accent_tint" if here else "sunken")
            painter.setPen(theme.color("text"))
            painter.setFont(theme.font("strong" if here else "second"))
            inside = box.adjusted(6, 8, -6, -26)
            painter.drawText(inside, _WRAPPED, step.words)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("accent" if here else "muted"))
            foot = QRectF(box.left(), box.bottom() - 24, box.width(), 20)
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), note)
            if here:
                theme.draw_icon(
                    painter, QPointF(box.center().x() - 8, box.top() - 20), "check-circle-fill", "accent"
                )

"""Fields that few cases need, in a section that is collapsed at first."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import PaintedButton
from ur_desktop.ui.kit.fields.field_row import GUTTER, FieldRow
from ur_desktop.ui.kit.look import theme


class Collapsible(QWidget):
    """A section of rows of fields, collapsed at first; ``field_names`` are the keys of its fields."""

    def __init__(self, title: str, rows: tuple[FieldRow, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field_names = frozenset(name for row in rows for name in row.names())
        self.button = ExpandButton(title, self)
        self.button.toggled.connect(self._show)
        self.body = QWidget(self)
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 8, 0, GUTTER)
        inside.setSpacing(GUTTER)
        for row in rows:
            inside.addWidget(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.body)
        self._show(False)

    def expand(self) -> None:
        """Show the fields."""
        self.button.setChecked(True)

    def _show(self, shown: bool) -> None:
        self.body.setVisible(shown)
        self.button.setAccessibleDescription("Expanded" if shown else "Collapsed")


class ExpandButton(PaintedButton):
    """The button that expands a section."""

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(word, height=28, parent=parent)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        return QSize(20 + QFontMetrics(theme.font("name")).horizontalAdvance(self.text()) + 4, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = "accent_hover" if self.hovered() else "accent"
        icon = "caret-down-bold" if self.isChecked() else "caret-right-bold"
        theme.draw_icon(painter, QPointF(0, 8), icon, ink, 12)
        painter.setFont(theme.font("name"))
        painter.setPen(theme.color(ink))
        painter.drawText(QRectF(20, 0, self.width(), 28), int(Qt.AlignmentFlag.AlignVCenter), self.text())

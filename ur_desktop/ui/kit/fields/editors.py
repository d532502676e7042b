"""Editors: choices, passwords, check boxes."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QToolButton,
    QWidget,
)

from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import Edge, draw_box


class Combo(QComboBox):
    """A combo box; the wheel and the page keys scroll the page and do not change it.

    ``is_touched`` says that a person made the current choice.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_touched = False
        # A choice by a person emits both signals, the change first.
        self.currentIndexChanged.connect(lambda _index: self._touch(on=False))
        self.activated.connect(lambda _index: self._touch(on=True))
        self.setFixedHeight(32)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view().setAccessibleName("Choices")
        self.view().installEventFilter(self)
        # The default delegate of a combo box does not read the style sheet.
        self.setItemDelegate(QStyledItemDelegate(self))

    def choose(self, words: str) -> None:
        """Choose these words as a person does, if they are offered."""
        if (index := self.findText(words)) >= 0:
            self.setCurrentIndex(index)
            self._touch(on=True)

    def _touch(self, *, on: bool) -> None:
        self.is_touched = on

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # In the open list, Tab selects like Enter and leaves the field, as it does in a closed one.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            forward = event.key() == Qt.Key.Key_Tab
            if forward or event.key() == Qt.Key.Key_Backtab:
                row = self.view().currentIndex().row()
                self.hidePopup()
                if row >= 0:
                    self.choose(self.itemText(row))
                self.focusNextPrevChild(forward)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        at = QPointF(self.width() - 12 - 12, (self.height() - 12) / 2)
        theme.draw_icon(painter, at, "caret-down-bold", "muted" if self.isEnabled() else "disabled", 12)


class IconInField(QToolButton):
    """The button at the end of a field: a 16 px icon on a 28 px target."""

    ring_radius = 4

    def __init__(self, icon: str, name: str, parent: QLineEdit) -> None:
        super().__init__(parent)
        self.icon_name = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(28, 28)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            draw_box(painter, QRect(2, 2, 24, 24).toRectF(), None, "hover")
        theme.draw_icon(painter, QPointF(6, 6), self.icon_name, "muted" if self.isEnabled() else "disabled")


class IconEdit(QLineEdit):
    """A line editor with a button at its end."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = IconInField(icon, name, self)
        self.setTextMargins(0, 0, 28, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.button.move(self.width() - 31, (self.height() - self.button.height()) // 2)


class PasswordEdit(IconEdit):
    """A password, hidden until the eye or F2 is pressed; Tab skips the eye."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("eye", "Show password", parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.button.setCheckable(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setAccessibleDescription("Key F2")
        self.button.setToolTip("Show password, F2")
        self.button.toggled.connect(self._show)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.button.toggle()
        else:
            super().keyPressEvent(event)

    def _show(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.button.icon_name = "eye-slash" if shown else "eye"
        self.button.setAccessibleName("Hide password" if shown else "Show password")
        self.button.setToolTip(f"{self.button.accessibleName()}, F2")


class CheckBox(QCheckBox):
    """A check box painted from the tokens; ``is_touched`` says that a person checked or cleared it."""

    ring_radius = 4

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAccessibleName(words)
        self.setFont(theme.font("body"))
        self.setMinimumHeight(24)
        self.is_touched = False
        self.toggled.connect(lambda _on: self._touch(on=False))
        self.clicked.connect(lambda _on: self._touch(on=True))

    def choose(self, *, ticked: bool) -> None:
        """Check or clear it as a person does."""
        self.setChecked(ticked)
        self._touch(on=True)

    def _touch(self, *, on: bool) -> None:
        self.is_touched = on

    def sizeHint(self) -> QSize:
        return QSize(27 + self.fontMetrics().horizontalAdvance(self.text()) + 2, 24)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on, enabled = self.isChecked(), self.isEnabled()
        top = (self.height() - 18) // 2
        edge = Edge("border" if not enabled else "accent" if on else "control", radius=4)
        fill = "sunken" if not enabled else "accent" if on else "hover" if self.underMouse() else "surface"
        draw_box(painter, QRect(1, top, 18, 18).toRectF(), edge, fill)
        if on:
            theme.draw_icon(
                painter, QPointF(4, top + 3), "check-bold", "on_accent" if enabled else "disabled", 12
            )
        painter.setPen(theme.color("text" if enabled else "disabled"))
        room = self.rect().adjusted(27, 0, 0, 0)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())

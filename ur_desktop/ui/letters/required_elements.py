"""What a letter must contain: the missing first, each with its button, the rest with their pages."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ur_desktop.domain.letter.elements import RequiredElement
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.status_icon import Icon

NARROW, WIDTH = 320, 372
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ElementsPanel(QWidget):
    """What the letter must contain: the missing first, each with its button, the rest with their pages."""

    fix_requested = Signal(str)
    page_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self.setFixedWidth(WIDTH)
        self.count = label("", "body", "muted", parent=self)
        self.found = QListWidget(self)
        self.found.setAccessibleName("Required in this letter")
        self.found.setItemDelegate(_FoundDelegate(self.found))
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setUniformItemSizes(True)
        self.found.itemActivated.connect(self._go)
        self.found.itemClicked.connect(self._go)
        self.fixes: list[MissingElement] = []
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 20, 0)
        head.addWidget(label("Required in this letter", "section", parent=self))
        head.addStretch(1)
        head.addWidget(self.count)
        self._missing = QVBoxLayout()
        self._missing.setContentsMargins(20, 0, 20, 0)
        self._missing.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 15, 0, 8)
        column.setSpacing(9)
        column.addLayout(head)
        column.addLayout(self._missing)
        column.addWidget(self.found, 1)

    def show_elements(self, elements: tuple[RequiredElement, ...], *, locked: bool) -> None:
        """Show the elements of one copy; ``locked`` shows no buttons to fix them."""
        for old in self.fixes:
            self._missing.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.fixes = [MissingElement(item, self) for item in elements if not item.present]
        for row in self.fixes:
            row.button.clicked.connect(lambda _on=False, row=row: self.fix_requested.emit(row.element.name))
            row.button.setVisible(not locked)
            self._missing.addWidget(row)
        self.found.clear()
        for element in elements:
            if element.present:
                where = f"page {element.page}" if element.page else ""
                item = QListWidgetItem(element.name, self.found)
                item.setData(Qt.ItemDataRole.UserRole, element.page or 0)
                item.setData(
                    Qt.ItemDataRole.AccessibleTextRole, f"{element.name}, present, {where}".strip(", ")
                )
        self.found.setCurrentRow(0)
        self.count.setText(f"{self.found.count()} of {len(elements)}")

    def _go(self, item: QListWidgetItem) -> None:
        self.page_chosen.emit(item.data(Qt.ItemDataRole.UserRole))


class MissingElement(QFrame):
    """A missing element with the reason and the button that leads to its fix."""

    def __init__(self, element: RequiredElement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.element = element
        name = element.name[:1].lower() + element.name[1:] if element.name[1:2].islower() else element.name
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(paragraph(f"Missing: {name}", "strong", parent=self))
        if element.why:
            words.addWidget(paragraph(element.why, "second", parent=self))
        self.button = KeyButton("Add", Emphasis.TEXT, icon="plus-bold", parent=self)
        self.button.setAccessibleName(f"Add: {element.name}")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 6, 9)
        row.setSpacing(10)
        row.addWidget(Icon("x-circle-fill", "not_met", parent=self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.button)


class _FoundDelegate(QStyledItemDelegate):
    """A row of 25 px: a check mark, the element, the page at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, 25)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accent_tint"))
            painter.fillRect(box.left(), box.top(), 3, box.height(), theme.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.color("hover"))
        theme.draw_icon(painter, QPointF(box.left() + 20, box.top() + 5), "check-bold", "met", 14)
        page = index.data(Qt.ItemDataRole.UserRole)
        painter.setFont(theme.font("second", tabular=True))
        painter.setPen(theme.color("muted"))
        if page:
            painter.drawText(box.adjusted(0, 0, -22, 0), int(_RIGHT), f"page {page}")
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        room = box.adjusted(44, 0, -74, 0)
        name = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(_LEFT), name)
        painter.restore()

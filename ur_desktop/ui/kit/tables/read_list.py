"""A read-only list of rows that draw themselves, some under a heading; ↑ and ↓ move."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ur_desktop.ui.kit.look import theme

HEAD = 42
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
Index = QModelIndex | QPersistentModelIndex


class ReadRow(Protocol):
    """One row: the heading above it, empty for none, its words for a screen reader, its height and drawing."""

    @property
    def head(self) -> str: ...
    @property
    def accessible_text(self) -> str: ...
    def height(self, width: int) -> int:
        """Return how tall it is in a list so wide, in px, its head left out."""

    def draw(self, painter: QPainter, box: QRect) -> None:
        """Draw the content of the row; its background is painted before."""


class ReadList(QListView):
    """The list; Tab leaves it."""

    def __init__(self, name: str, margin: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ReadModel(self)
        self.setAccessibleName(name)
        self.setModel(self.rows)
        self.setItemDelegate(ReadDelegate(self, margin))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, rows: Sequence[ReadRow]) -> None:
        """Show other rows, from the top."""
        self.rows.set_rows(rows)
        self.setCurrentIndex(self.rows.index(0, 0))
        self.scrollToTop()

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters are shortcuts of the screen."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


class ReadModel(QAbstractListModel):
    """The rows, and what a screen reader says of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[ReadRow] = ()

    def set_rows(self, rows: Sequence[ReadRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, index: Index) -> ReadRow:
        """Return the row at a valid index."""
        return self._rows[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index)
        return f"{row.head}. {row.accessible_text}" if row.head else row.accessible_text


class ReadDelegate(QStyledItemDelegate):
    """Paints the heading, background and hairline of a row, then has the row draw itself."""

    def __init__(self, view: ReadList, margin: int) -> None:
        super().__init__(view)
        self._view = view
        self._margin = margin

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._view.rows.row(index)
        return QSize(0, row.height(self._view.width()) + (HEAD if row.head else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        row = self._view.rows.row(index)
        painter.save()
        if row.head:
            painter.setFont(theme.font("strong"))
            painter.setPen(theme.color("text"))
            words = QRect(box.left() + self._margin, box.top() + 6, box.width(), HEAD - 6)
            painter.drawText(words, _LEFT, row.head)
            painter.fillRect(box.left(), box.top() + HEAD - 1, box.width(), 1, theme.color("border"))
            box = box.adjusted(0, HEAD, 0, 0)
        current = bool(state & QStyle.StateFlag.State_Selected) and self._view.hasFocus()
        if current or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.color("accent_tint" if current else "hover"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.color("hair"))
        if current:
            painter.fillRect(box.left(), box.top(), 3, box.height(), theme.color("accent"))
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        # As wide as the list, so that rows line up with the parts above and below a scroll bar.
        row.draw(painter, QRect(box.left(), box.top(), self._view.width(), box.height()))
        painter.restore()

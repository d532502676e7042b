"""The rows of the criteria tree, as the view asks for them: values and their numbers, none of Qt's own items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ur_desktop.ui.parts import signs

ROW = Qt.ItemDataRole.UserRole
TOP = -1
"""The parent number of a section's head."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TreeRow:
    """What one row shows: a section's head with its tallies, or a node with its mark and word."""

    id: str
    title: str
    sign: str = ""
    word: str = ""
    depth: int = 0
    tallies: tuple[tuple[str, int], ...] = ()
    unsaved: bool = False

    @property
    def is_head(self) -> bool:
        """Whether it heads a section."""
        return not self.sign

    @property
    def accessible_text(self) -> str:
        """The row as a screen reader says it."""
        if self.is_head:
            counts = (f"{count} {signs.MARKS[sign].words.lower()}" for sign, count in self.tallies)
            return ", ".join((self.title, *counts))
        mark = signs.MARKS[self.sign].words.lower()
        words = (self.id, self.title, mark, "" if self.word == mark else self.word)
        return ", ".join(word for word in words if word)


class CriteriaModel(QAbstractItemModel):
    """Rows by number, in the order of the tree; each knows the number of the row above it in the tree."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[TreeRow] = []
        self._above: list[int] = []
        self._below: dict[int, list[int]] = {}

    def set_rows(self, rows: Sequence[tuple[TreeRow, int]]) -> None:
        """Show other rows, each with the number of the row above it, or TOP."""
        self.beginResetModel()
        self._rows = [row for row, _above in rows]
        self._above = [above for _row, above in rows]
        self._below = {}
        for number, above in enumerate(self._above):
            self._below.setdefault(above, []).append(number)
        self.endResetModel()

    def row(self, number: int) -> TreeRow:
        """What a row shows."""
        return self._rows[number]

    def put(self, number: int, row: TreeRow) -> None:
        """Show a row again if anything of it changed."""
        if self._rows[number] != row:
            self._rows[number] = row
            index = self.at(number)
            self.dataChanged.emit(index, index)

    def at(self, number: int) -> QModelIndex:
        """Where the view finds a row."""
        return self.createIndex(self._below[self._above[number]].index(number), 0, number)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008, Qt's way
        below = self._below.get(_number(parent), [])
        return (
            self.createIndex(row, column, below[row])
            if 0 <= row < len(below) and not column
            else QModelIndex()
        )

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]  # QObject's parent() has no argument
        above = self._above[child.internalId()] if child.isValid() else TOP
        return QModelIndex() if above == TOP else self.at(above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, Qt's way
        return len(self._below.get(_number(parent), []))

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008, Qt's way
        return 1

    def data(self, index: Index, role: int = ROW) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.internalId()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.ToolTipRole:
                return escape(row.title)
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.accessible_text
        return None


def _number(index: Index) -> int:
    return index.internalId() if index.isValid() else TOP

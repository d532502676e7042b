"""The rows of a table, received a page at a time where there are many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ur_desktop.ui.kit.tables.column import Column, Row

Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractTableModel, Generic[Row]):
    """The rows received so far; ``more_wanted`` carries their number when the next page is needed.

    ``rest_wanted`` carries it when every further row is needed at once.
    """

    more_wanted = Signal(int)
    rest_wanted = Signal(int)

    def __init__(self, columns: Sequence[Column[Row]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: list[Row] = []
        self._more = False
        self._asked_at = -1

    def set_rows(self, rows: Sequence[Row], *, more: bool = False) -> None:
        """Show other rows; ``more``: others may follow."""
        self.beginResetModel()
        self._rows, self._more, self._asked_at = list(rows), more, -1
        self.endResetModel()

    def append(self, rows: Sequence[Row], *, more: bool = False) -> None:
        """Add the next page."""
        self._more = more
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def replace(self, number: int, row: Row) -> None:
        """Show another row in the place of one."""
        self._rows[number] = row
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))

    def refresh(self) -> None:
        """Say that the words of every row may have changed."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows received so far."""
        return tuple(self._rows)

    @property
    def has_more(self) -> bool:
        """Whether there may be rows that were not received yet."""
        return self._more

    def row(self, index: Index) -> Row | None:
        """Return the row at an index, None where there is none."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def find(self, is_it: Callable[[Row], bool]) -> int:
        """Return the number of the first row that ``is_it`` is true of, -1 without one."""
        return next((number for number, row in enumerate(self._rows) if is_it(row)), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and self._asked_at != len(self._rows)

    def fetchMore(self, parent: Index) -> None:
        self._asked_at = len(self._rows)
        self.more_wanted.emit(len(self._rows))

    def fetch_rest(self) -> None:
        """Ask for every row that was not received yet."""
        if self._more:
            self._asked_at = len(self._rows)
            self.rest_wanted.emit(len(self._rows))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.words(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {(column.accessible_text or column.words)(row)}"
        if column.hint and role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return column.hint(row) or None
        return None

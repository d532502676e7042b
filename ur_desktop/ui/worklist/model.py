"""The rows of the worklist received so far; more are asked for as they are needed."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ur_desktop.domain.worklist import PAGE, WorklistRow
from ur_desktop.ui.kit.text import when_words
from ur_desktop.ui.parts import worklist_text
from ur_desktop.ui.parts.worklist_text import LATE, Names
from ur_desktop.ui.worklist.columns import COLUMNS

Index = QModelIndex | QPersistentModelIndex


class WorklistModel(QAbstractTableModel):
    """The rows received so far; ``more_wanted`` carries how many those are when the next are to follow."""

    more_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now: datetime | None = None
        self.names = Names()
        self._rows: list[WorklistRow] = []
        self._more = False
        self._asked_at = -1

    def set_rows(self, rows: Sequence[WorklistRow], now: datetime, names: Names, page: int = PAGE) -> None:
        """Show other rows; a full page means that more may follow."""
        self.beginResetModel()
        self.now, self.names = now, names
        self._rows = list(rows)
        self._page, self._more, self._asked_at = page, len(rows) >= page, -1
        self.endResetModel()

    def append(self, rows: Sequence[WorklistRow]) -> None:
        """Put the next page under the rows received so far."""
        self._more = len(rows) >= self._page
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def set_now(self, now: datetime) -> None:
        """Say the due times as they are at another moment."""
        self.now = now
        if self._rows:
            last = self.index(len(self._rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def more(self) -> bool:
        """Whether there may be cases beyond the rows received."""
        return self._more

    def row(self, index: Index) -> WorklistRow | None:
        """Return the row at an index, None beside the table."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def place(self, case_id: str) -> int:
        """Return the line a case stands on, -1 when it is not among the rows."""
        return next((n for n, row in enumerate(self._rows) if row.case_id == case_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and self._asked_at != len(self._rows)

    def fetchMore(self, parent: Index) -> None:
        self._asked_at = len(self._rows)
        self.more_wanted.emit(len(self._rows))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None or self.now is None:
            return None
        key = COLUMNS[index.column()].key
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(key, row, self.now, self.names)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[index.column()].title}: {cell_words(key, row, self.now, self.names)}"
        late = key == "due" and worklist_text.due(row, self.now).level == "late"
        if late and role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return LATE
        return None


def cell_words(key: str, row: WorklistRow, now: datetime, names: Names) -> str:
    """What a cell says, all of it, whatever room it has."""
    due = worklist_text.due(row, now)
    return {
        "due": lambda: f"{due.words}, {due.when}" if due.when else due.words,
        "member": lambda: f"{row.member_name}, {row.member_id}",
        "plan": lambda: names.plans.get(row.plan_id, row.plan_id),
        "service": lambda: worklist_text.service(row, names),
        "review": lambda: worklist_text.review(row),
        "state": lambda: worklist_text.state(row).words,
        "provider": lambda: row.provider,
        "received": lambda: when_words(now, row.received),
        "reviewer": lambda: worklist_text.reviewer(row, names),
    }[key]()

"""The worklist's table: a model that asks for rows as they are needed, and a delegate that paints them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from PySide6.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ur_desktop.ui import theme, worklist_rows
from ur_desktop.ui.buttons import Edge, draw_box
from ur_desktop.ui.text import when_words
from ur_desktop.ui.worklist_rows import LATE, PAGE, Names, Row

ROW_HEIGHT = 36
HEAD_HEIGHT = 34
MARGIN = 24
_PAD = 12
_DATE_AT = 148
_VCENTRE = Qt.AlignmentFlag.AlignVCenter
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how wide it wants to be and the least it bears, in px."""

    key: str
    title: str
    width: int
    least: int


COLUMNS = (
    Column("due", "Due", 256, 140),
    Column("member", "Member", 274, 150),
    Column("plan", "Plan", 148, 110),
    Column("service", "Service", 156, 70),
    Column("review", "Review", 164, 110),
    Column("state", "State", 166, 120),
    Column("provider", "Provider", 220, 0),
    Column("received", "Received", 130, 0),
    Column("reviewer", "Reviewer", 122, 96),
)
PLACE: Mapping[str, int] = {column.key: place for place, column in enumerate(COLUMNS)}
WIDE_MEMBER = 360
_JOINING = ("provider", "received")
_GIVING_WAY = ("reviewer", "member", "service", "plan", "review", "due", "state")
NARROW = 860


def widths(room: int) -> dict[str, int]:
    """How wide each column is in so much room; 0 for one that does not show. The reviewer takes the rest."""
    wide = {column.key: column.width for column in COLUMNS}
    for key in reversed(_JOINING):
        if sum(wide.values()) - wide["member"] + WIDE_MEMBER > room:
            wide[key] = 0
    if room < NARROW:
        wide["plan"] = 0
    spare = room - sum(wide.values())
    if spare > 0:
        wide["member"] += min(spare, WIDE_MEMBER - wide["member"])
    for key in _GIVING_WAY:
        lack = sum(wide.values()) - room
        if lack > 0 and wide[key]:
            wide[key] = max(COLUMNS[PLACE[key]].least, wide[key] - lack)
    wide["reviewer"] += max(0, room - sum(wide.values()))
    return wide


class WorklistModel(QAbstractTableModel):
    """The rows received so far; ``more_wanted`` carries how many those are when the next are to follow."""

    more_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now: datetime | None = None
        self.names = Names()
        self._rows: list[Row] = []
        self._more = False
        self._asked_at = -1

    def set_rows(self, rows: Sequence[Row], now: datetime, names: Names, page: int = PAGE) -> None:
        """Show other rows; a full page means that more may follow."""
        self.beginResetModel()
        self.now, self.names = now, names
        self._rows = list(rows)
        self._page, self._more, self._asked_at = page, len(rows) >= page, -1
        self.endResetModel()

    def append(self, rows: Sequence[Row]) -> None:
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

    def row(self, index: Index) -> Row | None:
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
            return _words(key, row, self.now, self.names)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{COLUMNS[index.column()].title}: {_words(key, row, self.now, self.names)}"
        late = key == "due" and worklist_rows.due(row, self.now).level == "late"
        if late and role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return LATE
        return None


def _words(key: str, row: Row, now: datetime, names: Names) -> str:
    due = worklist_rows.due(row, now)
    return {
        "due": lambda: f"{due.words}, {due.when}" if due.when else due.words,
        "member": lambda: f"{row.member_name}, {row.member_id}",
        "plan": lambda: names.plans.get(row.plan_id, row.plan_id),
        "service": lambda: worklist_rows.service(row, names),
        "review": lambda: worklist_rows.review(row),
        "state": lambda: worklist_rows.state(row).words,
        "provider": lambda: row.provider,
        "received": lambda: when_words(now, row.received),
        "reviewer": lambda: worklist_rows.reviewer(row, names),
    }[key]()


class WorklistDelegate(QStyledItemDelegate):
    """Paints one cell of a row; a row is selected and hovered as a whole."""

    def __init__(self, table: "WorklistTable") -> None:
        super().__init__(table)
        self._table = table
        self._painters: Mapping[str, Callable[[QPainter, QRect, Row, bool], None]] = {
            "due": self._due,
            "member": self._member,
            "service": self._service,
            "state": self._state,
            "received": self._received,
            "reviewer": self._reviewer,
        }

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = self._table.cases
        row = model.row(index)
        if row is None or model.now is None:
            return
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = index.row() == self._table.hovered_row
        fill = "accent_tint" if chosen else "hover" if hovered else "surface"
        painter.fillRect(box, theme.colour(fill))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.colour("hair"))
        column = COLUMNS[index.column()]
        room = box.adjusted(MARGIN if column.key == "due" else _PAD, 0, -6, -1)
        if paint := self._painters.get(column.key):
            paint(painter, room, row, chosen)
        else:
            _draw(painter, room, _words(column.key, row, model.now, model.names))
        if chosen and index.column() == 0:
            painter.fillRect(box.left(), box.top(), 3, box.height(), theme.colour("accent"))

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(COLUMNS[index.column()].width, ROW_HEIGHT)

    def _due(self, painter: QPainter, room: QRect, row: Row, _chosen: bool) -> None:
        now = self._table.cases.now
        if now is None:
            return
        due = worklist_rows.due(row, now)
        loud = due.level in {"late", "soon", "today"}
        ink = due.sign.token if due.level in {"late", "soon"} else "text"
        theme.draw_icon(painter, QPointF(room.left(), room.top() + 10), due.sign.icon, due.sign.token)
        words = room.adjusted(22, 0, 0, 0)
        date_at = room.left() - MARGIN + _DATE_AT
        when = QRect(date_at, room.top(), room.right() - date_at + 6, room.height())
        if _width(due.when, "second", tabular=True) <= when.width():
            words.setRight(date_at - 6)
            _draw(painter, when, due.when, "second", "muted", tabular=True)
        _draw(painter, words, due.words, "strong" if loud else "body", ink)

    def _member(self, painter: QPainter, room: QRect, row: Row, chosen: bool) -> None:
        number = room.adjusted(0, 0, -14, 0)
        taken = _width(row.member_id, "second", tabular=True)
        name = room
        if room.width() - taken >= 110:
            _draw(painter, number, row.member_id, "second", "muted", tabular=True, to=_RIGHT)
            name = room.adjusted(0, 0, -taken - 24, 0)
        _draw(painter, name, row.member_name, "strong" if chosen else "name")

    def _service(self, painter: QPainter, room: QRect, row: Row, _chosen: bool) -> None:
        words = worklist_rows.service(row, self._table.cases.names)
        _draw(painter, room, words if _width(words, "body") <= room.width() else row.service_code)

    def _state(self, painter: QPainter, room: QRect, row: Row, _chosen: bool) -> None:
        sign = worklist_rows.state(row)
        theme.draw_icon(painter, QPointF(room.left(), room.top() + 10), sign.icon, sign.token)
        _draw(painter, room.adjusted(22, 0, 6, 0), sign.words)

    def _received(self, painter: QPainter, room: QRect, row: Row, _chosen: bool) -> None:
        now = self._table.cases.now
        if now is not None:
            _draw(painter, room, when_words(now, row.received), "second", "muted", tabular=True)

    def _reviewer(self, painter: QPainter, room: QRect, row: Row, _chosen: bool) -> None:
        words = worklist_rows.reviewer(row, self._table.cases.names)
        _draw(painter, room, words, ink="text" if row.reviewer else "muted")


class WorklistHead(QHeaderView):
    """The heads of the columns, over their words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(HEAD_HEIGHT)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(60)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  Qt's name
        painter.fillRect(rect, theme.colour("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("border"))
        room = rect.adjusted(MARGIN if logicalIndex == 0 else _PAD, 0, -4, -1)
        _draw(painter, room, COLUMNS[logicalIndex].title, "field", "muted")


class WorklistTable(QTableView):
    """The rows, one line each, by key: ↑ ↓ move, Enter ``opened``; Tab leaves the table."""

    opened = Signal(str)
    current_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered_row = -1
        self._by_key = False
        self._by_hand = False
        self._fitting = False
        self.cases = WorklistModel(self)
        self.setAccessibleName("Cases, most urgent first")
        self.setHorizontalHeader(WorklistHead(self))
        self.setModel(self.cases)
        self.setItemDelegate(WorklistDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.doubleClicked.connect(self._open)
        self.horizontalHeader().sectionResized.connect(self._resized)

    def current_row(self) -> Row | None:
        """Return the row that the keys act on."""
        return self.cases.row(self.currentIndex())

    def choose(self, case_id: str) -> None:
        """Move to a case, or to the first row when it is not there."""
        self.setCurrentIndex(self.cases.index(max(0, self.cases.place(case_id)), 0))

    def kept_widths(self) -> bytes:
        """Return the widths that a person gave the columns; empty when they follow the window."""
        return bytes(self.horizontalHeader().saveState().data()) if self._by_hand else b""

    def keep_widths(self, state: bytes) -> None:
        """Give the columns the widths of an earlier day; what can't be read is left out."""
        self._fitting = True
        self._by_hand = bool(state) and self.horizontalHeader().restoreState(QByteArray(state))
        self._fitting = False
        self._fit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def keyboardSearch(self, _search: str) -> None:
        """Letters are keys of the screen here, not a search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_key = True
        self.viewport().update()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and self.cases.rowCount():
            line = 0 if event.key() == Qt.Key.Key_Home else self.cases.rowCount() - 1
            self.setCurrentIndex(self.cases.index(line, 0))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._by_key = False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_key = event.reason() in {
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        }
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        current = self.currentIndex()
        if self._by_key and self.hasFocus() and current.isValid():
            line = self.visualRect(current)
            ring = QRectF(0, line.top(), self.viewport().width(), line.height())
            draw_box(QPainter(self.viewport()), ring, Edge("accent", 2, 2), None)

    def _open(self, index: QModelIndex) -> None:
        if row := self.cases.row(index):
            self.opened.emit(row.case_id)

    def _hover(self, line: int) -> None:
        if line != self.hovered_row:
            self.hovered_row = line
            self.viewport().update()

    def _resized(self, _section: int, _old: int, _new: int) -> None:
        # The last column follows the others by itself, on every resize.
        if not self._fitting and _section != PLACE["reviewer"]:
            self._by_hand = True

    def _fit(self) -> None:
        if self._by_hand:
            return
        self._fitting = True
        for key, width in widths(self.viewport().width()).items():
            self.setColumnHidden(PLACE[key], width == 0)
            if width:
                self.setColumnWidth(PLACE[key], width)
        self._fitting = False


@cache
def _font(role: str, *, tabular: bool) -> QFont:
    return theme.font(role, tabular=tabular)


@cache
def _metrics(role: str, *, tabular: bool) -> QFontMetrics:
    return QFontMetrics(_font(role, tabular=tabular))


def _width(text: str, role: str, *, tabular: bool = False) -> int:
    return _metrics(role, tabular=tabular).horizontalAdvance(text)


def _draw(
    painter: QPainter,
    room: QRect,
    text: str,
    role: str = "body",
    ink: str = "text",
    *,
    tabular: bool = False,
    to: Qt.AlignmentFlag = _LEFT,
) -> None:
    painter.setFont(_font(role, tabular=tabular))
    painter.setPen(theme.colour(ink))
    shown = _metrics(role, tabular=tabular).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    # One line, as typed: a line break in a name would push it out of its row.
    painter.drawText(room, int(to | _VCENTRE) | int(Qt.TextFlag.TextSingleLine), shown)

"""The table of the letter queue: one line a letter, chosen or left out by Space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ur_desktop.domain.letter.waiting import WaitingLetter
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.tables.read_list import draw_words
from ur_desktop.ui.kit.tables.table import MARGIN, PAD, Index, LineHead, Table, share
from ur_desktop.ui.kit.text import time_words
from ur_desktop.ui.letters.queue_text import addressee, state

COLUMNS = (
    ("Letter", 272),
    ("Member", 208),
    ("Case", 124),
    ("For", 232),
    ("On file since", 176),
    ("State", 200),
)
LEAST_STATE = 214
_LETTER, _MEMBER, _CASE, _FOR, _SINCE, _STATE = range(6)
_CHECK = 28


class LetterQueueModel(QAbstractTableModel):
    """The letters that wait, and which of them are left out; one that is in doubt is, until it is chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now: datetime | None = None
        self.doing: tuple[int, str] = (0, "")
        self._lines: list[WaitingLetter] = []
        self._people: Mapping[str, str] = {}
        self._me = ""
        self._left_out: set[int] = set()
        self._doubted: set[int] = set()

    def set_lines(
        self, lines: Sequence[WaitingLetter], now: datetime, people: Mapping[str, str], me: str
    ) -> None:
        """Show other letters; those left out stay so. ``people`` are names by user id, ``me`` is signed in."""
        self.beginResetModel()
        self.now, self._lines = now, list(lines)
        self._people, self._me = people, me
        doubted = {line.letter for line in lines if line.in_doubt}
        self._left_out |= doubted - self._doubted
        self._doubted |= doubted
        self.endResetModel()

    def set_doing(self, letter: int, words: str) -> None:
        """Say what is being done with a letter; 0 for none."""
        self.doing = (letter, words)
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, _STATE))

    def take_out(self, letter: int) -> None:
        """Take a letter out that is handed over."""
        if (place := self.place(letter)) >= 0:
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._lines[place]
            self.endRemoveRows()

    def toggle(self, index: Index) -> None:
        """Choose a letter that is left out, or leave it out; nothing for one in a batch."""
        line = self.line(index)
        if line is not None and line.may_be_chosen:
            self._left_out ^= {line.letter}
            self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), _STATE))

    def leave_out(self, letters: set[int]) -> None:
        """Leave out just these letters."""
        self._left_out = set(letters)
        self.set_doing(*self.doing)

    @property
    def lines(self) -> tuple[WaitingLetter, ...]:
        """The letters that wait, as shown."""
        return tuple(self._lines)

    @property
    def left_out(self) -> set[int]:
        """The letters left out, of those that wait."""
        return self._left_out & {line.letter for line in self._lines}

    def chosen(self) -> tuple[int, ...]:
        """The letters that the next batch takes, in their order."""
        return tuple(line.letter for line in self._lines if self.is_chosen(line))

    def is_chosen(self, line: WaitingLetter) -> bool:
        """Whether the next batch takes a letter."""
        return line.may_be_chosen and line.letter not in self._left_out

    def line(self, index: Index) -> WaitingLetter | None:
        """Return the line at an index, None beside the table."""
        return self._lines[index.row()] if index.isValid() and index.row() < len(self._lines) else None

    def place(self, letter: int) -> int:
        """Return the row a letter stands on, -1 when it is not among them."""
        return next((row for row, line in enumerate(self._lines) if line.letter == letter), -1)

    def sign(self, line: WaitingLetter) -> Sign:
        """Where a letter stands: icon and words."""
        letter, words = self.doing
        doing = words if line.letter == letter else ""
        return state(line, chosen=self.is_chosen(line), doing=doing, people=self._people, me=self._me)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section][0]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index)
        if line is None or self.now is None:
            return None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        words = (
            line.name,
            line.member_name,
            line.number,
            addressee(line),
            time_words(self.now, line.at),
            self.sign(line).words,
        )[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        check = (", chosen" if self.is_chosen(line) else ", not chosen") if index.column() == _LETTER else ""
        return f"{COLUMNS[index.column()][0]}: {words}{check}"


class LetterQueueTable(Table):
    """The letters by key: Space chooses or leaves out, Enter ``opened`` the letter's case."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.letters = LetterQueueModel()
        super().__init__(
            self.letters, "Letters that wait, oldest first", LineHead(MARGIN + _CHECK), parent=parent
        )
        self.letters.setParent(self)
        self.setItemDelegate(_Cells(self.letters, self))
        self.doubleClicked.connect(self._open)

    def widths(self, room: int) -> Mapping[int, int]:
        return share([width for _title, width in COLUMNS[:_STATE]], room, LEAST_STATE, 1.3)

    def current_line(self) -> WaitingLetter | None:
        """Return the line that the keys act on."""
        return self.letters.line(self.currentIndex())

    def choose(self, letter: int) -> None:
        """Move to a letter, or to the first one when it is not there."""
        self.setCurrentIndex(self.letters.index(max(0, self.letters.place(letter)), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space:
            self.letters.toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position().toPoint()
        if at.x() < MARGIN + _CHECK:
            self.letters.toggle(self.indexAt(at))

    def _open(self, index: QModelIndex) -> None:
        if line := self.letters.line(index):
            self.opened.emit(line.case_id)


class _Cells(QStyledItemDelegate):
    def __init__(self, letters: LetterQueueModel, parent: QObject) -> None:
        super().__init__(parent)
        self._letters = letters

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._letters.line(index)
        if line is None:
            return
        box: QRect = option.rect
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, theme.color("accent_tint" if current else "surface"))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.color("hair"))
        room = box.adjusted(MARGIN if index.column() == _LETTER else PAD, 0, -6, -1)
        chosen = self._letters.is_chosen(line)
        role, ink = "body", "text" if chosen or line.batch_of else "muted"
        if index.column() == _LETTER:
            if line.may_be_chosen:
                icon, token = ("check-square-fill", "accent") if chosen else ("square", "control")
                theme.draw_icon(painter, QPointF(room.left(), room.top() + 10), icon, token)
            room, role = room.adjusted(_CHECK, 0, 0, 0), "name"
        elif index.column() == _STATE:
            sign = self._letters.sign(line)
            theme.draw_icon(painter, QPointF(room.left(), room.top() + 10), sign.icon, sign.token)
            room, ink = room.adjusted(22, 0, 6, 0), "text"
        elif index.column() == _SINCE:
            role, ink = "second", "muted"
        draw_words(painter, room, str(index.data() or ""), role, ink, tabular=True)
        if current and index.column() == _LETTER:
            painter.fillRect(box.left(), box.top(), 3, box.height(), theme.color("accent"))

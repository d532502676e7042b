"""What happened to a case, newest first: who did what, day by day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ur_desktop.domain.dates import zoned_clock_words
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.drawn_text import LINE_HEIGHT, draw_words, draw_wrapped, wrapped_height
from ur_desktop.ui.kit.panels import Hairline, KeyCap
from ur_desktop.ui.kit.tables.read_list import ReadList
from ur_desktop.ui.kit.text import date_words, plural

MARGIN = 24
ROW, FOOT = 36, 36
_ICON, _WHAT = 128, 154
_WHO, _WHO_AT = 200, 820
_PAD = (ROW - LINE_HEIGHT) // 2


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened: when (aware), who by name, what in words, and its icon of ``theme.ICONS``."""

    at: datetime
    who: str
    what: str = field(repr=False)
    icon: str


class History(FocusScope):
    """The History tab: a list to read, moved through by ↑ and ↓."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self.lines = ReadList("History, newest first", MARGIN, self)
        self.nothing = paragraph("No history yet.", "body", "muted", parent=self)
        self.count = label("", "second", parent=self)
        self._foot = QWidget(self)
        self._foot.setFixedHeight(FOOT)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(MARGIN, 0, MARGIN, 0)
        foot.setSpacing(8)
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(KeyCap("↑", self._foot))
        foot.addWidget(KeyCap("↓", self._foot))
        foot.addWidget(label("move", "second", parent=self._foot))
        full = QWidget(self)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.lines, 1)
        column.addWidget(Hairline(strong=True, parent=full))
        column.addWidget(self._foot)
        empty = QWidget(self)
        QHBoxLayout(empty).addWidget(self.nothing, 0, Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(full)
        self._pages.addWidget(empty)

    def home(self) -> QWidget:
        return self.lines

    def open(self, lines: Sequence[HistoryLine], zone: tzinfo | None = None) -> None:
        """Show what happened, in any order; times are shown in ``zone``, or in this computer's own."""
        self.lines.show_rows(tuple(_entries(lines, zone)))
        self.count.setText(f"{plural(len(lines), 'entry', 'entries')}, newest first")
        self._pages.setCurrentIndex(0 if lines else 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list; ``head`` is its day where a day begins: "Fri Jan 16, 2026"."""

    time: str
    line: HistoryLine
    head: str

    @property
    def accessible_text(self) -> str:
        """The line for a screen reader."""
        return f"{self.time}, {self.line.what}, {self.line.who}"

    def height(self, width: int) -> int:
        """Return how tall it is, in px."""
        return wrapped_height(self.line.what, "body", _room(width)) + 2 * _PAD

    def draw(self, painter: QPainter, box: QRect) -> None:
        """Draw time, icon, what, and at the right who."""
        first = QRect(box.left(), box.top(), box.width(), ROW - 1)
        draw_words(painter, first.adjusted(MARGIN, 0, 0, 0), self.time, "second", "muted", tabular=True)
        theme.draw_icon(painter, QPointF(box.left() + _ICON, box.top() + 10), self.line.icon)
        at = QPointF(box.left() + _WHAT, box.top() + _PAD)
        draw_wrapped(painter, at, self.line.what, "body", _room(box.width()))
        who = first.adjusted(min(first.width() - _WHO, _WHO_AT), 0, -MARGIN, 0)
        draw_words(painter, who, self.line.who, "body", "muted")


def _entries(lines: Sequence[HistoryLine], zone: tzinfo | None) -> Iterator[Entry]:
    """The lines newest first; of two at the same moment the one that came later in ``lines`` is the newer."""
    shown = None
    for line in sorted(lines, key=lambda line: line.at)[::-1]:
        here = line.at.astimezone(zone)
        day = here.date()
        yield Entry(zoned_clock_words(here), line, "" if day == shown else date_words(date.min, day))
        shown = day


def _room(width: int) -> int:
    return max(80, width - _WHAT - _WHO - 24)

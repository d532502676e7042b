"""The program's planned week: rows of days, type and minutes; a row is one session on each of its days."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIntValidator, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ur_desktop.domain.dates import WEEKDAYS
from ur_desktop.domain.evaluation.measures import DAYS, KIND_WORDS, NOT_COUNTED
from ur_desktop.domain.review import PlannedSession
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton, PaintedButton, pill_edge
from ur_desktop.ui.kit.fields.editors import Combo
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import draw_box
from ur_desktop.ui.kit.messages import ErrorLine

_KIND_CODES = tuple(KIND_WORDS)
_DAY_WIDTH, _KIND_WIDTH, _MINUTES_WIDTH = 36, 214, 72
_LEAST_DAY, _LEAST_KIND, _LEAST_MINUTES = 28, 104, 60
_GAP, _DAY_GAP = 8, 4
_MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One kind of session of one length, on some days."""

    days: frozenset[str]
    kind: str
    minutes: int

    def sessions(self) -> tuple[PlannedSession, ...]:
        """Its sessions, Monday first."""
        return tuple(PlannedSession(day, self.kind, self.minutes) for day in DAYS if day in self.days)


def week_lines(sessions: tuple[PlannedSession, ...]) -> tuple[WeekLine, ...]:
    """Put sessions on as few lines as say the same week; a second one alike on a day starts another line."""
    lines: list[WeekLine] = []
    for session in sessions:
        for place, line in enumerate(lines):
            alike = (line.kind, line.minutes) == (session.kind, session.minutes)
            if alike and session.day not in line.days:
                lines[place] = WeekLine(line.days | {session.day}, line.kind, line.minutes)
                break
        else:
            lines.append(WeekLine(frozenset({session.day}), session.kind, session.minutes))
    return tuple(lines)


class ScheduleEditor(QWidget):
    """The lines of a week over one to add; ``changed`` carries all sessions after every change."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[LineEditor] = []
        self._shown = 0
        self._widths = (_DAY_WIDTH, _KIND_WIDTH, _MINUTES_WIDTH)
        head = QHBoxLayout()
        head.setSpacing(_GAP)
        self._heads = tuple(
            label(words, "field", "muted", parent=self) for words in ("Days", "Type", "Minutes")
        )
        for named in self._heads:
            head.addWidget(named)
        head.addStretch(1)
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.new = LineEditor("new line", "Add", self)
        self.new.minutes.returnPressed.connect(self.add)
        self.new.button.clicked.connect(self.add)
        self.error = ErrorLine(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(self._column)
        column.addWidget(self.new)
        column.addWidget(self.error)
        self._set_widths()

    def minimumSizeHint(self) -> QSize:
        least = _days(_LEAST_DAY) + _LEAST_KIND + _LEAST_MINUTES + 3 * _GAP + self._button_width()
        return QSize(least, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        wide = _days(_DAY_WIDTH) + _KIND_WIDTH + _MINUTES_WIDTH + 3 * _GAP + self._button_width()
        return QSize(wide, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lack = max(0, self.sizeHint().width() - self.width())
        day = max(_LEAST_DAY, _DAY_WIDTH - -(-lack // 7))
        lack = max(0, lack - 7 * (_DAY_WIDTH - day))
        minutes = max(_LEAST_MINUTES, _MINUTES_WIDTH - lack)
        lack -= _MINUTES_WIDTH - minutes
        widths = (day, max(_LEAST_KIND, _KIND_WIDTH - lack), minutes)
        if widths != self._widths:
            self._widths = widths
            self._set_widths()

    def _set_widths(self) -> None:
        day, kind, minutes = self._widths
        for named, width in zip(self._heads, (_days(day), kind, minutes), strict=True):
            named.setFixedWidth(width)
        for line in (*self.lines, self.new):
            line.set_widths(day, kind, minutes)

    def _button_width(self) -> int:
        return max(line.button.sizeHint().width() for line in (*self.lines, self.new))

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, from top to bottom."""
        return tuple(part for line in (*self.lines, self.new) for part in line.parts)

    def sessions(self) -> tuple[PlannedSession, ...]:
        """Every session of the week as shown."""
        return tuple(session for line in self.lines[: self._shown] for session in line.line().sessions())

    def set_sessions(self, sessions: tuple[PlannedSession, ...]) -> None:
        """Show a week without saying that it changed."""
        lines = week_lines(sessions)
        for line in lines[len(self.lines) :]:
            self._make_line(len(self.lines) + 1, line)
        for editor, line in zip(self.lines, lines, strict=False):
            editor.set_line(line)
        self._show(len(lines))
        self.error.say("")

    def add(self) -> None:
        """Add the new line to the week; say what is missing instead when something is."""
        line = self.new.line()
        if not line.days or not line.minutes:
            self.error.say("Choose at least one day." if not line.days else "Type how many minutes it lasts.")
            (self.new.minutes if line.days else self.new.days["mon"]).setFocus()
            return
        self.error.say("")
        if self._shown == len(self.lines):
            self._make_line(self._shown + 1, line)
        self.lines[self._shown].set_line(line)
        self._show(self._shown + 1)
        self.new.clear()
        self.new.days["mon"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(self.sessions())

    def _make_line(self, number: int, line: WeekLine) -> None:
        editor = LineEditor(f"line {number}", "Remove", self)
        editor.set_line(line)
        editor.changed.connect(lambda: self.changed.emit(self.sessions()))
        editor.button.clicked.connect(lambda: self._drop(editor))
        editor.set_widths(*self._widths)
        self._column.addWidget(editor)
        self.lines.append(editor)
        self.updateGeometry()

    def _drop(self, editor: "LineEditor") -> None:
        kept = [line.line() for line in self.lines[: self._shown] if line is not editor]
        for shown, line in zip(self.lines, kept, strict=False):
            shown.set_line(line)
        self._show(len(kept))
        self.changed.emit(self.sessions())

    def _show(self, count: int) -> None:
        self._shown = count
        for place, editor in enumerate(self.lines):
            editor.setVisible(place < count)


class DayButton(PaintedButton):
    """A day of the week, on or off."""

    ring_radius = 15

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(word, height=30, parent=parent)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        return QSize(_DAY_WIDTH, 30)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_DAY, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.isChecked()
        fill = "accent_tint" if on else "hover" if self.hovered() else "surface"
        draw_box(painter, QRectF(self.rect()), pill_edge(on=on), fill)
        painter.setFont(theme.font("strong" if on else "name"))
        painter.setPen(theme.color("accent" if on else "text"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())


class LineEditor(QWidget):
    """Seven days to choose, the kind, the minutes, and a button that adds the line or removes it."""

    changed = Signal()

    def __init__(self, name: str, act: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        chosen = QHBoxLayout()
        chosen.setSpacing(_DAY_GAP)
        self.days = {day: DayButton(day.capitalize()[:2], parent=self) for day in DAYS}
        for pill, day in zip(self.days.values(), WEEKDAYS, strict=True):
            pill.setAccessibleName(f"{day}, {name}")
            pill.clicked.connect(self.changed)
            chosen.addWidget(pill)
        self.kind = Combo(self)
        self.kind.addItems(
            [f"{words}, not counted" if kind in NOT_COUNTED else words for kind, words in KIND_WORDS.items()]
        )
        self.kind.setAccessibleName(f"Type, {name}")
        self.kind.activated.connect(lambda _place: self.changed.emit())
        self.minutes = QLineEdit(self)
        self.minutes.setFont(theme.font("body", tabular=True))
        self.minutes.setFixedHeight(32)
        self.minutes.setValidator(QIntValidator(0, _MOST_MINUTES, self.minutes))
        self.minutes.setAccessibleName(f"Minutes, {name}")
        self.minutes.editingFinished.connect(self.changed)
        adds = act == "Add"
        self.button = KeyButton(act, Emphasis.SECONDARY if adds else Emphasis.QUIET, parent=self)
        self.button.setAccessibleName(f"{act} {name}")
        row.addLayout(chosen)
        row.addWidget(self.kind)
        row.addWidget(self.minutes)
        row.addWidget(self.button)
        row.addStretch(1)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, from left to right."""
        return (*self.days.values(), self.kind, self.minutes, self.button)

    def set_widths(self, day: int, kind: int, minutes: int) -> None:
        """Give each day, the kind and the minutes so much room, in px."""
        for pill in self.days.values():
            pill.setFixedWidth(day)
        self.kind.setFixedWidth(kind)
        self.minutes.setFixedWidth(minutes)

    def line(self) -> WeekLine:
        """What is chosen and typed."""
        days = frozenset(day for day, pill in self.days.items() if pill.isChecked())
        return WeekLine(days, _KIND_CODES[self.kind.currentIndex()], int(self.minutes.text() or 0))

    def clear(self) -> None:
        """Empty days and minutes; the kind stays."""
        self.set_line(WeekLine(frozenset(), _KIND_CODES[self.kind.currentIndex()], 0))

    def set_line(self, line: WeekLine) -> None:
        """Show a line."""
        for day, pill in self.days.items():
            pill.setChecked(day in line.days)
        self.kind.setCurrentIndex(_KIND_CODES.index(line.kind))
        self.minutes.setText(str(line.minutes) if line.minutes else "")


def _days(day: int) -> int:
    """How much room seven days take, each of so many px."""
    return 7 * day + 6 * _DAY_GAP

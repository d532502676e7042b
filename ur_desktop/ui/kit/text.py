"""Words on the screen: labels that never read markup, and the words for time and number."""

import html
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ur_desktop.ui.kit import theme

SOON = timedelta(hours=4)
LINE_OF_READING = 80
_Label = TypeVar("_Label", bound=QLabel)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def label(text: str, role: str = "body", tone: str = "", *, parent: QWidget | None = None) -> QLabel:
    """Make a one-line label in a step of the type scale (``theme.TYPE``); its text is shown to the letter."""
    return _dressed(QLabel(parent), text, role, tone)


def elided(text: str, role: str = "body", tone: str = "", *, parent: QWidget | None = None) -> "Elided":
    """Make a label that ends in … where it does not fit, and shows the whole on hover."""
    return _dressed(Elided(parent), text, role, tone)


def paragraph(text: str, role: str = "body", tone: str = "", *, parent: QWidget | None = None) -> "Paragraph":
    """Make a label that wraps on the type scale's line height, in lines of at most 80 characters."""
    made = _dressed(Paragraph(parent), text, role, tone)
    made.line = theme.TYPE[role].line
    return made


class Elided(QLabel):
    """One line of plain text that gives way when there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("MMM…"), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment()), shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if fits else html.escape(self.text()))


class Paragraph(QLabel):
    """Plain text wrapped on lines of a fixed height, which QLabel alone can't do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = theme.TYPE["body"].line
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def measure(self) -> int:
        """Return the longest line this text may have, in px."""
        return self.fontMetrics().averageCharWidth() * LINE_OF_READING

    def sizeHint(self) -> QSize:
        natural = (
            max((self.fontMetrics().horizontalAdvance(part) for part in self.text().split("\n")), default=0)
            + 2
        )
        width = min(natural, self.measure())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(80, self.sizeHint().width()), self.line)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.line * sum(self._layout(part, width).lineCount() for part in self.text().split("\n"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        top = 0.0
        for part in self.text().split("\n"):
            layout = self._layout(part, self.width())
            layout.draw(painter, QPointF(0, top))
            top += self.line * layout.lineCount()

    def _layout(self, text: str, width: int) -> QTextLayout:
        layout = QTextLayout(text or " ", self.font(), self)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, min(width, self.measure())))
            line.setPosition(QPointF(0, top + (self.line - line.height()) / 2))
            top += self.line
        layout.endLayout()
        return layout


def _dressed(made: _Label, text: str, role: str, tone: str) -> _Label:
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(theme.font(role))
    made.setProperty("tone", tone or theme.TYPE[role].tone)
    made.setText(text)
    return made


def plural(number: int, one: str, many: str = "") -> str:
    """Say a count with its noun: "1 day", "3 days"; ``many`` where adding s is wrong."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def own_zone(now: datetime) -> tzinfo | None:
    """The zone in which hours are told and typed, that of ``now``; None is this computer's, with summer time.

    A deadline is counted in the plan's zone all the same, wherever the hour of receipt was typed.
    """
    return None if now.astimezone().utcoffset() == now.utcoffset() else now.tzinfo


def own_time(now: datetime, moment: datetime) -> datetime:
    """A moment by the clock of whoever reads it, as that clock stood then; as it is where ``now`` has no zone."""
    return moment if now.tzinfo is None else moment.astimezone(own_zone(now))


def on_clock(day: date, clock: time, zone: tzinfo | None) -> datetime:
    """When a clock in a zone, None for this computer's, shows a day and an hour."""
    return datetime.combine(day, clock, zone).astimezone(zone)


def due_level(now: datetime, due: datetime) -> str:
    """Return the key into ``theme.CLOCKS`` of a running clock: late, soon (under 4 h), today or later."""
    due = own_time(now, due)
    if due < now:
        return "late"
    if due - now < SOON:
        return "soon"
    return "today" if due.date() == now.date() else "later"


def due_words(now: datetime, due: datetime) -> str:
    """Say how long is left, never more than there is: "2 h left", "Late by 1 day", "Tomorrow", "3 days"."""
    due = own_time(now, due)
    if due < now:
        return f"Late by {_span(now - due)}"
    days = (due.date() - now.date()).days
    if days == 0 or due - now < SOON:
        return f"{_span(due - now)} left"
    return "Tomorrow" if days == 1 else plural(days, "day")


def when_words(now: datetime, moment: datetime) -> str:
    """Say when, as short as is clear: "today 4:30 PM", within a day "Sat 9:15 AM", else "Mon Jan 19"."""
    moment = own_time(now, moment)
    near = abs((moment.date() - now.date()).days) <= 1
    return time_words(now, moment) if near else date_words(now, moment)


def time_words(now: datetime, moment: datetime) -> str:
    """Say the day and the hour: "today 4:30 PM", "Sat 9:15 AM", beyond a day "Mon Jan 19, 9:05 AM"."""
    moment = own_time(now, moment)
    days = abs((moment.date() - now.date()).days)
    if days == 0:
        return f"today {clock_words(moment)}"
    if days == 1:
        return f"{_DAYS[moment.weekday()]} {clock_words(moment)}"
    return f"{date_words(now, moment)}, {clock_words(moment)}"


def date_words(now: date, day: date) -> str:
    """Say a date with its weekday, "Mon Jan 19"; its year too when it is not this one."""
    year = "" if day.year == now.year else f", {day.year}"
    return f"{_DAYS[day.weekday()]} {_MONTHS[day.month - 1]} {day.day}{year}"


def clock_words(moment: datetime) -> str:
    """Say the hour: "9:05 AM", "12:30 PM"."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {'AM' if moment.hour < 12 else 'PM'}"


def typed_date(day: date) -> str:
    """Write a date as fields and letters take it: "01/26/2026"."""
    return f"{day.month:02}/{day.day:02}/{day.year}"


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h"
    return plural(minutes // (24 * 60), "day")

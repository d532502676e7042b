"""A date, typed as mm/dd/yyyy or picked from a calendar."""

import re
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ur_desktop.ui.kit.fields.editors import IconEdit
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.text import typed_date

_TYPED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_DIGITS = re.compile(r"(\d\d)(\d\d)(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class DateEdit(IconEdit):
    """A date typed as mm/dd/yyyy or picked: Alt+↓ opens the calendar, ↑ and ↓ step a day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("calendar-blank", "Open the calendar, Alt+Down", parent)
        self.setPlaceholderText("mm/dd/yyyy")
        self.setMinimumWidth(132)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.open_calendar)
        self.editingFinished.connect(self._tidy)

    def value(self) -> date | None:
        """Return the date, None while the text is not one."""
        return read_date(self.text())

    def set_value(self, day: date | None) -> None:
        """Show a date, or nothing."""
        self.setText(typed_date(day) if day else "")

    def put(self, day: date) -> None:
        """Show a date that a person chose; it counts as modified text."""
        self.set_value(day)
        self.setModified(True)

    def open_calendar(self) -> None:
        """Open the calendar under the field, at its date."""
        popup = _CalendarPopup(self)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        popup.calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        day = self.value()
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
            self.open_calendar()
        elif step and day and date.min < day < date.max:
            self.put(date.fromordinal(day.toordinal() + step))
        else:
            super().keyPressEvent(event)

    def _tidy(self) -> None:
        if day := self.value():
            is_modified = self.isModified()
            self.set_value(day)
            self.setModified(is_modified)


class _CalendarPopup(QFrame):
    """The calendar under a date field; closes when a day is picked or Esc is pressed."""

    def __init__(self, field: DateEdit) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "popup")
        self._field = field
        self.calendar = QCalendarWidget(self)
        self.calendar.setAccessibleName("Calendar")
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Sunday)
        self.calendar.setMinimumSize(288, 256)
        weekday = QTextCharFormat()
        weekday.setForeground(theme.color("text"))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekend, weekday)
        for name, icon, words in (
            ("qt_calendar_prevmonth", "caret-left-bold", "Previous month"),
            ("qt_calendar_nextmonth", "caret-right-bold", "Next month"),
        ):
            if button := self.calendar.findChild(QToolButton, name):
                button.setIcon(QIcon(theme.icon(icon)))
                button.setAccessibleName(words)
        if day := field.value():
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.activated.connect(self._pick)
        self.calendar.clicked.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.calendar)

    def _pick(self, day: QDate) -> None:
        self._field.put(date(day.year(), day.month(), day.day()))
        self.close()
        self._field.setFocus()


YEARS = range(1900, 2200)


def read_date(typed: str) -> date | None:
    """Read a date typed as 1/26/2026, 01-26-2026, 01262026 or 2026-01-26, from 1900 through 2199, else None."""
    typed = typed.strip()
    if match := _TYPED.fullmatch(typed) or _DIGITS.fullmatch(typed):
        month, day, year = (int(part) for part in match.groups())
    elif match := _ISO.fullmatch(typed):
        year, month, day = (int(part) for part in match.groups())
    else:
        return None
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None

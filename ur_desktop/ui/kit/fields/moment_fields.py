"""A day and an hour, typed in two fields."""

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ur_desktop.domain.dates import clock_words, zone_of_plan
from ur_desktop.ui.kit.fields.date_field import DateField
from ur_desktop.ui.kit.fields.field import text_field
from ur_desktop.ui.kit.text import on_clock, own_zone, read_time, typed_date


class MomentFields(QWidget):
    """A day and an hour in the zone of the time that they ``start`` with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day, self.hour = DateField("Date", parent=self), text_field("Time")
        self.day.setFixedWidth(140)
        self.hour.setFixedWidth(104)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.day)
        row.addWidget(self.hour)
        self._start: datetime

    def start(self, now: datetime) -> None:
        """Show a time to begin with."""
        self._start = now
        self.day.set_value(now.date())
        self.hour.set_text(clock_words(now))
        self.hour.set_label(f"Time ({zone})" if (zone := zone_of_plan(now)) else "Time")
        for field in (self.day, self.hour):
            field.set_error()

    def value(self) -> datetime | None:
        """Return the typed time, to the second where it was not changed; None, with an error shown, when it is none."""
        day, hour = self.day.value(), read_time(self.hour.text())
        self.day.set_error("" if day else "Type it as mm/dd/yyyy.")
        self.hour.set_error("" if hour else "Type it as 9:05 AM.")
        if day is None or hour is None:
            (self.hour if day else self.day).setFocus()
            return None
        start = self._start
        if self.day.text() == typed_date(start.date()) and self.hour.text() == clock_words(start):
            return start
        return on_clock(day, hour, own_zone(start))

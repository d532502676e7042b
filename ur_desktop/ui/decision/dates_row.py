"""The dates and units of a determination, at first as requested, and the date of the next review."""

from collections.abc import Iterator, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ur_desktop.domain.case import ServiceRequest
from ur_desktop.ui.kit.fields.date_field import DateField
from ur_desktop.ui.kit.fields.field import Field, text_field
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import elided
from ur_desktop.ui.kit.text import plural, typed_date

_LEAST_SUM = 150
_NO_DATE = "Type mm/dd/yyyy."


class DatesRow(FocusScope):
    """Start and end date, units with the sum of the days, and for approvals the next review.

    ``changed`` carries the key of what was typed into and its text.
    """

    changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._request: ServiceRequest
        self._whole = False
        self.start_day, self.end_day = DateField("From"), DateField("Through")
        self.units, self.next_review = text_field("Units"), DateField("Next review")
        self.sum = elided("", "second")
        self._fields: Mapping[str, Field] = {
            "dates.from": self.start_day,
            "dates.through": self.end_day,
            "dates.units": self.units,
            "dates.next_review": self.next_review,
        }
        for key, field in self._fields.items():
            field.setFixedWidth(84 if field is self.units else 132)
            field.changed.connect(lambda key=key, field=field: self._typed(key, field))
        self._sum_below = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        for place, field in enumerate((self.start_day, self.end_day, self.units)):
            self._grid.addWidget(field, 0, place, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(3, 1)
        self._grid.addWidget(self.next_review, 0, 4, Qt.AlignmentFlag.AlignTop)
        self._place_sum()

    def home(self) -> QWidget:
        return self.start_day

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def start(self, request: ServiceRequest, next_review: date, drafts: Mapping[str, str]) -> None:
        """Show what was requested and when the next review is proposed, or the draft."""
        self._request = request
        self.start_day.set_value(request.start)
        self.end_day.set_value(request.end)
        self.units.set_text(str(request.units))
        self.next_review.set_value(next_review)
        for key, field in self._fields.items():
            field.set_text(drafts.get(key) or field.text())
            field.set_error()

    def require_full_request(self, whole: bool) -> None:
        """Accept only the requested dates and units, and ask for the next review; else accept any dates and units."""
        self._whole = whole
        self.next_review.setVisible(whole)
        self._fit()

    def count(self) -> int:
        """Return the units typed, 0 while they are not a number."""
        text = self.units.text()
        return int(text) if text.isascii() and text.isdigit() else 0

    def faults(self) -> Iterator[tuple[str, QWidget]]:
        """Show the error of each field, and yield its name and editor."""
        request, whole = self._request, self._whole
        start, end, units = self.start_day.value(), self.end_day.value(), self.count()
        self.start_day.set_error(_date_fault(start, request.start if whole else None))
        late = "Through is before From. Change one date." if start and end and end < start else ""
        self.end_day.set_error(late or _date_fault(end, request.end if whole else None))
        differs = f"Requested: {request.units}." if whole and units != request.units else ""
        self.units.set_error(differs if units else "Type a number.")
        self.next_review.set_error(_date_fault(self.next_review.value()) if whole else "")
        for field in self._fields.values():
            if field.error_text():
                yield field.title, field.editor

    def _fit(self) -> None:
        """Put the sum next to the units, or below where there is no room for it."""
        shown = [field.width() for field in self._fields.values() if not field.isHidden()]
        room = self.width() - sum(shown) - len(shown) * self._grid.horizontalSpacing()
        if (below := room < _LEAST_SUM) is not self._sum_below:
            self._sum_below = below
            self._place_sum()

    def _place_sum(self) -> None:
        if self._sum_below:
            self.sum.setContentsMargins(0, 0, 0, 0)
            self._grid.addWidget(self.sum, 1, 0, 1, 5)
        else:
            self.sum.setContentsMargins(0, 28, 0, 0)
            self._grid.addWidget(self.sum, 0, 3, Qt.AlignmentFlag.AlignTop)

    def _typed(self, key: str, field: Field) -> None:
        field.set_error()
        self.sum.setText(
            _sum_words(self.start_day.value(), self.end_day.value(), self._request.days_per_week)
        )
        self.changed.emit(key, field.text())


def _date_fault(day: date | None, requested: date | None = None) -> str:
    if day is None:
        return _NO_DATE
    return f"Approve what was requested: {typed_date(requested)}." if requested not in (None, day) else ""


def _sum_words(start: date | None, end: date | None, days_per_week: int) -> str:
    """The days of all weeks begun: "3 days × 4 weeks = 12"; empty while a date is missing."""
    if start is None or end is None or end < start or not days_per_week:
        return ""
    weeks = -(-((end - start).days + 1) // 7)
    return f"{plural(days_per_week, 'day')} × {plural(weeks, 'week')} = {days_per_week * weeks}"

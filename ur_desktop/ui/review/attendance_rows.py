"""The attendance of a review that is closed, to read: a line a row, by date."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from ur_desktop.domain.evaluation.measures import days_attended
from ur_desktop.domain.review import Review
from ur_desktop.ui.kit.look.drawn_text import draw_words
from ur_desktop.ui.kit.text import plural
from ur_desktop.ui.review.attendance_table import LineWords, line_words

_HEIGHT = 28
_KIND_AT, _MINUTES_AT, _ATTENDED_AT = 150, 320, 410


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One session; ``head`` is the title above the first one, ``margin`` is left free at both sides, in px."""

    words: LineWords
    margin: int
    head: str = ""

    @property
    def accessible_text(self) -> str:
        """The row for a screen reader."""
        return f"{self.words.day}. {self.words.kind}. {self._minutes}. {self._attended}"

    def height(self, _width: int) -> int:
        """Return how tall it is, in px."""
        return _HEIGHT

    def draw(self, painter: QPainter, box: QRect) -> None:
        """Draw day, kind, minutes and whether it was attended."""
        room = box.adjusted(self.margin, 0, -self.margin, -1)
        for left, right, words in (
            (0, _KIND_AT, self.words.day),
            (_KIND_AT, _MINUTES_AT, self.words.kind),
            (_MINUTES_AT, _ATTENDED_AT, self._minutes),
            (_ATTENDED_AT, room.width(), self._attended),
        ):
            place = QRect(room.left() + left, room.top(), right - left - 8, room.height())
            draw_words(painter, place, words, "body", tabular=True)

    @property
    def _minutes(self) -> str:
        return f"{self.words.minutes} min"

    @property
    def _attended(self) -> str:
        return "Attended" if self.words.attended == "Yes" else "Not attended"


def attendance_rows(review: Review, margin: int) -> Iterator[AttendanceRow]:
    """Every line of the attendance by date, the days attended in the head over them."""
    head = f"Attendance, {plural(days_attended(review.attendance), 'day')} attended"
    for line in sorted(review.attendance, key=lambda line: line.on):
        yield AttendanceRow(line_words(line), margin, head)
        head = ""

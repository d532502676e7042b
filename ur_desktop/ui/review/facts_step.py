"""The first step of a review: the facts that the policy asks, the planned week, and what was attended."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.domain.evaluation.judge import circumstances
from ur_desktop.domain.evaluation.measures import (
    NOT_COUNTED,
    amount,
    days_attended,
    days_recorded,
    full_weeks,
)
from ur_desktop.domain.policy import FactValue, criteria
from ur_desktop.domain.review import Attendance, PlannedSession, Review
from ur_desktop.domain.review_state import TO_ANSWER, ReviewState
from ur_desktop.ui.kit.labels import Paragraph, elided, label, paragraph
from ur_desktop.ui.kit.panels import AcrossCard, Card
from ur_desktop.ui.kit.scroll_page import MARGIN, ScrollPage
from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.kit.text import plural
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.review_text import short_date
from ur_desktop.ui.review.attendance_editor import AttendanceEditor
from ur_desktop.ui.review.fact_row import FactRow
from ur_desktop.ui.review.schedule_editor import ScheduleEditor

_DAYS_ATTENDED = "days_attended"
_MOST_WEEKS = 8
_ACROSS_WIDTH = 900


class FactsStep(ScrollPage):
    """Facts over the weekly schedule over the attendance; ``changed`` carries the review with all three."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Facts", parent=parent)
        self._review: Review | None = None
        self.questions: dict[str, FactRow] = {}
        page = self.page
        self._facts = Card(parent=page)
        self._facts.column.setSpacing(0)
        self._facts.column.addWidget(label("Case facts", "section", parent=self._facts))
        self._facts.column.addSpacing(6)
        self.schedule = ScheduleEditor(page)
        self.schedule.changed.connect(self._schedule_changed)
        self.sums = elided("", "second", parent=page)
        self.shown = WeekShows(page)
        self.attendance = AttendanceEditor(parent=page)
        self.attendance.changed.connect(self._attendance_changed)
        self.attendance.refused.connect(self._show_refusal)
        self.counted = elided("", "second", parent=page)
        self.attended = paragraph("", "second", parent=page)
        self.used = paragraph("", "second", parent=page)
        self._used_head = label("Days used", "strong", parent=page)
        self.column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        self.column.setSpacing(12)
        self.column.addWidget(self._facts)
        self._across = (self._week_card(page), self._attendance_card(page))
        for card in self._across:
            self.column.addWidget(card)
        self.column.addStretch(1)

    def open(self, state: ReviewState) -> None:
        """Ask a policy's facts and show a review's answers to them."""
        if self._review is None or self._review.case_id != state.review.case_id:
            self.attendance.new.clear()
            self.schedule.new.clear()
        self._review = state.review
        for row in self.questions.values():
            self._facts.column.removeWidget(row)
            row.setParent(None)
            row.deleteLater()
        self.questions = {fact.name: FactRow(fact, self._facts) for fact in state.policy.facts}
        for name, row in self.questions.items():
            row.set_value(state.review.facts.get(name))
            row.changed.connect(self._fact_changed)
            self._facts.column.addWidget(row)
        self.schedule.set_sessions(state.review.schedule)
        self.attendance.set_attendance(state.review.attendance)
        self.refresh(state)

    def refresh(self, state: ReviewState) -> None:
        """Show what the week adds up to and proposes, and the weeks attended."""
        self._review = state.review
        week = state.review.schedule
        left_out = sum(session.minutes for session in week if session.kind in NOT_COUNTED) / 60
        total = sum(session.minutes for session in week) / 60
        words = f"{amount(total, 'hour')} planned per week" if week else "No session yet"
        self.sums.setText(f"{words}, {amount(left_out, 'hour')} not counted" if left_out else words)
        self.shown.show_measured(tuple(self._measured(state)))
        self.attended.setText(_weeks_words(state.review))
        recorded = days_recorded(state.review.attendance, state.review.on)
        self.counted.setText(_lines_words(len(state.review.attendance), recorded))
        row, typed = self.questions.get(_DAYS_ATTENDED), state.review.facts.get(_DAYS_ATTENDED)
        used = circumstances(state.review).attended
        self.used.setText("Unknown" if used is None else plural(used, "day"))
        for part in (self._used_head, self.used):
            part.setVisible(row is not None)
        if row is not None:
            row.say(_recorded_words(typed, recorded))

    def take_keyboard(self) -> None:
        """Put the keyboard on the first fact that is not known, else on the first."""
        facts = dict(self._review.facts) if self._review else {}
        unknown = (row for name, row in self.questions.items() if facts.get(name) is None)
        first = next(unknown, next(iter(self.questions.values()), None))
        if first is not None:
            first.take_keyboard()

    def resizeEvent(self, event: QResizeEvent) -> None:
        for card in self._across:
            card.set_narrow(self.width() < _ACROSS_WIDTH)
        super().resizeEvent(event)

    def _measured(self, state: ReviewState) -> Iterator[tuple[str, str, str]]:
        """Mark, words and numbers of every criterion that the week is held against."""
        for root in state.finding.roots:
            for item in criteria(root.node):
                proposal, sign = state.proposal(item), state.status(item)
                if proposal is None or sign == "not_applicable":
                    continue
                given, proposed = state.review.mark(item.id), signs.MARKS[proposal.mark.value].words
                said, found = f"proposed {proposed}", proposal.because.partition("; ")[0]
                if given is not None:
                    said = signs.MARKS[given.value].words
                    found = found if given is proposal.mark else f"{found}: shows {proposed}"
                yield sign, f"{item.id} {said}", found

    def _week_card(self, page: QWidget) -> AcrossCard:
        card = AcrossCard("Weekly schedule", self.sums, self.schedule, page)
        card.right.addWidget(self.shown)
        card.right.addStretch(1)
        return card

    def _attendance_card(self, page: QWidget) -> AcrossCard:
        card = AcrossCard("Attendance", self.counted, self.attendance, page)
        card.right.addWidget(label("Attended, full weeks", "strong", parent=card))
        card.right.addWidget(self.attended)
        card.right.addWidget(self._used_head)
        card.right.addWidget(self.used)
        card.right.addStretch(1)
        return card

    def _fact_changed(self, name: str, value: object) -> None:
        if self._review is None:
            return
        facts: dict[str, FactValue] = dict(self._review.facts)
        if isinstance(value, bool | int | date):
            facts[name] = value
        else:
            facts.pop(name, None)
        if facts != dict(self._review.facts):
            self._review = replace(self._review, facts=facts)
            self.changed.emit(self._review)

    def _schedule_changed(self, sessions: tuple[PlannedSession, ...]) -> None:
        if self._review is not None:
            self._review = replace(self._review, schedule=sessions)
            self.changed.emit(self._review)

    def _show_refusal(self) -> None:
        self.lay_out_now()
        self.ensureWidgetVisible(self.attendance.banner, 0, MARGIN)

    def _attendance_changed(self, lines: tuple[Attendance, ...]) -> None:
        if self._review is not None:
            self._review = replace(self._review, attendance=lines)
            self.changed.emit(self._review)


class WeekShows(QWidget):
    """What the planned week proposes, criterion by criterion, with its numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(4)
        self._column.addWidget(label("Schedule results", "strong", parent=self))
        self.lines: list[tuple[StateWord, Paragraph]] = []

    def show_measured(self, measured: tuple[tuple[str, str, str], ...]) -> None:
        """Show mark, words and numbers of each; labels are made once and used again."""
        while len(self.lines) < len(measured):
            line = StateWord(signs.MARKS[TO_ANSWER], role="body"), paragraph("", "second")
            for part in line:
                part.setParent(self)
                self._column.addWidget(part)
            line[1].setContentsMargins(0, 0, 0, 4)
            self.lines.append(line)
        for place, (word, numbers) in enumerate(self.lines):
            for part in (word, numbers):
                part.setVisible(place < len(measured))
            if place < len(measured):
                sign, words, found = measured[place]
                word.set_sign(replace(signs.MARKS[sign], words=words))
                numbers.setText(found)
        self.setVisible(bool(measured))


def _weeks_words(review: Review) -> str:
    """One line for each full week attended, the latest last; none yet is said."""
    if not review.attendance:
        return "No attendance recorded"
    first = min(part.on for part in review.attendance)
    weeks = list(full_weeks(review.attendance, first, review.on).items())[-_MOST_WEEKS:]
    lines = [
        f"Week of {short_date(monday)}: {amount(len({part.day for part in parts}), 'day')}, "
        f"{amount(sum(part.minutes for part in parts) / 60, 'hour')}"
        for monday, parts in weeks
    ]
    return "\n".join([*lines, f"{amount(days_attended(review.attendance), 'day')} attended in total"])


def _lines_words(lines: int, recorded: int | None) -> str:
    if recorded is None:
        return "No sessions yet"
    return f"{plural(lines, 'session')}, {plural(recorded, 'day')} attended up to this review"


def _recorded_words(typed: FactValue | None, recorded: int | None) -> str:
    """What the attendance says of the days attended, where that is news to the fact."""
    if recorded is None or typed == recorded:
        return ""
    days = plural(recorded, "day")
    return (
        f"Counted from the attendance below: {days}."
        if typed is None
        else f"The attendance below shows {days}; the number typed counts."
    )

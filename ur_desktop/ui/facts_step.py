"""The first step of a review: the facts that the policy asks, the planned week, and what was attended."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ur_desktop.domain.measures import NOT_COUNTED, amount, days_attended, full_weeks
from ur_desktop.domain.policy import FactKind, FactQuestion, FactValue, criteria
from ur_desktop.domain.review import Review, Session
from ur_desktop.ui import theme
from ur_desktop.ui.buttons import Pill
from ur_desktop.ui.date_edit import DateEdit
from ur_desktop.ui.marks import StateWord
from ur_desktop.ui.panels import Card, Hairline
from ur_desktop.ui.schedule_editor import ScheduleEditor
from ur_desktop.ui.scroll_page import MARGIN, ScrollPage
from ur_desktop.ui.sitting import TO_ANSWER, Sitting, short_date
from ur_desktop.ui.tab_order import before, in_tab_order
from ur_desktop.ui.text import Paragraph, elided, label, paragraph

_UNITS = {FactKind.YEARS: "years", FactKind.COUNT: "days"}
_MOST_WEEKS = 8
_ACROSS_WIDTH = 900


class FactsStep(ScrollPage):
    """Facts over the weekly schedule; ``changed`` carries the review with both."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Facts", parent=parent)
        self._review: Review | None = None
        self.questions: dict[str, FactRow] = {}
        page = self.page
        self._facts = Card(parent=page)
        self._facts.column.setSpacing(0)
        self._facts.column.addWidget(label("Facts of this case", "section", parent=self._facts))
        self._facts.column.addSpacing(6)
        self.schedule = ScheduleEditor(page)
        self.schedule.changed.connect(self._schedule_changed)
        self.sums = elided("", "second", parent=page)
        self.shown = WeekShows(page)
        self.attended = paragraph("", "second", parent=page)
        self.column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        self.column.setSpacing(12)
        self.column.addWidget(self._facts)
        self.column.addWidget(self._week_card(page))
        self.column.addStretch(1)

    def open(self, sitting: Sitting) -> None:
        """Ask a policy's facts and show a review's answers to them."""
        self._review = sitting.review
        for row in self.questions.values():
            self._facts.column.removeWidget(row)
            row.setParent(None)
            row.deleteLater()
        self.questions = {fact.name: FactRow(fact, self._facts) for fact in sitting.policy.facts}
        in_tab_order(
            before(self.schedule),
            *(part for row in self.questions.values() for part in row.parts),
            *self.schedule.parts,
        )
        for name, row in self.questions.items():
            row.set_value(sitting.review.facts.get(name))
            row.changed.connect(self._fact_changed)
            self._facts.column.addWidget(row)
        self.schedule.set_sessions(sitting.review.schedule)
        self.refresh(sitting)

    def refresh(self, sitting: Sitting) -> None:
        """Show what the week adds up to and proposes, and the weeks attended."""
        self._review = sitting.review
        week = sitting.review.schedule
        left_out = sum(session.minutes for session in week if session.kind in NOT_COUNTED) / 60
        total = sum(session.minutes for session in week) / 60
        words = f"{amount(total, 'hour')} planned a week" if week else "No session yet"
        self.sums.setText(f"{words}, {amount(left_out, 'hour')} of them not counted" if left_out else words)
        self.shown.show_measured(tuple(self._measured(sitting)))
        self.attended.setText(_weeks_words(sitting.review))

    def take_keyboard(self) -> None:
        """Put the keyboard on the first fact that is not known, else on the first."""
        facts = dict(self._review.facts) if self._review else {}
        unknown = (row for name, row in self.questions.items() if facts.get(name) is None)
        first = next(unknown, next(iter(self.questions.values()), None))
        if first is not None:
            first.take_keyboard()

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.width() < _ACROSS_WIDTH
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._across.direction() != direction:
            self._across.setDirection(direction)
            self._rule.setVisible(not narrow)
        super().resizeEvent(event)

    def _measured(self, sitting: Sitting) -> Iterator[tuple[str, str, str]]:
        """Mark, words and numbers of every criterion that the week is held against."""
        for root in sitting.finding.roots:
            for item in criteria(root.node):
                proposal, sign = sitting.proposal(item), sitting.sign(item)
                if proposal is None or sign == "not_applicable":
                    continue
                given, proposed = sitting.review.mark(item.id), theme.MARKS[proposal.mark.value].words
                said, found = f"proposed {proposed}", proposal.because.partition("; ")[0]
                if given is not None:
                    said = theme.MARKS[given.value].words
                    found = found if given is proposal.mark else f"{found}: speaks for {proposed}"
                yield sign, f"{item.id} {said}", found

    def _week_card(self, page: QWidget) -> Card:
        card = Card(padding=0, parent=page)
        left = QVBoxLayout()
        left.setContentsMargins(20, 16, 12, 16)
        left.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label("Weekly schedule", "section", parent=card))
        head.addWidget(self.sums, 1)
        left.addLayout(head)
        left.addWidget(self.schedule)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setContentsMargins(16, 19, 12, 16)
        right.setSpacing(8)
        right.addWidget(self.shown)
        right.addWidget(label("Attended, full weeks", "strong", parent=card))
        right.addWidget(self.attended)
        right.addStretch(1)
        self._rule = Hairline(vertical=True, parent=card)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(0)
        self._across.addLayout(left)
        self._across.addWidget(self._rule)
        self._across.addLayout(right, 1)
        card.column.addLayout(self._across)
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

    def _schedule_changed(self, sessions: tuple[Session, ...]) -> None:
        if self._review is not None:
            self._review = replace(self._review, schedule=sessions)
            self.changed.emit(self._review)


class WeekShows(QWidget):
    """What the planned week proposes, criterion by criterion, with its numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(4)
        self._column.addWidget(label("What the week shows", "strong", parent=self))
        self.lines: list[tuple[StateWord, Paragraph]] = []

    def show_measured(self, measured: tuple[tuple[str, str, str], ...]) -> None:
        """Show mark, words and numbers of each; labels are made once and used again."""
        while len(self.lines) < len(measured):
            line = StateWord(theme.MARKS[TO_ANSWER], role="body"), paragraph("", "second")
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
                word.set_sign(replace(theme.MARKS[sign], words=words))
                numbers.setText(found)
        self.setVisible(bool(measured))


class FactRow(QWidget):
    """One question with its answer; ``changed`` carries the fact's name and value, None when unknown.

    Y and N answer a question of yes and no while the keyboard is on it.
    """

    changed = Signal(str, object)

    def __init__(self, fact: FactQuestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fact = fact
        self.pills: Mapping[str, Pill] = {}
        self.edit: QLineEdit | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(paragraph(fact.ask, parent=self), 1, Qt.AlignmentFlag.AlignVCenter)
        if fact.kind is FactKind.YES_NO:
            self._offer(row)
        else:
            self._ask(row)

    def set_value(self, value: FactValue | None) -> None:
        """Show a value; None is unknown."""
        if isinstance(self.edit, DateEdit):
            self.edit.set_value(value if isinstance(value, date) else None)
        elif self.edit is not None:
            self.edit.setText("" if value is None else str(value))
        else:
            said = "unknown" if value is None else "yes" if value else "no"
            self.pills[said].setChecked(True)
            self._stop_at_chosen()

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, from left to right."""
        if isinstance(self.edit, DateEdit):
            return (self.edit, self.edit.button)
        return (self.edit,) if self.edit is not None else tuple(self.pills.values())

    def event(self, event: QEvent) -> bool:
        # Before the keys of the review, in which N is an answer to a criterion.
        if event.type() == QEvent.Type.ShortcutOverride and self._meant(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (pill := self._meant(event)) is not None:
            pill.setFocus(Qt.FocusReason.OtherFocusReason)
            pill.click()
        else:
            super().keyPressEvent(event)

    def _meant(self, event: QEvent) -> Pill | None:
        """The answer that a key stands for."""
        if not isinstance(event, QKeyEvent) or event.modifiers():
            return None
        said = {Qt.Key.Key_Y: "yes", Qt.Key.Key_N: "no"}.get(Qt.Key(event.key()), "")
        return self.pills.get(said)

    def take_keyboard(self) -> None:
        """Put the keyboard on the answer."""
        chosen = next((pill for pill in self.pills.values() if pill.isChecked()), None)
        target: QWidget | None = self.edit or chosen
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, row: QHBoxLayout) -> None:
        group = QButtonGroup(self)
        pills = {said: Pill(said.capitalize(), parent=self) for said in ("yes", "no", "unknown")}
        for said, pill in pills.items():
            group.addButton(pill)
            pill.setAccessibleDescription(self.fact.ask)
            pill.clicked.connect(lambda _on=False, said=said: self._say(said))
            row.addWidget(pill)
        self.pills = pills

    def _ask(self, row: QHBoxLayout) -> None:
        if self.fact.kind is FactKind.DATE:
            edit: QLineEdit = DateEdit(self)
            edit.setFixedWidth(148)
            edit.textChanged.connect(self._date_typed)
        else:
            edit = QLineEdit(self)
            edit.setValidator(QIntValidator(0, 999, edit))
            edit.setFixedWidth(72)
            row.addWidget(edit)
            row.addWidget(label(_UNITS.get(self.fact.kind, ""), "second", parent=self))
        edit.setFixedHeight(32)
        edit.setFont(theme.font("body", tabular=True))
        edit.setAccessibleName(self.fact.ask)
        edit.editingFinished.connect(self._typed)
        edit.returnPressed.connect(self.focusNextChild)
        if self.fact.kind is FactKind.DATE:
            row.addWidget(edit)
        self.edit = edit

    def _stop_at_chosen(self) -> None:
        """Let Tab stop once, at the chosen answer; ← and → move on from there."""
        for pill in self.pills.values():
            on = pill.isChecked()
            pill.setFocusPolicy(Qt.FocusPolicy.TabFocus if on else Qt.FocusPolicy.NoFocus)

    def _say(self, said: str) -> None:
        self._stop_at_chosen()
        self.changed.emit(self.fact.name, {"yes": True, "no": False}.get(said))

    def _date_typed(self) -> None:
        if isinstance(self.edit, DateEdit) and self.edit.value() is not None:
            self.changed.emit(self.fact.name, self.edit.value())

    def _typed(self) -> None:
        if isinstance(self.edit, DateEdit):
            self.changed.emit(self.fact.name, self.edit.value())
        elif self.edit is not None:
            self.changed.emit(self.fact.name, int(self.edit.text()) if self.edit.text() else None)


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
    return "\n".join([*lines, f"{amount(days_attended(review.attendance), 'day')} attended in all"])

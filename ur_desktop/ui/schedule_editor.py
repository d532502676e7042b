"""The program's planned week: one line per session, entered for several days at once, with what counts."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ur_desktop.domain.measures import DAYS, NOT_COUNTED
from ur_desktop.domain.review import Session
from ur_desktop.ui import theme
from ur_desktop.ui.buttons import KeyButton, Kind, Pill
from ur_desktop.ui.fields import Combo
from ur_desktop.ui.messages import ErrorLine
from ur_desktop.ui.text import label

KINDS: Mapping[str, str] = {
    "group": "Group therapy",
    "individual": "Individual therapy",
    "family": "Family therapy",
    "education": "Education",
    "training": "Skills training",
    "activity": "Activity therapy",
    "medication_management": "Medication management",
    "recreational": "Recreation",
    "diversionary": "Diversion",
    "functional_support": "Functional support",
    "other": "Other",
}
_DAY_WIDTH, _KIND_WIDTH, _MINUTES_WIDTH = 84, 204, 84
_MOST_MINUTES = 24 * 60


class ScheduleEditor(QWidget):
    """Sessions of day, kind and minutes; ``changed`` carries all of them after every change."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sessions: tuple[Session, ...] = ()
        self._rows: list[SessionRow] = []
        self._make_entry()
        self._head = QWidget(self)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 8, 0, 0)
        head.setSpacing(8)
        for words, width in (("Day", _DAY_WIDTH), ("Kind", _KIND_WIDTH), ("Minutes", _MINUTES_WIDTH)):
            named = label(words, "field", "muted", parent=self._head)
            named.setFixedWidth(width)
            head.addWidget(named)
        head.addStretch(1)
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._days)
        column.addLayout(self._entry)
        column.addWidget(self.error)
        column.addWidget(self._head)
        column.addLayout(self._column)
        column.addStretch(1)

    def set_sessions(self, sessions: tuple[Session, ...]) -> None:
        """Show a week without saying that it changed."""
        self.sessions = sessions
        while len(self._rows) < len(sessions):
            row = SessionRow(len(self._rows) + 1, self)
            row.changed.connect(self._read)
            row.remove.clicked.connect(lambda _on=False, place=len(self._rows): self._drop(place))
            self._column.addWidget(row)
            self._rows.append(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(sessions))
            if place < len(sessions):
                row.set_session(sessions[place])
        self._head.setVisible(bool(sessions))

    def add(self) -> None:
        """Add a session on every day chosen; say what is missing instead when something is."""
        days = [day for day, pill in self.days.items() if pill.isChecked()]
        minutes = int(self.minutes.text() or 0)
        if not days or not minutes:
            self.error.say("Choose at least one day." if not days else "Type how many minutes it lasts.")
            (self.days["mon"] if not days else self.minutes).setFocus()
            return
        self.error.say("")
        kind = tuple(KINDS)[self.kind.currentIndex()]
        self._change((*self.sessions, *(Session(day, kind, minutes) for day in days)))
        self.minutes.clear()
        for pill in self.days.values():
            pill.setChecked(False)
        self.days["mon"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_entry(self) -> None:
        self._days = QHBoxLayout()
        self._days.setSpacing(6)
        self.days = {day: Pill(day.capitalize(), parent=self) for day in DAYS}
        for pill in self.days.values():
            self._days.addWidget(pill)
        self._days.addStretch(1)
        self.kind = Combo(self)
        self.kind.addItems(list(KINDS.values()))
        self.kind.setAccessibleName("Kind of session")
        self.kind.setFixedWidth(_KIND_WIDTH)
        self.minutes = _minutes_field("Minutes of the session", self)
        self.minutes.setPlaceholderText("Minutes")
        self.minutes.returnPressed.connect(self.add)
        self.add_button = KeyButton("Add to the week", icon="plus-bold", parent=self)
        self.add_button.clicked.connect(self.add)
        self._entry = QHBoxLayout()
        self._entry.setSpacing(8)
        for part in (self.kind, self.minutes, self.add_button):
            self._entry.addWidget(part)
        self._entry.addStretch(1)
        self.error = ErrorLine(self)

    def _read(self) -> None:
        self._change(tuple(row.session() for row in self._rows[: len(self.sessions)]))

    def _drop(self, place: int) -> None:
        self._change(self.sessions[:place] + self.sessions[place + 1 :])

    def _change(self, sessions: tuple[Session, ...]) -> None:
        if sessions != self.sessions:
            self.set_sessions(sessions)
            self.changed.emit(sessions)


class SessionRow(QWidget):
    """One session, each part of it open to change."""

    changed = Signal()

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = Combo(self)
        self.day.addItems([day.capitalize() for day in DAYS])
        self.day.setFixedWidth(_DAY_WIDTH)
        self.day.setAccessibleName(f"Day of session {number}")
        self.kind = Combo(self)
        self.kind.addItems(list(KINDS.values()))
        self.kind.setFixedWidth(_KIND_WIDTH)
        self.kind.setAccessibleName(f"Kind of session {number}")
        self.minutes = _minutes_field(f"Minutes of session {number}", self)
        self.counts = label("", "second", parent=self)
        self.remove = KeyButton("Remove", Kind.QUIET, parent=self)
        self.remove.setAccessibleName(f"Remove session {number}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.day, self.kind, self.minutes, self.counts):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.remove)
        self.day.activated.connect(lambda _place: self.changed.emit())
        self.kind.activated.connect(lambda _place: self.changed.emit())
        self.minutes.editingFinished.connect(self.changed)

    def set_session(self, session: Session) -> None:
        """Show a session."""
        self.day.setCurrentIndex(DAYS.index(session.day))
        self.kind.setCurrentIndex(tuple(KINDS).index(session.kind))
        self.minutes.setText(str(session.minutes))
        self.counts.setText("not counted" if session.kind in NOT_COUNTED else "")

    def session(self) -> Session:
        """What the line says."""
        kind = tuple(KINDS)[self.kind.currentIndex()]
        return Session(DAYS[self.day.currentIndex()], kind, int(self.minutes.text() or 0))


def _minutes_field(name: str, parent: QWidget) -> QLineEdit:
    made = QLineEdit(parent)
    made.setFont(theme.font("body", tabular=True))
    made.setAccessibleName(name)
    made.setFixedSize(_MINUTES_WIDTH, 32)
    made.setValidator(QIntValidator(0, _MOST_MINUTES, made))
    return made

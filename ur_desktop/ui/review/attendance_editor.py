"""Attendance: a table of sessions, a row to add one, and import from files or a spreadsheet's rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIntValidator, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ur_desktop.domain.errors import InvalidAnswer
from ur_desktop.domain.evaluation.measures import KIND_WORDS
from ur_desktop.domain.review import Attendance
from ur_desktop.files.attendance import MOST_LINES, Reading, parse, read_file
from ur_desktop.files.review import MOST_MINUTES
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton, key_within
from ur_desktop.ui.kit.fields.date_edit import DateEdit
from ur_desktop.ui.kit.fields.editors import Combo
from ur_desktop.ui.kit.file_dialogs import in_documents, without_folder_history
from ur_desktop.ui.kit.labels import paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.messages import Banner, ErrorLine, show_error
from ur_desktop.ui.kit.text import plural, typed_date
from ur_desktop.ui.review.attendance_table import AttendanceTable

_KIND_CODES = tuple(KIND_WORDS)
_WIDTHS = (148, 275, 72, 76)
_LEAST_WIDTHS = (136, 104, 60, 70)
"""Of date, kind, minutes and attended; where there is less room the kind gives way last."""
_GIVING = (2, 3, 0, 1)
_GAP = 8
_MOST_UNDONE = 100
_MOST_NAMED = 3
AskFile = Callable[[QWidget], str]


@without_folder_history()
def ask_file(parent: QWidget) -> str:
    """Let a person choose the file to read; empty when they leave."""
    path, _kind = QFileDialog.getOpenFileName(
        parent, "Import attendance", in_documents(""), "Attendance (*.csv *.txt *.tsv)"
    )
    return path


class AttendanceEditor(QWidget):
    """The lines by date over one to add; ``changed`` carries all of them after every change.

    Ctrl+Z takes the last change back, a whole file with it. ``refused`` tells that the banner says why nothing
    was taken in.
    """

    changed = Signal(object)
    refused = Signal()

    def __init__(self, ask: AskFile = ask_file, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._before: list[tuple[Attendance, ...]] = []
        self._asked: Attendance | None = None
        self.table = AttendanceTable(self)
        self.table.marked.connect(self._mark)
        self.table.removed.connect(self._remove)
        self.table.pasted.connect(self.paste)
        key_within(self, "Ctrl+V", self.paste)  # in a text field, its own paste comes first
        self.new = NewLine(self)
        self.new.added.connect(self.add)
        self.new.undone.connect(self.undo)
        self.error = ErrorLine(self)
        self.message = paragraph("", "second", parent=self)
        self.message.hide()
        self.banner = Banner(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.table, self.new, self.error):
            column.addWidget(part)
        column.addLayout(self._make_buttons())
        column.addWidget(self.message)
        column.addWidget(self.banner)
        self._show(())

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, from top to bottom."""
        return (self.table, *self.new.parts, self.read, self.from_clipboard, self.remove, self.take_back)

    def attendance(self) -> tuple[Attendance, ...]:
        """Every line as shown, by date."""
        return self.table.rows.rows

    def set_attendance(self, lines: tuple[Attendance, ...]) -> None:
        """Show other lines without saying that they changed; earlier changes can not be undone."""
        self._before.clear()
        self._say()
        self._show(_by_date(lines))

    def add(self) -> None:
        """Add the new line; say what is missing instead when something is."""
        line = self.new.line()
        if isinstance(line, str):
            self._say()
            self.error.say(line)
            self.new.first_fault().setFocus(Qt.FocusReason.OtherFocusReason)
        elif line in self.attendance() and line != self._asked:
            self._say()
            self._asked = line
            self.error.say("This session is already listed. Add it again if it took place twice.")
        elif self._has_room(1):
            self.new.clear()
            self._change((*self.attendance(), line), line)
            self.new.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def read_file(self) -> None:
        """Ask for a file and import its sessions."""
        if path := self._ask(self):
            self._take(lambda: read_file(Path(path)))

    def paste(self) -> None:
        """Take rows in that were copied from a spreadsheet."""
        copied = QGuiApplication.clipboard().mimeData()
        if copied.hasText():
            self._take(lambda: parse(copied.text()))
        else:
            way_out = "Copy the rows with the header row, then paste again."
            self._refuse(InvalidAnswer("The clipboard has no text.", way_out))

    def undo(self) -> None:
        """Take the last change back."""
        if self._before:
            self._say("Last change undone.")
            self._show(self._before.pop())
            self.changed.emit(self.attendance())

    def event(self, event: QEvent) -> bool:
        # Before the keys of the review, in which Ctrl+Z undoes an answer.
        if event.type() is QEvent.Type.ShortcutOverride and _is_undo(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_undo(event):
            self.undo()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self._width(_WIDTHS), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width(_LEAST_WIDTHS), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widths, lack = list(_WIDTHS), max(0, self._width(_WIDTHS) - self.width())
        for place in _GIVING:
            given = min(lack, _WIDTHS[place] - _LEAST_WIDTHS[place])
            widths[place] -= given
            lack -= given
        self.new.set_widths(widths)
        for place, width in enumerate(widths[:-1]):
            self.table.setColumnWidth(place, width + _GAP)

    def _width(self, fields: tuple[int, ...]) -> int:
        return sum(fields) + len(fields) * _GAP + self.new.button.sizeHint().width()

    def _make_buttons(self) -> QHBoxLayout:
        self.read = KeyButton("Import file…", parent=self)
        self.from_clipboard = KeyButton("Paste", key="Ctrl V", parent=self)
        self.remove = KeyButton("Remove", Emphasis.QUIET, key="Del", parent=self)
        self.take_back = KeyButton("Undo", Emphasis.QUIET, key="Ctrl Z", parent=self)
        for button, name, act in (
            (self.read, "Import attendance from a file…", self.read_file),
            (self.from_clipboard, "Paste attendance", self.paste),
            (self.remove, "Remove session", self._remove_current),
            (self.take_back, "Undo last change of attendance", self.undo),
        ):
            button.setAccessibleName(name)
            button.clicked.connect(act)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        for button in (self.read, self.from_clipboard, self.remove, self.take_back):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _take(self, read: Callable[[], Reading]) -> None:
        """Add lines that are not there yet, or say why none of them was taken in."""
        try:
            reading = read()
        except InvalidAnswer as error:
            self._refuse(error)
            return
        there = Counter(self.attendance())
        fresh = tuple(line for line in reading.lines if not _is_one_of(line, there))
        if self._has_room(len(fresh)):
            self._say(_taken_words(reading, len(reading.lines) - len(fresh)))
            if fresh:
                first = min(fresh, key=lambda line: line.on)
                self._change((*self.attendance(), *fresh), first, self.message.text())

    def _has_room(self, more: int) -> bool:
        room = MOST_LINES - len(self.attendance())
        if more > room:
            what = f"A review has room for {MOST_LINES:,} sessions; {room:,} more can be added."
            self._refuse(InvalidAnswer(what, "Leave out what this review does not need."))
        return more <= room

    def _refuse(self, error: InvalidAnswer) -> None:
        self._say()
        show_error(error, self.banner)
        self.refused.emit()

    def _mark(self, line: Attendance, attended: bool) -> None:
        if line.attended is not attended:
            marked = replace(line, attended=attended)
            self._change(tuple(marked if each is line else each for each in self.attendance()), marked)

    def _remove(self, line: Attendance) -> None:
        self._change(tuple(each for each in self.attendance() if each is not line))

    def _remove_current(self) -> None:
        if (line := self.table.current_row()) is not None:
            self._remove(line)

    def _change(
        self, lines: tuple[Attendance, ...], chosen: Attendance | None = None, message: str = ""
    ) -> None:
        self._before = [*self._before, self.attendance()][-_MOST_UNDONE:]
        self._say(message)
        self._show(_by_date(lines), chosen)
        self.changed.emit(self.attendance())

    def _show(self, lines: tuple[Attendance, ...], chosen: Attendance | None = None) -> None:
        self.table.show_lines(lines, chosen)
        for button, shown in ((self.remove, bool(lines)), (self.take_back, bool(self._before))):
            if not shown and button.hasFocus():
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            button.setVisible(shown)

    def _say(self, words: str = "") -> None:
        """Say what became of the last act, and nothing else any more."""
        self._asked = None
        self.error.say("")
        self.banner.hide()
        self.message.setText(words)
        self.message.setVisible(bool(words))
        self.table.setAccessibleDescription(words)


class NewLine(QWidget):
    """The line to add, its fields under the table's columns; ``added`` asks that it be taken in.

    ``undone`` is Ctrl+Z in a field that has nothing of its own to undo.
    """

    added = Signal()
    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = DateEdit(self)
        self.day.setFixedHeight(32)
        self.kind = Combo(self)
        self.kind.addItems(list(KIND_WORDS.values()))
        self.minutes = QLineEdit(self)
        self.minutes.setFixedHeight(32)
        self.minutes.setValidator(QIntValidator(0, MOST_MINUTES, self.minutes))
        self.attended = Combo(self)
        self.attended.addItems(["Yes", "No"])
        self.button = KeyButton("Add", parent=self)
        self.button.setAccessibleName("Add session")
        self.button.clicked.connect(self.added)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for part, name in (
            (self.day, "Date"),
            (self.kind, "Type"),
            (self.minutes, "Minutes"),
            (self.attended, "Attended"),
        ):
            part.setAccessibleName(f"{name}, new session")
            row.addWidget(part)
        row.addWidget(self.button)
        row.addStretch(1)
        for edit in (self.day, self.minutes):
            edit.setFont(theme.font("body", tabular=True))
            edit.returnPressed.connect(self.added)
            edit.installEventFilter(self)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, from left to right."""
        return (self.day, self.kind, self.minutes, self.attended, self.button)

    def set_widths(self, widths: Sequence[int]) -> None:
        """Give date, kind, minutes and attended so much room, in px."""
        for part, width in zip(self.parts, widths, strict=False):
            part.setFixedWidth(width)

    def line(self) -> Attendance | str:
        """What is chosen and typed, or what it lacks in a sentence."""
        day, minutes = self.day.value(), int(self.minutes.text() or 0)
        if day is None:
            return "Type the date as mm/dd/yyyy."
        if not 1 <= minutes <= MOST_MINUTES:
            return f"Type how many minutes it took, from 1 to {MOST_MINUTES:,}."
        kind = _KIND_CODES[self.kind.currentIndex()]
        return Attendance(day, kind, minutes, attended=self.attended.currentIndex() == 0)

    def first_fault(self) -> QWidget:
        """Return the first field that lacks something."""
        return self.day if self.day.value() is None else self.minutes

    def clear(self) -> None:
        """Empty date and minutes; the kind stays."""
        for edit in (self.day, self.minutes):
            edit.setText("")  # clear() would leave a text that Ctrl+Z brings back
        self.attended.setCurrentIndex(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        nothing = isinstance(watched, QLineEdit) and not watched.isUndoAvailable()
        if nothing and event.type() is QEvent.Type.KeyPress and _is_undo(event):
            self.undone.emit()
            return True
        return super().eventFilter(watched, event)


def _is_undo(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)


def _is_one_of(line: Attendance, left: Counter[Attendance]) -> bool:
    """Take a session out of those left, if it is one of them."""
    found = left[line] > 0
    left[line] -= found
    return found


def _by_date(lines: tuple[Attendance, ...]) -> tuple[Attendance, ...]:
    return tuple(sorted(lines, key=lambda line: line.on))


def _taken_words(reading: Reading, already: int) -> str:
    """Say what a file or the clipboard brought: "24 sessions imported, 3 were already there"."""
    words = f"{plural(len(reading.lines), 'session')} imported"
    if already:
        words += f", {already:,} {'was' if already == 1 else 'were'} already there"
    for line, count in list(reading.repeated.items())[:_MOST_NAMED]:
        kind = KIND_WORDS[line.kind]
        words += (
            f". {typed_date(line.on)} {kind}, {line.minutes} min, is there {count} times; remove any copy"
        )
    if reading.ignored:
        named = ", ".join(f"“{name}”" for name in reading.ignored)
        words += f". {'Column' if len(reading.ignored) == 1 else 'Columns'} ignored: {named}"
    return words

"""A field: its label above, the editor, and under it an error with the way out."""

import re
from datetime import date

from PySide6.QtCore import QDate, QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ur_desktop.ui import theme
from ur_desktop.ui.buttons import Edge, draw_box
from ur_desktop.ui.messages import ErrorLine
from ur_desktop.ui.text import label, paragraph, typed_date

Editor = QLineEdit | QPlainTextEdit | QComboBox
_TYPED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_DIGITS = re.compile(r"(\d\d)(\d\d)(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class Combo(QComboBox):
    """A choice whose arrow follows the theme, and which a turn of the wheel does not change by accident."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(32)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view().setAccessibleName("Choices")

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        at = QPointF(self.width() - 12 - 12, (self.height() - 12) / 2)
        theme.draw_icon(painter, at, "caret-down-bold", "muted" if self.isEnabled() else "disabled", 12)


class IconInField(QToolButton):
    """The button at the end of a field: a 16 px icon on a 28 px target, with a name for a screen reader."""

    ring_radius = 4

    def __init__(self, icon: str, name: str, parent: QLineEdit) -> None:
        super().__init__(parent)
        self.icon_name = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(28, 28)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            draw_box(painter, QRect(2, 2, 24, 24).toRectF(), None, "hover")
        theme.draw_icon(painter, QPointF(6, 6), self.icon_name, "muted" if self.isEnabled() else "disabled")


class IconEdit(QLineEdit):
    """A line to type in with a button at its end."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = IconInField(icon, name, self)
        self.setTextMargins(0, 0, 28, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.button.move(self.width() - 31, (self.height() - self.button.height()) // 2)


class PasswordEdit(IconEdit):
    """A password, hidden until its eye is pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("eye", "Show password", parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.button.setCheckable(True)
        self.button.toggled.connect(self._show)

    def _show(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.button.icon_name = "eye-slash" if shown else "eye"
        self.button.setAccessibleName("Hide password" if shown else "Show password")
        self.button.setToolTip(self.button.accessibleName())


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
        """Return the date typed, None while it is none."""
        return read_date(self.text())

    def set_value(self, day: date | None) -> None:
        """Show a date, or nothing."""
        self.setText(typed_date(day) if day else "")

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
            self.set_value(date.fromordinal(day.toordinal() + step))
        else:
            super().keyPressEvent(event)

    def _tidy(self) -> None:
        if day := self.value():
            self.set_value(day)


class _CalendarPopup(QFrame):
    """The month under a date field; gone once a day is picked or Esc is pressed."""

    def __init__(self, field: DateEdit) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "popup")
        self._field = field
        self.calendar = QCalendarWidget(self)
        self.calendar.setAccessibleName("Calendar")
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if day := field.value():
            self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.activated.connect(self._pick)
        self.calendar.clicked.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.calendar)

    def _pick(self, day: QDate) -> None:
        self._field.set_value(date(day.year(), day.month(), day.day()))
        self.close()
        self._field.setFocus()


class Field(QWidget):
    """A label above an editor, and room under it for what is wrong; ``changed`` fires on every change.

    ``editor`` is any QLineEdit, QPlainTextEdit or QComboBox; the label becomes its accessible name.
    """

    changed = Signal()

    def __init__(
        self, title: str, editor: Editor, *, hint: str = "", height: int = 32, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.editor = editor
        self.label = label(title, "field", parent=self)
        self.label.setBuddy(editor)
        self.hint = paragraph(hint, "second", parent=self)
        self.hint.setVisible(bool(hint))
        self.error = ErrorLine(self)
        editor.setParent(self)
        editor.setFont(theme.font("body"))
        editor.setAccessibleName(title)
        if not isinstance(editor, QPlainTextEdit):
            editor.setFixedHeight(height)
            editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        else:
            editor.setTabChangesFocus(True)
        self.head = QHBoxLayout()
        self.head.addWidget(self.label, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.head)
        column.addWidget(editor, 1 if isinstance(editor, QPlainTextEdit) else 0)
        column.addWidget(self.error)
        column.addWidget(self.hint)
        if not isinstance(editor, QPlainTextEdit):
            column.addStretch(0)
        self.setFocusProxy(editor)
        if isinstance(editor, QComboBox):
            editor.currentIndexChanged.connect(lambda _index: self.changed.emit())
            editor.editTextChanged.connect(lambda _text: self.changed.emit())
        else:
            editor.textChanged.connect(lambda *_text: self.changed.emit())

    def text(self) -> str:
        """Return what is typed or shown, without the blanks around it."""
        editor = self.editor
        if isinstance(editor, QComboBox):
            return editor.currentText().strip()
        return (editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()).strip()

    def set_text(self, text: str) -> None:
        """Put words into the editor; in a choice, choose the one with these words."""
        editor = self.editor
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        else:
            editor.setText(text)

    def set_error(self, sentence: str = "") -> None:
        """Say what is wrong and the way out, or nothing when all is well."""
        theme.set_style(self.editor, "fault", bool(sentence))
        self.editor.setAccessibleDescription(sentence)
        self.error.say(sentence)

    def error_text(self) -> str:
        """Return the sentence shown under the field, empty when all is well."""
        return "" if self.error.isHidden() else self.error.words.text()


class ChoiceField(Field):
    """A field that offers a list; each choice has words and the value they stand for."""

    def __init__(
        self,
        title: str,
        choices: tuple[tuple[object, str], ...] = (),
        *,
        hint: str = "",
        height: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        self.combo = Combo()
        super().__init__(title, self.combo, hint=hint, height=height, parent=parent)
        self.set_choices(choices)

    def set_choices(self, choices: tuple[tuple[object, str], ...]) -> None:
        """Offer other choices, pairs of value and words; the first is chosen."""
        self._values = tuple(value for value, _words in choices)
        self.combo.clear()
        self.combo.addItems([words for _value, words in choices])

    def value(self) -> object:
        """Return the value chosen, None where nothing is offered."""
        index = self.combo.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Choose a value; raises ValueError if it is not offered."""
        self.combo.setCurrentIndex(self._values.index(value))


class DateField(Field):
    """A date, typed as mm/dd/yyyy or picked from a calendar."""

    def __init__(
        self, title: str, *, hint: str = "", height: int = 32, parent: QWidget | None = None
    ) -> None:
        self.edit = DateEdit()
        super().__init__(title, self.edit, hint=hint, height=height, parent=parent)

    def value(self) -> date | None:
        """Return the date, None while what is typed is none."""
        return self.edit.value()

    def set_value(self, day: date | None) -> None:
        """Show a date, or nothing."""
        self.edit.set_value(day)

    def complaint(self) -> str:
        """Return what to say of words that are not a date; empty for a date or an empty field."""
        return "" if not self.text() or self.value() else "This is not a date. Type it as mm/dd/yyyy."


class Check(QCheckBox):
    """A box to tick, drawn from the tokens."""

    ring_radius = 4

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAccessibleName(words)
        self.setFont(theme.font("body"))
        self.setMinimumHeight(24)

    def sizeHint(self) -> QSize:
        return QSize(27 + self.fontMetrics().horizontalAdvance(self.text()) + 2, 24)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on, enabled = self.isChecked(), self.isEnabled()
        top = (self.height() - 18) // 2
        edge = Edge("border" if not enabled else "accent" if on else "control", radius=4)
        fill = "sunken" if not enabled else "accent" if on else "hover" if self.underMouse() else "surface"
        draw_box(painter, QRect(1, top, 18, 18).toRectF(), edge, fill)
        if on:
            theme.draw_icon(
                painter, QPointF(4, top + 3), "check-bold", "on_accent" if enabled else "disabled", 12
            )
        painter.setPen(theme.colour("text" if enabled else "disabled"))
        room = self.rect().adjusted(27, 0, 0, 0)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())


def text_field(
    title: str, text: str = "", *, placeholder: str = "", hint: str = "", height: int = 32
) -> Field:
    """Make a field of one line."""
    editor = QLineEdit(text)
    editor.setPlaceholderText(placeholder)
    return Field(title, editor, hint=hint, height=height)


def memo_field(title: str, text: str = "", *, placeholder: str = "", hint: str = "", lines: int = 4) -> Field:
    """Make a field of several lines; Tab leaves it."""
    editor = QPlainTextEdit(text)
    editor.setPlaceholderText(placeholder)
    editor.setMinimumHeight(16 + 18 * lines)
    return Field(title, editor, hint=hint)


def read_date(typed: str) -> date | None:
    """Read a date typed as 1/26/2026, 01-26-2026, 01262026 or 2026-01-26; None if it is none of these."""
    typed = typed.strip()
    if match := _TYPED.fullmatch(typed) or _DIGITS.fullmatch(typed):
        month, day, year = (int(part) for part in match.groups())
    elif match := _ISO.fullmatch(typed):
        year, month, day = (int(part) for part in match.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None

"""A field: a label, an editor, and an error under it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ur_desktop.domain.clean_text import clean, clean_line
from ur_desktop.ui.kit.fields.editors import Combo
from ur_desktop.ui.kit.fields.paste import LONGEST_LINE, LONGEST_NOTE, MemoEdit, too_long
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.messages import ErrorLine

Editor = QLineEdit | QPlainTextEdit | QComboBox


class Field(QWidget):
    """A label above an editor, an error and a hint under it; ``changed`` is emitted on every change.

    ``editor`` is any QLineEdit, QPlainTextEdit or QComboBox; the label becomes its accessible name.
    ``too_long`` says, until the next change, that pasted text was cut. A row that shows the errors of its
    fields itself sets ``shows_errors`` to False.
    """

    changed = Signal()

    def __init__(
        self, title: str, editor: Editor, *, hint: str = "", height: int = 32, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.editor = editor
        self.too_long = ""
        self.shows_errors = True
        self.is_required = False
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
            editor.viewport().setFocusPolicy(editor.focusPolicy())
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
            editor.textChanged.connect(self._text_changed)
        if isinstance(editor, QLineEdit):
            editor.setMaxLength(LONGEST_LINE)
            editor.inputRejected.connect(self._rejected)
        if isinstance(editor, MemoEdit):
            editor.shortened.connect(self._shortened)

    def text(self) -> str:
        """Return the text, clean and without spaces around it."""
        editor = self.editor
        if isinstance(editor, QPlainTextEdit):
            return clean(editor.toPlainText()).strip()
        return editor.currentText().strip() if isinstance(editor, QComboBox) else clean_line(editor.text())

    def set_text(self, text: str) -> None:
        """Set the text; in a combo box, choose it."""
        editor = self.editor
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        else:
            editor.setText(text)

    def set_label(self, words: str) -> None:
        """Call the field otherwise, on screen and to a screen reader."""
        self.label.setText(words)
        self.editor.setAccessibleName(words)

    def set_required(self) -> None:
        """Tell a screen reader that the field has to be filled in."""
        self.is_required = True
        self.set_error(self.error_text())

    def set_error(self, sentence: str = "") -> None:
        """Show an error; an empty sentence clears it."""
        theme.set_style(self.editor, "fault", bool(sentence))
        # Qt can't be given the states "required" and "invalid": the description says them.
        said = ("Required." if self.is_required else "", f"Invalid: {sentence}" if sentence else "")
        self.editor.setAccessibleDescription(" ".join(filter(None, said)))
        self.error.say(sentence)

    def error_text(self) -> str:
        """Return the error shown, empty if there is none."""
        return "" if self.error.isHidden() else self.error.words.text()

    def _text_changed(self) -> None:
        # Qt emits inputRejected before textChanged.
        if self.too_long and not self._is_full():
            self.too_long = ""
            if self.shows_errors:
                self.set_error()
        self.changed.emit()

    def _is_full(self) -> bool:
        return isinstance(self.editor, QLineEdit) and len(self.editor.text()) >= LONGEST_LINE

    def _rejected(self) -> None:
        if self._is_full():
            self._shortened(too_long(LONGEST_LINE))

    def _shortened(self, sentence: str) -> None:
        self.too_long = sentence
        self.changed.emit()
        if self.shows_errors:
            self.set_error(sentence)


class ChoiceField(Field):
    """A field that offers choices, each with a value and its words."""

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
        """Offer other choices, pairs of value and words; choose the first."""
        self._values = tuple(value for value, _words in choices)
        self.combo.clear()
        self.combo.addItems([words for _value, words in choices])

    def value(self) -> object:
        """Return the value chosen, None if nothing is offered."""
        index = self.combo.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Choose a value; raises ValueError if it is not offered."""
        self.combo.setCurrentIndex(self._values.index(value))


def text_field(
    title: str, text: str = "", *, placeholder: str = "", hint: str = "", height: int = 32
) -> Field:
    """Make a field of one line."""
    editor = QLineEdit(text)
    editor.setPlaceholderText(placeholder)
    return Field(title, editor, hint=hint, height=height)


def memo_field(
    title: str,
    text: str = "",
    *,
    placeholder: str = "",
    hint: str = "",
    lines: int = 4,
    longest: int = LONGEST_NOTE,
) -> Field:
    """Make a field of several lines; Tab leaves it."""
    editor = MemoEdit(text, longest)
    editor.setPlaceholderText(placeholder)
    editor.setMinimumHeight(16 + 18 * lines)
    return Field(title, editor, hint=hint)

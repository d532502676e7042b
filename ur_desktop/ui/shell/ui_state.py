"""What a user has open, down to unfinished text and the cursor, so that it is there again after a lock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from ur_desktop.ui.kit.fields.editors import CheckBox, Combo, PasswordEdit
from ur_desktop.ui.kit.segmented_control import SegmentedControl

CHECKED, NOT_CHECKED = "ticked", "not ticked"
Editor = QLineEdit | QPlainTextEdit | QTextEdit


@dataclass(frozen=True, slots=True)
class View:
    """What a screen shows and the unfinished text in it, by the name of each widget.

    ``typed`` holds text that is not saved yet, ``chosen`` the words of each choice the user made, or `CHECKED` or
    `NOT_CHECKED`; ``turned`` the index of segmented controls. ``cursor`` is where the selection starts and ends in
    the field named ``focus``. Passwords are never in it.
    """

    typed: Mapping[str, str] = field(default_factory=dict, repr=False)
    turned: Mapping[str, int] = field(default_factory=dict)
    scrolled: Mapping[str, int] = field(default_factory=dict)
    focus: str = field(default="", repr=False)
    cursor: tuple[int, int] = (0, 0)
    chosen: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class UiState:
    """What a user has open, to show again at the next sign-in.

    ``screen`` is "worklist", "case", "intake", "letters", "settings" or "audit"; ``case_id`` the case open or
    edited there; ``shown`` what else the screen has to open: a step, a criterion, a list.
    """

    screen: str = ""
    case_id: str = ""
    tab: str = ""
    shown: Mapping[str, str] = field(default_factory=dict, repr=False)
    view: View = View()

    def text(self) -> str:
        """The state as JSON, for the vault."""
        return _JSON.dump_json(self).decode()

    @classmethod
    def of(cls, text: str) -> UiState:
        """The state from JSON; the worklist if another version wrote it."""
        try:
            return _JSON.validate_json(text)
        except ValueError:
            return cls()


_JSON = TypeAdapter(UiState)


def view_of(screen: QWidget) -> View:
    """Read what a screen shows now, and the unfinished text in it."""
    typed, turned, scrolled, chosen, focus, cursor = {}, {}, {}, {}, "", (0, 0)
    keyboard = screen.window().focusWidget()  # also while a dialog has it
    for name, part in _parts(screen):
        if isinstance(part, Editor) and not _is_secret(part) and _is_modified(part):
            typed[name] = _text(part)
        if isinstance(part, QAbstractScrollArea) and (at := part.verticalScrollBar().value()):
            scrolled[name] = at
        if isinstance(part, SegmentedControl) and part.current() > 0:
            turned[name] = part.current()
        if isinstance(part, Combo) and part.is_touched:
            chosen[name] = part.currentText()
        if isinstance(part, CheckBox) and part.is_touched:
            chosen[name] = CHECKED if part.isChecked() else NOT_CHECKED
        if part is keyboard:
            focus = name
            cursor = _cursor(part) if isinstance(part, Editor) else (0, 0)
    return View(typed, turned, scrolled, focus, cursor, chosen)


def restore_view(screen: QWidget, view: View) -> None:
    """Show a screen as it was; widgets that no longer exist are skipped."""
    for name, part in _parts(screen):
        if isinstance(part, SegmentedControl) and name in view.turned:
            part.choose(view.turned[name])
    # Before the texts, since a choice may put words into other fields.
    for name, part in _parts(screen):
        if isinstance(part, Combo) and name in view.chosen:
            part.choose(view.chosen[name])
        if isinstance(part, CheckBox) and name in view.chosen:
            part.choose(ticked=view.chosen[name] == CHECKED)
    for name, part in _parts(screen):
        if isinstance(part, Editor) and not _is_secret(part) and name in view.typed:
            _type(part, view.typed[name])
        if view.focus == name:
            part.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(part, Editor):
                _put_cursor(part, *view.cursor)
    # The scroll range is known after layout, one turn of the event loop later.
    QTimer.singleShot(0, screen, lambda: _scroll(screen, view.scrolled))


def _scroll(screen: QWidget, scrolled: Mapping[str, int]) -> None:
    for name, part in _parts(screen):
        if isinstance(part, QAbstractScrollArea) and name in scrolled:
            part.verticalScrollBar().setValue(scrolled[name])


def _parts(screen: QWidget) -> Iterator[tuple[str, QWidget]]:
    """The visible widgets that take text, choices or scrolling, each with a name that stays the same."""
    alike: Counter[str] = Counter()
    for part in screen.findChildren(QWidget):
        takes_part = part.focusPolicy() is not Qt.FocusPolicy.NoFocus or isinstance(
            part, QAbstractScrollArea | SegmentedControl
        )
        if takes_part and part.isVisibleTo(screen):
            kind = f"{type(part).__name__} {part.accessibleName()}"
            alike[kind] += 1
            yield f"{kind} {alike[kind]}", part


def _is_secret(editor: Editor) -> bool:
    return isinstance(editor, QLineEdit) and (
        isinstance(editor, PasswordEdit) or editor.echoMode() is not QLineEdit.EchoMode.Normal
    )


def _is_modified(editor: Editor) -> bool:
    return editor.isModified() if isinstance(editor, QLineEdit) else editor.document().isModified()


def _text(editor: Editor) -> str:
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()


def _type(editor: Editor, text: str) -> None:
    """Replace the text, unless it is the same."""
    if _text(editor) == text:
        return
    if isinstance(editor, QLineEdit):
        editor.selectAll()
        editor.insert(text)
    else:
        cursor = QTextCursor(editor.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)


def _cursor(editor: Editor) -> tuple[int, int]:
    if not isinstance(editor, QLineEdit):
        cursor = editor.textCursor()
        return cursor.anchor(), cursor.position()
    at = editor.cursorPosition()
    if not editor.hasSelectedText():
        return at, at
    start, end = editor.selectionStart(), editor.selectionEnd()
    return (end, start) if at == start else (start, end)


def _put_cursor(editor: Editor, anchor: int, position: int) -> None:
    most = len(_text(editor))
    anchor, position = min(anchor, most), min(position, most)
    if isinstance(editor, QLineEdit):
        editor.setCursorPosition(position)
        if anchor != position:
            editor.setSelection(anchor, position - anchor)
        return
    cursor = editor.textCursor()
    cursor.setPosition(anchor)
    cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)

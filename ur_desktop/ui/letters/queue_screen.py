"""The letter queue: accepted letters that were not sent yet, to print, save and mark as sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ur_desktop.domain.errors import UserError
from ur_desktop.domain.letter.batch import Printer
from ur_desktop.domain.letter.waiting import Ready, WaitingLetter
from ur_desktop.ui.kit.action_bar import ActionBar
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.file_dialogs import in_documents, without_folder_history
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.messages import Banner, show_error
from ur_desktop.ui.kit.panels import EmptyState
from ur_desktop.ui.kit.shortcut_help import ShortcutHelp
from ur_desktop.ui.kit.tables.cells import MARGIN
from ur_desktop.ui.kit.text import plural
from ur_desktop.ui.letters.printers import ask_printer
from ur_desktop.ui.letters.queue_table import LetterQueueTable
from ur_desktop.ui.letters.queue_text import TRAY, selection

AskPrinter = Callable[[QWidget], Printer | None]
AskFolder = Callable[[QWidget], str]

KEYS = (
    ("↑ ↓", "move"),
    ("Space", "select or clear the letter"),
    ("Enter", "open the case at its letters"),
    ("Ctrl P", "print the chosen letters"),
    ("Ctrl S", "save the chosen letters to a folder"),
    ("Ctrl M", "mark the printed and saved letters as mailed"),
    ("T", "mark a letter as printed"),
    ("R", "print a letter again"),
    ("Esc", "stop after the current letter"),
)
EMPTY = "No letters to send."


@without_folder_history()
def ask_folder(parent: QWidget) -> str:
    """Ask for the folder to save to; empty when the dialog is canceled."""
    return QFileDialog.getExistingDirectory(parent, "Save the letters to a folder", in_documents(""))


class LetterQueueScreen(FocusScope):
    """Shows the letters it is given, all chosen that are in no batch and not in doubt.

    ``print_requested`` carries the letters chosen and a `Printer`, ``save_requested`` the letters and a folder's
    path; ``found_printed`` the letter that a person found in the tray, ``again_requested`` one to print again;
    ``mailed`` carries the letters in the mail; ``canceled`` wants the batch to stop.
    """

    opened = Signal(str)
    print_requested = Signal(object, object)
    save_requested = Signal(object, str)
    found_printed = Signal(int)
    again_requested = Signal(int)
    mailed = Signal(object)
    canceled = Signal()

    def __init__(
        self,
        *,
        printer: AskPrinter = ask_printer,
        folder: AskFolder = ask_folder,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self._ask_printer, self._ask_folder = printer, folder
        self.is_running = False
        self._result = ""
        self.head = Heading(self)
        self._banner_area = QWidget(self)
        self.banner = Banner(self._banner_area)
        self.table = LetterQueueTable(self)
        self.empty = EmptyState(EMPTY, "", parent=self)
        self.empty.setAccessibleName(EMPTY)
        self.empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.empty.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.empty.button.hide()
        self.body = QStackedWidget(self)
        self.body.addWidget(self.table)
        self.body.addWidget(self.empty)
        self._make_bar()
        said = QVBoxLayout(self._banner_area)
        said.setContentsMargins(MARGIN, 12, MARGIN, 12)
        said.addWidget(self.banner)
        self._banner_area.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._banner_area)
        column.addWidget(self.body, 1)
        column.addWidget(self.bar)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self._moved)
        self.table.rows.dataChanged.connect(lambda *_: self._tell())
        for changed in (self.table.rows.rowsRemoved, self.table.rows.modelReset):
            changed.connect(lambda *_: self._tell())
        keys = QShortcut(QKeySequence("?"), self, context=Qt.ShortcutContext.WindowShortcut)
        keys.activated.connect(lambda: ShortcutHelp(KEYS, self))
        self._tell()

    def home(self) -> QWidget | None:
        return self.body.currentWidget()

    def set_lines(
        self,
        lines: Sequence[WaitingLetter],
        now: datetime,
        people: Mapping[str, str] = MappingProxyType({}),
        me: str = "",
    ) -> None:
        """Show the letters not sent yet, and stay on the current one; ``now`` is aware.

        ``people`` are the names by user id, ``me`` is the user id of the person signed in.
        """
        current = self.table.current_row()
        self.table.set_lines(lines, now, people, me)
        if lines:
            self._move_to(current.letter if current else 0)
        self._tell()

    def show_running(self, words: str, letter: int = 0, doing: str = "") -> None:
        """Show the progress of a batch, "Printing 4 of 12: …", and at ``letter`` what is done with it."""
        self.is_running, self._result = True, words
        self._banner_area.hide()
        if letter:
            self.table.set_doing(letter, doing)
        self._tell()

    def show_ready(self, letter: int, ready: Ready) -> None:
        """Show that a letter was printed or saved."""
        self.table.show_ready(letter, ready)

    def show_over(self, words: str, error: UserError | None = None) -> None:
        """Show the result of a batch, and the error that ended it, if any."""
        self.is_running, self._result = False, words
        self.table.set_doing(0, "")
        self._say_fault(error)
        self._tell()

    @property
    def shown(self) -> dict[str, str]:
        """The letters that are not selected and the current one, for ``show_again``."""
        line = self.table.current_row()
        left_out = " ".join(str(letter) for letter in sorted(self.table.left_out))
        return {"left_out": left_out, "current": str(line.letter) if line else ""}

    def show_again(self, shown: Mapping[str, str]) -> None:
        """Restore the selection and the current letter; letters in doubt since then stay unselected."""
        again = {int(word) for word in shown.get("left_out", "").split() if word.isdecimal()}
        self.table.leave_out(again | self.table.left_out)
        current = shown.get("current", "")
        if current.isdecimal() and self.table.current_row() is not None:
            self._move_to(int(current))

    def state(self) -> bytes:
        """Return the column widths that the user set, for ``restore``."""
        return self.table.saved_widths()

    def restore(self, state: bytes) -> None:
        """Set the column widths from ``state``."""
        self.table.restore_widths(state)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._banner_area.hide()

    def _say_fault(self, error: UserError | None) -> None:
        self._banner_area.setVisible(error is not None)
        if error is not None:
            show_error(error, self.banner)

    def _make_bar(self) -> None:
        self.bar = ActionBar(parent=self)
        self.found = KeyButton("Mark as printed", Emphasis.TEXT, key="T", shortcut="T", parent=self)
        self.again = KeyButton("Print again", Emphasis.TEXT, key="R", shortcut="R", parent=self)
        self.cancel = KeyButton("Stop after this letter", key="Esc", shortcut="Esc", parent=self)
        self.save = KeyButton(
            "Save to a folder", key="Ctrl S", shortcut="Ctrl+S", icon="floppy-disk", parent=self
        )
        self.mail = KeyButton(
            "Mark as mailed", key="Ctrl M", shortcut="Ctrl+M", icon="envelope-simple", parent=self
        )
        self.print_button = KeyButton(
            "Print", Emphasis.PRIMARY, key="Ctrl P", shortcut="Ctrl+P", icon="printer", parent=self
        )
        self.found.clicked.connect(self._found)
        self.again.clicked.connect(self._again)
        self.mail.clicked.connect(self._mail)
        self.cancel.clicked.connect(self.canceled)
        self.save.clicked.connect(self._save)
        self.print_button.clicked.connect(self._print)
        for button in (self.found, self.again, self.cancel, self.save, self.mail, self.print_button):
            self.bar.add(button)

    def _move_to(self, letter: int) -> None:
        """Move to a letter, or to the first when it is not in the list."""
        self.table.choose(lambda line: line.letter == letter)

    def _moved(self) -> None:
        if not self.is_running:
            self._result = ""
        self._tell()

    def _tell(self) -> None:
        """Show the current state, and the buttons that apply to it."""
        table, line = self.table, self.table.current_row()
        count, chosen, ready = table.rows.rowCount(), len(table.chosen()), len(table.ready())
        self.head.tell(count)
        self._show_page(self.table if count else self.empty)
        in_doubt = line is not None and line.in_doubt and not line.batch_of and not self.is_running
        self.found.setVisible(in_doubt)
        self.cancel.setVisible(self.is_running)
        self.again.setVisible(line is not None and bool(line.ready) and not self.is_running)
        self.mail.setVisible(bool(ready) and not self.is_running)
        self.mail.set_word(f"Mark {ready:,} as mailed")
        for button in (self.save, self.print_button):
            button.setVisible(count > ready and not self.is_running)
            button.setEnabled(bool(chosen))
        self.print_button.set_word(f"Print {plural(chosen, 'letter')}" if chosen else "Print")
        words = self._result or (TRAY if in_doubt else "")
        if not words and count:
            words = selection(count - ready, chosen, ready)
        self.bar.set_words(words)

    def _show_page(self, page: QWidget) -> None:
        """Show the table or the empty state; the keyboard focus moves along if it was there."""
        keyboard = self.window().focusWidget()
        was_here = keyboard is not None and self.body.isAncestorOf(keyboard)
        if self.body.currentWidget() is not page:
            self.body.setCurrentWidget(page)
            if was_here and self.isVisible():
                self.setFocus()

    def _print(self) -> None:
        letters = self.table.chosen()
        if not letters or self.is_running:
            return
        try:
            printer = self._ask_printer(self)
        except UserError as error:
            self._say_fault(error)
            return
        if printer is None:
            return
        if printer.name:
            self.print_requested.emit(letters, printer)
        else:
            self._say_fault(
                UserError("Choose a printer, not a file.", "Save the letters to a folder: Ctrl+S.")
            )

    def _save(self) -> None:
        letters = self.table.chosen()
        if letters and not self.is_running and (folder := self._ask_folder(self)):
            self.save_requested.emit(letters, folder)

    def _again(self) -> None:
        if (line := self.table.current_row()) and line.ready:
            self.again_requested.emit(line.letter)

    def _mail(self) -> None:
        if (letters := self.table.ready()) and not self.is_running:
            self.mailed.emit(letters)

    def _found(self) -> None:
        if line := self.table.current_row():
            self.found_printed.emit(line.letter)


class Heading(QWidget):
    """The title and the number of letters not sent yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("Letters", "title", parent=self)
        self.count = label("", tone="muted", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 14, MARGIN, 13)
        row.setSpacing(13)
        row.addWidget(self.title)
        row.addWidget(self.count)
        row.addStretch(1)

    def tell(self, count: int) -> None:
        """Show the number of letters not sent yet."""
        self.count.setText(f"{plural(count, 'letter')} not sent" if count else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("border"))

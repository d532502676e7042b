"""The Letters tab: the pages of a letter as they will print, and its required elements."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ur_desktop.casework.letters import LetterCopy
from ur_desktop.ui.kit.buttons import key_within
from ur_desktop.ui.kit.current_page import CurrentPage
from ur_desktop.ui.kit.file_dialogs import in_documents, without_folder_history
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import EmptyState, Hairline
from ur_desktop.ui.kit.shortcut_help import ShortcutHelp
from ur_desktop.ui.letters.copy_bar import CopyBar
from ur_desktop.ui.letters.copy_printer import AskPrinter, CopyPrinter
from ur_desktop.ui.letters.letter_bar import VOID, LetterBar
from ur_desktop.ui.letters.letter_text import LetterText
from ur_desktop.ui.letters.page_view import PageView
from ur_desktop.ui.letters.print_job import ask_printer
from ur_desktop.ui.letters.required_elements import NARROW, WIDTH, ElementsPanel
from ur_desktop.ui.letters.sending_form import SendingForm
from ur_desktop.ui.letters.void_panel import VoidPanel

FULL_FROM = 1100
AskPath = Callable[[QWidget, str], str]


@without_folder_history()
def ask_path(parent: QWidget, name: str) -> str:
    """Ask where to save a PDF, with a suggested name; empty when the dialog is canceled."""
    path, _kind = QFileDialog.getSaveFileName(parent, "Save PDF", in_documents(f"{name}.pdf"), "PDF (*.pdf)")
    return path if not path or path.lower().endswith(".pdf") else f"{path}.pdf"


KEYS = (
    ("↑ ↓", "scroll"),
    ("T", "text or pages"),
    ("Ctrl + Ctrl −", "larger, smaller"),
    ("Ctrl 0", "standard size"),
    ("Ctrl P", "print"),
    ("Ctrl S", "save as PDF"),
    ("Ctrl Shift A", "accept letter"),
    ("Ctrl M", "mark as sent"),
    ("Ctrl D", "void the determination"),
    ("Alt 1 … 5", "tabs, Request to History"),
    ("Alt ←", "back to the worklist"),
)


class LetterPreview(FocusScope):
    """The Letters tab. Ctrl+P prints the shown copy, Ctrl+S saves it, Ctrl+M records it sent, Ctrl+Shift+A accepts it.

    ``printed`` carries the copy, pages and copies once all is with the printer, ``cut_short`` the copy and how many
    pages the printer was given when it ended before that; ``save_requested`` the copy and the path chosen; ``sent``
    carries `SentLetters`, ``viewed`` the copy in sight; ``fix_requested`` the missing element's name;
    ``decide_requested`` follows the button of the empty state. ``copy_read`` carries the name of a copy that was
    shown to its end; the letter is accepted once all were. ``voided`` carries the reason why the determination is
    voided, ``discarded`` follows the button that discards an information request.
    """

    accepted = Signal()
    copy_read = Signal(str)
    printed = Signal(object, int, int)
    cut_short = Signal(object, int)
    save_requested = Signal(object, str)
    sent = Signal(object)
    viewed = Signal(object)
    fix_requested = Signal(str)
    decide_requested = Signal()
    voided = Signal(str)
    discarded = Signal()

    def __init__(
        self,
        *,
        printer: AskPrinter = ask_printer,
        path: AskPath = ask_path,
        may_print: bool = True,
        may_decide: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme.fill(self, "bg")
        self._ask_path = path
        self.shown_copies: tuple[LetterCopy, ...] = ()
        self._accepted = self._may_tell = False
        self._read: set[str] = set()
        self._may_print = may_print
        self._now: datetime | None = None
        self._number = self._words = ""
        self.head = CopyBar(self)
        self.head.copies.chosen.connect(self._show_copy)
        self.head.view.chosen.connect(self._show_view)
        self.pages = PageView(self)
        self.head.zoom_chosen.connect(self.pages.set_zoom)
        self.pages.turned.connect(self.head.tell_page)
        self.pages.ended.connect(self._mark_read)
        self.text = LetterText(self)
        self.text.ended.connect(self._mark_read)
        key_within(self, "T", lambda: self.head.view.choose(1 - self.head.view.current()))
        self.elements = ElementsPanel(self)
        self.elements.fix_requested.connect(self.fix_requested)
        self.elements.page_chosen.connect(self._go_to_page)
        self.void_panel = VoidPanel(self)
        self.void_panel.confirmed.connect(self.voided)
        self.void_panel.left.connect(self._leave_void)
        self.sending = SendingForm(self)
        self.sending.recorded.connect(self.sent)
        self.sending.closed.connect(self.pages.setFocus)
        self._make_printer(printer)
        self._make_bar()
        self.empty = EmptyState(
            "No letter yet. Sign the determination first.",
            "Go to the determination",
            parent=self,
        )
        self.empty.acted.connect(self.decide_requested)
        self.empty.button.setVisible(may_decide)
        for button in (self.bar.print_button, self.bar.save):
            button.setVisible(may_print)
        for keys, act in {
            "Ctrl++": lambda: self.pages.step_zoom(1),
            "Ctrl+=": lambda: self.pages.step_zoom(1),
            "Ctrl+-": lambda: self.pages.step_zoom(-1),
            "Ctrl+0": lambda: self.pages.set_zoom(0),
        }.items():
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        shows_keys = QShortcut(QKeySequence("?"), self, context=Qt.ShortcutContext.WindowShortcut)
        shows_keys.activated.connect(lambda: ShortcutHelp(KEYS, self))
        self.pages.zoomed.connect(self.head.zoom.set_word)
        self._lay_out()
        self.open((), accepted=False)

    def home(self) -> QWidget:
        if self.shown_copies:
            return (self.pages, self.text)[self.head.view.current()]
        return self.empty.button if self._stack.currentIndex() == 0 else self.bar.take_back

    def open(
        self,
        copies: tuple[LetterCopy, ...],
        *,
        accepted: bool,
        number: str = "",
        words: str = "",
        takes_back: str = "",
        now: datetime | None = None,
        may_tell: bool = False,
    ) -> None:
        """Show the first of a letter's copies, and ``words`` below it; without copies say that there is no letter yet.

        Without copies but with ``takes_back``, the letter that is owed can't be written: all it offers is to be taken
        back.

        A file is offered under the case's ``number`` and the copy's name, never under a member's. ``takes_back`` is
        the word of the button that takes the letter back: "Void determination", "Discard request" or none. ``now`` is
        aware, in the zone shown; ``may_tell`` says that the decision is signed and may be told by phone.
        """
        self._now, self._may_tell = now, may_tell
        self.sending.hide()
        self._read = set()
        self.shown_copies, self._accepted, self._number, self._words = copies, accepted, number, words
        self.printing.number = number
        self.bar.offer_take_back(takes_back)
        self.void_panel.hide()
        self._stack.setCurrentIndex(1 if copies or takes_back else 0)
        for button in (self.bar.print_button, self.bar.save):
            button.setEnabled(bool(copies))
        self.head.copies.set_words(self.names)
        self._show_copy(0)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the copies."""
        return tuple(copy.name for copy in self.shown_copies)

    def current(self) -> LetterCopy | None:
        """Return the shown copy."""
        index = max(self.head.copies.current(), 0)
        return self.shown_copies[index] if index < len(self.shown_copies) else None

    def say(self, words: str) -> None:
        """Show in the bar how a print or a save ended."""
        self.bar.set_words(words)

    def stop(self) -> None:
        """Stop printing before the next page."""
        self.printing.cancel()

    def _take_back(self) -> None:
        if self.bar.take_back.text() == VOID:
            self.void_panel.ask()
        else:
            self.discarded.emit()

    def _leave_void(self) -> None:
        self.void_panel.hide()
        self.pages.setFocus()

    def _show_copy(self, index: int) -> None:
        if index >= len(self.shown_copies):
            self.pages.show_pdf(b"")
            self.elements.hide()
            self.bar.show_unwritten(self._words)
            return
        copy = self.shown_copies[index]
        self.pages.setAccessibleName(f"{copy.name}, pictures of its pages; T shows its text")
        self.pages.show_pdf(copy.pdf)
        self._show_view(self.head.view.current())
        self.elements.show_elements(copy.elements, locked=self._accepted)
        self.elements.setVisible(bool(copy.elements))
        self._tell()
        self.viewed.emit(copy)

    def _show_view(self, view: int) -> None:
        """Show the pages, 0, or the text, 1, and keep the focus on what is shown."""
        shown = (self.pages, self.text)[view]
        copy, was_here = self.current(), self.focusWidget() in (self.pages, self.text)
        if copy is not None and shown is self.text:
            self.text.show_letter(copy.name, copy.html, copy.pdf)
        self._body.setCurrentWidget(shown)
        self.head.show_view(pages=shown is self.pages)
        if was_here:
            shown.setFocus()

    def _go_to_page(self, page: int) -> None:
        self.head.view.choose(0)
        self.pages.go_to(page)

    def _tell(self) -> None:
        copy = self.current()
        self.bar.set_words(self._words if copy else "")
        self._show_sending(copy)
        if self._accepted:
            self.bar.show_accepted(copy, self._now)
        else:
            self._show_owed()

    def _show_owed(self) -> None:
        self.bar.show_owed(self.shown_copies, self.current(), [self.names[place] for place in self._unread()])
        if self.printing.job is not None:
            self.bar.accept.setEnabled(False)

    def _mark_read(self) -> None:
        copy = self.current()
        if copy is not None and not self._accepted and copy.name not in self._read:
            self._read.add(copy.name)
            self._tell()
            self.copy_read.emit(copy.name)

    def _unread(self) -> list[int]:
        """The places of the copies that were not shown to their end."""
        return [n for n, copy in enumerate(self.shown_copies) if copy.name not in self._read]

    def _accept(self) -> None:
        """Accept the letter, or show the first copy that was not shown to its end."""
        if not (unread := self._unread()):
            self.accepted.emit()
            return
        if self.head.copies.current() != unread[0]:
            self.head.copies.choose(unread[0])
        self.pages.setFocus()
        self.bar.set_words(
            f"{self.shown_copies[unread[0]].name}: read it to the end, then accept the letter."
        )

    def _show_sending(self, copy: LetterCopy | None) -> None:
        sends = self._accepted and copy is not None and copy.is_outgoing
        self.bar.send.setVisible(self._may_print and self._now is not None and (sends or self._may_tell))
        self.bar.send.set_word("Mark as sent" if sends else "Record phone call")

    def _ask_sending(self) -> None:
        copy = self.current()
        if self._now is None or copy is None:
            return
        unsent = [each for each in self.shown_copies if each.is_outgoing and each.sent is None]
        words = "Both copies" if len(unsent) == 2 else f"All {len(unsent)} copies"
        together = [(tuple(each.number for each in unsent), words)] if unsent[1:] else []
        one = [((copy.number,), copy.name)] if copy.is_outgoing else []
        self.sending.ask((*together, *one), self._now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.elements.setFixedWidth(WIDTH if self.width() >= FULL_FROM else NARROW)

    def _print(self) -> None:
        if (copy := self.current()) is not None:
            self.printing.print(copy, self.pages.count(), self.pages.current())

    def _set_printing(self, on: bool) -> None:
        self.bar.set_printing(on=on)
        if not self._accepted:
            self._show_owed()

    def _save(self) -> None:
        copy = self.current()
        if copy is None:
            return
        if path := self._ask_path(self, f"{self._number} {copy.name}".strip()):
            self.save_requested.emit(copy, path)

    def _make_printer(self, ask: AskPrinter) -> None:
        self.printing = CopyPrinter(self, ask)
        self.printing.running.connect(self._set_printing)
        self.printing.said.connect(self.say)
        self.printing.to_file.connect(self.save_requested)
        self.printing.printed.connect(self.printed)
        self.printing.cut_short.connect(self.cut_short)

    def _make_bar(self) -> None:
        self.bar = LetterBar(self)
        for button, act in (
            (self.bar.cancel, self.stop),
            (self.bar.take_back, self._take_back),
            (self.bar.print_button, self._print),
            (self.bar.save, self._save),
            (self.bar.send, self._ask_sending),
            (self.bar.accept, self._accept),
        ):
            button.clicked.connect(act)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.head)
        left.addWidget(Hairline(strong=True))
        self._body = CurrentPage()
        self._body.addWidget(self.pages)
        self._body.addWidget(self.text)
        left.addWidget(self._body, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left, 1)
        middle.addWidget(Hairline(vertical=True, strong=True))
        middle.addWidget(self.elements)
        letter = QWidget()
        column = QVBoxLayout(letter)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self.void_panel)
        column.addWidget(self.sending)
        column.addWidget(self.bar)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(letter)

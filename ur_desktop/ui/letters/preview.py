"""The Letters tab: the pages of a letter as they will print, and its required elements."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ur_desktop.casework.letters import LetterCopy
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton, key_within
from ur_desktop.ui.kit.file_dialogs import in_documents, without_folder_history
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import ActionBar, EmptyState, Hairline
from ur_desktop.ui.kit.segmented_control import SegmentedControl
from ur_desktop.ui.kit.shortcut_help import ShortcutHelp
from ur_desktop.ui.kit.text import plural
from ur_desktop.ui.letters.letter_text import LetterText
from ur_desktop.ui.letters.page_view import ZOOMS, PageView
from ur_desktop.ui.letters.print_job import PrintJob, ask_printer
from ur_desktop.ui.letters.required_elements import NARROW, WIDTH, ElementsPanel
from ur_desktop.ui.letters.sending_form import SendingForm, sent_words
from ur_desktop.ui.letters.void_panel import VoidPanel

FULL_FROM = 1100
VIEWS = ("Pages", "Text")
VOID, DISCARD = "Void determination", "Discard letter"

AskPrinter = Callable[[QWidget, int, str], QPrinter | str | None]
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
    ("Ctrl ↵", "accept letter"),
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
        self._ask_printer, self._ask_path = printer, path
        self.shown_copies: tuple[LetterCopy, ...] = ()
        self._accepted = self._may_tell = False
        self._read: set[str] = set()
        self._may_print = may_print
        self._now: datetime | None = None
        self._number = self._words = ""
        self.job: PrintJob | None = None
        self.copies = SegmentedControl((), "Copy", self)
        self.copies.chosen.connect(self._show_copy)
        self.page_words = label("", "body", "muted", parent=self)
        self.zoom = KeyButton("Standard size", Emphasis.QUIET, icon="magnifying-glass-plus", parent=self)
        self.zoom.setAccessibleDescription("Ctrl+Plus, Ctrl+Minus, Ctrl+0")
        self.zoom.clicked.connect(self._open_zooms)
        self.pages = PageView(self)
        self.pages.turned.connect(self._tell_page)
        self.pages.ended.connect(self._mark_read)
        self.text = LetterText(self)
        self.text.ended.connect(self._mark_read)
        self.view = SegmentedControl(VIEWS, "View", self)
        self.view.chosen.connect(self._show_view)
        key_within(self, "T", lambda: self.view.choose(1 - self.view.current()))
        self.elements = ElementsPanel(self)
        self.elements.fix_requested.connect(self.fix_requested)
        self.elements.page_chosen.connect(self._go_to_page)
        self.void_panel = VoidPanel(self)
        self.void_panel.confirmed.connect(self.voided)
        self.void_panel.left.connect(self._leave_void)
        self._make_bar()
        self.empty = EmptyState(
            "No letter yet. Sign the determination first.",
            "Go to the determination",
            parent=self,
        )
        self.empty.acted.connect(self.decide_requested)
        self.empty.button.setVisible(may_decide)
        for button in (self.print_button, self.save):
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
        self.pages.zoomed.connect(self.zoom.set_word)
        self._lay_out()
        self.open((), accepted=False)

    def home(self) -> QWidget:
        return (self.pages, self.text)[self.view.current()] if self.shown_copies else self.empty.button

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

        A file is offered under the case's ``number`` and the copy's name, never under a member's. ``takes_back`` is
        the word of the button that takes the letter back: "Void determination", "Discard request" or none. ``now`` is
        aware, in the zone shown; ``may_tell`` says that the decision is signed and may be told by phone.
        """
        self._now, self._may_tell = now, may_tell
        self.sending.hide()
        self._read = set()
        self.shown_copies, self._accepted, self._number, self._words = copies, accepted, number, words
        self.take_back.set_word(takes_back or VOID)
        self.take_back.setVisible(bool(takes_back))
        self.void_panel.hide()
        self._stack.setCurrentIndex(1 if copies else 0)
        self.copies.set_words(self.names)
        self._show_copy(0)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the copies."""
        return tuple(copy.name for copy in self.shown_copies)

    def current(self) -> LetterCopy | None:
        """Return the shown copy."""
        index = max(self.copies.current(), 0)
        return self.shown_copies[index] if index < len(self.shown_copies) else None

    def say(self, words: str) -> None:
        """Show in the bar how a print or a save ended."""
        self.bar.set_words(words)

    def stop(self) -> None:
        """Stop printing before the next page."""
        if self.job is not None:
            self.job.cancel()

    def _take_back(self) -> None:
        if self.take_back.text() == VOID:
            self.void_panel.ask()
        else:
            self.discarded.emit()

    def _leave_void(self) -> None:
        self.void_panel.hide()
        self.pages.setFocus()

    def _show_copy(self, index: int) -> None:
        if index >= len(self.shown_copies):
            self.pages.show_pdf(b"")
            return
        copy = self.shown_copies[index]
        self.pages.setAccessibleName(f"{copy.name}, pictures of its pages; T shows its text")
        self.pages.show_pdf(copy.pdf)
        self._show_view(self.view.current())
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
        for part in (self.page_words, self.zoom):
            part.setVisible(shown is self.pages)
        if was_here:
            shown.setFocus()

    def _go_to_page(self, page: int) -> None:
        self.view.choose(0)
        self.pages.go_to(page)

    def _tell(self) -> None:
        copy = self.current()
        short = [item for item in self.shown_copies if item.missing]
        self.bar.set_words(self._words if copy else "")
        self.accept.setEnabled(not short and self.job is None)
        self.accept.setVisible(not self._accepted)
        self._show_sending(copy)
        if self._accepted:
            self.reason.setText(sent_words(copy, self._now) if copy and self._now else "Accepted")
        elif short and (copy is None or not copy.missing):
            self.reason.setText(f"{short[0].name}: {plural(len(short[0].missing), 'element')} missing")
        elif short:
            count = len(copy.missing) if copy else 0
            self.reason.setText(f"Add the missing {'element' if count == 1 else 'elements'} to accept")
        elif unread := self._unread():
            names = ", ".join(self.shown_copies[place].name for place in unread)
            self.reason.setText(f"Not read to the end: {names}")
        else:
            self.reason.setText("")
        self.reason.setVisible(bool(self.reason.text()))

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
        if self.copies.current() != unread[0]:
            self.copies.choose(unread[0])
        self.pages.setFocus()
        self.bar.set_words(
            f"{self.shown_copies[unread[0]].name}: read it to the end, then accept the letter."
        )

    def _show_sending(self, copy: LetterCopy | None) -> None:
        sends = self._accepted and copy is not None and copy.is_outgoing
        self.send.setVisible(self._may_print and self._now is not None and (sends or self._may_tell))
        self.send.set_word("Mark as sent" if sends else "Record phone call")

    def _ask_sending(self) -> None:
        copy = self.current()
        if self._now is None or copy is None:
            return
        unsent = [each for each in self.shown_copies if each.is_outgoing and each.sent is None]
        words = "Both copies" if len(unsent) == 2 else f"All {len(unsent)} copies"
        together = [(tuple(each.number for each in unsent), words)] if unsent[1:] else []
        one = [((copy.number,), copy.name)] if copy.is_outgoing else []
        self.sending.ask((*together, *one), self._now)

    def _tell_page(self, page: int, count: int) -> None:
        self.page_words.setText(f"Page {page} of {count}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.elements.setFixedWidth(WIDTH if self.width() >= FULL_FROM else NARROW)

    def _open_zooms(self) -> None:
        menu = QMenu(self)
        for words, zoom in (
            ("Standard size", 0),
            ("Fit width", -1),
            *((f"{zoom} %", zoom) for zoom in ZOOMS),
        ):
            menu.addAction(words).triggered.connect(lambda _on=False, zoom=zoom: self.pages.set_zoom(zoom))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.zoom.mapToGlobal(self.zoom.rect().bottomLeft()))

    def _print(self) -> None:
        copy = self.current()
        if copy is None or self.job is not None:
            return
        printer = self._ask_printer(self, self.pages.count(), f"{self._number} {copy.name}".strip())
        if isinstance(printer, str):
            self.save_requested.emit(copy, printer)
        if not isinstance(printer, QPrinter):
            return
        self.job = PrintJob(copy.paper, printer, self.pages.current(), name=copy.name, parent=self)
        self.job.progressed.connect(self._progress)
        number = self._number
        self.job.finished.connect(lambda pages, copies: self._printed(copy, number, pages, copies))
        self.job.failed.connect(lambda words: self._interrupted(copy, number, words))
        self.job.canceled.connect(lambda: self._interrupted(copy, number, "Printing canceled."))
        self._set_printing(True)
        self.job.start()

    def _progress(self, done: int, total: int) -> None:
        self.bar.set_words(f"Printing page {min(done + 1, total)} of {total}")

    def _printed(self, copy: LetterCopy, number: str, pages: int, copies: int) -> None:
        times = "" if copies == 1 else f", {copies} copies"
        whose = copy.name if number == self._number else f"{number} {copy.name}"
        self._stop_printing(f"{whose} printed: {plural(pages, 'page')}{times}.")
        self.printed.emit(copy, pages, copies)

    def _interrupted(self, copy: LetterCopy, number: str, words: str) -> None:
        given = self.job.may_be_out if self.job is not None else 0
        self._stop_printing(words if number == self._number else f"{number} {copy.name}: {words}")
        if given:
            self.cut_short.emit(copy, given)

    def _stop_printing(self, words: str) -> None:
        if self.job is not None:
            self.job.deleteLater()
            self.job = None
        self._set_printing(False)
        self.bar.set_words(words)

    def _set_printing(self, on: bool) -> None:
        self.cancel.setVisible(on)
        for button in (self.print_button, self.save):
            button.setEnabled(not on)
        self.accept.setEnabled(not on and not any(item.missing for item in self.shown_copies))

    def _save(self) -> None:
        copy = self.current()
        if copy is None:
            return
        if path := self._ask_path(self, f"{self._number} {copy.name}".strip()):
            self.save_requested.emit(copy, path)

    def _make_bar(self) -> None:
        self.bar = ActionBar(parent=self)
        self.sending = SendingForm(self)
        self.sending.recorded.connect(self.sent)
        self.sending.closed.connect(self.pages.setFocus)
        self.send = KeyButton(
            "Mark as sent", key="Ctrl M", shortcut="Ctrl+M", icon="envelope-simple", parent=self
        )
        self.send.clicked.connect(self._ask_sending)
        self.cancel = KeyButton("Cancel printing", Emphasis.TEXT, key="Esc", shortcut="Esc", parent=self)
        self.cancel.clicked.connect(self.stop)
        self.cancel.hide()
        self.print_button = KeyButton("Print", key="Ctrl P", shortcut="Ctrl+P", icon="printer", parent=self)
        self.print_button.clicked.connect(self._print)
        self.save = KeyButton("Save PDF", key="Ctrl S", shortcut="Ctrl+S", icon="floppy-disk", parent=self)
        self.save.clicked.connect(self._save)
        self.take_back = KeyButton(
            VOID, Emphasis.TEXT, key="Ctrl D", shortcut="Ctrl+D", icon="clock-counter-clockwise", parent=self
        )
        self.take_back.clicked.connect(self._take_back)
        self.reason = label("", "second", parent=self)
        self.accept = KeyButton(
            "Accept letter",
            Emphasis.PRIMARY,
            key="Ctrl Shift A",  # not the key that signed
            shortcut="Ctrl+Shift+A",
            icon="check",
            parent=self,
        )
        self.accept.clicked.connect(self._accept)
        for widget in (
            self.cancel, self.take_back, self.print_button, self.save, self.send, self.reason, self.accept,
        ):  # fmt: skip
            self.bar.add(widget)

    def _lay_out(self) -> None:
        top = QWidget()
        theme.fill(top, "surface")
        top.setFixedHeight(47)
        row = QHBoxLayout(top)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(16)
        row.addWidget(self.copies)
        row.addWidget(self.view)
        row.addStretch(1)
        row.addWidget(self.page_words)
        row.addWidget(self.zoom)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(top)
        left.addWidget(Hairline(strong=True))
        self._body = QStackedWidget()
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

"""Prints the copies of a letter, one at a time, and says how far it is."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from ur_desktop.casework.letters import LetterCopy
from ur_desktop.ui.kit.text import plural
from ur_desktop.ui.letters.print_job import PrintJob, ask_printer

AskPrinter = Callable[[QWidget, int, str], QPrinter | str | None]


class CopyPrinter(QObject):
    """Asks for a printer and prints a copy with it.

    ``printed`` carries the copy, pages and copies once all is with the printer, ``cut_short`` the copy and how many
    pages the printer was given when it ended before that, ``to_file`` the copy and the file chosen instead of a
    printer. ``said`` carries a sentence and ``running`` whether pages are printing.
    """

    printed = Signal(object, int, int)
    cut_short = Signal(object, int)
    to_file = Signal(object, str)
    said = Signal(str)
    running = Signal(bool)

    def __init__(self, parent: QWidget, ask: AskPrinter = ask_printer) -> None:
        super().__init__(parent)
        self._window, self.ask = parent, ask
        self.job: PrintJob | None = None
        self.number = ""
        """The number of the case in sight; what prints of another case is named with its own."""

    def print(self, copy: LetterCopy, pages: int, current: int) -> None:
        """Print a copy of that many pages, from the ``current`` page where the person asks for that one."""
        if self.job is not None:
            return
        number = self.number
        printer = self.ask(self._window, pages, f"{number} {copy.name}".strip())
        if isinstance(printer, str):
            self.to_file.emit(copy, printer)
        if not isinstance(printer, QPrinter):
            return
        self.job = PrintJob(copy.paper, printer, current, name=copy.name, parent=self)
        self.job.progressed.connect(
            lambda done, total: self.said.emit(f"Printing page {min(done + 1, total)} of {total}")
        )
        self.job.finished.connect(lambda pages, copies: self._finish(copy, number, pages, copies))
        self.job.failed.connect(lambda words: self._interrupt(copy, number, words))
        self.job.canceled.connect(lambda: self._interrupt(copy, number, "Printing canceled."))
        self.running.emit(True)
        self.job.start()

    def cancel(self) -> None:
        """Stop printing before the next page."""
        if self.job is not None:
            self.job.cancel()

    def _finish(self, copy: LetterCopy, number: str, pages: int, copies: int) -> None:
        times = "" if copies == 1 else f", {copies} copies"
        whose = copy.name if number == self.number else f"{number} {copy.name}"
        self._end(f"{whose} printed: {plural(pages, 'page')}{times}.")
        self.printed.emit(copy, pages, copies)

    def _interrupt(self, copy: LetterCopy, number: str, words: str) -> None:
        given = self.job.may_be_out if self.job is not None else 0
        self._end(words if number == self.number else f"{number} {copy.name}: {words}")
        if given:
            self.cut_short.emit(copy, given)

    def _end(self, words: str) -> None:
        if self.job is not None:
            self.job.deleteLater()
            self.job = None
        self.running.emit(False)
        self.said.emit(words)

"""The letter queue: hands the selected letters over one by one, each recorded before the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtPrintSupport import QPrinter

from ur_desktop.casework import letter_queue, sending
from ur_desktop.casework.file_places import said_of_place
from ur_desktop.casework.session import Session
from ur_desktop.domain.errors import UserError
from ur_desktop.domain.letter.batch import Folder, LetterBatch, Printer, Target
from ur_desktop.domain.letter.waiting import WaitingLetter
from ur_desktop.library import page_count
from ur_desktop.ui.kit.background_task import BackgroundTask
from ur_desktop.ui.kit.notice_bar import NoticeBar
from ur_desktop.ui.letters import printers
from ur_desktop.ui.letters.print_job import PrintJob
from ur_desktop.ui.letters.queue_screen import LetterQueueScreen
from ur_desktop.ui.letters.queue_text import (
    GOING_ON,
    NONE_LEFT,
    STOPPING,
    doing,
    ended_at,
    mailed,
    ready_by,
    result,
)

PrinterFor = Callable[[Printer, str], QPrinter | None]


@dataclass(frozen=True, slots=True)
class BatchRun:
    """A batch that this window runs: the letter under way with what prints or saves it, if any is.

    ``opening`` is what its progress begins with. It ``stops`` after this letter once a person asked for that, and is
    ``dismissed`` once they closed the line that tells of it on other screens.
    """

    batch: LetterBatch
    opening: str
    letter: WaitingLetter | None = None
    work: PrintJob | BackgroundTask | None = None
    stops: bool = False
    dismissed: bool = False

    @property
    def progress(self) -> str:
        """How far it is: "Printing 2 of 12: Denial, member, 2026-000417"."""
        batch, letter = self.batch, self.letter
        words = f"{self.opening} {batch.done + 1:,} of {batch.total:,}"
        return f"{words}: {letter.name}, {letter.number}" if letter else words


class LetterQueueController(QObject):
    """Fills the letter queue and runs a batch, also while another screen is open, where ``line`` says how far it is.

    ``opened`` carries the case of a letter; ``changed`` follows whenever letters were printed or saved.
    """

    opened = Signal(str)
    changed = Signal()

    def __init__(
        self,
        session: Session,
        line: NoticeBar,
        parent: QObject | None = None,
        *,
        printer_for: PrinterFor | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._line = session, line
        self._printer_for = printer_for or printers.printer_for
        self._run: BatchRun | None = None
        self._words = ""
        self.screen = LetterQueueScreen()
        self.screen.opened.connect(self.opened)
        self.screen.print_requested.connect(self._begin)
        self.screen.save_requested.connect(lambda letters, path: self._begin(letters, Folder(path)))
        self.screen.found_printed.connect(self._found)
        self.screen.again_requested.connect(self._print_again)
        self.screen.mailed.connect(self._mailed)
        self.screen.canceled.connect(self._stop_after_this)
        line.dismissed.connect(self._dismiss)
        self._pulse = QTimer(self, singleShot=True)
        self._pulse.timeout.connect(self._next)

    def open(self) -> None:
        """Show what waits, and resume a batch of one's own that was stopped."""
        self._fetch()
        self.resume()

    def resume(self) -> None:
        """Resume the batch that a lock or a kill stopped, if there is one."""
        if self._run is not None or (batch := letter_queue.resume(self._session)) is None:
            return
        if batch.left:
            self._start(batch, GOING_ON)
        else:
            self._end(batch)

    def stop(self) -> None:
        """Stop at once; the letter under way is handed over again, whole, when the batch resumes."""
        if self._run is not None:
            run, self._run = self._run, None
            self._pulse.stop()
            self._drop(run)
            letter_queue.return_current(self._session)

    def leave(self) -> None:
        """Stop for good: the letters left wait as before."""
        if self._run is not None:
            batch = self._run.batch
            self.stop()
            letter_queue.end_at_error(self._session, batch)

    def tell(self) -> None:
        """Say how far the batch is where its own screen is not in sight."""
        dismissed = self._run is not None and self._run.dismissed
        self._line.say("" if self.screen.isVisible() or dismissed else self._words)

    def _fetch(self) -> None:
        session = self._session
        self.screen.set_lines(
            letter_queue.waiting(session), session.now(), session.names(), session.me.user_id
        )
        self.changed.emit()

    # One letter after the other

    def _begin(self, letters: tuple[int, ...], target: Target) -> None:
        if self._run is not None:
            return
        if batch := letter_queue.begin(self._session, target, letters):
            self._start(batch, doing(batch))
        else:
            self._fetch()
            self.screen.show_over(NONE_LEFT)

    def _start(self, batch: LetterBatch, opening: str) -> None:
        self._run = BatchRun(batch, opening)
        self._fetch()
        self._say(self._run.progress)
        self._pulse.start(0)

    def _next(self) -> None:
        """Take the next letter up and hand it over; the one after it follows as the event loop turns."""
        run = self._run
        if run is None:
            return
        try:
            letter = None if run.stops else letter_queue.start_next(self._session)
            if letter is None:
                self._end(run.batch)
                return
            self._run = run = replace(run, letter=letter)
            pdf = letter_queue.content(self._session, letter)
            self._say(run.progress, letter.letter, doing(run.batch))
            if isinstance(run.batch.target, Folder):
                self._save(run, Path(run.batch.target.path), letter, pdf)
            else:
                self._print(run, run.batch.target, letter, pdf)
        except UserError as error:
            self._fail(error)

    def _save(self, run: BatchRun, folder: Path, letter: WaitingLetter, pdf: bytes) -> None:
        task = BackgroundTask.start(partial(letter_queue.write_file, folder, letter, pdf), self)
        self._run = replace(run, work=task)
        task.done.connect(lambda _none: self._handed_over(letter, page_count(pdf)))
        task.failed.connect(self._fail)

    def _print(self, run: BatchRun, target: Printer, letter: WaitingLetter, pdf: bytes) -> None:
        name = letter_queue.file_name(letter)
        printer = self._printer_for(target, name)
        if printer is None:
            raise UserError(
                f"The printer “{target.name}” is not available.", "Choose a printer and print again."
            )
        job = PrintJob(pdf, printer, name=name, parent=self)
        self._run = replace(run, work=job)
        job.finished.connect(lambda pages, _copies: self._handed_over(letter, pages))
        job.failed.connect(lambda words: self._fail(UserError(words)))
        job.start()

    def _handed_over(self, letter: WaitingLetter, pages: int) -> None:
        run = self._run
        if run is None:
            return
        _drop_work(run.work)
        self._run = run = replace(run, work=None)
        try:
            batch = letter_queue.finish_current(self._session, pages)
        except UserError as error:
            self._fail(error, is_out=True)
            return
        self._run = replace(run, batch=batch, letter=None)
        self.screen.show_ready(letter.letter, ready_by(batch))
        self.changed.emit()
        self._pulse.start(0)

    def _end(self, batch: LetterBatch) -> None:
        batch = letter_queue.end(self._session) or batch
        saved_to = batch.target.path if batch.done and isinstance(batch.target, Folder) else ""
        self._over(result(batch) + (said_of_place(Path(saved_to)) if saved_to else ""))

    def _fail(self, error: UserError, *, is_out: bool = False) -> None:
        """Say at which letter a batch ended; nothing is lost, so nothing is asked."""
        if (run := self._run) is None:
            return
        self._drop(run)
        batch = letter_queue.end_at_error(self._session, run.batch, is_out=is_out)
        what = ended_at(run.letter, batch, error.what, is_out=is_out) if run.letter else error.what
        self._over(result(batch), UserError(what, error.fix))

    def _over(self, words: str, error: UserError | None = None) -> None:
        self._run = None
        self._words = words if error is None else f"{words} {error.what}"
        self._fetch()
        self.screen.show_over(words, error)
        self.tell()
        if self.screen.isVisible():
            self._words = ""

    def _drop(self, run: BatchRun) -> None:
        """End what is under way, and record a print that ended early: some of its pages may be on paper."""
        _drop_work(run.work)
        if isinstance(run.work, PrintJob) and run.work.may_be_out and run.letter is not None:
            letter_queue.record_interrupted_print(self._session, run.letter, run.work.may_be_out)

    def _stop_after_this(self) -> None:
        if self._run is not None:
            self._run = replace(self._run, stops=True)
            self._say(STOPPING)

    def _found(self, letter: int) -> None:
        letter_queue.found_printed(self._session, letter)
        self._fetch()

    def _print_again(self, letter: int) -> None:
        letter_queue.print_again(self._session, letter)
        self._fetch()

    def _mailed(self, letters: tuple[int, ...]) -> None:
        sending.send(self._session, letters)
        self._fetch()
        self.screen.show_over(mailed(len(letters)))

    def _say(self, words: str, letter: int = 0, what: str = "") -> None:
        self._words = words
        self.screen.show_running(words, letter, what)
        self.tell()

    def _dismiss(self) -> None:
        if self._run is not None:
            self._run = replace(self._run, dismissed=True)
        else:
            self._words = ""


def _drop_work(work: PrintJob | BackgroundTask | None) -> None:
    """Want nothing more of a print or a file."""
    if isinstance(work, PrintJob):
        work.cancel()
        work.deleteLater()
    elif work is not None:
        work.drop()

"""The slots behind the letter queue: hands the chosen letters over one by one, each written down before the next."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtPrintSupport import QPrinter

from ur_desktop.casework.session import Session
from ur_desktop.domain.errors import StorageError, UserError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.letter import batch as letter_batch
from ur_desktop.domain.letter.batch import Folder, LetterBatch, Printer, Target
from ur_desktop.domain.letter.waiting import WaitingLetter
from ur_desktop.library import page_count
from ur_desktop.storage.disk.letter_files import put
from ur_desktop.ui.kit.background_task import BackgroundTask
from ur_desktop.ui.kit.notice_bar import NoticeBar
from ur_desktop.ui.kit.text import plural
from ur_desktop.ui.letters import printers
from ur_desktop.ui.letters.print_job import PrintJob
from ur_desktop.ui.letters.queue_screen import LetterQueueScreen
from ur_desktop.ui.letters.queue_text import TRAY

PrinterFor = Callable[[Printer, str], QPrinter | None]
GOING_ON = "Going on with the letters:"
FOUND = "in the printer’s tray"
NONE_LEFT = "None of these letters waits any more."


class LetterQueueController(QObject):
    """Fills the letter queue and runs a batch, also while another screen is open, where ``line`` says how far it is.

    ``opened`` carries the case of a letter; ``changed`` follows whenever letters went out.
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
        self._batch: LetterBatch | None = None
        self._job: PrintJob | None = None
        self._saving: BackgroundTask | None = None
        self._printing: WaitingLetter | None = None
        self._stops = False
        self._said = self._doing = self._put_away = ""
        self.screen = LetterQueueScreen()
        self.screen.opened.connect(self.opened)
        self.screen.print_requested.connect(self._begin)
        self.screen.save_requested.connect(lambda letters, path: self._begin(letters, Folder(path)))
        self.screen.found_printed.connect(self._found)
        self.screen.canceled.connect(self._stop_after_this)
        line.put_away.connect(self._put_line_away)
        self._pulse = QTimer(self, singleShot=True)
        self._pulse.timeout.connect(self._next)

    def open(self) -> None:
        """Show what waits; a batch of one's own that was stopped goes on."""
        self._fetch()
        self.resume()

    def resume(self) -> None:
        """Go on with the batch that a lock or a kill stopped, if there is one."""
        if self._batch is not None:
            return
        batch = self._session.vault.queue.find_again()
        if batch is None:
            return
        if batch.left:
            self._run(batch, GOING_ON)
        else:
            self._end(batch)

    def stop(self) -> None:
        """Stop at once and let the letter under way be handed over again, whole, when the batch goes on."""
        if self._batch is None:
            return
        self._batch = None
        self._pulse.stop()
        self._note_cut_short()
        self._drop_job()
        # What can't be written down now is found in doubt when the batch goes on.
        with suppress(StorageError):
            self._session.vault.queue.put_back()

    def leave(self) -> None:
        """Stop for good: what is not out waits as before."""
        if self._batch is None:
            return
        self.stop()
        with suppress(StorageError):
            self._session.vault.queue.end_batch()

    def tell(self) -> None:
        """Say how far the batch is where its own screen is not in sight."""
        elsewhere = not self.screen.isVisible()
        self._line.say(self._said if elsewhere and not self._put_away else "")

    def _fetch(self) -> None:
        session = self._session
        self.screen.set_lines(
            session.vault.queue.waiting(), session.now(), session.names(), session.me.user_id
        )
        self.changed.emit()

    # One letter after the other

    def _begin(self, letters: tuple[int, ...], target: Target) -> None:
        if self._batch is not None:
            return
        batch = self._session.vault.queue.begin(target, letters, self._session.now())
        if batch.left:
            self._run(batch, _doing(batch))
        else:
            self._session.vault.queue.end_batch()
            self._fetch()
            self.screen.show_over(NONE_LEFT)

    def _run(self, batch: LetterBatch, doing: str) -> None:
        self._batch, self._doing, self._stops, self._put_away = batch, doing, False, ""
        self._fetch()
        self._say(self._progress(batch))
        self._pulse.start(0)

    def _next(self) -> None:
        """Take the next letter up, hand it over; the next follows as the event loop turns."""
        batch, row = self._batch, None
        if batch is None:
            return
        try:
            row = None if self._stops else self._session.vault.queue.take_up()
            if row is None:
                self._end(batch)
                return
            pdf = self._session.vault.archive.pdf(row.letter)
            self._say(f"{self._progress(batch)}: {row.name}, {row.number}", row)
            if isinstance(batch.target, Folder):
                self._save(Path(batch.target.path), row, pdf)
            else:
                self._print(batch.target, row, pdf)
        except UserError as error:
            self._fail(error, row)

    def _save(self, folder: Path, row: WaitingLetter, pdf: bytes) -> None:
        self._saving = saving = BackgroundTask(partial(put, folder, _file_name(row), pdf), self)
        saving.done.connect(lambda _none: self._handed_over(row, page_count(pdf)))
        saving.failed.connect(lambda error: self._fail(error, row))

    def _print(self, target: Printer, row: WaitingLetter, pdf: bytes) -> None:
        printer = self._printer_for(target, _file_name(row))
        if printer is None:
            raise UserError(
                f"The printer “{target.name}” is not there any more.", "Choose a printer and print again."
            )
        self._job = job = PrintJob(pdf, printer, name=_file_name(row), parent=self)
        self._printing = row
        job.finished.connect(lambda pages, _copies: self._handed_over(row, pages))
        job.failed.connect(lambda words: self._fail(UserError(words), row))
        job.start()

    def _handed_over(self, row: WaitingLetter, pages: int) -> None:
        self._drop_job()
        try:
            self._out(row, pages)
        except UserError as error:
            self._fail(error, row, is_out=True)

    def _out(self, row: WaitingLetter, pages: int) -> None:
        self._batch = self._session.vault.queue.hand_over(self._session.now(), pages)
        self.screen.take_out(row.letter)
        self.changed.emit()
        self._pulse.start(0)

    def _end(self, batch: LetterBatch) -> None:
        queue = self._session.vault.queue
        kept = queue.find_again()
        queue.end_batch()
        self._over(_result(kept or batch))

    def _fail(self, error: UserError, row: WaitingLetter | None, *, is_out: bool = False) -> None:
        """Say which letter a batch ended at; nothing is lost, so nothing is asked."""
        batch, queue = self._batch, self._session.vault.queue
        if batch is None:
            return
        if not is_out:
            self._note_cut_short()
        self._drop_job()
        # A disk that can't keep this keeps the batch: it goes on when the letters are opened again.
        with suppress(StorageError):
            if not is_out:
                queue.put_back()
            queue.end_batch()
        what = error.what
        if is_out:
            batch, _letter = letter_batch.found_again(letter_batch.next_up(batch))
        if row is not None:
            done = "saved" if isinstance(batch.target, Folder) else "printed"
            became = f"was {done}, but that could not be written down" if is_out else "did not go out"
            what = f"{row.name}, {row.number}, {became}. {error.what}"
        self._over(_result(batch), UserError(what, error.fix))

    def _over(self, words: str, error: UserError | None = None) -> None:
        self._batch, self._put_away = None, ""
        self._said = words if error is None else f"{words} {error.what}"
        self._fetch()
        self.screen.show_over(words, error)
        self.tell()
        if self.screen.isVisible():
            self._said = ""

    def _note_cut_short(self) -> None:
        """Write down that printing a letter ended early: some of its pages may be on paper."""
        if (row := self._printing) is not None and self._job is not None and self._job.done:
            with suppress(StorageError):
                self._session.record(
                    EventKind.PRINT,
                    row.case_id,
                    letter=row.name,
                    number=row.letter,
                    stopped_after=self._job.done,
                )

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job.deleteLater()
            self._job = None
        if self._saving is not None:
            self._saving.drop()
            self._saving = None

    def _stop_after_this(self) -> None:
        self._stops = self._batch is not None
        if self._stops:
            self._say("Stopping after this letter…")

    def _found(self, letter: int) -> None:
        self._session.vault.queue.out(letter, EventKind.PRINT, self._session.now(), found=FOUND)
        self._fetch()

    def _progress(self, batch: LetterBatch) -> str:
        return f"{self._doing} {batch.done + 1:,} of {batch.total:,}"

    def _say(self, words: str, row: WaitingLetter | None = None) -> None:
        self._said = words
        doing = _doing(self._batch) if self._batch and row else ""
        self.screen.show_running(words, row.letter if row else 0, doing)
        self.tell()

    def _put_line_away(self) -> None:
        self._put_away = self._said
        if self._batch is None:
            self._said = ""


def _file_name(row: WaitingLetter) -> str:
    """What a file or a print job is called: never by a member's name."""
    return f"{row.number} {row.name}"


def _doing(batch: LetterBatch) -> str:
    return "Printing" if isinstance(batch.target, Printer) else "Saving"


def _result(batch: LetterBatch) -> str:
    """What came of a batch: "12 letters printed, 41 pages." and what of it is still to do."""
    done = "printed" if isinstance(batch.target, Printer) else "saved"
    pages = f", {plural(batch.pages, 'page')}" if batch.done else ""
    words = f"{plural(batch.done, 'letter')} {done}{pages}."
    left = f" {plural(len(batch.left), 'letter')} still {'waits' if len(batch.left) == 1 else 'wait'}."
    doubt = f" {batch.doubted:,} {TRAY[0].lower()}{TRAY[1:]}"
    return words + (left if batch.left else "") + (doubt if batch.doubted else "")

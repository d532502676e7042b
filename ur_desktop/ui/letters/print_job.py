"""Prints the pages of the archived PDF itself, so that the paper is what the archive holds.

A job is handed over whole: what is canceled before its last page is never sent.
"""

from collections.abc import Iterator

import pypdfium2
from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import Shiboken

from ur_desktop.ui.letters.print_spool import PrintSpool

POINTS = 72
LEAST_DPI = 300
# A page at 1200 dpi takes 400 MB, and type set at 600 looks the same.
MOST_DPI = 600


def page_image(document: pypdfium2.PdfDocument, page: int, scale: float) -> QImage:
    """Render a page, counted from 0, at ``scale`` px per point (1/72 inch)."""
    opened = document[page]
    drawn = opened.render(scale=scale)
    # QImage only borrows the buffer; the copy outlives it.
    image = QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_BGR888).copy()
    drawn.close()
    opened.close()
    return image


def printer_dpi(printer: QPrinter) -> int:
    """Return the resolution pages are rendered at: the printer's own, from 300 to 600 dots an inch."""
    return max(LEAST_DPI, min(MOST_DPI, printer.resolution()))


def pages_to_print(printer: QPrinter, count: int, current: int = 0) -> tuple[int, ...]:
    """Return the pages chosen in the print dialog, counted from 0, in the order they are printed.

    ``current`` is the page in sight. Copies that the printer does not make by itself are in it.
    """
    chosen = list(range(count))
    if printer.printRange() is QPrinter.PrintRange.CurrentPage:
        chosen = [current]
    elif printer.printRange() is QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        chosen = [page for page in range(count) if ranges.contains(page + 1) or _in_span(printer, page + 1)]
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        chosen.reverse()
    times = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if printer.collateCopies():
        return tuple(chosen * times)
    return tuple(page for page in chosen for _time in range(times))


def ask_printer(parent: QWidget, pages: int, name: str) -> QPrinter | str | None:
    """Ask for printer, pages and copies; a path when the letter is to be a file, None when the dialog is canceled.

    ``name`` is what the file is called unless the person names it.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, pages)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return file_of(printer) or printer


def file_of(printer: QPrinter) -> str:
    """The file that a printer prints to, a PDF; empty for paper."""
    path = printer.outputFileName()
    return path if not path or path.lower().endswith(".pdf") else f"{path}.pdf"


class PrintJob(QObject):
    """Puts a letter together page by page and prints it whole; the window handles events in between.

    ``progressed`` carries pages done and pages in all; ``finished`` how many pages and how many copies, once
    all are with the printer; ``failed`` a sentence with the way out. `cancel` stops before the next page.

    ``done`` counts the pages put together, ``may_be_out`` those that may be on paper although the job ended early.
    """

    progressed = Signal(int, int)
    finished = Signal(int, int)
    failed = Signal(str)
    canceled = Signal()

    def __init__(
        self,
        pdf: bytes,
        printer: QPrinter,
        current: int = 0,
        *,
        name: str = "Letter",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = pypdfium2.PdfDocument(pdf)
        self._printer = printer
        self._chosen = pages_to_print(printer, len(self._document), current)
        self._waiting: Iterator[int] = iter(self._chosen)
        self.done = self.may_be_out = 0
        self._spool = PrintSpool()
        self._painter = QPainter()
        self._over = False
        printer.setDocName(name)
        printer.setFullPage(True)

    def start(self) -> None:
        """Begin; the pages follow as the event loop turns."""
        if not self._chosen:
            self._end()
            self.failed.emit("The letter has no such pages. Choose other pages and print again.")
            return
        self._size_paper(self._chosen[0])
        if not self._spool.has_room(len(self._chosen)):
            self._end()
            self.failed.emit("There is no room to print. Close other programs, then print again.")
            return
        with self._spool.opening():
            is_open = self._painter.begin(self._printer)
        if not is_open:
            self._end()
            self.failed.emit("Printer not responding. Turn it on or choose another.")
            return
        self.progressed.emit(0, len(self._chosen))
        QTimer.singleShot(0, self._print_next)

    def cancel(self) -> None:
        """Stop before the next page; nothing of the letter is sent, where the printing system allows that."""
        if self._over:
            return
        self._abandon()
        self.canceled.emit()

    def _print_next(self) -> None:
        if self._over:
            return
        page = next(self._waiting, None)
        if page is None:
            self._end()
            if not _is_complete(self._printer.outputFileName(), len(self._chosen)):
                self.failed.emit("The file is incomplete. Free up disk space, then print again.")
                return
            self.finished.emit(len(set(self._chosen)), self._printer.copyCount())
            return
        if self.done and not self._printer.newPage():
            self._abandon()
            self.failed.emit("The printer stopped. Check it, then print again.")
            return
        self._draw(page)
        self.done += 1
        self.progressed.emit(self.done, len(self._chosen))
        QTimer.singleShot(0, self._print_next)

    def _draw(self, page: int) -> None:
        image = page_image(self._document, page, printer_dpi(self._printer) / POINTS)
        width, height = self._document.get_page_size(page)
        paper = QRectF(self._printer.paperRect(QPrinter.Unit.DevicePixel))
        dots = self._printer.resolution() / POINTS
        size = QSizeF(width * dots, height * dots)
        if size.width() > paper.width() + 1 or size.height() > paper.height() + 1:
            size.scale(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (paper.width() - size.width()) / 2, (paper.height() - size.height()) / 2
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._painter.drawImage(QRectF(left, top, size.width(), size.height()), image)

    def _size_paper(self, page: int) -> None:
        """Ask the printer for the letter's paper size; smaller paper gets scaled pages."""
        width, height = self._document.get_page_size(page)
        size = QPageSize(
            QSizeF(width, height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch
        )
        self._printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
        self._printer.setFullPage(True)

    def _end(self) -> None:
        self._over = True
        if self._painter.isActive():
            self._painter.end()
        self._spool.discard()
        self._document.close()

    def _abandon(self) -> None:
        """End the job without sending it. Qt sends a CUPS job whenever its painter ends, so that one never does."""
        if not self._spool.holds_a_job:
            self._printer.abort()
            self.may_be_out = self.done
            self._end()
            return
        self._over = True
        self._spool.discard()
        self._document.close()
        for each in (self._painter, self._printer):
            Shiboken.invalidate(each)


def _is_complete(file: str, pages: int) -> bool:
    """Whether a file that was printed to has all its pages; always true for a printer."""
    if not file:
        return True
    try:
        with pypdfium2.PdfDocument(file) as document:
            return len(document) == pages
    except (pypdfium2.PdfiumError, OSError):
        return False


def _in_span(printer: QPrinter, page: int) -> bool:
    return bool(printer.fromPage()) and printer.fromPage() <= page <= printer.toPage()

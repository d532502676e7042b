"""Prints the pages of the archived PDF itself, so that the paper is what the archive holds."""

from collections.abc import Iterator

import pypdfium2
from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

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


def ask_printer(parent: QWidget, pages: int) -> QPrinter | None:
    """Ask for printer, pages and copies; None when the dialog is canceled."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, pages)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


class PrintJob(QObject):
    """Prints a letter page by page; the window handles events in between.

    ``progressed`` carries pages done and pages in all; ``finished`` how many pages and how many copies, once
    all are with the printer; ``failed`` a sentence with the way out. `cancel` stops before the next page.
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
        self.done = 0
        """Pages that the printer was given."""
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
        if not self._painter.begin(self._printer):
            self._end()
            self.failed.emit("Printer not responding. Turn it on or choose another.")
            return
        self.progressed.emit(0, len(self._chosen))
        QTimer.singleShot(0, self._print_next)

    def cancel(self) -> None:
        """Stop before the next page, and cancel what the printer has not printed."""
        if self._over:
            return
        self._printer.abort()
        self._end()
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
            self._end()
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
        self._document.close()


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

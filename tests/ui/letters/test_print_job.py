"""Printing sends the archived pages to the printer unchanged, page by page."""

import resource
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QImage, QPageRanges
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from tests.ui.blank_pdf import blank_pdf
from ur_desktop.ui.letters.print_job import PrintJob, file_of, page_image, pages_to_print, printer_dpi

NewPrinter = Callable[..., QPrinter]


@pytest.fixture
def printer(tmp_path: Path) -> NewPrinter:
    """A printer that prints to a file."""

    def made(resolution: int = 300) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setResolution(resolution)
        printer.setOutputFileName(str(tmp_path / "out.pdf"))
        return printer

    return made


def printed(tmp_path: Path) -> list[QImage]:
    with pypdfium2.PdfDocument((tmp_path / "out.pdf").read_bytes()) as document:
        return [page_image(document, page, 1.0) for page in range(len(document))]


def dark(image: QImage, x: int, y: int) -> bool:
    return image.pixelColor(x, y).lightness() < 128


def test_every_page_is_printed_at_its_position(qtbot: QtBot, printer: NewPrinter, tmp_path: Path) -> None:
    job = PrintJob(blank_pdf(3), printer())
    with qtbot.waitSignal(job.finished) as finished:
        job.start()
    assert finished.args == [3, 1]
    pages = printed(tmp_path)
    assert [(page.width(), page.height()) for page in pages] == [(612, 792)] * 3
    for number, page in enumerate(pages):
        top = 72 * (number + 1)
        assert dark(page, 76, top + 4)
        assert dark(page, 140, top + 68)
        assert not dark(page, 68, top + 36)
        assert not dark(page, 108, top - 4)


def test_an_incomplete_file_does_not_count_as_printed(qtbot: QtBot, printer: NewPrinter) -> None:
    job = PrintJob(blank_pdf(1), printer())
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, before[1]))  # a disk with room for so many bytes
    try:
        with qtbot.waitSignal(job.failed) as failed, qtbot.assertNotEmitted(job.finished):
            job.start()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "file is incomplete" in failed.args[0]


def test_progress_is_reported_page_by_page(qtbot: QtBot, printer: NewPrinter) -> None:
    job = PrintJob(blank_pdf(2), printer())
    seen: list[tuple[int, int]] = []
    job.progressed.connect(lambda done, total: seen.append((done, total)))
    with qtbot.waitSignal(job.finished):
        job.start()
    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_cancel_stops_before_the_next_page(qtbot: QtBot, printer: NewPrinter) -> None:
    job = PrintJob(blank_pdf(3), printer())
    seen: list[int] = []
    job.progressed.connect(lambda done, _total: seen.append(done))
    job.progressed.connect(lambda done, _total: job.cancel() if done == 1 else None)
    with qtbot.waitSignal(job.canceled), qtbot.assertNotEmitted(job.finished):
        job.start()
    assert seen == [0, 1]


def test_a_printer_that_is_a_file_is_named_as_a_pdf(printer: NewPrinter, tmp_path: Path) -> None:
    made = printer()
    assert file_of(made) == str(tmp_path / "out.pdf")
    made.setOutputFileName("/letters/denial")
    assert file_of(made) == "/letters/denial.pdf"


def test_a_range_prints_its_pages_only(qtbot: QtBot, printer: NewPrinter, tmp_path: Path) -> None:
    chosen = printer()
    chosen.setPrintRange(QPrinter.PrintRange.PageRange)
    chosen.setPageRanges(QPageRanges.fromString("2-3"))
    job = PrintJob(blank_pdf(4), chosen)
    with qtbot.waitSignal(job.finished) as finished:
        job.start()
    assert finished.args == [2, 1]
    assert dark(printed(tmp_path)[0], 108, 72 * 2 + 36)


def test_the_shown_page_can_be_printed_alone(printer: NewPrinter) -> None:
    chosen = printer()
    chosen.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert pages_to_print(chosen, 5, 3) == (3,)


def test_copies_are_printed_for_a_printer_that_makes_none(printer: NewPrinter) -> None:
    chosen = printer()
    chosen.setCopyCount(2)
    assert not chosen.supportsMultipleCopies()
    chosen.setCollateCopies(True)
    assert pages_to_print(chosen, 2) == (0, 1, 0, 1)
    chosen.setCollateCopies(False)
    assert pages_to_print(chosen, 2) == (0, 0, 1, 1)


def test_the_last_page_can_be_printed_first(printer: NewPrinter) -> None:
    chosen = printer()
    chosen.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert pages_to_print(chosen, 3) == (2, 1, 0)


def test_pages_are_drawn_at_300_dots_an_inch_at_least(printer: NewPrinter) -> None:
    assert printer_dpi(printer(96)) == 300
    assert printer_dpi(printer(600)) == 600
    assert printer_dpi(printer(1200)) == 600


def test_a_range_without_pages_is_an_error(qtbot: QtBot, printer: NewPrinter) -> None:
    chosen = printer()
    chosen.setPrintRange(QPrinter.PrintRange.PageRange)
    chosen.setPageRanges(QPageRanges.fromString("9"))
    job = PrintJob(blank_pdf(2), chosen)
    with qtbot.waitSignal(job.failed) as failed:
        job.start()
    assert failed.args is not None
    assert failed.args[0].startswith("The letter has no such pages.")


@pytest.mark.qt_log_ignore("Returned false", extend=True)
def test_a_printer_that_does_not_respond_is_an_error(
    qtbot: QtBot, printer: NewPrinter, tmp_path: Path
) -> None:
    chosen = printer()
    chosen.setOutputFileName(str(tmp_path / "nowhere" / "out.pdf"))
    job = PrintJob(blank_pdf(1), chosen)
    with qtbot.waitSignal(job.failed) as failed:
        job.start()
    assert failed.args is not None
    assert "not responding" in failed.args[0]

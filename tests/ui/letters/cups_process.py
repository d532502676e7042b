"""Prints through Qt's own CUPS plugin in a process of its own: ``python -m tests.ui.letters.cups_process STORY``.

It prints one line of JSON; the fake libcups is preloaded, and every job that it gets is a file in FAKE_CUPS.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QEventLoop
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication

from tests.ui.blank_pdf import blank_pdf
from ur_desktop.domain.letter.batch import Printer
from ur_desktop.ui.letters import printers
from ur_desktop.ui.letters.print_job import PrintJob

PAGES = 5
JOBS, MEMORY = Path(os.environ["FAKE_CUPS"]), Path(os.environ["XDG_RUNTIME_DIR"])


def prints(at_page_two: str = "") -> str:
    """Print a letter, and do something after its second page; how it ended."""
    printer = printers.printer_for(Printer("Front"), "2026-000183 Denial, member")
    assert printer is not None
    job, loop = PrintJob(blank_pdf(PAGES), printer), QEventLoop()
    ended: list[str] = []
    for name in ("finished", "canceled", "failed"):
        getattr(job, name).connect(lambda *_said, name=name: ended.append(name))
        getattr(job, name).connect(loop.quit)

    def at(done: int, _total: int) -> None:
        if done == 2 and at_page_two == "cancel":
            job.cancel()
        elif done == 2 and at_page_two == "kill":
            os._exit(7)

    job.progressed.connect(at)
    job.start()
    loop.exec()
    return f"{ended[0]}, {job.may_be_out} may be out"


def jobs() -> dict[str, int]:
    """The jobs that came to the printing system, each with its pages."""
    found = {}
    for path in sorted(JOBS.iterdir()):
        with pypdfium2.PdfDocument(path) as document:
            found[path.name] = len(document)
    return found


def main(story: str) -> None:
    app = QApplication(sys.argv[:1])
    assert QPrinterInfo.availablePrinterNames() == ["Front"], app
    said = [prints(act) for act in story.split("+")]
    left = sorted(path.name for path in MEMORY.rglob("*"))
    sys.stdout.write(json.dumps({"said": said, "jobs": jobs(), "left": left}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])

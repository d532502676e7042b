"""A letter from HTML to PDF: as the program does it, and by WeasyPrint and QTextDocument."""

import re
from collections.abc import Callable, Iterator
from itertools import count

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QPageSize, QPdfWriter, QTextDocument
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench.cases import NOW, library
from bench.table import Line, seconds, show, side_by_side
from ur_desktop.casework import example_case
from ur_desktop.domain.letter.kind import Copy, LetterKind

ROUNDS = 11
STYLE = """
    @font-face { font-family: Serif; src: url(fonts/SourceSerifPro-Regular.otf) }
    @font-face { font-family: Serif; font-weight: bold; src: url(fonts/SourceSerifPro-Bold.otf) }
    @font-face { font-family: Sans; src: url(fonts/SourceSansPro-Regular.otf) }
    @font-face { font-family: Sans; font-weight: bold; src: url(fonts/SourceSansPro-Bold.otf) }
    @page { size: letter; margin: 1in; @bottom-right { content: counter(page) " of " counter(pages) } }
    body { font: 12pt Serif } h1, h2, h3, th, dt, header { font-family: Sans } img { height: 0.6in }
"""
PICTURE = re.compile("<img[^>]*>")  # QTextDocument says so each time that it has no file to it
KINDS = (LetterKind.DENIAL, LetterKind.APPROVAL)


class Letters:
    """One kind of letter, to another invented member each time, since Typst remembers what it set."""

    def __init__(self, kind: LetterKind) -> None:
        self.file = example_case.example(kind, library(), NOW)
        self._html = library().html(self.file.facts(kind, Copy.MEMBER, library(), "7F3A-91C2-0D5E"))
        self._number = count(1)

    def html(self) -> str:
        """The next letter; name and case number are in its head, its text and the foot of each page."""
        number = next(self._number)
        changes = {
            self.file.case.member.last_name: f"Sampleton{number}",
            self.file.case.number: f"2026-{number:06}",
        }
        html = self._html
        for known, other in changes.items():
            html = html.replace(known, other)
        return html

    def typst(self) -> bytes:
        """As the program does it: PDF/A-2a and PDF/UA-1, and every character checked."""
        return library().pdf(self.html(), library().plan(self.file.case.plan_id), NOW.date())


class WeasyPrint:
    """Tagged PDF with the letter's logo, fonts and page foot, the rest as a browser would lay it out."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._fonts = FontConfiguration()
        self._style = CSS(string=STYLE, base_url=f"{library().templates}/", font_config=self._fonts)
        logo = library().plan(letters.file.case.plan_id).logo
        self._picture = f'<img src="{(library().templates / "logos" / logo).as_uri()}"'

    def pdf(self) -> bytes:
        """The next letter, as PDF/UA-1."""
        html = HTML(string=self._letters.html().replace("<img", self._picture))
        made: bytes = html.write_pdf(
            stylesheets=[self._style], font_config=self._fonts, pdf_variant="pdf/ua-1"
        )
        return made


def qt_pdf(letters: Letters) -> bytes:
    """The next letter by QTextDocument: untagged, without page head or foot."""
    document = QTextDocument()
    document.setHtml(PICTURE.sub("", letters.html()))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    document.print_(writer)
    del writer
    return bytes(buffer.data().data())


def lines() -> Iterator[Line]:
    """The first letter of a session, then the longest and the shortest kind beside both other ways."""
    application = QGuiApplication.instance() or QGuiApplication([])
    for kind in KINDS:
        letters = Letters(kind)
        if kind is KINDS[0]:
            yield Line("First letter of a session, HTML to PDF", seconds(letters.typst))
        yield from _compared(letters, kind)
    del application


def _compared(letters: Letters, kind: LetterKind) -> Iterator[Line]:
    weasyprint = WeasyPrint(letters)
    acts: tuple[Callable[[], bytes], ...] = (letters.typst, weasyprint.pdf, lambda: qt_pdf(letters))
    for act in acts:
        act()
    ours, weasy, qt = side_by_side(ROUNDS, *acts)
    what = f"Letter, {kind.value}, member's copy"
    yield Line(what, ours, "WeasyPrint", weasy, at_most=0.030, times_less=5)
    yield Line(what, ours, "QTextDocument, untagged", qt)


if __name__ == "__main__":
    show(lines())

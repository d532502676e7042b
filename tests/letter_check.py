"""Checks every letter that a test sets: PDF/UA-1, PDF/A-2a, and no text beyond the paper.

Installed before the program imports Typst; what a test sets in a process of its own is not seen here.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, ClassVar

import page
import pypdfium2
import typst

PROFILES = ("ua1", "pdfa2a")
LENGTH = "PDFA2A-STREAM-LENGTH-001"
_STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\n")


class WatchedCompiler:
    """Typst's compiler, which keeps each PDF that it makes until a test has ended."""

    made: ClassVar[list[bytes]] = []

    def __init__(self, font_paths: typst.Fonts, *, ignore_system_fonts: bool) -> None:
        self._compiler = _COMPILER(font_paths=font_paths, ignore_system_fonts=ignore_system_fonts)

    def compile(self, **options: Any) -> object:
        """Compile as Typst does."""
        output = self._compiler.compile(**options)
        if isinstance(output, bytes):
            self.made.append(output)
        return output


_COMPILER = typst.Compiler
_SOUND: set[bytes] = set()


def install() -> None:
    """Watch every compiler that is made from now on."""
    vars(typst)["Compiler"] = WatchedCompiler


def faults_of_all() -> list[str]:
    """What is wrong with the letters made since the last call; each letter is looked at once a process."""
    found = []
    for pdf in WatchedCompiler.made:
        digest = hashlib.sha256(pdf).digest()
        if digest not in _SOUND:
            faults = faults_of(pdf)
            found += faults
            if not faults:
                _SOUND.add(digest)
    WatchedCompiler.made.clear()
    return found


def faults_of(pdf: bytes) -> list[str]:
    """What is wrong with a letter."""
    failures = [
        failure for name in PROFILES for failure in page.validate_pdf_bytes(pdf, profile=name).failures
    ]
    return [
        *(
            f"{failure.rule_id}: {failure.message}"
            for failure in failures
            if not _misread(failure.rule_id, pdf)
        ),
        *_beyond_the_paper(pdf),
    ]


def _misread(rule: str, pdf: bytes) -> bool:
    """Whether the checker took a last byte 0x0D of a stream for a part of the line end before "endstream"."""
    return rule == LENGTH and all(
        pdf.startswith(b"\nendstream", stream.end() + int(stream[1])) for stream in _STREAM.finditer(pdf)
    )


def _beyond_the_paper(pdf: bytes) -> list[str]:
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, sheet in enumerate(document, 1):
            width, height = sheet.get_size()
            text = sheet.get_textpage()
            for index in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(index)
                if left < 0 or bottom < 0 or right > width or top > height:
                    words = text.get_text_bounded(left, bottom, right, top)
                    found.append(f"page {number}: beyond the paper: {words}")
    return found

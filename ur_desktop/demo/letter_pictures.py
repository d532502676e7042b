"""Every kind and copy of letter as PDF and pictures of its pages, and a full queue: for those who design them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pypdfium2

from ur_desktop import paths
from ur_desktop.casework import example_case
from ur_desktop.casework.letter_file import letter_pdf
from ur_desktop.domain.letter.kind import INTERNAL, Copy, LetterKind
from ur_desktop.domain.letter.waiting import WaitingLetter
from ur_desktop.library import Library
from ur_desktop.ui.letters.print_job import POINTS, page_image

LETTER_DPI = 100
ME = "Morgan Specimen"
LISTED = ("Fictman, Casey", "Testwood, Avery", "Inventada, María", "Maquette, Lou")


def full_queue(
    lines: Sequence[WaitingLetter],
) -> tuple[tuple[WaitingLetter, ...], tuple[WaitingLetter, ...], str]:
    """Twelve letters made of those that wait; the same in one's own batch; what the fourth is called.

    One is in doubt, two are in somebody else's batch.
    """
    full = tuple(
        replace(
            lines[number % len(lines)],
            letter=100 + number,
            number=f"2026-{417 + number // 2:06}",
            member_name=LISTED[number // 2 % len(LISTED)],
            in_doubt=number == 1,
            batch_of="Omar Standin" if number in (4, 5) else "",
        )
        for number in range(12)
    )
    mine = tuple(replace(line, in_doubt=False, batch_of=ME) for line in full)
    return full, mine, f"{full[3].name}, {full[3].number}"


def write_letters(folder: Path, now: datetime) -> int:
    """Write every kind and copy of letter as PDF, and each page as PNG; how many letters there are."""
    library = Library(paths.forms_dir(), paths.templates_dir())
    count = 0
    for kind in LetterKind:
        file = example_case.example(kind, library, now)
        for copy in (Copy.INTERNAL,) if kind in INTERNAL else (Copy.MEMBER, Copy.PROVIDER):
            pdf = letter_pdf(file, kind, copy, library, "7F3A-91C2-0D5E")
            name = f"{kind.value}-{copy.value}"
            (folder / f"{name}.pdf").write_bytes(pdf)
            document = pypdfium2.PdfDocument(pdf)
            for page in range(len(document)):
                page_image(document, page, LETTER_DPI / POINTS).save(str(folder / f"{name}-p{page + 1}.png"))
            document.close()
            count += 1
    return count

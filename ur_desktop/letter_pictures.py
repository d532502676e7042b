"""Every kind and copy of letter as PDF and as pictures, from invented cases: for those who design them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pypdfium2

from ur_desktop import paths, samples
from ur_desktop.domain.letter_kind import INTERNAL, Copy, LetterKind
from ur_desktop.library import Library
from ur_desktop.ui.print_letter import POINTS, page_image

LETTER_DPI = 100


def write_letters(folder: Path, now: datetime) -> int:
    """Write every kind and copy of letter as PDF, and each page as PNG; how many letters there are."""
    library = Library(paths.forms_dir(), paths.templates_dir())
    count = 0
    for kind in LetterKind:
        file = samples.example(kind, library, now)
        for copy in (Copy.INTERNAL,) if kind in INTERNAL else (Copy.MEMBER, Copy.PROVIDER):
            facts = file.facts(kind, copy, library, "7F3A-91C2-0D5E")
            pdf = library.pdf(library.html(facts), library.plan(file.case.plan_id), file.issued(library))
            name = f"{kind.value}-{copy.value}"
            (folder / f"{name}.pdf").write_bytes(pdf)
            document = pypdfium2.PdfDocument(pdf)
            for page in range(len(document)):
                page_image(document, page, LETTER_DPI / POINTS).save(str(folder / f"{name}-p{page + 1}.png"))
            document.close()
            count += 1
    return count

"""A letter written from a case file, without a vault."""

from __future__ import annotations

from ur_desktop.domain.letter.kind import INTERNAL, Copy, LetterKind
from ur_desktop.files import case as case_file
from ur_desktop.files.case import CaseFile
from ur_desktop.library import Library


def letter_from_text(text: str, kind: LetterKind, copy: Copy | None, library: Library) -> bytes:
    """The PDF of a letter from a whole case file as JSON; without a copy the member's, or the internal one.

    Its record code is a digest of the file, since there is no archive. LetterError when the letter doesn't fit the
    case, InvalidAnswer when the file can't be read.
    """
    file = case_file.load(text)
    if copy is None:
        copy = Copy.INTERNAL if kind in INTERNAL else Copy.MEMBER
    return letter_pdf(file, kind, copy, library, case_file.digest_code(text))


def letter_pdf(file: CaseFile, kind: LetterKind, copy: Copy, library: Library, record_code: str) -> bytes:
    """The PDF of one copy of a letter from a case file."""
    facts = file.facts(kind, copy, library, record_code)
    return library.pdf(library.html(facts), library.plan(file.case.plan_id), file.issued(library))

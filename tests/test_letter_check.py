"""The check of every letter finds what is wrong with one."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest

from tests import letter_check
from ur_desktop import paths
from ur_desktop.letters.typeset import typeset

WORKSHEET = Path(__file__).parent / "letters" / "samples" / "worksheet.html"


@pytest.fixture(scope="module")
def letter() -> bytes:
    """A sound letter."""
    templates = paths.templates_dir()
    return typeset(
        WORKSHEET.read_text(encoding="utf-8"),
        logo=None,
        fonts=templates / "fonts",
        template=templates / "letter.typ",
        issued=date(2026, 1, 16),
    )


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()


def test_a_sound_letter_has_no_fault(letter: bytes) -> None:
    assert letter_check.faults_of(letter) == []


def test_text_beyond_the_paper_is_found(letter: bytes) -> None:
    with pikepdf.open(BytesIO(letter)) as pdf:
        pdf.pages[0].mediabox = pikepdf.Array([0, 0, 300, 792])
        faults = letter_check.faults_of(saved(pdf))
    assert any(fault.startswith("page 1: beyond the paper: ") for fault in faults)


def test_a_letter_that_can_not_be_read_aloud_is_found(letter: bytes) -> None:
    with pikepdf.open(BytesIO(letter)) as pdf:
        del pdf.Root.StructTreeRoot
        faults = letter_check.faults_of(saved(pdf))
    assert any(fault.startswith("PDFUA1-") for fault in faults)


def test_a_last_byte_of_a_stream_is_no_part_of_the_line_end_after_it(letter: bytes) -> None:
    with pikepdf.open(BytesIO(letter)) as pdf:
        pdf.pages[0].contents_add(b"q Q\r")
        changed = saved(pdf)
    misread = page.validate_pdf_bytes(changed, profile="pdfa2a").failures
    assert letter_check.LENGTH in {failure.rule_id for failure in misread}
    assert not any(fault.startswith(letter_check.LENGTH) for fault in letter_check.faults_of(changed))


def test_a_wrong_length_is_found(letter: bytes) -> None:
    [given, *_others] = re.findall(rb"/Length \d+", letter)
    wrong = letter.replace(given, b"/Length %d" % (int(given.split()[1]) - 1), 1)
    assert any(fault.startswith(letter_check.LENGTH) for fault in letter_check.faults_of(wrong))

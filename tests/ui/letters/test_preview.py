"""The letter as it will print: pages, required elements, print, save and accept, by keyboard."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.blank_pdf import blank_pdf
from tests.ui.findings import Show, Unnamed
from tests.ui.offices import read_letter
from ur_desktop.casework.letters import LetterCopy
from ur_desktop.domain.letter.elements import RequiredElement
from ur_desktop.ui.kit.file_dialogs import in_documents
from ur_desktop.ui.kit.shortcut_help import ShortcutHelp
from ur_desktop.ui.letters.preview import LetterPreview

Open = Callable[..., LetterPreview]
CONTROL = Qt.KeyboardModifier.ControlModifier
ACCEPT = CONTROL | Qt.KeyboardModifier.ShiftModifier

FOUND = (
    RequiredElement(1, "Date, member ID, addressee", True, 1),
    RequiredElement(23, "Integrity code", True, 4),
)
MISSING = RequiredElement(
    19, "Copy to the practitioner", present=False, why="No treating practitioner is on file."
)
MEMBER = LetterCopy("Member letter", blank_pdf(4), FOUND)
PROVIDER = LetterCopy("Provider letter", blank_pdf(2), FOUND)
SHORT = LetterCopy("Provider letter", blank_pdf(2), (MISSING, *FOUND))


@pytest.fixture
def offered() -> list[str]:
    """The names under which files were offered to be saved."""
    return []


@pytest.fixture
def opened(show: Show, tmp_path: Path, offered: list[str]) -> Open:
    """Open a letter at 1366×768; the print dialog answers with a printer that prints to a file."""

    def printer(_parent: QWidget, _pages: int, _name: str) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setResolution(300)
        made.setOutputFileName(str(tmp_path / "out.pdf"))
        return made

    def made(
        *copies: LetterCopy, accepted: bool = False, path: str = "/somewhere/letter.pdf"
    ) -> LetterPreview:
        def ask(_parent: QWidget, name: str) -> str:
            offered.append(name)
            return path

        screen = LetterPreview(printer=printer, path=ask)
        screen.resize(1286, 676)
        show(screen)
        screen.open(copies, accepted=accepted, words="Denial, decided today.")
        return screen

    return made


def test_without_a_letter_one_sentence_and_one_button(qtbot: QtBot, opened: Open) -> None:
    screen = opened()
    assert screen.empty.isVisible()
    with qtbot.waitSignal(screen.decide_requested):
        QTest.keyClick(screen.empty.button, Qt.Key.Key_Return)


@pytest.mark.parametrize("size", [(1286, 676), (816, 376)])
def test_question_mark_lists_the_keys_inside_the_screen(opened: Open, size: tuple[int, int]) -> None:
    screen = opened(MEMBER)
    screen.resize(*size)
    screen.pages.setFocus()
    QTest.keyClicks(screen.pages, "?")
    (keys,) = screen.findChildren(ShortcutHelp)
    assert screen.rect().contains(keys.geometry())
    assert "Ctrl M mark as sent" in keys.accessibleDescription()
    QTest.keyClick(keys, Qt.Key.Key_Escape)
    assert not keys.isVisible()
    assert screen.pages.hasFocus()


def test_without_a_letter_the_keys_do_nothing(qtbot: QtBot, opened: Open) -> None:
    screen = opened()
    with qtbot.assertNotEmitted(screen.accepted), qtbot.assertNotEmitted(screen.save_requested):
        QTest.keyClick(screen, Qt.Key.Key_A, ACCEPT)
        QTest.keyClick(screen, Qt.Key.Key_S, CONTROL)


def test_a_complete_letter_is_accepted_by_key(qtbot: QtBot, opened: Open) -> None:
    screen = opened(MEMBER, PROVIDER)
    read_letter(screen)
    with qtbot.waitSignal(screen.accepted):
        QTest.keyClick(screen, Qt.Key.Key_A, ACCEPT)


def test_accepting_leads_to_the_copies_that_were_not_read_to_their_end(qtbot: QtBot, opened: Open) -> None:
    screen = opened(MEMBER, PROVIDER)
    assert screen.bar.reason.text() == "Not read to the end: Member letter, Provider letter"
    with qtbot.assertNotEmitted(screen.accepted):
        QTest.keyClick(screen, Qt.Key.Key_A, ACCEPT)
        with qtbot.waitSignal(screen.copy_read) as first:
            QTest.keyClick(screen.pages, Qt.Key.Key_End)
        assert (first.args, screen.bar.reason.text()) == (
            ["Member letter"],
            "Not read to the end: Provider letter",
        )
        QTest.keyClick(screen, Qt.Key.Key_A, ACCEPT)
    assert screen.current() is PROVIDER
    with qtbot.waitSignal(screen.copy_read):
        QTest.keyClick(screen.pages, Qt.Key.Key_End)
    assert screen.bar.reason.text() == ""
    with qtbot.waitSignal(screen.accepted):
        QTest.keyClick(screen, Qt.Key.Key_A, ACCEPT)


def test_the_key_that_signed_does_not_accept(qtbot: QtBot, opened: Open) -> None:
    screen = opened(MEMBER, PROVIDER)
    read_letter(screen)
    with qtbot.assertNotEmitted(screen.accepted):
        QTest.keyClick(screen, Qt.Key.Key_Return, CONTROL)


def test_a_missing_element_keeps_it_from_being_accepted_and_leads_to_its_fix(
    qtbot: QtBot, opened: Open
) -> None:
    screen = opened(SHORT)
    with qtbot.assertNotEmitted(screen.accepted):
        QTest.keyClick(screen, Qt.Key.Key_A, ACCEPT)
    assert screen.bar.reason.text() == "Add the missing element to accept"
    assert screen.elements.count.text() == "2 of 3"
    (row,) = screen.elements.fixes
    said = [item.text() for item in row.findChildren(QLabel)]
    assert said == ["Missing: copy to the practitioner", "No treating practitioner is on file."]
    with qtbot.waitSignal(screen.fix_requested) as fix:
        QTest.keyClick(row.button, Qt.Key.Key_Return)
    assert fix.args == ["Copy to the practitioner"]


def test_an_element_missing_in_the_other_copy_is_shown(opened: Open) -> None:
    screen = opened(MEMBER, SHORT)
    assert not screen.bar.accept.isEnabled()
    assert screen.bar.reason.text() == "Provider letter: 1 element missing"


def test_an_accepted_letter_can_only_be_read_and_printed(opened: Open) -> None:
    screen = opened(SHORT, accepted=True)
    assert screen.bar.accept.isHidden()
    assert screen.bar.reason.text() == "Accepted"
    assert screen.elements.fixes[0].button.isHidden()
    assert screen.bar.print_button.isEnabled()


def test_the_other_copy_is_shown_by_key(opened: Open) -> None:
    screen = opened(MEMBER, PROVIDER)
    assert screen.head.page_words.text() == "Page 1 of 4"
    assert screen.bar.words.text() == "Denial, decided today."
    other = screen.head.copies.findChildren(QAbstractButton)[1]
    QTest.keyClick(other, Qt.Key.Key_Space)
    assert screen.current() is PROVIDER
    assert screen.head.page_words.text() == "Page 1 of 2"


def test_the_size_changes_by_key(opened: Open) -> None:
    screen = opened(MEMBER)
    QTest.keyClick(screen, Qt.Key.Key_Plus, CONTROL)
    assert screen.head.zoom.text() == "100 %"
    assert screen.pages.sheets.places[0].width() == 816
    QTest.keyClick(screen, Qt.Key.Key_Minus, CONTROL)
    assert screen.head.zoom.text() == "75 %"
    QTest.keyClick(screen, Qt.Key.Key_0, CONTROL)
    assert screen.head.zoom.text() == "Standard size"


def test_a_copy_is_saved_at_the_selected_path(qtbot: QtBot, opened: Open) -> None:
    screen = opened(MEMBER)
    with qtbot.waitSignal(screen.save_requested) as saved:
        QTest.keyClick(screen, Qt.Key.Key_S, CONTROL)
    assert saved.args == [MEMBER, "/somewhere/letter.pdf"]


def test_a_file_is_suggested_by_case_number_in_the_documents_folder(
    opened: Open, offered: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "Documents").mkdir()
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path))
    screen = opened(path="")
    screen.open((MEMBER,), accepted=True, number="2026-000003")
    QTest.keyClick(screen, Qt.Key.Key_S, CONTROL)
    assert offered == ["2026-000003 Member letter"]
    path = Path(in_documents("2026-000003 Member letter.pdf"))
    assert path.parent.is_dir()
    assert path.parent != Path.cwd()
    assert path.name == "2026-000003 Member letter.pdf"


def test_canceling_the_file_dialog_saves_nothing(qtbot: QtBot, opened: Open, offered: list[str]) -> None:
    screen = opened(MEMBER, path="")
    with qtbot.assertNotEmitted(screen.save_requested):
        QTest.keyClick(screen, Qt.Key.Key_S, CONTROL)
    assert offered == ["Member letter"]


def test_a_print_shows_its_progress_and_then_its_result(qtbot: QtBot, opened: Open) -> None:
    screen = opened(PROVIDER)
    with qtbot.waitSignal(screen.printed) as printed:
        QTest.keyClick(screen, Qt.Key.Key_P, CONTROL)
        assert screen.bar.words.text() == "Printing page 1 of 2"
        assert screen.bar.cancel.isVisible()
        assert not screen.bar.accept.isEnabled()
    assert printed.args == [PROVIDER, 2, 1]
    assert screen.bar.words.text() == "Provider letter printed: 2 pages."
    assert screen.bar.accept.isEnabled()


def test_escape_cancels_a_print(qtbot: QtBot, opened: Open) -> None:
    screen = opened(MEMBER)
    with qtbot.assertNotEmitted(screen.printed):
        QTest.keyClick(screen, Qt.Key.Key_P, CONTROL)
        QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert screen.bar.words.text() == "Printing canceled."
    assert screen.bar.cancel.isHidden()


def test_a_print_that_ends_early_reports_the_pages_sent_to_the_printer(qtbot: QtBot, opened: Open) -> None:
    screen = opened(PROVIDER)
    QTest.keyClick(screen, Qt.Key.Key_P, CONTROL)
    assert screen.printing.job is not None
    screen.printing.job.progressed.connect(lambda done, _total: screen.stop() if done == 1 else None)
    with qtbot.assertNotEmitted(screen.printed), qtbot.waitSignal(screen.cut_short) as told:
        pass
    assert told.args == [PROVIDER, 1]


def test_printing_to_a_file_saves_the_letter_itself(qtbot: QtBot, show: Show) -> None:
    names: list[str] = []

    def to_file(_parent: QWidget, _pages: int, name: str) -> str:
        names.append(name)
        return "/somewhere/print.pdf"

    screen = LetterPreview(printer=to_file)
    show(screen)
    screen.open((MEMBER,), accepted=True, number="2026-000183")
    with qtbot.waitSignal(screen.save_requested) as saved:
        screen.bar.print_button.click()
    assert saved.args == [MEMBER, "/somewhere/print.pdf"]
    assert (names, screen.printing.job) == (["2026-000183 Member letter"], None)


def test_every_focusable_widget_has_an_accessible_name(opened: Open, unnamed: Unnamed) -> None:
    assert unnamed(opened(MEMBER, SHORT)) == []
    assert unnamed(opened()) == []


def test_the_keyboard_begins_at_the_pages(opened: Open) -> None:
    screen = opened(MEMBER)
    screen.setFocus()
    assert screen.pages.hasFocus()
    screen.open((), accepted=False)
    screen.setFocus()
    assert screen.empty.button.hasFocus()


def test_on_a_narrow_screen_the_whole_width_of_a_page_is_visible(opened: Open) -> None:
    screen = opened(MEMBER)
    for width in (1286, 1013, 831):
        screen.resize(width, 520)
        QApplication.processEvents()
        assert screen.pages.horizontalScrollBar().maximum() == 0


def test_the_text_is_read_by_key_and_counts_as_read_at_its_end(qtbot: QtBot, opened: Open) -> None:
    words = "".join(f"<p>Reason {number}</p>" for number in range(80))
    screen = opened(replace(PROVIDER, html=f"<h1>Notice</h1>{words}"))
    screen.setFocus()
    QTest.keyClick(screen.pages, Qt.Key.Key_T)
    assert screen.text.hasFocus()
    assert screen.text.toPlainText().startswith("Notice\nReason 0\nReason 1")
    assert screen.bar.reason.text() == "Not read to the end: Provider letter"
    with qtbot.waitSignal(screen.copy_read):
        QTest.keyClick(screen.text, Qt.Key.Key_End)
    QTest.keyClick(screen.text, Qt.Key.Key_T)
    assert screen.pages.hasFocus()

"""A batch from the list to the printer or a folder: each letter once, recorded before the next."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, current_thread

import pypdfium2
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests import sealing
from tests.ui.blank_pdf import blank_pdf
from tests.ui.offices import AVERY, MARIA, NOW, ROSA, Office
from ur_desktop.domain.errors import DiskRefused
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.letter.batch import Folder, Printer
from ur_desktop.domain.sending import Means
from ur_desktop.ui.letters import printers
from ur_desktop.ui.letters.queue_controller import LetterQueueController
from ur_desktop.ui.letters.queue_text import MAIL, TRAY

FRONT_DESK = Printer("Front desk")
CASES = (AVERY, MARIA, ROSA)
PAGES = 3


class Paper:
    """A printer named Front desk that prints each letter into a file of its own, as long as it is there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.is_there, self.works = folder, True, True
        self.printed: list[str] = []
        folder.mkdir()

    def printer_for(self, choice: Printer, letter: str) -> QPrinter | None:
        if not self.is_there or choice.name != FRONT_DESK.name:
            return None
        self.printed.append(letter)
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        place = self.folder if self.works else self.folder / "nowhere"
        printer.setOutputFileName(str(place / f"{len(self.printed)} {letter}.pdf"))
        return printers.set_as(choice, printer)

    def whole(self) -> list[str]:
        """The letters that came out with all their pages, in order."""
        names = sorted(self.folder.iterdir(), key=lambda path: int(path.name.split()[0]))
        return [path.stem.split(" ", 1)[1] for path in names if pages(path) == PAGES]


def pages(path: Path) -> int:
    with suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(path.read_bytes()) as document:
        return len(document)
    return 0


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paper:
    made = Paper(tmp_path / "paper")
    monkeypatch.setattr(printers, "printer_for", made.printer_for)
    return made


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    return folder


@pytest.fixture
def filled(office: Office, paper: Paper) -> Office:
    """The nurse at the letter queue, with a letter of three cases on file."""
    for case_id in CASES:
        seal(office, case_id)
    office.main.rail.item("letters").click()
    return office


def seal(office: Office, case_id: str, copy: str = "member", content: bytes = b"") -> int:
    pdf = content or blank_pdf(PAGES)
    return sealing.seal(office.vault, case_id, copy, pdf, NOW).sequence


def session(office: Office) -> LetterQueueController:
    return office.main.letters


def name(office: Office, case_id: str) -> str:
    return f"{office.case(case_id).number} Information request, member"


def names(office: Office) -> list[str]:
    return [name(office, case_id) for case_id in CASES]


def prints(office: Office) -> None:
    screen = session(office).screen
    screen.print_requested.emit(screen.table.chosen(), FRONT_DESK)


def saves(office: Office, folder: Path) -> None:
    screen = session(office).screen
    screen.save_requested.emit(screen.table.chosen(), str(folder))


def over(office: Office, qtbot: QtBot) -> str:
    """Wait until the batch is over; what the screen says then, before what to do next."""
    screen = session(office).screen
    qtbot.waitUntil(lambda: not screen.is_running, timeout=20_000)
    return screen.bar.words.text().removesuffix(MAIL)


def doing(office: Office, qtbot: QtBot, words: str) -> None:
    """Wait until a batch is at a letter."""
    screen = session(office).screen
    qtbot.waitUntil(lambda: screen.bar.words.text().startswith(words), timeout=20_000)


def once_one_is_out(office: Office, act: Callable[[], object]) -> None:
    """Do something as soon as the first letter of three is out."""
    changed = session(office).changed

    def look() -> None:
        if len(waiting(office)) == len(CASES) - 1:
            changed.disconnect(look)
            act()

    changed.connect(look)


def lines(office: Office, kind: EventKind) -> list[tuple[object, object]]:
    """The letters that the journal says went out, by name and number, in order."""
    found = [
        (event.sequence, event.detail.get("letter"), event.detail.get("number"))
        for case_id in CASES
        for event in office.vault.journal.entries(case_id)
        if event.kind is kind and "stopped_after" not in event.detail
    ]
    return [(letter, number) for _sequence, letter, number in sorted(found)]


def waiting(office: Office) -> list[int]:
    """The letters still to print or save."""
    return [row.letter for row in office.vault.queue.waiting() if not row.ready]


ALL = [
    ("Information request, member", 1),
    ("Information request, member", 2),
    ("Information request, member", 3),
]


def test_the_list_shows_what_waits_without_reading_a_letter(filled: Office) -> None:
    seal(filled, AVERY, "provider", b"not even a PDF")
    filled.main.rail.item("letters").click()
    model = session(filled).screen.table.rows
    last = [model.index(3, column).data() for column in range(6)]
    case = filled.case(AVERY)
    assert last == [
        "Information request, provider", case.member.listed_name, case.number, case.provider.name,
        "today 6:30 PM", "To print",
    ]  # fmt: skip
    assert model.index(0, 3).data() == "The member"
    assert filled.main.rail.item("letters").accessibleName() == "Letters, current screen, 4 waiting"


def test_a_batch_prints_every_letter_and_records_each(filled: Office, qtbot: QtBot, paper: Paper) -> None:
    prints(filled)
    doing(filled, qtbot, f"Printing 2 of 3: Information request, member, {filled.case(MARIA).number}")
    assert over(filled, qtbot) == "3 letters printed, 9 pages."
    assert paper.whole() == names(filled)
    assert lines(filled, EventKind.PRINT) == ALL
    assert waiting(filled) == []
    screen = session(filled).screen
    assert screen.bar.words.text().endswith(MAIL)
    assert filled.main.rail.item("letters").accessibleName() == "Letters, current screen, 3 waiting"
    QTest.keyClick(screen.table, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert screen.bar.words.text() == "3 letters marked as mailed."
    assert screen.empty.isVisible()
    assert filled.main.rail.item("letters").accessibleName() == "Letters, current screen"
    [sending] = filled.vault.sendings.of(AVERY)
    assert (sending.means, sending.letter, sending.at) == (Means.MAIL, 1, NOW)


def test_a_batch_into_a_folder_writes_files_without_member_names(
    filled: Office, qtbot: QtBot, out: Path
) -> None:
    saves(filled, out)
    assert over(filled, qtbot) == "3 letters saved, 9 pages."
    assert sorted(path.stem for path in out.iterdir()) == sorted(names(filled))
    assert (out / f"{name(filled, AVERY)}.pdf").read_bytes() == filled.vault.archive.pdf(1)
    assert lines(filled, EventKind.SAVE) == ALL


def test_a_letter_that_is_not_selected_still_waits(filled: Office, qtbot: QtBot, out: Path) -> None:
    QTest.keyClick(session(filled).screen.table, Qt.Key.Key_Space)
    saves(filled, out)
    assert over(filled, qtbot) == "2 letters saved, 6 pages."
    assert waiting(filled) == [1]


def test_escape_stops_after_the_current_letter(filled: Office, qtbot: QtBot, paper: Paper) -> None:
    prints(filled)
    doing(filled, qtbot, "Printing 1 of 3: ")
    QTest.keyClick(session(filled).screen.table, Qt.Key.Key_Escape)
    assert session(filled).screen.bar.words.text() == "Stopping after this letter…"
    assert over(filled, qtbot) == "1 letter printed, 3 pages. 2 letters left."
    assert waiting(filled) == [2, 3]
    assert paper.whole() == names(filled)[:1]
    assert filled.vault.queue.recover_batch() is None


def test_escape_stops_a_batch_into_a_folder_as_well(filled: Office, qtbot: QtBot, out: Path) -> None:
    once_one_is_out(filled, lambda: QTest.keyClick(session(filled).screen.table, Qt.Key.Key_Escape))
    saves(filled, out)
    assert over(filled, qtbot) == "1 letter saved, 3 pages. 2 letters left."
    assert [path.stem for path in out.iterdir()] == names(filled)[:1]


def test_a_lock_stops_a_print_at_once_and_the_letter_is_printed_whole_after_it(
    filled: Office, offices: Callable[[str], Office], qtbot: QtBot, paper: Paper
) -> None:
    prints(filled)
    doing(filled, qtbot, "Printing 2 of 3: ")
    later = come_back(filled, offices)
    assert session(later).screen.bar.words.text().startswith("Resuming letters: 2 of 3")
    assert over(later, qtbot) == "3 letters printed, 9 pages."
    assert paper.whole() == names(later)
    assert len(paper.printed) == 4
    assert lines(later, EventKind.PRINT) == ALL


def test_a_lock_stops_a_batch_into_a_folder_and_it_resumes_without_a_second_copy(
    filled: Office, offices: Callable[[str], Office], qtbot: QtBot, out: Path
) -> None:
    once_one_is_out(filled, filled.main.stop)
    saves(filled, out)
    qtbot.waitUntil(lambda: waiting(filled) == [2, 3])
    later = come_back(filled, offices)
    assert session(later).screen.bar.words.text() == "Resuming letters: 2 of 3"
    assert over(later, qtbot) == "3 letters saved, 9 pages."
    assert sorted(path.stem for path in out.iterdir()) == sorted(names(later))
    assert lines(later, EventKind.SAVE) == ALL


def come_back(office: Office, offices: Callable[[str], Office]) -> Office:
    """Lock at the letters and come back to them."""
    place = office.main.ui_state
    office.main.stop()
    later = offices("nora")
    later.main.go_to(place)
    assert later.main.screens.currentWidget() is session(later).screen
    return later


def test_nothing_more_is_printed_once_the_window_is_stopped(
    filled: Office, qtbot: QtBot, paper: Paper
) -> None:
    prints(filled)
    doing(filled, qtbot, "Printing 1 of 3: ")
    filled.main.stop()
    for _round in range(20):
        QCoreApplication.processEvents()
    assert paper.whole() == []
    assert lines(filled, EventKind.PRINT) == []
    assert waiting(filled) == [1, 2, 3]


def test_a_batch_resumes_on_any_screen_and_shows_it(
    filled: Office, offices: Callable[[str], Office], qtbot: QtBot, paper: Paper
) -> None:
    filled.vault.queue.begin(FRONT_DESK, (1, 2, 3), NOW)
    filled.vault.queue.start_next()
    filled.vault.queue.finish_current(NOW, PAGES)
    later = offices("nora")
    line = later.main.letters_line
    qtbot.waitUntil(lambda: line.words.text().startswith("Resuming letters: 2 of 3"))
    assert line.isVisible()
    qtbot.waitUntil(lambda: line.words.text() == f"3 letters printed, 9 pages.{MAIL}", timeout=20_000)
    line.action.click()
    assert later.main.screens.currentWidget() is session(later).screen
    assert not line.isVisible()
    assert paper.whole() == names(later)[1:]


def test_a_closed_notice_stays_closed_until_the_batch_is_over(
    filled: Office, qtbot: QtBot, paper: Paper
) -> None:
    prints(filled)
    filled.main.show_worklist()
    line = filled.main.letters_line
    assert line.isVisible()
    line.dismiss.click()
    doing(filled, qtbot, "Printing 3 of 3")
    assert not line.isVisible()
    over(filled, qtbot)
    assert line.isVisible()
    line.dismiss.click()
    filled.main.open_case(AVERY)
    assert not line.isVisible()


def test_after_a_kill_at_the_printer_the_letter_waits_in_doubt_and_the_others_are_printed(
    filled: Office, offices: Callable[[str], Office], qtbot: QtBot, paper: Paper
) -> None:
    filled.vault.queue.begin(FRONT_DESK, (1, 2, 3), NOW)
    filled.vault.queue.start_next()
    later = offices("nora")
    later.main.rail.item("letters").click()
    assert over(later, qtbot) == f"2 letters printed, 6 pages. 1 m{TRAY[1:]}"
    assert paper.whole() == names(later)[1:]
    assert waiting(later) == [1]
    screen = session(later).screen
    QTest.keyClick(screen.table, Qt.Key.Key_T)
    assert waiting(later) == []
    [found] = [line for line in later.vault.journal.entries(AVERY) if line.kind is EventKind.PRINT]
    assert found.detail == {
        "letter": "Information request, member",
        "number": 1,
        "found": "in the printer’s tray",
    }


def test_after_a_kill_at_the_last_letter_only_the_doubt_is_reported(
    filled: Office, offices: Callable[[str], Office], qtbot: QtBot
) -> None:
    filled.vault.queue.begin(FRONT_DESK, (1,), NOW)
    filled.vault.queue.start_next()
    later = offices("nora")
    line = later.main.letters_line
    qtbot.waitUntil(lambda: line.words.text() == f"0 letters printed. 1 m{TRAY[1:]}")
    assert waiting(later) == [1, 2, 3]
    assert later.vault.queue.recover_batch() is None


def test_after_a_kill_an_existing_file_is_recorded_and_not_written_again(
    filled: Office, offices: Callable[[str], Office], qtbot: QtBot, out: Path
) -> None:
    filled.vault.queue.begin(Folder(str(out)), (1, 2, 3), NOW)
    filled.vault.queue.start_next()
    written = out / f"{name(filled, AVERY)}.pdf"
    written.write_bytes(filled.vault.archive.pdf(1))
    before = written.stat().st_mtime_ns
    later = offices("nora")
    later.main.rail.item("letters").click()
    assert over(later, qtbot) == "3 letters saved, 9 pages."
    assert written.stat().st_mtime_ns == before
    assert sorted(path.stem for path in out.iterdir()) == sorted(names(later))
    assert lines(later, EventKind.SAVE) == ALL


def test_another_user_neither_resumes_a_batch_nor_prints_its_letters(
    filled: Office, offices: Callable[[str], Office], qtbot: QtBot, paper: Paper
) -> None:
    filled.vault.queue.begin(FRONT_DESK, (1, 2), NOW)
    later = offices("omar")
    later.main.rail.item("letters").click()
    model = session(later).screen.table.rows
    assert [model.index(row, 5).data() for row in range(3)] == [
        "In Nora Sample’s batch", "In Nora Sample’s batch", "To print",
    ]  # fmt: skip
    prints(later)
    assert over(later, qtbot) == "1 letter printed, 3 pages."
    assert paper.whole() == names(later)[2:]


def test_a_printer_missing_after_signing_in_is_an_error_with_a_fix(
    filled: Office, offices: Callable[[str], Office], qtbot: QtBot, paper: Paper
) -> None:
    filled.vault.queue.begin(FRONT_DESK, (1, 2, 3), NOW)
    paper.is_there = False
    later = offices("nora")
    later.main.rail.item("letters").click()
    assert over(later, qtbot) == "0 letters printed. 3 letters left."
    banner = session(later).screen.banner
    number = later.case(AVERY).number
    assert banner.what.text() == (
        f"Information request, member, {number}, was not printed. The printer “Front desk” is not available."
    )
    assert banner.fix.text() == "Choose a printer and print again."
    paper.is_there = True
    prints(later)
    assert over(later, qtbot) == "3 letters printed, 9 pages."


@pytest.mark.qt_log_ignore("Returned false", extend=True)
def test_a_printer_that_does_not_answer_ends_the_batch_and_loses_nothing(
    filled: Office, qtbot: QtBot, paper: Paper
) -> None:
    prints(filled)
    doing(filled, qtbot, "Printing 1 of 3: ")
    paper.works = False
    assert over(filled, qtbot) == "1 letter printed, 3 pages. 2 letters left."
    banner = session(filled).screen.banner
    assert filled.case(MARIA).number in banner.what.text()
    assert "not responding" in banner.what.text()
    assert waiting(filled) == [2, 3]
    assert not any(row.in_doubt for row in filled.vault.queue.waiting())


def test_a_folder_that_is_gone_ends_the_batch_and_loses_nothing(
    filled: Office, qtbot: QtBot, out: Path
) -> None:
    once_one_is_out(filled, lambda: out.rename(out.with_name("elsewhere")))
    saves(filled, out)
    said = over(filled, qtbot)
    assert said == "1 letter saved, 3 pages. 2 letters left."
    assert "can't be written" in session(filled).screen.banner.what.text()
    assert waiting(filled) == [2, 3]


@pytest.mark.parametrize("table", ["letter_batches", "journal"])
def test_a_full_disk_ends_a_batch_into_a_folder_and_it_can_be_begun_again(
    filled: Office, qtbot: QtBot, out: Path, table: str
) -> None:
    saves(filled, out)
    filled.breaks(table)
    said = over(filled, qtbot)
    assert "0 letters saved." in said
    assert "disk is full" in session(filled).screen.banner.what.text()
    assert ("was saved, but" in session(filled).screen.banner.what.text()) == (table == "journal")
    filled.works_again()
    filled.main.rail.item("letters").click()
    if not session(filled).screen.is_running:
        saves(filled, out)
    over(filled, qtbot)
    assert waiting(filled) == []
    assert [path.stem for path in sorted(out.iterdir())] == sorted(names(filled))


def test_a_folder_that_hangs_does_not_block_the_window(
    filled: Office, qtbot: QtBot, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs, answers_again = Event(), Event()
    synced = os.fsync

    def fsync(handle: int) -> None:
        if current_thread().name == "background":
            hangs.set()
            answers_again.wait()
        synced(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    saves(filled, out)
    qtbot.waitUntil(hangs.is_set)
    filled.main.show_worklist()
    filled.main.stop()
    assert len(waiting(filled)) == len(CASES)
    hangs.clear()
    filled.main.rail.item("letters").click()
    qtbot.waitUntil(hangs.is_set)  # where the first still hangs
    answers_again.set()
    assert over(filled, qtbot).startswith("3 letters saved")
    assert [path.stem for path in sorted(out.iterdir())] == sorted(names(filled))


def test_a_letter_printed_on_a_full_disk_is_in_doubt_and_not_printed_again(
    filled: Office, qtbot: QtBot, paper: Paper
) -> None:
    prints(filled)
    doing(filled, qtbot, "Printing 1 of 3: ")
    filled.breaks("journal", "letter_batches", "letter_queue")
    said = over(filled, qtbot)
    assert said == f"0 letters printed. 2 letters left. 1 m{TRAY[1:]}"
    assert "could not be logged" in session(filled).screen.banner.what.text()
    assert paper.whole() == names(filled)[:1]
    filled.works_again()
    filled.main.rail.item("letters").click()
    over(filled, qtbot)
    assert paper.whole() == names(filled)
    assert [row.letter for row in filled.vault.queue.waiting() if row.in_doubt] == [1]


def test_a_letter_printed_meanwhile_is_skipped(filled: Office, qtbot: QtBot, paper: Paper) -> None:
    prints(filled)
    doing(filled, qtbot, "Printing 1 of 3: ")
    filled.vault.queue.out(3, EventKind.PRINT, NOW)
    assert over(filled, qtbot) == "2 letters printed, 6 pages."
    assert paper.whole() == names(filled)[:2]


def test_letters_that_were_all_printed_meanwhile_make_no_batch(
    filled: Office, qtbot: QtBot, paper: Paper
) -> None:
    for letter in (1, 2, 3):
        filled.vault.queue.out(letter, EventKind.PRINT, NOW)
    prints(filled)
    assert over(filled, qtbot) == "Already printed or saved."
    assert paper.printed == []


def test_signing_out_ends_the_batch_and_its_letters_wait(
    filled: Office, offices: Callable[[str], Office], qtbot: QtBot, paper: Paper
) -> None:
    prints(filled)
    doing(filled, qtbot, "Printing 2 of 3: ")
    filled.main.leave()
    later = offices("nora")
    later.main.rail.item("letters").click()
    assert not session(later).screen.is_running
    assert waiting(later) == [2, 3]
    assert not any(row.batch_of for row in later.vault.queue.waiting())


def test_one_batch_runs_at_a_time(filled: Office, qtbot: QtBot, paper: Paper, out: Path) -> None:
    prints(filled)
    saves(filled, out)
    assert over(filled, qtbot) == "3 letters printed, 9 pages."
    assert list(out.iterdir()) == []


def test_enter_opens_the_case_at_its_letters(filled: Office) -> None:
    QTest.keyClick(session(filled).screen.table, Qt.Key.Key_Return)
    assert filled.main.case.case.id == AVERY
    assert filled.main.case.tab == "letters"


def test_a_batch_that_cannot_begin_is_an_error(filled: Office, qtbot: QtBot, out: Path) -> None:
    filled.breaks("letter_batches")
    with qtbot.capture_exceptions() as caught:
        saves(filled, out)
    assert [kind for kind, _error, _trace in caught] == [DiskRefused]
    assert not session(filled).screen.is_running
    assert waiting(filled) == [1, 2, 3]

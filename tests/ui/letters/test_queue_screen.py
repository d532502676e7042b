"""The letter queue by key: every letter is selected, Space clears one, one key prints or saves the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.domain.errors import UserError
from ur_desktop.domain.letter.batch import Printer
from ur_desktop.domain.letter.waiting import Ready, WaitingLetter
from ur_desktop.ui.kit.shortcut_help import ShortcutHelp
from ur_desktop.ui.letters.queue_screen import EMPTY, LetterQueueScreen
from ur_desktop.ui.letters.queue_text import TRAY

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
CONTROL = Qt.KeyboardModifier.ControlModifier
FRONT_DESK = Printer("Front desk")
Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]


def line(letter: int, **other: object) -> WaitingLetter:
    made = WaitingLetter(
        letter, f"case-{letter}", f"2026-{letter:06}", "Sampleton, Jordan", "Harbor Example Clinic", "denial",
        "member", NOW - timedelta(hours=letter),
    )  # fmt: skip
    return replace(made, **other)  # type: ignore[arg-type]


LINES = tuple(line(letter) for letter in (1, 2, 3))


class Asked:
    """What the questions for a printer and a folder are answered with, and how often they were asked."""

    printer: Printer | None = FRONT_DESK
    folder: str = "/letters"
    times: int = 0

    def ask_printer(self, _parent: QWidget) -> Printer | None:
        self.times += 1
        return self.printer

    def ask_folder(self, _parent: QWidget) -> str:
        self.times += 1
        return self.folder


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def screen(show: Show, asked: Asked) -> LetterQueueScreen:
    made = LetterQueueScreen(printer=asked.ask_printer, folder=asked.ask_folder)
    made.set_lines(LINES, NOW)
    made.resize(1286, 728)
    show(made)
    made.setFocus()
    return made


def words(screen: LetterQueueScreen) -> str:
    return screen.bar.words.text()


def states(screen: LetterQueueScreen) -> list[object]:
    model = screen.table.rows
    return [model.index(row, 5).data() for row in range(model.rowCount())]


def press(screen: LetterQueueScreen, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(screen.focusWidget() or screen, key, modifier or Qt.KeyboardModifier.NoModifier)


def test_every_letter_is_selected_and_one_key_prints_them_all(
    screen: LetterQueueScreen, qtbot: QtBot
) -> None:
    assert words(screen) == "3 of 3 letters selected"
    assert screen.print_button.text() == "Print 3 letters"
    assert screen.head.count.text() == "3 letters not sent"
    with qtbot.waitSignal(screen.print_requested) as wanted:
        press(screen, Qt.Key.Key_P, CONTROL)
    assert wanted.args == [(1, 2, 3), FRONT_DESK]


def test_space_clears_and_selects_a_letter(screen: LetterQueueScreen, qtbot: QtBot) -> None:
    press(screen, Qt.Key.Key_Down)
    press(screen, Qt.Key.Key_Space)
    assert states(screen) == ["To print", "Not selected", "To print"]
    assert words(screen) == "2 of 3 letters selected"
    with qtbot.waitSignal(screen.save_requested) as wanted:
        press(screen, Qt.Key.Key_S, CONTROL)
    assert wanted.args == [(1, 3), "/letters"]
    press(screen, Qt.Key.Key_Space)
    assert screen.table.chosen() == (1, 2, 3)


def test_the_check_box_of_a_row_can_be_clicked(screen: LetterQueueScreen) -> None:
    box = screen.table.visualRect(screen.table.rows.index(1, 0))
    for away in (32, 200):
        at = box.topLeft()
        at.setX(at.x() + away)
        at.setY(box.center().y())
        QTest.mouseClick(screen.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert screen.table.chosen() == (1, 3)


def test_enter_opens_the_case(screen: LetterQueueScreen, qtbot: QtBot) -> None:
    press(screen, Qt.Key.Key_End)
    with qtbot.waitSignal(screen.opened) as opened:
        press(screen, Qt.Key.Key_Return)
    assert opened.args == ["case-3"]


def test_canceling_the_printer_or_folder_dialog_starts_nothing(
    screen: LetterQueueScreen, asked: Asked, qtbot: QtBot
) -> None:
    asked.printer, asked.folder = None, ""
    with qtbot.assertNotEmitted(screen.print_requested), qtbot.assertNotEmitted(screen.save_requested):
        press(screen, Qt.Key.Key_P, CONTROL)
        press(screen, Qt.Key.Key_S, CONTROL)
    assert asked.times == 2


def test_a_printer_that_is_a_file_leads_to_the_folder(
    screen: LetterQueueScreen, asked: Asked, qtbot: QtBot
) -> None:
    asked.printer = Printer("")
    with qtbot.assertNotEmitted(screen.print_requested):
        press(screen, Qt.Key.Key_P, CONTROL)
    assert screen.banner.isVisible()
    assert "Ctrl+S" in screen.banner.fix.text()


def test_a_computer_without_a_printer_says_so(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    again = LetterQueueScreen()
    qtbot.addWidget(again)
    again.set_lines(LINES, NOW)
    with qtbot.assertNotEmitted(again.print_requested):
        again.print_button.click()
    assert again.banner.what.text() == "This computer has no printer."


def test_with_no_letter_selected_nothing_can_be_printed(screen: LetterQueueScreen, asked: Asked) -> None:
    for _letter in LINES:
        press(screen, Qt.Key.Key_Space)
        press(screen, Qt.Key.Key_Down)
    assert words(screen) == "No letters selected"
    assert not screen.print_button.isEnabled()
    press(screen, Qt.Key.Key_P, CONTROL)
    assert asked.times == 0


def test_a_letter_in_doubt_is_not_selected_until_a_user_marks_or_selects_it(
    screen: LetterQueueScreen, qtbot: QtBot
) -> None:
    assert not screen.found.isVisible()
    screen.set_lines((line(1, in_doubt=True), *LINES[1:]), NOW)
    assert states(screen)[0] == "May have been printed"
    assert screen.table.chosen() == (2, 3)
    assert words(screen) == TRAY
    with qtbot.waitSignal(screen.found_printed) as found:
        press(screen, Qt.Key.Key_T)
    assert found.args == [1]
    press(screen, Qt.Key.Key_Space)
    assert screen.table.chosen() == (1, 2, 3)
    screen.set_lines((line(1, in_doubt=True), *LINES[1:]), NOW)
    assert screen.table.chosen() == (1, 2, 3)


def test_a_letter_in_another_batch_is_shown_as_such_and_not_selected(screen: LetterQueueScreen) -> None:
    theirs, mine = line(1, batch_of="omar"), line(2, batch_of="nora")
    people = {"omar": "Omar Standin, MD", "nora": "Nora Sample, RN"}
    screen.set_lines((theirs, mine, LINES[2]), NOW, people, "nora")
    assert states(screen) == ["In Omar Standin’s batch", "In your batch", "To print"]
    press(screen, Qt.Key.Key_Space)
    assert screen.table.chosen() == (3,)


def test_a_running_batch_shows_its_progress_and_escape_stops_it(
    screen: LetterQueueScreen, asked: Asked, qtbot: QtBot
) -> None:
    screen.show_running("Printing 1 of 3: Denial, member, 2026-000001", 1, "Printing")
    assert words(screen) == "Printing 1 of 3: Denial, member, 2026-000001"
    assert states(screen)[0] == "Printing"
    assert not screen.print_button.isVisible()
    press(screen, Qt.Key.Key_P, CONTROL)
    assert asked.times == 0
    press(screen, Qt.Key.Key_Down)
    assert words(screen) == "Printing 1 of 3: Denial, member, 2026-000001"
    with qtbot.waitSignal(screen.canceled):
        press(screen, Qt.Key.Key_Escape)
    screen.show_over("1 letter printed, 4 pages. 2 letters left.")
    assert not screen.cancel.isVisible()
    assert states(screen)[0] == "To print"
    assert words(screen) == "1 letter printed, 4 pages. 2 letters left."
    press(screen, Qt.Key.Key_Up)
    assert words(screen) == "3 of 3 letters selected"


def test_letters_printed_stay_until_one_key_marks_them_as_mailed(
    screen: LetterQueueScreen, qtbot: QtBot
) -> None:
    assert not screen.mail.isVisible()
    screen.show_running("Printing 1 of 3", 1, "Printing")
    for letter in (1, 9, 3):
        screen.show_ready(letter, Ready.PRINTED)
    assert not screen.mail.isVisible()
    screen.show_over("2 letters printed, 6 pages.")
    assert states(screen) == ["Printed, not sent", "To print", "Printed, not sent"]
    assert screen.table.chosen() == (2,)
    assert screen.mail.text() == "Mark 2 as mailed"
    press(screen, Qt.Key.Key_Space)
    assert screen.table.chosen() == (2,)
    with qtbot.waitSignal(screen.mailed) as mailed:
        press(screen, Qt.Key.Key_M, CONTROL)
    assert mailed.args == [(1, 3)]
    press(screen, Qt.Key.Key_Down)
    assert words(screen) == "1 of 1 letter selected. 2 printed or saved, not sent"
    with qtbot.assertNotEmitted(screen.again_requested):
        press(screen, Qt.Key.Key_R)
    press(screen, Qt.Key.Key_Down)
    with qtbot.waitSignal(screen.again_requested) as again:
        press(screen, Qt.Key.Key_R)
    assert again.args == [3]


def test_without_letters_the_keyboard_is_at_the_sentence_that_says_so(screen: LetterQueueScreen) -> None:
    screen.set_lines((), NOW)
    screen.show_over("3 letters marked as mailed.")
    assert screen.empty.isVisible()
    assert screen.empty.sentence.text() == EMPTY
    assert words(screen) == "3 letters marked as mailed."
    assert not screen.print_button.isVisible()
    assert screen.empty.hasFocus()
    screen.set_lines(LINES, NOW)
    assert screen.table.isVisible()
    assert screen.table.hasFocus()


def test_the_error_that_ended_a_batch_is_shown_until_the_next_one(screen: LetterQueueScreen) -> None:
    screen.show_over("1 letter printed, 4 pages.", UserError("The printer stopped.", "See to it."))
    assert screen.banner.what.text() == "The printer stopped."
    screen.show_running("Printing 1 of 2")
    assert not screen.banner.isVisible()


def test_the_selection_and_the_current_letter_are_restored(screen: LetterQueueScreen) -> None:
    press(screen, Qt.Key.Key_End)
    press(screen, Qt.Key.Key_Space)
    shown = screen.shown
    again = LetterQueueScreen()
    again.set_lines((line(2, in_doubt=True), LINES[2]), NOW)
    again.show_again(shown)
    assert again.table.left_out == {2, 3}
    assert again.shown["current"] == "3"
    again.show_again({"left_out": "x", "current": ""})
    assert again.table.left_out == {2, 3}


def test_updated_letters_stay_at_the_current_one(screen: LetterQueueScreen) -> None:
    press(screen, Qt.Key.Key_End)
    screen.set_lines(LINES[1:], NOW)
    current = screen.table.current_row()
    assert current is not None
    assert current.letter == 3


def test_column_widths_are_restored(screen: LetterQueueScreen) -> None:
    assert screen.state() == b""
    screen.table.horizontalHeader().resizeSection(1, 333)
    again = LetterQueueScreen()
    again.restore(screen.state())
    assert again.table.columnWidth(1) == 333
    again.restore(b"not widths")
    assert again.state() == b""


def test_the_keys_are_listed(screen: LetterQueueScreen) -> None:
    QTest.keyClicks(screen.table, "?")
    [keys] = screen.findChildren(ShortcutHelp)
    assert "Space select or clear the letter" in keys.accessibleDescription()


def test_a_screen_reader_hears_what_is_selected(screen: LetterQueueScreen) -> None:
    press(screen, Qt.Key.Key_Space)
    first, second = (screen.table.rows.index(row, 0) for row in (0, 1))
    role = Qt.ItemDataRole.AccessibleTextRole
    assert screen.table.rows.data(first, role) == "Letter: Denial, member, not selected"
    assert screen.table.rows.data(second, role) == "Letter: Denial, member, selected"


def test_every_focusable_widget_has_an_accessible_name(screen: LetterQueueScreen, unnamed: Unnamed) -> None:
    assert unnamed(screen) == []
    screen.set_lines((), NOW)
    assert unnamed(screen) == []


def test_two_thousand_letters_are_shown_without_a_pause(screen: LetterQueueScreen, qtbot: QtBot) -> None:
    many = tuple(line(letter) for letter in range(1, 2001))
    begun = perf_counter()
    screen.set_lines(many, NOW)
    screen.grab()
    assert perf_counter() - begun < 1.0
    assert words(screen) == "2,000 of 2,000 letters selected"

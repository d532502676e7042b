"""What a review's answers become in the store."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.offices import JORDAN, Office
from tests.ui.reviews import press
from ur_desktop.domain.review import Attendance


def test_a_note_to_a_criterion_whose_group_does_not_apply_is_kept(office: Office, qtbot: QtBot) -> None:
    office.main.open_case(JORDAN, "review")
    wizard = office.main.case.wizard
    wizard.go_to("P10a")
    assert "P10a" not in wizard.state.judged
    wizard.card.note_changed.emit("not a program of this kind")
    assert office.vault.cases.reviews(JORDAN)[-1].answers["P10a"].note == "not a program of this kind"


LINES = tuple(Attendance(date(2026, 1, day), "group", 180, attended=True) for day in (12, 14))


def test_pasted_attendance_is_on_file_before_the_next_key(office: Office, qtbot: QtBot) -> None:
    office.main.open_case(JORDAN, "review")
    wizard = office.main.case.wizard
    answers = office.review(JORDAN).answers
    wizard.go_to_step(0)
    QApplication.clipboard().setText(
        "date\tkind\tminutes\tattended\n1/12/2026\tgroup\t180\tyes\n1/14/2026\tgroup\t180\tyes\n"
    )
    wizard.facts.attendance.table.setFocus()
    press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert office.review(JORDAN).attendance == LINES
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert office.review(JORDAN).attendance == ()
    assert office.review(JORDAN).answers == answers


def test_attendance_that_can_t_be_saved_is_said_and_saved_again(office: Office, qtbot: QtBot) -> None:
    office.main.open_case(JORDAN, "review")
    wizard = office.main.case.wizard
    wizard.go_to_step(0)
    office.breaks("reviews")
    wizard.facts.attendance.changed.emit(LINES)
    assert "the facts" in wizard.unsaved.named
    assert office.review(JORDAN).attendance == ()
    office.works_again()
    wizard.save_again()
    assert office.review(JORDAN).attendance == LINES
    assert wizard.unsaved.named == ""

"""The worklist of an open vault: a case assigned, and where the list stands after a look at something else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.offices import JORDAN, ROSA, Office
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.worklist import WorklistFilter


def test_a_case_is_taken_with_its_line_in_the_journal(office: Office) -> None:
    office.main.worklist.assign_requested.emit(ROSA)
    assert office.case(ROSA).assigned_to == "nora"
    assert {"assigned_to": "Nora Sample"} in [event.detail for event in office.vault.journal.entries(ROSA)]


def test_back_from_a_case_the_worklist_stands_where_it_was(office: Office) -> None:
    case = replace(office.case(JORDAN), state=CaseState.NEW, assigned_to="")
    for number in range(150):
        office.session.add(replace(case, id=f"more-{number}", number=f"2026-{9000 + number:06}"))
    main = office.main
    main.show_worklist()
    QTest.keyClick(main.worklist.table, Qt.Key.Key_End)
    rows = main.worklist.table.rows.rowCount()
    main.worklist.table.move_to(rows - 20)
    row = main.worklist.table.current_row()
    assert row is not None
    QTest.keyClick(main.worklist.table, Qt.Key.Key_Return)
    assert main.case.case.id == row.case_id
    main.show_worklist()
    assert main.worklist.table.current_row() == row
    assert main.worklist.table.rows.rowCount() == rows


@pytest.mark.parametrize("leave", ["new case", "settings"])
def test_the_search_is_cleared_by_leaving_and_by_a_new_case_but_not_by_a_look_at_a_case(
    office: Office, leave: str
) -> None:
    main = office.main
    main.worklist.head.search.setText("sample")
    main.worklist.head.search.done.emit()
    main.open_case(JORDAN)
    main.show_worklist()
    assert main.worklist.query().text == "sample"
    if leave == "settings":
        main.show_settings()
    else:
        main.worklist.new_case.emit()
    main.show_worklist()
    assert main.worklist.query().text == ""
    assert not main.worklist.foot.words.text().endswith("found, most urgent first")


def test_esc_leaves_settings_and_ctrl_digit_acts_from_the_rail(office: Office) -> None:
    main = office.main
    main.show_settings()
    QTest.keyClick(main.settings.area, Qt.Key.Key_Escape)
    assert main.screens.currentWidget() is main.worklist
    main.rail.item("worklist").setFocus()
    QTest.keyClick(main.rail.item("worklist"), Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert main.worklist.query().filter is WorklistFilter.WAITING

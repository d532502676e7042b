"""A case taken from the worklist: its new reviewer and the journal's line together, or neither."""

from __future__ import annotations

from tests.ui.offices import ROSA, Office


def test_a_case_is_taken_with_its_line_in_the_journal(office: Office) -> None:
    office.main.worklist.assign_requested.emit(ROSA)
    assert office.case(ROSA).assigned_to == "nora"
    assert {"assigned_to": "Nora Sample"} in [event.detail for event in office.vault.journal.entries(ROSA)]

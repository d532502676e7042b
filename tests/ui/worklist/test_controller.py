"""A case taken from the worklist: its new reviewer and the journal's line together, or neither."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.offices import ROSA, Office
from ur_desktop.domain.errors import StorageError


def test_a_case_is_taken_with_its_line_in_the_journal(office: Office) -> None:
    office.main.worklist.assign_requested.emit(ROSA)
    assert office.case(ROSA).assigned_to == "nora"
    assert {"assigned_to": "Nora Sample"} in [event.detail for event in office.vault.journal.entries(ROSA)]


def test_a_case_that_can_not_be_noted_in_the_journal_is_not_taken(office: Office, qtbot: QtBot) -> None:
    office.breaks("journal")
    with qtbot.capture_exceptions() as caught:
        office.main.worklist.assign_requested.emit(ROSA)
    assert [kind for kind, _error, _trace in caught] == [StorageError]
    assert office.case(ROSA).assigned_to == "max"

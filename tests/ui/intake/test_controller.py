"""A request put right: what a signature rests on stays, and whose the case is afterward."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.letters.test_controller import approve
from tests.ui.offices import AVERY, JORDAN, Office, read_letter
from tests.ui.shell.test_main_window import saves
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.errors import UserError


@pytest.mark.parametrize(
    "typed", [{"units": "11"}, {"through": "02/27/2026"}, {"hours": "10"}, {"diagnosis": "F41.1 Another one"}]
)
def test_nothing_of_a_request_is_corrected_once_a_determination_is_signed_on_it(
    office: Office, qtbot: QtBot, typed: dict[str, str]
) -> None:
    approve(office, AVERY)
    before = office.case(AVERY)
    office.corrects(AVERY, **typed)
    with qtbot.capture_exceptions() as caught:
        saves(office)
    assert [kind for kind, _error, _trace in caught] == [UserError]
    assert office.case(AVERY) == before
    office.main.open_case(AVERY)
    read_letter(office.main.case.preview)
    office.main.case.preview.bar.accept.click()
    assert office.case(AVERY).state is CaseState.SEND


def test_an_address_is_corrected_although_the_form_has_no_room_for_all_of_the_request(office: Office) -> None:
    case = office.case(AVERY)
    exact = case.request.received.replace(second=41)
    office.session.save(replace(case, request=replace(case.request, received=exact, hours_per_week=11.125)))
    approve(office, AVERY)
    office.corrects(AVERY, member_address="9 Placeholder Lane\nSampletown, NC 00000")
    saves(office)
    assert office.case(AVERY).member.address.lines == ("9 Placeholder Lane", "Sampletown, NC 00000")
    assert (office.case(AVERY).request.received, office.case(AVERY).request.hours_per_week) == (exact, 11.125)


def test_the_form_is_headed_by_what_is_done_in_it(office: Office) -> None:
    intake = office.main.intake
    office.corrects(JORDAN, first_name="Robin")
    assert intake.title.text() == "Edit request"
    intake.discard.click()
    assert intake.bar.words.text().startswith("This deletes the draft.")
    office.main.worklist.new_case.emit()
    assert intake.title.text() == "New case"


def test_a_draft_is_a_row_of_the_worklist_and_the_next_request_begins_empty(office: Office) -> None:
    main = office.main
    for name in ("Inventada", "Vorgestellt"):
        main.worklist.new_case.emit()
        assert main.intake.form.value("last_name") == ""
        main.intake.form.set_value("last_name", name)
        main.intake.save.click()
    table = main.worklist.table
    assert [row.member_name for row in table.rows.rows[:2]] == ["Inventada", "Vorgestellt"]
    assert table.rows.data(table.rows.index(1, 0)) == "Draft"
    assert main.worklist.foot.words.text().startswith("2 drafts, ")
    table.setCurrentIndex(table.rows.index(1, 0))
    table.row_opened.emit(table.current_row())
    assert main.intake.form.value("last_name") == "Vorgestellt"
    main.intake.discard.click()
    main.intake.discard.click()
    assert [row.member_name for row in table.rows.rows if row.is_draft] == ["Inventada"]


def test_a_draft_can_not_be_assigned(office: Office) -> None:
    office.main.worklist.new_case.emit()
    office.main.intake.form.set_value("last_name", "Inventada")
    office.main.intake.save.click()
    table = office.main.worklist.table
    table.setCurrentIndex(table.rows.index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_A)
    assert office.main.worklist.done.words.text() == "A draft is yours only. Create the case to assign it."

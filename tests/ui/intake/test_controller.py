"""A request put right: what a signature rests on stays, and whose the case is afterward."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.letters.test_controller import approve
from tests.ui.offices import AVERY, JORDAN, Office
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
    office.main.case.preview.accept.click()
    assert office.case(AVERY).state is CaseState.CLOSED


def test_a_name_is_corrected_although_the_form_has_no_room_for_all_of_the_request(office: Office) -> None:
    case = office.case(AVERY)
    exact = case.request.received.replace(second=41)
    office.session.save(replace(case, request=replace(case.request, received=exact, hours_per_week=11.125)))
    approve(office, AVERY)
    office.corrects(AVERY, last_name="Newname")
    saves(office)
    assert office.case(AVERY).member.last_name == "Newname"
    assert (office.case(AVERY).request.received, office.case(AVERY).request.hours_per_week) == (exact, 11.125)


def test_the_form_is_headed_by_what_is_done_in_it(office: Office) -> None:
    intake = office.main.intake
    office.corrects(JORDAN, first_name="Robin")
    assert intake.title.text() == "Edit request"
    intake.discard.click()
    assert intake.bar.words.text().startswith("This deletes the draft.")
    office.main.worklist.new_case.emit()
    assert intake.title.text() == "New case"

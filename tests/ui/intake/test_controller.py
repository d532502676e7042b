"""A request put right: what a signature rests on stays, and whose the case is afterward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.letters.test_controller import approve
from tests.ui.offices import AVERY, JORDAN, ROSA, Office
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
    office.session.keep(replace(case, request=replace(case.request, received=exact, hours_per_week=11.125)))
    approve(office, AVERY)
    office.corrects(AVERY, last_name="Newname")
    saves(office)
    assert office.case(AVERY).member.last_name == "Newname"
    assert (office.case(AVERY).request.received, office.case(AVERY).request.hours_per_week) == (exact, 11.125)


@pytest.mark.parametrize("who", ["nora", "max"])
def test_a_case_with_the_physician_goes_back_to_its_first_reviewer_when_its_review_begins_anew(
    offices: Callable[[str], Office], who: str
) -> None:
    office = offices(who)
    before, reviewed_by = office.case(ROSA), office.review(ROSA).completed_by
    assert (before.state, before.assigned_to, reviewed_by) == (CaseState.WITH_PHYSICIAN, "max", "omar")
    office.corrects(ROSA, born="03/14/1990")
    saves(office)
    after = office.case(ROSA)
    assert (after.state, after.assigned_to) == (CaseState.IN_REVIEW, "omar")
    assert {"assigned_to": "Omar Standin, RN"} in [
        event.detail for event in office.vault.journal.entries(ROSA)
    ]


def test_it_goes_to_nobody_when_that_reviewer_has_left(office: Office) -> None:
    office.vault.keys.remove("omar")
    office.corrects(ROSA, born="03/14/1990")
    saves(office)
    assert (office.case(ROSA).state, office.case(ROSA).assigned_to) == (CaseState.IN_REVIEW, "")


def test_a_case_of_another_nurse_stays_theirs(office: Office) -> None:
    office.session.keep(replace(office.case(JORDAN), assigned_to="omar"))
    office.corrects(JORDAN, born="03/14/2009")
    saves(office)
    assert office.case(JORDAN).assigned_to == "omar"


def test_the_form_is_headed_by_what_is_done_in_it(office: Office) -> None:
    intake = office.main.intake
    office.corrects(JORDAN, first_name="Robin")
    assert intake.title.text() == "Correct the request"
    intake.discard.click()
    assert intake.bar.words.text().startswith("Nothing of this correction will be kept.")
    office.main.worklist.new_case.emit()
    assert intake.title.text() == "New case"

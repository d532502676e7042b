"""Where a case stands in the worklist, as the session keeps it."""

from __future__ import annotations

from dataclasses import replace

from tests.casework.sample_desk import JORDAN, LOU, SampleDesk
from tests.casework.sessions import NOW
from ur_desktop.domain.case import CaseState


def test_a_case_with_a_letter_to_accept_stands_among_those_to_act_on(desk: SampleDesk) -> None:
    case = desk.case(LOU)
    assert desk.vault.cases.row(LOU).stopped_since is not None
    desk.session.save(replace(case, state=CaseState.LETTER))
    assert desk.vault.cases.row(LOU).stopped_since is None


def test_a_stop_that_ended_is_none(desk: SampleDesk) -> None:
    desk.clock.goes_on(days=60)
    desk.session.save(desk.case(LOU))
    assert desk.vault.cases.row(LOU).stopped_since is None


def test_the_times_of_a_case_are_told_in_its_plans_zone(desk: SampleDesk) -> None:
    case = desk.case(JORDAN)
    zone = desk.session.library.zone_of(case.plan_id)
    assert desk.session.now_for(case) == NOW
    assert desk.session.now_for(case).tzinfo == zone
    assert desk.session.deadline(case).decide_by.tzinfo == zone

"""Where a case stands in the worklist, as the session keeps it."""

from __future__ import annotations

from dataclasses import replace

from tests.casework.sample_desk import LOU, SampleDesk
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

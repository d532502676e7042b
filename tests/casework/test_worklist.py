"""The worklist without a window: its rows and counts, and whom a case is assigned to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.casework.sample_desk import JORDAN, LOU, ROSA, SampleDesk
from tests.casework.sessions import NOW, PEOPLE
from ur_desktop.casework import samples, worklist
from ur_desktop.domain.determination import Role
from ur_desktop.domain.errors import NotAuthorized, StorageError
from ur_desktop.domain.worklist import WorklistFilter, WorklistQuery

TOMORROW = NOW + timedelta(hours=10)


def ids(desk: SampleDesk, only: WorklistFilter) -> list[str]:
    return [row.case_id for row in worklist.rows(desk.session, WorklistQuery(filter=only, day_end=TOMORROW))]


def test_rows_and_counts_are_of_the_signed_in_person(desks: Callable[[str], SampleDesk]) -> None:
    for who, has in (("nora", True), ("max", False)):
        desk = desks(who)
        mine = ids(desk, WorklistFilter.MINE)
        assert (JORDAN in mine) is has
        assert worklist.counts(desk.session, TOMORROW)["mine"] == len(mine)


def test_a_clock_whose_stop_has_ended_runs_again_in_the_list(desk: SampleDesk) -> None:
    assert LOU in ids(desk, WorklistFilter.WAITING)
    assert desk.vault.cases.row(LOU).stopped_since is not None
    desk.clock.goes_on(days=60)
    ids(desk, WorklistFilter.ALL)
    assert desk.vault.cases.row(LOU).stopped_since is None


def test_a_case_is_assigned_to_me_with_its_log_entry(desk: SampleDesk) -> None:
    worklist.assign_to_me(desk.session, ROSA)
    assert desk.case(ROSA).assigned_to == "nora"
    assert {"assigned_to": "Nora Sample"} in desk.log(ROSA)


def test_a_case_whose_log_entry_can_not_be_written_is_not_assigned(desk: SampleDesk) -> None:
    desk.breaks("journal")
    with pytest.raises(StorageError):
        worklist.assign_to_me(desk.session, ROSA)
    assert desk.case(ROSA).assigned_to == "max"


def test_a_supervisor_assigns_to_who_may_answer(desks: Callable[[str], SampleDesk]) -> None:
    supervisor = PEOPLE[Role.SUPERVISOR]
    desks("nora").vault.keys.add(supervisor, samples.PASSWORD)
    desk = desks(supervisor.user_id)
    worklist.assign(desk.session, ROSA, "omar")
    assert desk.case(ROSA).assigned_to == "omar"
    assert {"assigned_to": "Omar Standin"} in desk.log(ROSA)
    for nobody in (supervisor.user_id, "gone"):
        with pytest.raises(NotAuthorized, match="assigned to nurses"):
            worklist.assign(desk.session, ROSA, nobody)
    assert desk.case(ROSA).assigned_to == "omar"

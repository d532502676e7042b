"""The worklist without a window: its rows and counts, and whom a case is assigned to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.casework.sample_desk import JORDAN, LOU, ROSA, SampleDesk
from tests.casework.sessions import NOW, PEOPLE
from ur_desktop.casework import intake, samples, worklist
from ur_desktop.domain.case import HandOver
from ur_desktop.domain.errors import NotAuthorized, StorageError
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.reviewer import Role
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


def test_the_drafts_of_new_cases_come_first_any_number_of_them(desk: SampleDesk) -> None:
    first, second = intake.new_draft_id(), intake.new_draft_id()
    intake.save_draft(
        desk.session, first, {"last_name": "Inventada", "first_name": "Vera", "plan": "example-nc"}
    )
    intake.save_draft(
        desk.session, second, {"member_id": "TEST-00999", "review": "continued", "urgency": "urgent"}
    )
    only = [row for row in worklist.rows(desk.session, WorklistQuery()) if row.is_draft]
    assert [row.member_name for row in only] == ["Inventada, Vera", "New request"]
    assert [row.review for row in only] == [None, ReviewKind.CONTINUED]
    assert [row.case_id for row in only] == [first, second]
    for only_cases in (WorklistFilter.DUE_TODAY, WorklistFilter.CLOSED, WorklistFilter.UNASSIGNED):
        assert not {first, second} & set(ids(desk, only_cases))


def test_pages_go_on_from_the_drafts_to_the_cases(desk: SampleDesk) -> None:
    intake.save_draft(desk.session, intake.new_draft_id(), {"last_name": "Inventada"})
    intake.save_draft(desk.session, intake.new_draft_id(), {"last_name": "Vorgestellt"})
    all_rows = worklist.rows(desk.session, WorklistQuery())
    pages = [worklist.rows(desk.session, WorklistQuery(offset=at, limit=3)) for at in (0, 3, 6)]
    assert tuple(row for page in pages for row in page) == all_rows[:9]


def test_drafts_are_found_by_search_and_filters(desk: SampleDesk) -> None:
    draft = intake.new_draft_id()
    intake.save_draft(
        desk.session, draft, {"last_name": "Wymyślona", "program": "Elsewhere", "plan": "example-nc"}
    )
    for found in (WorklistQuery(text="wymys els"), WorklistQuery(plan_id="example-nc")):
        assert draft in [row.case_id for row in worklist.rows(desk.session, found)]
    for missed in (
        WorklistQuery(text="else nowhere"),
        WorklistQuery(text="?"),
        WorklistQuery(plan_id="example-ut"),
    ):
        assert draft not in [row.case_id for row in worklist.rows(desk.session, missed)]


def test_who_takes_in_no_cases_has_no_drafts(desks: Callable[[str], SampleDesk]) -> None:
    supervisor = PEOPLE[Role.SUPERVISOR]
    desks("nora").vault.keys.add(supervisor, samples.PASSWORD)
    assert not any(row.is_draft for row in worklist.rows(desks(supervisor.user_id).session, WorklistQuery()))


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


def test_a_reviewer_hands_their_own_case_over_with_a_note(desks: Callable[[str], SampleDesk]) -> None:
    desk = desks("nora")
    assert [each.user_id for each in worklist.colleagues(desk.session, desk.case(JORDAN))] == ["omar"]
    handed = worklist.hand_over(desk.session, JORDAN, "omar", " Two criteria are left. ")
    assert (handed.assigned_to, handed.handed_over) == (
        "omar",
        HandOver("omar", "nora", NOW, "Two criteria are left."),
    )
    assert desk.log(JORDAN)[0] == {"handed_over_to": "Omar Standin, RN"}
    assert worklist.colleagues(desk.session, desk.case(JORDAN)) == ()
    with pytest.raises(NotAuthorized, match="Only the reviewer who has a case"):
        worklist.hand_over(desk.session, JORDAN, "omar", "Again.")
    assert desks("omar").case(JORDAN).hand_over_note is not None


def test_nothing_is_handed_over_when_it_can_not_be_written_down(desk: SampleDesk) -> None:
    desk.breaks("journal")
    with pytest.raises(StorageError):
        worklist.hand_over(desk.session, JORDAN, "omar", "Two criteria are left.")
    desk.works_again()
    assert (desk.case(JORDAN).assigned_to, desk.case(JORDAN).handed_over) == ("nora", None)

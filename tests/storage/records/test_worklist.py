from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ur_desktop.domain.case import CaseState, Member, Urgency
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.worklist import Stop, WorklistFilter, WorklistQuery
from ur_desktop.storage.database import Database
from ur_desktop.storage.records import worklist
from ur_desktop.storage.records.cases import Cases
from ur_desktop.storage.records.worklist import Worklist
from ur_desktop.storage.vault import Vault

DAY_START, DAY_END = datetime(2026, 1, 15, 5, tzinfo=UTC), datetime(2026, 1, 16, 5, tzinfo=UTC)


@pytest.fixture
def cases(opened: Vault, db: Database, sample_case: Callable[..., Any], now: datetime) -> Cases:
    """Seven open cases and a closed one; the IDs say what each is for."""

    def add(number: int, case_id: str, hours: int | None, stop: Stop | None = None, **changes: Any) -> None:
        due = None if hours is None else now + timedelta(hours=hours)
        case = replace(sample_case(number), id=case_id)
        opened.cases.add(case, due, stop)
        Worklist(db).put(replace(case, **changes), due, stop)

    waiting = (
        InformationRequest(("The treatment plan",), now - timedelta(days=3), now + timedelta(days=42)),
    )
    add(1, "in-3-days", 72, assigned_to="tspecimen")
    add(2, "late", -2, assigned_to="mexample", state=CaseState.WITH_PHYSICIAN)
    stop = Stop(now - timedelta(days=3), now + timedelta(days=42))
    add(3, "stopped", 1, stop, state=CaseState.WAITING, information_requests=waiting)
    add(4, "today", 4, assigned_to="tspecimen", plan_id="example-ut")
    add(5, "no-clock", None)
    add(6, "closed", -300, state=CaseState.CLOSED, assigned_to="tspecimen")
    born = datetime(1980, 5, 5, tzinfo=UTC).date()
    add(7, "in-9-days", 216, member=Member("TEST-00402", "María José", 'O\'Example "Quote"', born))
    request = replace(sample_case(8).request, review=ReviewKind.ADMISSION, urgency=Urgency.URGENT)
    add(8, "tomorrow", 24, request=request, assigned_to="mexample")
    return opened.cases


def listed(cases: Cases, **query: Any) -> list[str]:
    return [
        row.case_id for row in cases.worklist(WorklistQuery(user_id="tspecimen", day_end=DAY_END, **query))
    ]


def test_late_comes_first_and_stopped_clocks_last(cases: Cases) -> None:
    assert listed(cases) == ["late", "today", "tomorrow", "in-3-days", "in-9-days", "no-clock", "stopped"]


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        (WorklistFilter.MINE, ["today", "in-3-days"]),
        (WorklistFilter.DUE_TODAY, ["late", "today"]),
        (WorklistFilter.WAITING, ["stopped"]),
        (WorklistFilter.PHYSICIAN, ["late"]),
        (WorklistFilter.UNASSIGNED, ["in-9-days", "no-clock", "stopped"]),
        (WorklistFilter.CLOSED, ["closed"]),
    ],
)
def test_each_filter_holds_its_cases(cases: Cases, filter_: WorklistFilter, expected: list[str]) -> None:
    assert listed(cases, filter=filter_) == expected


def test_counts_are_those_of_the_lists_of_open_cases(cases: Cases) -> None:
    counts = cases.counts("tspecimen", DAY_END)
    assert counts == {name: len(listed(cases, filter=name)) for name in WorklistFilter if name != "closed"}
    assert counts["all"] == 7


def test_plan_and_review_narrow_the_list(cases: Cases) -> None:
    assert listed(cases, plan_id="example-ut") == ["today"]
    assert listed(cases, review=ReviewKind.ADMISSION) == ["tomorrow"]


def test_pages_follow_each_other(cases: Cases) -> None:
    pages = [listed(cases, limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert pages == [listed(cases)[:3], listed(cases)[3:6], listed(cases)[6:], []]


def test_a_row_has_the_columns_of_the_list(cases: Cases, now: datetime) -> None:
    row = cases.row("stopped")
    assert (row.member_name, row.member_id, row.number) == ("Sampleton, Jordan", "TEST-00003", "2026-000003")
    assert (row.service_code, row.review, row.urgency) == ("S9480", ReviewKind.CONTINUED, Urgency.STANDARD)
    assert (row.provider, row.received, row.due) == ("Example Day Program", now, now + timedelta(hours=1))
    assert row.stopped_since == now - timedelta(days=3)
    assert "Sampleton" not in repr(row)


def test_a_clock_runs_again_once_its_stop_has_ended(cases: Cases, now: datetime) -> None:
    cases.resume_clocks(now + timedelta(days=41))
    assert cases.row("stopped").stopped_since is not None
    cases.resume_clocks(now + timedelta(days=42))
    assert cases.row("stopped").stopped_since is None
    assert listed(cases)[:3] == ["late", "stopped", "today"]


def test_a_row_shows_the_progress_of_the_review(cases: Cases, sample_review: Review, now: datetime) -> None:
    review = replace(sample_review, case_id="today")
    cases.begin_review(review, (0, 22))
    review = review.answered("C1", Answer(Mark.MET, "tspecimen", now))
    cases.save_answer(review, "C1")
    assert (cases.row("today").answered, cases.row("today").total) == (1, 22)
    cases.save_facts(review, now, (1, 20))
    assert (cases.row("today").answered, cases.row("today").total) == (1, 20)


@pytest.mark.parametrize("many", [1, 5000], ids=["many hits", "few hits"])
def test_a_saved_case_moves_in_the_list_and_in_the_search(
    cases: Cases, monkeypatch: pytest.MonkeyPatch, now: datetime, many: int
) -> None:
    monkeypatch.setattr(worklist, "_MANY", many)
    assert listed(cases, text="sampleton 2026-000001") == ["in-3-days"]
    case = cases.get("in-3-days")
    renamed = replace(case, member=replace(case.member, last_name="Specimen"))
    cases.save(renamed, now, now - timedelta(days=1))
    assert listed(cases)[0] == "in-3-days"
    assert listed(cases, text="specimen") == ["in-3-days"]
    assert "in-3-days" not in listed(cases, text="sampleton")


@pytest.mark.parametrize("text", ["", "example"])
@pytest.mark.parametrize("many", [1, 5000], ids=["many hits", "few hits"])
@pytest.mark.parametrize("filter_", WorklistFilter)
def test_a_search_within_a_plan_and_review_finds_what_the_lists_hold(
    cases: Cases, monkeypatch: pytest.MonkeyPatch, filter_: WorklistFilter, text: str, many: int
) -> None:
    monkeypatch.setattr(worklist, "_MANY", many)
    whole = listed(cases, filter=filter_, text=text)
    rows = {case_id: cases.row(case_id) for case_id in whole}
    for plan in ("example-nc", "example-ut", "no-such-plan"):
        of_plan = [case_id for case_id in whole if rows[case_id].plan_id == plan]
        assert listed(cases, filter=filter_, text=text, plan_id=plan) == of_plan
        for review in ReviewKind:
            expected = [case_id for case_id in of_plan if rows[case_id].review is review]
            assert listed(cases, filter=filter_, text=text, plan_id=plan, review=review) == expected


def test_a_case_that_changed_its_plan_and_review_is_found_by_the_new_ones(
    cases: Cases, now: datetime
) -> None:
    before = cases.get("in-3-days")
    request = replace(before.request, review=ReviewKind.ADMISSION)
    cases.save(replace(before, plan_id="moved-plan", request=request), now, None)
    moved = listed(cases, text="sampleton", plan_id="moved-plan", review=ReviewKind.ADMISSION)
    assert moved == ["in-3-days"]
    assert "in-3-days" not in listed(cases, text="sampleton", plan_id=before.plan_id)


SEARCHES = [
    ("maria jose", ["in-9-days"]),
    ("JOSÉ", ["in-9-days"]),
    ("jos mar", ["in-9-days"]),
    ("TEST-00402", ["in-9-days"]),
    ("2026-000004", ["today"]),
    ("o'example", ["in-9-days"]),
    ('"quote"', ["in-9-days"]),
    ("quote example day", ["in-9-days"]),
    ("uote", []),
    ("NEAR(quote", []),
    ("quote NOT", []),
    ("-*\"'():^", []),
    ("2026-000006", ["closed"]),
]


@pytest.mark.parametrize(("text", "expected"), SEARCHES)
@pytest.mark.parametrize("many", [1, 5000], ids=["many hits", "few hits"])
def test_search_finds_the_beginnings_of_words_in_any_order(
    cases: Cases, monkeypatch: pytest.MonkeyPatch, text: str, expected: list[str], many: int
) -> None:
    monkeypatch.setattr(worklist, "_MANY", many)
    assert listed(cases, text=text) == expected


@pytest.mark.parametrize("many", [1, 5000], ids=["many hits", "few hits"])
def test_search_respects_the_filter_and_lists_closed_cases_last(
    cases: Cases, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(worklist, "_MANY", many)
    everyone = ["late", "today", "tomorrow", "in-3-days", "in-9-days", "no-clock", "stopped", "closed"]
    assert listed(cases, text="example") == everyone
    assert listed(cases, text="example", filter=WorklistFilter.MINE) == ["today", "in-3-days"]
    assert listed(cases, text="   ") == everyone[:-1]


@settings(
    max_examples=200,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(max_size=30))
def test_no_typed_text_breaks_the_search(cases: Cases, text: str) -> None:
    listed(cases, text=text)


def test_due_today_needs_to_know_when_today_ends(cases: Cases) -> None:
    with pytest.raises(ValueError, match="when today ends"):
        cases.worklist(WorklistQuery(filter=WorklistFilter.DUE_TODAY))

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ur_desktop.domain.case import CaseState, Urgency
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.worklist import WorklistFilter, WorklistQuery, WorklistRow


@pytest.mark.parametrize(
    ("query", "narrows"),
    [
        (WorklistQuery(), False),
        (WorklistQuery(filter=WorklistFilter.MINE, user_id="nora", offset=100), False),
        (WorklistQuery(text="sample"), True),
        (WorklistQuery(plan_id="nc"), True),
        (WorklistQuery(review=ReviewKind.ADMISSION), True),
    ],
)
def test_a_query_narrows_its_list_by_text_plan_or_review(query: WorklistQuery, narrows: bool) -> None:
    assert query.is_filtered is narrows


def row(name: str = "Sample, Jordan") -> WorklistRow:
    at = datetime(2026, 1, 16, 12, tzinfo=UTC)
    return WorklistRow(
        case_id="intake-1",
        number="",
        member_name=name,
        member_id="TEST-00417",
        plan_id="nc",
        service_code="S9480",
        review=ReviewKind.ADMISSION,
        urgency=Urgency.STANDARD,
        state=CaseState.NEW,
        answered=0,
        total=0,
        reviewer="nora",
        due=None,
        received=at,
        provider="Invented Center",
        stopped_since=None,
        is_draft=True,
    )


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        (WorklistQuery(), True),
        (WorklistQuery(text="jor inv"), True),
        (WorklistQuery(text="00417 sample"), True),
        (WorklistQuery(text="ordan"), False),
        (WorklistQuery(text="jordan elsewhere"), False),
        (WorklistQuery(text="?!"), False),
        (WorklistQuery(plan_id="nc", review=ReviewKind.ADMISSION), True),
        (WorklistQuery(plan_id="ut"), False),
        (WorklistQuery(review=ReviewKind.CONTINUED), False),
    ],
)
def test_a_query_finds_a_draft_by_the_beginnings_of_words(query: WorklistQuery, finds: bool) -> None:
    assert query.finds(row()) is finds


def test_drafts_are_in_the_lists_of_all_and_of_ones_own() -> None:
    lists = [name for name in WorklistFilter if WorklistQuery(filter=name).lists_drafts]
    assert lists == [WorklistFilter.ALL, WorklistFilter.MINE]


def test_a_closed_case_has_follow_ups_until_it_is_finished() -> None:
    closed = replace(row(), state=CaseState.CLOSED)
    assert closed.has_follow_ups
    assert not replace(closed, is_finished=True).has_follow_ups
    assert not row().has_follow_ups

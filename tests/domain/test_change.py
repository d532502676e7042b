"""What changed between two reviews, or two requests, as texts of before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.trees import NOON, TODAY, review
from ur_desktop.domain.case import (
    Address,
    Authorization,
    Case,
    Diagnosis,
    Eligibility,
    Member,
    Provider,
    Representative,
    ServiceRequest,
    Urgency,
)
from ur_desktop.domain.change import (
    AnswerChange,
    Change,
    given_answers,
    request_changes,
    review_changes,
    what_changed,
)
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.review import Answer, Attendance, Mark, PlannedSession

MONDAY, FRIDAY = PlannedSession("mon", "group", 90), PlannedSession("fri", "medication_management", 30)
REQUEST = ServiceRequest(
    "S9480", ReviewKind.CONTINUED, Urgency.STANDARD, NOON, date(2026, 1, 19), date(2026, 2, 13), 12, 3, 9.0,
    Diagnosis("F33.1", "A sample diagnosis"),
)  # fmt: skip
CASE = Case(
    "case-1", "2026-000001", Member("TEST-00001", "Jordan", "Sampleton", date(1991, 2, 28)), "example-nc", "pehp-iop",
    REQUEST, Provider("Example Day Program"), NOON, "dana",
)  # fmt: skip
Texts = tuple[str, ...]


def apart(changes: tuple[Change, ...]) -> list[tuple[str, Texts, Texts]]:
    return [(change.what, change.before, change.after) for change in changes]


def test_a_change_says_who_when_and_of_which_review() -> None:
    before = replace(review({}), sequence=2, facts={"age": 34})
    [change] = review_changes(before, replace(before, facts={"age": 35}), "dana", NOON)
    assert change == Change("dana", NOON, "age", ("34",), ("35",), 2)
    assert "34" not in repr(change)


def test_a_value_added_or_removed_has_no_counterpart() -> None:
    before = replace(review({}), facts={"boarding": True, "age": 34})
    after = replace(before, facts={"age": 34, "admitted": date(2026, 1, 5)})
    assert apart(review_changes(before, after, "dana", NOON)) == [
        ("boarding", ("yes",), ()),
        ("admitted", (), ("2026-01-05",)),
    ]


def test_of_a_week_only_what_was_added_and_taken_away_is_kept() -> None:
    before = replace(review({}), schedule=(MONDAY, MONDAY, FRIDAY))
    after = replace(before, schedule=(MONDAY, PlannedSession("wed", "group", 90)))
    assert apart(review_changes(before, after, "dana", NOON)) == [
        ("schedule", ("mon group 90 min", "fri medication management 30 min"), ("wed group 90 min",))
    ]


def test_attendance_says_whether_they_came() -> None:
    missed = Attendance(date(2026, 1, 5), "group", 90, attended=False)
    before = replace(review({}), attendance=(missed,))
    after = replace(before, attendance=(replace(missed, attended=True),))
    assert apart(review_changes(before, after, "dana", NOON)) == [
        ("attendance", ("2026-01-05 group 90 min, not attended",), ("2026-01-05 group 90 min, attended",))
    ]


def test_the_same_in_another_order_is_no_change() -> None:
    before = replace(review({}), schedule=(MONDAY, FRIDAY))
    assert review_changes(before, before, "dana", NOON) == ()
    assert review_changes(before, replace(before, schedule=(FRIDAY, MONDAY)), "dana", NOON) == ()


@pytest.mark.parametrize(
    ("part", "values", "changes"),
    [
        ("request", {"units": 24}, [("request.units", ("12",), ("24",))]),
        ("request", {"hours_per_week": 9.5}, [("request.hours_per_week", ("9",), ("9.5",))]),
        ("request", {"urgency": Urgency.POST_SERVICE}, [("request.urgency", ("standard",), ("post service",))]),
        (
            "request",
            {"received": datetime(2026, 1, 15, 13, tzinfo=UTC)},
            [("request.received", ("2026-01-15T12:00:00+00:00",), ("2026-01-15T13:00:00+00:00",))],
        ),
        (
            "request",
            {"diagnosis": Diagnosis("F41.1")},
            [("request.diagnosis", ("F33.1, A sample diagnosis",), ("F41.1",))],
        ),
        (
            "request",
            {"other_diagnoses": (Diagnosis("F41.1"),), "revenue_code": "0905"},
            [("request.other_diagnoses", (), ("F41.1",)), ("request.revenue_code", (), ("0905",))],
        ),
        (
            "request",
            {"eligibility": Eligibility("dana", NOON, eligible=True)},
            [("request.eligibility", (), ("dana, 2026-01-15T12:00:00+00:00, yes",))],
        ),
        (
            "request",
            {"other_authorizations": (Authorization("", "partial_hospitalization", TODAY, TODAY),)},
            [("request.other_authorizations", (), ("partial hospitalization, 2026-01-15, 2026-01-15",))],
        ),
        (
            "member",
            {"address": Address(("1 Sample St", "Town")), "representative": Representative("Ann Sampleton", "parent")},
            [("member.address", (), ("1 Sample St\nTown",)), ("member.representative", (), ("Ann Sampleton, parent",))],
        ),
        ("provider", {"npi": "1234567893"}, [("provider.npi", (), ("1234567893",))]),
    ],
)  # fmt: skip
def test_a_corrected_request_says_each_thing_that_was_corrected(
    part: str, values: dict[str, object], changes: list[tuple[str, Texts, Texts]]
) -> None:
    after = replace(CASE, **{part: replace(getattr(CASE, part), **values)})
    assert apart(request_changes(CASE, after, "dana", NOON)) == changes
    assert [change.sequence for change in request_changes(CASE, after, "dana", NOON)] == [0] * len(changes)


def test_a_change_of_plan_or_policy_is_recorded_and_the_state_is_not() -> None:
    after = replace(CASE, plan_id="example-fl", assigned_to="dana")
    assert apart(request_changes(CASE, after, "dana", NOON)) == [
        ("plan_id", ("example-nc",), ("example-fl",))
    ]


def test_what_changed_is_named_without_its_values() -> None:
    made = (
        Change("nora", NOON, "request.units", ("12",), ("10",)),
        Change("nora", NOON, "member.born", ("1990-01-01",), ("1991-01-01",)),
    )
    assert what_changed(made) == "units, date of birth"


def test_answers_that_a_later_review_took_over_are_not_listed_twice() -> None:
    at = datetime(2026, 1, 16, 9, 0, tzinfo=UTC)
    met, unmet = Answer(Mark.MET, "nora", at), Answer(Mark.NOT_MET, "nora", at + timedelta(days=1))
    first = AnswerChange(1, "C1", "nora", at, None, met)
    carried = AnswerChange(2, "C1", "nora", at, None, replace(met, carried_from=date(2026, 1, 16)))
    changed = AnswerChange(2, "C1", "nora", unmet.at, met, unmet)
    assert given_answers((first, carried, changed)) == (first, changed)

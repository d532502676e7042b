"""A week adds up to what it holds, and proposes without answering."""

from __future__ import annotations

from datetime import date

import pytest

from ur_desktop.domain.evaluation.measures import MEASURES, amount, days_attended, full_weeks, propose
from ur_desktop.domain.policy import Condition, Requirement, Threshold
from ur_desktop.domain.review import Attendance, Mark, PlannedSession

WEEK = (
    PlannedSession("mon", "group", 120),
    PlannedSession("mon", "individual", 60),
    PlannedSession("wed", "education", 90),
    PlannedSession("wed", "medication_management", 30),
    PlannedSession("fri", "family", 60),
    PlannedSession("sat", "recreational", 90),
    PlannedSession("sun", "group", 0),
)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("program_days_per_week", 3),
        ("clinical_hours_per_week", 6),
        ("therapy_hours_per_week", 5.5),
        ("psychotherapy_hours_per_week", 4),
        ("training_hours_per_week", 1.5),
        ("individual_sessions_per_week", 1),
        ("family_sessions_per_week", 1),
    ],
)
def test_what_a_week_adds_up_to(measure: str, value: float) -> None:
    assert MEASURES[measure].value(WEEK) == value


def test_a_proposal_shows_its_numbers_and_what_did_not_count() -> None:
    asked = Requirement((Threshold("program_days_per_week", 3), Threshold("clinical_hours_per_week", 9)))
    proposal = propose(asked, WEEK, {})
    assert proposal is not None
    assert proposal.mark is Mark.NOT_MET
    assert proposal.because == "3 program days, 6 clinical hours a week; needs 3, 9; 1.5 hours not counted"


def test_exactly_enough_is_enough() -> None:
    proposal = propose(Requirement((Threshold("clinical_hours_per_week", 6),)), WEEK[:5], {})
    assert proposal is not None
    assert (proposal.mark, proposal.because) == (Mark.MET, "6 clinical hours a week; needs 6")


@pytest.mark.parametrize(
    ("taper", "proposed"), [({"taper": True}, None), ({"taper": False}, Mark.NOT_MET), ({}, Mark.NOT_MET)]
)
def test_a_recorded_taper_silences_a_shortfall(taper: dict[str, bool], proposed: Mark | None) -> None:
    asked = Requirement((Threshold("clinical_hours_per_week", 9),), Condition("taper", equals=True))
    proposal = propose(asked, WEEK, taper)
    assert (proposal.mark if proposal else None) is proposed


def test_no_schedule_proposes_nothing() -> None:
    assert propose(Requirement((Threshold("clinical_hours_per_week", 9),)), (), {}) is None


def test_amounts_are_written_as_a_person_does() -> None:
    assert (amount(1, "hour"), amount(9.5, "hour"), amount(0, "hour")) == ("1 hour", "9.5 hours", "0 hours")


def test_only_full_weeks_are_shown_and_only_what_was_attended() -> None:
    went = [
        Attendance(date(2026, 1, 9), "group", 180, attended=True),
        Attendance(date(2026, 1, 12), "group", 180, attended=True),
        Attendance(date(2026, 1, 14), "group", 180, attended=False),
        Attendance(date(2026, 1, 19), "group", 180, attended=True),
    ]
    weeks = full_weeks(went, date(2026, 1, 7), date(2026, 1, 20))
    assert weeks == {date(2026, 1, 12): (PlannedSession("mon", "group", 180),)}
    assert days_attended(went) == 3

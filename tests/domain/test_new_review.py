"""How a review begins: on the case's own facts, with what is carried over and what is asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.domain.test_deadlines import a_case
from tests.domain.trees import NOON, TODAY, every, item, policy, review
from ur_desktop.domain.new_review import corrected_review, first_review, next_review
from ur_desktop.domain.review import Attendance, Mark, PlannedSession, Review

POLICY = policy(every(item("a"), item("b")))
TOMORROW = TODAY + timedelta(days=1)


def closed() -> Review:
    answered = review({"a": Mark.MET, "b": Mark.NOT_DOCUMENTED}, age=34, boarding=True)
    return replace(
        answered,
        schedule=(PlannedSession("mon", "group", 90),),
        attendance=(Attendance(TODAY, "group", 90, attended=True),),
        completed_at=NOON,
        completed_by="nurse",
    )


def test_the_first_review_knows_what_the_case_knows() -> None:
    case = a_case()
    begun = first_review(case, POLICY, TODAY)
    assert (begun.case_id, begun.sequence, begun.checklist_id, begun.on) == (case.id, 1, "admission", TODAY)
    assert (begun.policy_id, begun.version, begun.digest) == (POLICY.id, POLICY.version, POLICY.digest)
    assert begun.facts == {"age": 34, "requested_start": date(2026, 1, 26)}
    assert begun.answers == {}


def test_once_records_came_only_what_was_not_documented_is_asked_again() -> None:
    begun = next_review(closed(), TOMORROW)
    assert (begun.sequence, begun.on, list(begun.answers)) == (2, TOMORROW, ["a"])
    assert (begun.completed_at, begun.completed_by) == (None, "")
    assert begun.schedule == closed().schedule


def test_a_corrected_birth_date_changes_the_age_and_keeps_what_was_answered() -> None:
    case = a_case()
    younger = replace(case, member=replace(case.member, born=date(2009, 3, 14)))
    begun = corrected_review(closed(), younger, POLICY, TOMORROW)
    assert begun.facts == {"age": 16, "boarding": True, "requested_start": date(2026, 1, 26)}
    assert (begun.sequence, begun.answers, begun.completed_at) == (2, closed().answers, None)
    assert (begun.schedule, begun.attendance) == (closed().schedule, closed().attendance)


def test_another_version_of_the_policy_is_answered_from_the_start() -> None:
    later = replace(POLICY, version=date(2026, 1, 1))
    begun = corrected_review(closed(), a_case(), later, TOMORROW)
    assert (begun.version, begun.answers) == (date(2026, 1, 1), {})
    assert begun.facts["boarding"] is True

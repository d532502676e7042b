from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from tests.rules import FORM
from ur_desktop.domain.change import Change
from ur_desktop.domain.errors import NotAuthorized, StorageError
from ur_desktop.domain.participation import Participation, Step
from ur_desktop.domain.review import Answer, Attendance, Evidence, Mark, PlannedSession, Review
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.storage import vault
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.records.cases import Cases
from ur_desktop.storage.vault import Vault


@pytest.fixture
def cases(opened: Vault, sample_case: Callable[..., Any], sample_review: Review) -> Cases:
    opened.cases.add(sample_case(1), None)
    opened.cases.begin_review(sample_review, (0, 22))
    return opened.cases


def answered(cases: Cases, review: Review, criterion_id: str, answer: Answer) -> Review:
    changed = review.answered(criterion_id, answer)
    cases.save_answer(changed, criterion_id)
    return changed


def test_an_answer_is_on_the_disk_when_saving_returns(
    cases: Cases, opened: Vault, folder: Path, sample_review: Review, password: str, now: datetime
) -> None:
    answer = Answer(Mark.NOT_MET, "tspecimen", now, "No plan", (Evidence("chart.pdf", "3", "none yet"),))
    review = answered(cases, sample_review, "C9", answer)
    opened.close()
    with vault.open_vault(folder, "tspecimen", password, now) as later:
        assert later.cases.reviews("case-1") == (review,)


def test_changing_an_answer_adds_a_row_with_who_when_before_and_after(
    cases: Cases, sample_review: Review, now: datetime
) -> None:
    first = Answer(Mark.MET, "tspecimen", now)
    second = Answer(Mark.NOT_MET, "tspecimen", now + timedelta(minutes=1))
    review = answered(cases, sample_review, "C9", first)
    review = answered(cases, review, "C9", second)
    answered(cases, review, "C9", first)
    history = cases.answer_history("case-1")
    assert [(change.before, change.after) for change in history] == [
        (None, first),
        (first, second),
        (second, first),
    ]
    assert [(change.by, change.at) for change in history[:2]] == [
        ("tspecimen", now),
        ("tspecimen", second.at),
    ]
    assert cases.reviews("case-1")[0].answers == {"C9": first}


def test_undo_adds_a_row_too(cases: Cases, sample_review: Review, now: datetime) -> None:
    first, nothing = Answer(Mark.MET, "tspecimen", now), Answer(None, "tspecimen", now + timedelta(seconds=5))
    review = answered(cases, sample_review, "C9", first)
    answered(cases, review, "C9", nothing)
    assert [change.after.mark for change in cases.answer_history("case-1")] == [Mark.MET, None]
    [now_on_file] = cases.reviews("case-1")
    assert now_on_file.mark("C9") is None
    assert cases.row("case-1").answered == 0


@pytest.mark.parametrize("act", ["UPDATE answers SET by = 'someone'", "DELETE FROM answers"])
def test_no_answer_row_can_be_changed_or_removed(
    cases: Cases, db: Database, sample_review: Review, now: datetime, act: str
) -> None:
    answered(cases, sample_review, "C9", Answer(Mark.MET, "tspecimen", now))
    with pytest.raises(StorageError, match="Nothing in the answers is ever changed"), db.write():
        db.rows(act)


def test_a_review_begins_with_what_was_carried_over(
    opened: Vault, sample_case: Callable[..., Any], sample_review: Review, now: datetime
) -> None:
    opened.cases.add(sample_case(1), None)
    carried = sample_review.answered("P1", Answer(Mark.MET, "tspecimen", now, carried_from=sample_review.on))
    opened.cases.begin_review(carried, (1, 22))
    assert opened.cases.reviews("case-1") == (carried,)
    assert [change.criterion_id for change in opened.cases.answer_history("case-1")] == ["P1"]


def test_an_answer_carried_over_keeps_its_first_author(
    cases: Cases,
    opened: Vault,
    sample_review: Review,
    physician: Reviewer,
    folder: Path,
    password: str,
    now: datetime,
) -> None:
    first = answered(cases, sample_review, "P1", Answer(Mark.MET, "tspecimen", now))
    opened.add_user(physician, password, LEAST)
    opened.close()
    with vault.open_vault(folder, "mexample", password, now) as later:
        second = replace(first, sequence=2)
        later.cases.begin_review(second)
        assert later.cases.reviews("case-1")[1].answers["P1"].by == "tspecimen"
        changed = first.answered("P1", Answer(Mark.NOT_MET, "tspecimen", now))
        with pytest.raises(NotAuthorized, match="written by tspecimen, but mexample is signed in"):
            later.cases.begin_review(replace(changed, sequence=3))


def test_facts_schedule_and_attendance_are_saved(cases: Cases, sample_review: Review, now: datetime) -> None:
    review = answered(cases, sample_review, "C9", Answer(Mark.MET, "tspecimen", now))
    changed = replace(
        review,
        facts={**review.facts, "boarding": True, "days_attended": 4},
        schedule=(PlannedSession("mon", "group", 90),),
        attendance=(Attendance(review.on, "group", 90, attended=False),),
    )
    cases.save_facts(changed, now)
    assert cases.reviews("case-1") == (changed,)


def test_changing_facts_schedule_or_attendance_adds_a_row_for_each(
    cases: Cases, sample_review: Review, now: datetime
) -> None:
    missed = Attendance(sample_review.on, "group", 90, attended=False)
    first = replace(sample_review, facts={**sample_review.facts, "age": 35}, attendance=(missed,))
    made = cases.save_facts(first, now)
    later = now + timedelta(minutes=1)
    made += cases.save_facts(replace(first, facts=sample_review.facts), later)
    assert cases.save_facts(replace(first, facts=sample_review.facts), later) == ()
    missed_said = ("2026-01-15 group 90 min, not attended",)
    assert cases.changes("case-1") == made
    assert made == (
        Change("tspecimen", now, "age", ("34",), ("35",), 1),
        Change("tspecimen", now, "attendance", (), missed_said, 1),
        Change("tspecimen", later, "age", ("35",), ("34",), 1),
    )


def test_what_completing_a_review_changes_is_a_row_too(
    cases: Cases, sample_review: Review, now: datetime
) -> None:
    later = now + timedelta(minutes=1)
    cases.complete_review(
        replace(sample_review, facts={}, completed_at=later, completed_by="tspecimen"), FORM
    )
    changes = cases.changes("case-1")
    assert [change.what for change in changes] == ["age", "out_of_area", "admitted"]
    assert {(change.by, change.at) for change in changes} == {("tspecimen", later)}


def test_who_took_part_is_recorded_for_every_review(
    cases: Cases, opened: Vault, sample_review: Review, now: datetime
) -> None:
    review = answered(cases, sample_review, "C9", Answer(Mark.MET, "tspecimen", now))
    cases.save_facts(replace(review, facts={"age": 35}), now)
    done = replace(review, completed_at=now, completed_by="tspecimen")
    cases.complete_review(done, FORM)
    steps = [(part.step, part.sequence) for part in cases.participation("case-1")]
    assert steps == [(Step.ANSWERED, 1), (Step.BEGAN, 1), (Step.COMPLETED, 1), (Step.ENTERED_FACTS, 1)]
    cases.begin_review(replace(sample_review, sequence=2))
    assert cases.participation("case-1")[-1] == Participation("tspecimen", Step.BEGAN, 2)


def test_a_failed_save_leaves_the_facts_unchanged(
    cases: Cases, db: Database, sample_review: Review, now: datetime
) -> None:
    db.conn.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON main.entries BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    )
    with pytest.raises(StorageError, match="disk is full"):
        cases.save_facts(replace(sample_review, facts={}), now)
    assert cases.reviews("case-1") == (sample_review,)


def test_reviews_of_a_case_are_separate(cases: Cases, sample_review: Review, now: datetime) -> None:
    second = replace(sample_review, sequence=2)
    cases.begin_review(second)
    review = answered(cases, second, "C9", Answer(Mark.MET, "tspecimen", now))
    assert cases.reviews("case-1") == (sample_review, review)


def test_a_review_that_was_begun_again_takes_no_change(
    cases: Cases, sample_review: Review, now: datetime
) -> None:
    cases.begin_review(second := replace(sample_review, sequence=2))
    answer = sample_review.answered("C9", Answer(Mark.MET, "tspecimen", now))
    done = replace(sample_review, completed_at=now, completed_by="tspecimen")
    for write in (
        lambda: cases.save_answer(answer, "C9"),
        lambda: cases.save_facts(replace(sample_review, facts={}), now),
        lambda: cases.complete_review(done, FORM),
    ):
        with pytest.raises(NotAuthorized, match="a later one was started"):
            write()
    assert cases.reviews("case-1") == (sample_review, second)


def test_a_review_is_not_completed_by_beginning_it_or_by_its_facts(
    cases: Cases, sample_review: Review, now: datetime
) -> None:
    done = replace(sample_review, completed_at=now, completed_by="mexample")
    for begun in (done, replace(done, completed_at=None), replace(done, completed_by="")):
        with pytest.raises(NotAuthorized, match="complete one"):
            cases.begin_review(replace(begun, sequence=2))
    cases.save_facts(replace(done, policy_id="another"), now)
    assert cases.reviews("case-1") == (sample_review,)


def test_a_review_is_begun_once(cases: Cases, sample_review: Review) -> None:
    with pytest.raises(sqlcipher.IntegrityError):
        cases.begin_review(sample_review)


def test_a_completed_review_is_closed(cases: Cases, sample_review: Review, now: datetime) -> None:
    review = answered(cases, sample_review, "C9", Answer(Mark.MET, "tspecimen", now))
    done = replace(review, completed_at=now, completed_by="tspecimen")
    cases.complete_review(done, FORM)
    assert cases.reviews("case-1") == (done,)
    with pytest.raises(StorageError, match="completed review is closed"):
        cases.save_answer(done, "C9")
    with pytest.raises(StorageError, match="completed review is closed"):
        cases.save_facts(replace(done, facts={}), now)
    with pytest.raises(StorageError, match="completed review is closed"):
        cases.complete_review(done, FORM)
    assert cases.reviews("case-1") == (done,)


def test_completing_says_who_and_when(cases: Cases, sample_review: Review) -> None:
    with pytest.raises(ValueError, match="completed by someone"):
        cases.complete_review(sample_review, FORM)


def test_a_review_that_was_never_begun_is_refused(cases: Cases, sample_review: Review, now: datetime) -> None:
    with pytest.raises(StorageError, match="was not started"):
        cases.save_facts(replace(sample_review, sequence=2), now)

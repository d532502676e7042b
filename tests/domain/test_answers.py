"""Answering makes a new value each time, and the last answers can be undone."""

from dataclasses import replace
from datetime import timedelta

from tests.domain.trees import NOON, TODAY, every, item, policy, review
from ur_desktop.domain.answers import Answers
from ur_desktop.domain.policy import Due, Requirement, Threshold
from ur_desktop.domain.review import Answer, Evidence, Mark, PlannedSession, Review

Yes, No, Lost = Mark
ONCE = replace(item("once"), carried=True)
DAYS = item("days", measure=Requirement((Threshold("program_days_per_week", 3),)))
A = item("A")
POLICY = policy(every(A, ONCE, DAYS))
LATER = NOON + timedelta(minutes=5)
NOTE = Evidence("Discharge summary", "3")
WEEK = tuple(PlannedSession(day, "group", 180) for day in ("mon", "wed", "fri"))


def given(answers: Answers, criterion_id: str) -> Answer:
    return answers.review.answers[criterion_id]


def open_review(last: Review | None = None, **changes: object) -> Answers:
    return Answers.of(POLICY, replace(review({}), **changes), last)  # type: ignore[arg-type]


def test_a_mark_is_an_answer_by_a_person_at_a_time() -> None:
    begun = open_review()
    made = begun.with_mark(A, No, "No risk is described.", "omar", LATER)
    assert given(made, "A") == Answer(No, "omar", LATER, "No risk is described.")
    assert begun.review.answers == {}


def test_a_note_and_evidence_are_taken_before_there_is_a_mark_and_stay_with_it() -> None:
    made = open_review().with_note(A, "See page 3.", "omar", NOON).with_evidence(A, NOTE, "omar", NOON)
    assert given(made, "A") == Answer(None, "omar", NOON, "See page 3.", (NOTE,))
    marked = made.with_mark(A, Yes, "", "dana", LATER)
    assert given(marked, "A") == Answer(Yes, "dana", LATER, "", (NOTE,))
    assert given(marked.without_evidence(A, 0, "dana", LATER), "A").evidence == ()


def test_what_a_measure_proposed_is_recorded_with_the_answer() -> None:
    made = open_review(schedule=WEEK).with_mark(DAYS, No, "Canceled on Fridays.", "omar", LATER)
    assert given(made, "days").proposal.endswith("; proposed Met")


def test_a_deadline_asks_about_its_date_only_when_it_is_not_met_after_its_day() -> None:
    """BCBSNC, When covered 3: "within 3 days of admission"."""
    late = item("late", due=Due(by_day=3))
    form = policy(every(late))
    for admitted, asks, said in ((4, True, True), (3, False, False)):
        facts = {"admitted": TODAY - timedelta(days=admitted)}
        begun = Answers.of(form, replace(review({}), facts=facts))
        assert begun.state.asks_about_date(late, No) is asks
        assert not begun.state.asks_about_date(late, Lost)
        made = begun.with_mark(late, No, "", "omar", LATER, missed_date=True)
        assert given(made, "late").missed_date is said
        assert given(begun.with_mark(late, Yes, "", "omar", LATER), "late").missed_date is None


def test_an_answer_that_agrees_with_the_last_review_keeps_its_date_note_and_evidence() -> None:
    before = replace(review({}), on=TODAY - timedelta(days=30)).answered(
        "once", Answer(Yes, "dana", NOON, "Assessed.", (NOTE,))
    )
    agreed = given(open_review(before).with_mark(ONCE, Yes, "", "omar", LATER), "once")
    assert agreed == Answer(Yes, "omar", LATER, "Assessed.", (NOTE,), carried_from=before.on)
    own = given(open_review(before).with_mark(ONCE, Yes, "Seen again.", "omar", LATER), "once")
    assert (own.note, own.evidence, own.carried_from) == ("Seen again.", (NOTE,), before.on)
    other = given(open_review(before).with_mark(ONCE, No, "", "omar", LATER), "once")
    assert (other.note, other.carried_from) == ("", None)


def test_a_date_that_was_carried_before_is_carried_on() -> None:
    first = TODAY - timedelta(days=60)
    before = review({}).answered("once", Answer(Yes, "dana", NOON, carried_from=first))
    assert given(open_review(before).with_mark(ONCE, Yes, "", "omar", LATER), "once").carried_from == first


def test_the_last_answers_are_undone_one_by_one_as_new_answers() -> None:
    begun = open_review()
    assert begun.to_undo == ""
    twice = begun.with_mark(A, No, "", "omar", NOON).with_mark(A, Yes, "", "omar", NOON)
    assert twice.to_undo == "A"
    once = twice.undone("dana", LATER)
    assert given(once, "A") == Answer(No, "dana", LATER)
    none = once.undone("dana", LATER)
    assert given(none, "A") == Answer(None, "dana", LATER)
    assert none.to_undo == ""


def test_a_completed_review_that_changes_is_open_again() -> None:
    made = open_review(completed_at=NOON, completed_by="omar").with_mark(A, Yes, "", "omar", LATER)
    assert (made.review.completed_at, made.review.completed_by) == (None, "")


def test_facts_schedule_and_attendance_are_taken_from_another_value_and_answers_are_not() -> None:
    made = open_review().with_mark(A, Yes, "", "omar", NOON)
    changed = replace(review({"A": No}, age=34), schedule=WEEK)
    taken = made.with_facts_of(changed)
    assert taken.review.facts == {"age": 34}
    assert taken.review.schedule == WEEK
    assert taken.review.mark("A") is Yes
    assert taken.to_undo == "A"

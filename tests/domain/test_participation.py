"""Who took part in the reviews of a request."""

from dataclasses import replace
from datetime import UTC, date, datetime

from ur_desktop.domain.determination import Standing
from ur_desktop.domain.participation import (
    Participation,
    Step,
    completed_by,
    participation_in,
    took_part,
    what_they_did,
)
from ur_desktop.domain.review import Answer, Mark, Review

NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
REVIEW = Review("c1", 2, "pehp-iop", date(2024, 11, 11), "0" * 64, "continued", NOW.date())
KIM, DANA = "kim", "dana"
PARTICIPATION = (
    Participation(DANA, Step.COMPLETED, 2),
    Participation(KIM, Step.ENTERED_FACTS, 2),
    Participation(KIM, Step.COMPLETED, 1),
    Participation(KIM, Step.BEGAN, 2),
)


def test_a_review_says_who_answered_and_who_completed_it() -> None:
    answered = REVIEW.answered("C1", Answer(Mark.MET, KIM, NOW)).answered("C2", Answer(Mark.MET, KIM, NOW))
    assert participation_in(answered) == {Participation(KIM, Step.ANSWERED, 2)}
    done = replace(answered, completed_at=NOW, completed_by=DANA)
    assert participation_in(done) == {
        Participation(KIM, Step.ANSWERED, 2),
        Participation(DANA, Step.COMPLETED, 2),
    }


def test_everyone_with_a_step_in_any_review_took_part() -> None:
    assert took_part(PARTICIPATION) == {KIM, DANA}
    assert took_part(()) == frozenset()


def test_the_latest_completed_review_says_who_completed_it() -> None:
    assert completed_by(PARTICIPATION) == DANA
    assert completed_by(PARTICIPATION[2:]) == KIM
    assert completed_by(PARTICIPATION[3:]) == ""
    assert Standing(participation=frozenset(PARTICIPATION)).completed_by == DANA


def test_what_a_person_did_is_told_review_by_review() -> None:
    assert (
        what_they_did((*PARTICIPATION, *PARTICIPATION), KIM)
        == "completed review 1, began review 2, entered facts of review 2"
    )
    assert what_they_did(PARTICIPATION, "noah") == ""

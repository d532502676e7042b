from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.letters import letter_cases as cases
from ur_desktop.domain.evaluation.finding import evaluate
from ur_desktop.domain.letter.facts import Copy, LetterKind
from ur_desktop.domain.letter.worksheet import Worksheet, WorksheetRow
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.review import Answer, Evidence, Mark


def sheet(given: dict[str, Any], **more: Any) -> Worksheet:
    facts = cases.facts(LetterKind.REVIEW_SUMMARY, Copy.INTERNAL, given, **more)
    assert facts.worksheet is not None
    return facts.worksheet


def judged_again(given: dict[str, Any], **changed: Any) -> dict[str, Any]:
    review = replace(given["review"], **changed)
    return given | {"review": review, "finding": evaluate(given["policy"], review)}


def row(of: Worksheet, node_id: str) -> WorksheetRow:
    return next(row for row in of.rows if row.id == node_id)


def test_every_criterion_has_a_row_under_its_heading() -> None:
    made = sheet(cases.denied())
    headings = [row.heading for row in made.rows if row.heading]
    assert headings == [
        "Program requirements: 11 met, 2 not applicable, 1 not found",
        "Admission: 6 met, 2 not met",
    ]
    assert [row.id for row in made.rows if row.id][:3] == ["P1", "P2", "P3"]
    assert made.result == "not met"


def test_companion_checklists_follow_with_their_kind() -> None:
    made = sheet(cases.denied("example-ut"))
    assert row(made, "S1").kind == "attention"
    assert row(made, "D1").kind == "information"
    assert "Discharge planning" in [row.heading for row in made.rows]


def test_groups_carry_their_tally_and_their_members_are_set_in() -> None:
    made = sheet(cases.denied())
    assert row(made, "A8").mark == "Not met: 1 of the 2 required"
    assert row(made, "A7").mark == "Met: 3 found, 1 required"
    assert row(made, "A8a").is_child
    assert row(made, "A8a").is_flagged
    assert not row(made, "A8").is_child


def test_members_of_a_group_that_is_met_raise_no_flag() -> None:
    made = sheet(cases.invented(unmet=("A7a",)))
    assert row(made, "A7a").mark == "Not met"
    assert not row(made, "A7a").is_flagged


def test_unmet_only_leaves_what_needs_a_look_and_an_unmet_group_whole() -> None:
    made = sheet(cases.denied(), unmet_only=True)
    assert [row.id for row in made.rows] == ["P11", "A4", "A8", "A8a", "A8b", "A8c"]
    assert made.rows == made.open_rows
    assert row(made, "A8c").mark == "Met"
    assert not row(made, "A8c").is_flagged


def test_the_result_ends_with_the_smallest_set_that_would_meet_it() -> None:
    made = sheet(cases.denied())
    assert (made.tallies[-1].mark, made.tallies[-1].number) == ("To be met", 3)
    assert made.tallies[-1].which == "P11, A4 and A8a (the smallest set)"
    assert "To be met" not in [tally.mark for tally in sheet(cases.approved()).tallies]


def test_a_missed_date_says_that_nothing_would_meet_it() -> None:
    made = sheet(cases.invented(unmet=("P3",)))
    assert (made.tallies[-1].mark, made.tallies[-1].which) == ("Can’t be met", "P3: the date has passed")
    assert row(made, "P3").mark == "Not met, date missed"


def test_unanswered_not_due_and_unknown_are_said_in_words() -> None:
    given = cases.denied(lost=())
    answers = {
        key: answer
        for key, answer in given["review"].answers.items()
        if key not in ("P1", "P3") and not key.startswith("P10")
    }
    facts = {**given["review"].facts, "admitted": date(2026, 11, 30), "boarding": None}
    made = sheet(judged_again(given, answers=answers, facts=facts))
    assert (row(made, "P1").shape, row(made, "P1").mark) == ("", "Not answered")
    assert row(made, "P3").mark == "Due Dec\u00a03"
    assert row(made, "P10").mark == "Can't be told: boarding unknown"
    tallies = {tally.mark: tally.which for tally in made.tallies}
    assert tallies["Not answered"] == "P1, P10a, P10b"
    assert tallies["Not yet due"] == "P3 by Dec\u00a03"
    assert tallies["Not found"] == "P10 Boarding support"


def test_a_checklist_that_can_not_be_judged_is_not_decided() -> None:
    made = sheet(cases.invented(lost=("P11",)))
    assert made.result == "not decided"


def test_days_of_attendance_have_no_date_to_be_due_by() -> None:
    given = cases.invented(
        "example-ut",
        review=ReviewKind.CONTINUED,
        lost=("B9",),
        facts={"step_down": False, "days_attended": 1},
    )
    assert row(sheet(given), "B9").mark == "Not yet due"


def test_attention_items_are_tallied_apart() -> None:
    made = sheet(cases.invented("example-ut", unmet=("S1",)))
    assert [(tally.mark, tally.which) for tally in made.tallies if tally.mark == "Attention"] == [
        ("Attention", "S1")
    ]


def test_a_row_shows_note_measure_source_quote_and_what_it_was_carried_from() -> None:
    given = cases.denied()
    answer = Answer(
        Mark.MET,
        "gone",
        cases.REVIEWED,
        "As planned.",
        (Evidence("Schedule", "3", "three days"),),
        "3 program days a week; needs 3",
        date(2026, 10, 1),
    )
    made = sheet(judged_again(given, answers={**given["review"].answers, "P9": answer}))
    assert row(made, "P9").seen == (
        "As planned. Measured: 3 program days a week; needs 3. Schedule, p.\u00a03. “three days”. "
        "Carried from October\u00a01, 2026"
    )
    assert row(made, "P9").who == "gone, Nov\u00a023"


def test_steps_tell_who_did_what_when() -> None:
    given = cases.denied() | {"information_request": cases.request_for(cases.denied())}
    steps = sheet(given).steps
    assert [step.name for step in steps] == [
        "First review",
        "Information asked for",
        "Referral to the physician",
        "Peer-to-peer",
        "Determination",
    ]
    assert steps[0].who == "Kim Draft, RN, Nov\u00a023, 2026, 12:30\u00a0p.m."
    assert steps[1].what == "1 item, answer by Jan\u00a08, 2027, 12:30\u00a0p.m.; not answered"
    assert "Deny on the ground of criteria: 12 units" in steps[4].what
    assert "Attests to having no conflict" in steps[4].what


def test_an_answer_to_a_request_is_a_step_too() -> None:
    request = cases.request_for(cases.denied(), lapsed=True)
    answered = replace(request, answered_at=cases.NOW - timedelta(days=30))
    steps = sheet(cases.approved() | {"information_request": answered}).steps
    assert "answered Oct\u00a025, 2026" in steps[1].what
    assert steps[-1].what.startswith("Approve: 12 units")


def test_a_review_that_goes_on_has_no_steps_yet() -> None:
    given = cases.invented()
    made = sheet(judged_again(given, completed_at=None, completed_by=""))
    assert made.steps == ()
    assert made.question == ""


def test_a_talk_without_an_outcome_is_open() -> None:
    given = cases.denied()
    offer = replace(given["peer_to_peer"], outcome="")
    steps = sheet(given | {"peer_to_peer": offer}).steps
    assert any(step.what == "Open until December\u00a08, 2026" for step in steps)


def test_a_review_without_answers_tallies_no_met() -> None:
    made = sheet(judged_again(cases.invented(), answers={}))
    assert "Met" not in [tally.mark for tally in made.tallies]

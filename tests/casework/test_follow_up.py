"""Records that an approval still waits for stay in the worklist until they came."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.casework.sample_desk import AVERY, SampleDesk
from tests.casework.sessions import NOW, form_of
from ur_desktop.casework import decision, follow_up, samples, worklist
from ur_desktop.domain.case import CaseState, FollowUp
from ur_desktop.domain.determination import Action, Determination, Rationale
from ur_desktop.domain.worklist import WorklistFilter, WorklistQuery, WorklistRow


def rows(desk: SampleDesk, kind: WorklistFilter) -> dict[str, WorklistRow]:
    return {row.case_id: row for row in worklist.rows(desk.session, WorklistQuery(filter=kind))}


def test_a_signed_approval_keeps_what_was_not_yet_due(desk: SampleDesk) -> None:
    case, review = desk.case(AVERY), desk.review(AVERY)
    admitted = review.on - timedelta(days=1)
    facts = {**review.facts, "admitted": admitted}
    answers = {key: answer for key, answer in review.answers.items() if key not in {"P3", "P4"}}
    again = replace(
        review, sequence=2, facts=facts, answers=answers, completed_at=NOW, completed_by=samples.NURSE.user_id
    )
    desk.session.begin(case, replace(again, answers={}, completed_at=None, completed_by=""))
    answered = replace(
        again, answers={key: replace(each, by=samples.NURSE.user_id) for key, each in answers.items()}
    )
    for key in answered.answers:
        desk.vault.cases.save_answer(answered, key)
    desk.vault.cases.complete_review(answered, form_of(answered))
    desk.session.save(replace(desk.case(AVERY), state=CaseState.READY))
    request = case.request
    wanted = Determination(
        Action.APPROVE,
        desk.session.me,
        NOW,
        request.start,
        request.end,
        request.units,
        Rationale(""),
        next_review=request.end,
    )
    signed = decision.sign(desk.session, AVERY, wanted, samples.PASSWORD)
    due = admitted + timedelta(days=3)
    assert signed.case.case.follow_ups == (FollowUp("P3", due), FollowUp("P4", due))
    assert decision.void(desk.session, AVERY, "Signed in error.").case.follow_ups == ()


def test_a_closed_case_stays_in_the_worklist_until_its_records_came(desk: SampleDesk) -> None:
    case = desk.case(AVERY)
    owed = tuple(FollowUp(key, NOW.date() + timedelta(days=days)) for key, days in (("P3", 1), ("P4", 2)))
    desk.session.save(replace(case, state=CaseState.LETTER, follow_ups=owed))
    owing = rows(desk, WorklistFilter.ALL)[AVERY]
    assert (owing.state, owing.has_follow_ups) == (CaseState.LETTER, False)
    sign_withdrawal(desk)
    desk.session.save(replace(desk.case(AVERY), state=CaseState.CLOSED, follow_ups=owed))
    row = rows(desk, WorklistFilter.ALL)[AVERY]
    assert row.has_follow_ups
    assert row.due == datetime(2026, 1, 18, 4, 59, 59, tzinfo=UTC)  # the end of January 17 in the plan's zone
    follow_up.receive(desk.session, AVERY, "P3")
    later = rows(desk, WorklistFilter.ALL)[AVERY].due
    assert later == row.due + timedelta(days=1)
    assert {"follow_up": "P3"} in desk.log(AVERY)
    follow_up.receive(desk.session, AVERY, "P4")
    assert AVERY not in rows(desk, WorklistFilter.ALL)
    assert rows(desk, WorklistFilter.CLOSED)[AVERY].is_finished


def sign_withdrawal(desk: SampleDesk) -> None:
    """Sign something, so that the case can be closed."""
    request = desk.case(AVERY).request
    terms = (request.start, request.end, request.units)
    withdrawn = Determination(
        Action.WITHDRAW, desk.session.me, NOW, *terms, Rationale(""), reason="The provider withdrew it."
    )
    decision.sign(desk.session, AVERY, withdrawn, samples.PASSWORD)

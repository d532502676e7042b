"""A review without a window: begun, answered, undone, completed, and begun again when records came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.casework.sample_desk import AVERY, JORDAN, LOU, NOOR, SampleDesk
from tests.casework.sessions import NOW, form_of
from ur_desktop.casework import decision, drafts, open_case, records, review
from ur_desktop.casework.review import DRAFTS, FACTS, OpenReview
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.criterion_order import CriterionOrder
from ur_desktop.domain.errors import InvalidAnswer, NotAuthorized, StorageError, UserError
from ur_desktop.domain.information_request import Receipt
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.policy import Criterion
from ur_desktop.domain.review import Answer, Evidence, Mark, Review

NOTES = Receipt(NOW, "fax", "Progress notes of January")


def opened(desk: SampleDesk, case_id: str = JORDAN) -> OpenReview:
    return review.open_review(desk.session, open_case.read(desk.session, case_id))


def open_item(of: OpenReview, *, proposed: bool = False) -> Criterion:
    """The first open criterion with, or without, something that the schedule proposes."""
    items = CriterionOrder.of(of.state.policy, of.review.checklist_id).items
    return next(
        item for item in items if of.state.is_open(item) and (of.state.proposal(item) is not None) is proposed
    )


def against(of: OpenReview, item: Criterion) -> Mark:
    """A mark against what the schedule proposes."""
    proposal = of.state.proposal(item)
    assert proposal is not None
    return Mark.NOT_MET if proposal.mark is Mark.MET else Mark.MET


def half_typed(desk: SampleDesk) -> dict[str, str]:
    return dict(drafts.load(desk.session, JORDAN, DRAFTS))


def test_an_answer_is_in_the_vault_when_the_act_returns(desk: SampleDesk) -> None:
    before = opened(desk)
    item = open_item(before)
    after = review.mark(desk.session, before, item, Mark.NOT_MET, "Not in the plan.")
    assert (after.unsaved, after.review.mark(item.id)) == ({}, Mark.NOT_MET)
    assert desk.review(JORDAN).answers[item.id] == Answer(Mark.NOT_MET, "nora", NOW, "Not in the plan.")
    assert after.saved == desk.review(JORDAN)
    row = open_case.header(desk.session, JORDAN)
    assert (row.answered, row.total) == after.state.finding.progress


def test_a_deadline_not_met_after_its_day_is_refused_until_its_part_is_said(desk: SampleDesk) -> None:
    """BCBSNC, When covered 3."""
    before = opened(desk)
    item = before.state.policy.nodes["P3"]
    assert isinstance(item, Criterion)
    assert before.state.asks_about_date(item, Mark.NOT_MET)
    with pytest.raises(InvalidAnswer, match="P3 has a deadline that is over"):
        review.mark(desk.session, before, item, Mark.NOT_MET, "")
    review.mark(desk.session, before, item, Mark.NOT_MET, "Not on call.", missed_date=False)
    assert desk.review(JORDAN).answers["P3"].missed_date is False


def test_an_open_list_is_not_met_without_its_names(desk: SampleDesk) -> None:
    """BCBSNC, Admission 7a."""
    before = opened(desk)
    factors = before.state.policy.nodes["A7a"]
    assert isinstance(factors, Criterion)
    with pytest.raises(InvalidAnswer, match="A7a is met by an open list"):
        review.mark(desk.session, before, factors, Mark.MET, "Unstable housing")


def test_a_half_typed_reason_is_cleared_with_its_answer_or_stays(desk: SampleDesk) -> None:
    before = opened(desk)
    item = open_item(before, proposed=True)
    mark = against(before, item)
    kept = {review.reason_field(mark, item.id): "Group only", review.note_field(item.id): "Ask"}
    for key, text in {**kept, "note:other": "stays"}.items():
        drafts.save(desk.session, JORDAN, DRAFTS, key, text)
    desk.breaks("answers")
    after = review.mark(desk.session, before, item, mark, "Group only")
    assert list(after.unsaved) == [item.id]
    assert half_typed(desk) == {**kept, "note:other": "stays"}
    desk.works_again()
    assert review.save_again(desk.session, after).unsaved == {}
    assert half_typed(desk) == {"note:other": "stays"}
    assert desk.review(JORDAN).answers[item.id].note == "Group only"


def test_an_answer_stays_out_of_the_vault_when_its_draft_can_not_be_cleared(desk: SampleDesk) -> None:
    before = opened(desk)
    item = open_item(before, proposed=True)
    mark = against(before, item)
    drafts.save(desk.session, JORDAN, DRAFTS, review.reason_field(mark, item.id), "Group only")
    desk.breaks("journal")  # the last thing that its transaction writes before the drafts
    after = review.mark(desk.session, before, item, mark, "Group only")
    assert list(after.unsaved) == [item.id]
    assert item.id not in desk.review(JORDAN).answers
    assert half_typed(desk) == {review.reason_field(mark, item.id): "Group only"}


def test_note_and_evidence_clear_their_own_drafts(desk: SampleDesk) -> None:
    given = opened(desk)
    item = open_item(given)
    evidence = dict.fromkeys(review.evidence_fields(item.id), "half")
    for key, text in {review.note_field(item.id): "half", **evidence}.items():
        drafts.save(desk.session, JORDAN, DRAFTS, key, text)
    given = review.note(desk.session, given, item, "half a note")
    assert half_typed(desk) == evidence
    given = review.add_evidence(desk.session, given, item, Evidence("Schedule", "2"))
    assert half_typed(desk) == {}
    given = review.remove_evidence(desk.session, given, item, 0)
    assert desk.review(JORDAN).answers[item.id] == Answer(None, "nora", NOW, "half a note")


def test_undo_gives_the_answer_before_again_as_a_new_one(desk: SampleDesk) -> None:
    given = opened(desk)
    item = open_item(given)
    given = review.mark(desk.session, given, item, Mark.MET, "First.")
    given = review.mark(desk.session, given, item, Mark.NOT_MET, "Second.")
    desk.clock.goes_on(minutes=5)
    given = review.undo(desk.session, given)
    later = NOW + timedelta(minutes=5)
    assert desk.review(JORDAN).answers[item.id] == Answer(Mark.MET, "nora", later, "First.")
    given = review.undo(desk.session, given)
    assert desk.review(JORDAN).answers[item.id] == Answer(None, "nora", later)
    assert review.undo(desk.session, given) is given


def test_an_answer_against_the_schedule_is_logged_once_with_its_reason(desk: SampleDesk) -> None:
    given = opened(desk)
    item = open_item(given, proposed=True)
    mark = against(given, item)
    for note in ("Wednesday is a holiday.", "So it says."):
        given = review.mark(desk.session, given, item, mark, note)
    overrides = [
        dict(event.detail) for event in desk.vault.journal.entries(JORDAN) if event.kind is EventKind.OVERRIDE
    ]
    (logged,) = overrides
    assert (logged["criterion"], logged["answered"]) == (item.id, mark.value)
    assert logged["reason"] == "Wednesday is a holiday."


def test_a_mark_that_the_store_could_not_save_is_logged_when_it_is_saved_after_all(desk: SampleDesk) -> None:
    given = opened(desk)
    item = open_item(given, proposed=True)
    desk.breaks("answers")
    given = review.mark(desk.session, given, item, against(given, item), "A holiday.")
    desk.works_again()
    review.save_again(desk.session, given)
    assert desk.log(JORDAN)[0]["criterion"] == item.id


def test_facts_are_saved_with_every_change_and_logged_once_while_the_review_is_open(desk: SampleDesk) -> None:
    given = opened(desk)
    for age in (51, 52):
        changed = replace(given.review, facts={**given.review.facts, "age": age})
        given = review.change_facts(desk.session, given, changed)
    assert desk.review(JORDAN).facts["age"] == 52
    assert [detail for detail in desk.log(JORDAN) if "facts" in detail] == [{"facts": "age"}]
    again = opened(desk)
    review.change_facts(desk.session, again, replace(again.review, schedule=()))
    assert desk.log(JORDAN)[0] == {"facts": "schedule"}


def test_facts_that_could_not_be_saved_are_saved_again(desk: SampleDesk) -> None:
    given = opened(desk)
    desk.breaks("reviews")
    given = review.change_facts(desk.session, given, replace(given.review, schedule=()))
    assert list(given.unsaved) == [FACTS]
    assert desk.review(JORDAN).schedule != ()
    desk.works_again()
    assert review.save_again(desk.session, given).unsaved == {}
    assert desk.review(JORDAN).schedule == ()


def all_met(desk: SampleDesk, given: OpenReview) -> OpenReview:
    """Answer everything that is open as met."""
    items = CriterionOrder.of(given.state.policy, given.review.checklist_id).items
    while left := given.state.finding.unanswered:
        item = next(each for each in items if each.id == left[0])
        given = review.mark(desk.session, given, item, Mark.MET, "Seen.")
    return given


def test_a_review_is_completed_once_everything_is_answered(desk: SampleDesk) -> None:
    given = opened(desk)
    with pytest.raises(NotAuthorized, match="to answer"):
        review.complete(desk.session, given)
    done = review.complete(desk.session, all_met(desk, given))
    assert (done.case.state, done.file.review.completed_by) == (CaseState.READY, "nora")
    assert done.file.review.completed_at == NOW
    assert done == open_case.read(desk.session, JORDAN)
    with pytest.raises(NotAuthorized, match="in progress"):
        review.open_review(desk.session, done)


def test_a_review_with_an_answer_that_is_not_saved_is_not_completed(desk: SampleDesk) -> None:
    given = all_met(desk, opened(desk))
    item = CriterionOrder.of(given.state.policy, given.review.checklist_id).items[0]
    desk.breaks("answers")
    given = review.note(desk.session, given, item, "One more thing.")
    with pytest.raises(NotAuthorized, match=f"{item.id} not saved"):
        review.complete(desk.session, given)
    assert desk.case(JORDAN).state is CaseState.IN_REVIEW


def test_the_first_review_goes_to_who_begins_it(desk: SampleDesk) -> None:
    assert desk.case(NOOR).assigned_to == ""
    begun = review.begin(desk.session, NOOR)
    assert (begun.case.state, begun.case.assigned_to) == (CaseState.IN_REVIEW, "nora")
    assert (begun.file.review.sequence, begun.file.review.on) == (1, NOW.date())
    with pytest.raises(NotAuthorized, match="already has a review"):
        review.begin(desk.session, NOOR)


def test_records_that_came_begin_another_review_of_what_was_missing(desk: SampleDesk) -> None:
    missing = {key for key, item in desk.review(LOU).answers.items() if item.mark is Mark.NOT_DOCUMENTED}
    assert missing
    came = records.receive(desk.session, LOU, NOTES)
    assert (came.case.state, came.has_new_records) == (CaseState.READY, True)
    with pytest.raises(NotAuthorized, match="came after its review"):
        decision.start(desk.session, LOU)
    came = review.begin_again(desk.session, LOU)
    assert came.file.review.sequence == 2
    assert not missing & came.file.review.answers.keys()
    assert came.case.information_requests[0].answered_at == NOW
    assert came.case.state is CaseState.IN_REVIEW


@pytest.mark.parametrize(
    ("receipt", "what"),
    [
        (Receipt(NOW, "fax", " "), "What came is missing"),
        (Receipt(NOW + timedelta(minutes=1), "fax", "Notes"), "can’t have come then"),
        (Receipt(NOW - timedelta(days=400), "fax", "Notes"), "can’t have come then"),
    ],
)
def test_a_receipt_says_what_came_and_when(desk: SampleDesk, receipt: Receipt, what: str) -> None:
    with pytest.raises(UserError, match=what):
        records.receive(desk.session, LOU, receipt)


def test_a_receipt_is_undone_until_a_review_begins(desk: SampleDesk) -> None:
    before = desk.case(LOU)
    with pytest.raises(NotAuthorized, match="no new records"):
        records.undo(desk.session, LOU)
    records.receive(desk.session, LOU, NOTES)
    records.undo(desk.session, LOU)
    assert desk.case(LOU) == before
    records.receive(desk.session, LOU, NOTES)
    review.begin_again(desk.session, LOU)
    with pytest.raises(NotAuthorized, match="no new records"):
        records.undo(desk.session, LOU)


def test_records_that_came_are_taken_in_whole_or_not_at_all(desk: SampleDesk) -> None:
    desk.breaks("cases")
    with pytest.raises(StorageError):
        records.receive(desk.session, LOU, NOTES)
    assert desk.case(LOU).information_requests[0].answered_at is None
    assert (desk.case(LOU).state, desk.review(LOU).sequence) == (CaseState.WAITING, 1)


def test_a_review_is_not_completed_on_answers_that_the_vault_does_not_hold(desk: SampleDesk) -> None:
    held = desk.review(JORDAN)
    given = all_met(desk, opened(desk))
    [root, *_others] = held.answers
    desk.vault.cases.save_answer(given.review.answered(root, Answer(Mark.NOT_MET, "nora", NOW)), root)
    with pytest.raises(NotAuthorized, match=f"completed: {root} not saved"):
        review.complete(desk.session, given)
    assert desk.review(JORDAN).completed_at is None


def test_a_completed_review_is_begun_again_with_its_answers(desk: SampleDesk) -> None:
    answers = desk.review(AVERY).answers
    again = review.begin_again(desk.session, AVERY)
    assert (again.file.review.sequence, again.file.review.completed_at) == (2, None)
    assert again.file.review.answers == answers
    with pytest.raises(NotAuthorized, match="not complete"):
        review.begin_again(desk.session, AVERY)


def put_before(desk: SampleDesk, *, days: float, plan_id: str = "") -> Review:
    """Put a completed case of Jordan's on file, received that many days before the open one."""
    case, done = desk.case(JORDAN), desk.review(AVERY)
    other = replace(
        case,
        id=f"before-{days}-{plan_id}",
        number=f"2025-{days:06.0f}",
        state=CaseState.NEW,
        plan_id=plan_id or case.plan_id,
        request=replace(case.request, received=case.request.received - timedelta(days=days)),
    )
    desk.session.add(other)
    answers = {key: replace(each, by=desk.session.me.user_id) for key, each in done.answers.items()}
    done = replace(done, case_id=other.id, sequence=1, answers=answers)
    desk.vault.cases.begin_review(replace(done, completed_at=None, completed_by=""))
    desk.vault.cases.complete_review(done, form_of(done))
    return done


def last(desk: SampleDesk) -> Review | None:
    return review.last_review(desk.session, desk.case(JORDAN), desk.review(JORDAN))


def test_the_last_review_is_that_of_the_members_case_before_this_one(desk: SampleDesk) -> None:
    put_before(desk, days=300)
    latest = put_before(desk, days=30)
    assert last(desk) == latest
    assert opened(desk).state.last == latest


def test_a_case_received_later_was_not_before_this_one(desk: SampleDesk) -> None:
    put_before(desk, days=-1)
    assert last(desk) is None


def test_the_same_id_under_another_plan_is_another_person_with_another_last_review(desk: SampleDesk) -> None:
    put_before(desk, days=30, plan_id="example-ut")
    assert last(desk) is None


def test_the_second_review_of_a_case_looks_back_at_its_first(desk: SampleDesk) -> None:
    first = desk.review(JORDAN)
    desk.session.begin(desk.case(JORDAN), replace(first, sequence=2))
    put_before(desk, days=30)
    assert last(desk) == first


def test_the_policy_is_the_one_in_effect_on_the_first_date_of_service(desk: SampleDesk) -> None:
    case = desk.case(NOOR)
    begun = review.begin(desk.session, NOOR)
    assert begun.policy == desk.session.library.policy(case.policy_id, case.request.start)
    assert begun.policy.version <= date(2026, 1, 16)

"""Intake without a window: a case taken in, a request corrected, and who has its review then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.casework.sample_desk import AVERY, JORDAN, LOU, ROSA, SampleDesk
from ur_desktop.casework import decision, drafts, intake, review, samples, worklist
from ur_desktop.domain.case import Address, Case, CaseState, Diagnosis, Notice
from ur_desktop.domain.change import what_changed
from ur_desktop.domain.determination import Action, Determination, Rationale
from ur_desktop.domain.errors import NotAuthorized, StorageError, UserError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.worklist import WorklistQuery


def new_case(desk: SampleDesk) -> Case:
    """A request that nobody took in yet."""
    return replace(
        desk.case(JORDAN), id="another", number=intake.next_number(desk.session), state=CaseState.NEW
    )


def sign(desk: SampleDesk, case_id: str) -> None:
    """Sign a withdrawal of a case."""
    request = desk.case(case_id).request
    made = Determination(
        Action.WITHDRAW,
        desk.session.me,
        desk.session.now(),
        request.start,
        request.end,
        request.units,
        Rationale(""),
        reason="The provider withdrew it.",
    )
    decision.sign(desk.session, case_id, made, samples.PASSWORD)


DRAFT, OTHER = intake.new_draft_id(), intake.new_draft_id()


def born(case: Case, day: date) -> Case:
    return replace(case, member=replace(case.member, born=day))


def test_a_case_is_taken_in_with_its_log_entry_and_without_its_draft(desk: SampleDesk) -> None:
    intake.save_draft(desk.session, OTHER, {"last_name": "Other"})
    intake.save_draft(desk.session, DRAFT, {"last_name": "Sampl"})
    case = new_case(desk)
    assert intake.take_in(desk.session, case, DRAFT).case == case
    latest = desk.vault.journal.entries(case.id)[0]
    assert (latest.kind, latest.by) == (EventKind.CREATE, "nora")
    assert intake.new_drafts(desk.session) == {OTHER: {"last_name": "Other"}}
    assert intake.next_number(desk.session) != case.number


def test_a_case_is_taken_in_clean_and_its_member_found_however_the_id_is_typed(desk: SampleDesk) -> None:
    case = new_case(desk)
    unclean = replace(
        case, member=replace(case.member, id=f"\u200b{case.member.id} ", last_name="Łuk\u200basz\n")
    )
    assert intake.take_in(desk.session, unclean).case == replace(
        case, member=replace(case.member, last_name="Łukasz")
    )
    typed = case.member.id.lower().replace("-", "\u2013")
    assert case.id in {each.id for each in intake.earlier_cases(desk.session, case.plan_id, typed)}
    found = worklist.rows(desk.session, WorklistQuery(text="lukasz"))
    assert [row.case_id for row in found] == [case.id]


def test_a_case_that_can_not_be_saved_leaves_the_draft(desk: SampleDesk) -> None:
    intake.save_draft(desk.session, DRAFT, {"last_name": "Sampl"})
    desk.breaks("journal")
    with pytest.raises(StorageError):
        intake.take_in(desk.session, case := new_case(desk), DRAFT)
    with pytest.raises(KeyError):
        desk.case(case.id)
    assert intake.draft(desk.session, DRAFT) == {"last_name": "Sampl"}


def test_the_draft_of_an_earlier_version_is_one_of_the_drafts(desk: SampleDesk) -> None:
    intake.save_draft(desk.session, "intake", {"last_name": "Sampl"})
    intake.save_draft(desk.session, JORDAN, {"units": "11"})
    assert intake.new_drafts(desk.session) == {"intake": {"last_name": "Sampl"}}


def test_drafts_are_their_authors_own(desks: Callable[[str], SampleDesk]) -> None:
    intake.save_draft(desks("nora").session, DRAFT, {"last_name": "Sampl"})
    assert intake.new_drafts(desks("max").session) == {}


def test_a_number_is_taken_once(desk: SampleDesk) -> None:
    with pytest.raises(StorageError, match="already"):
        intake.take_in(desk.session, replace(new_case(desk), number=desk.case(AVERY).number))


@pytest.mark.parametrize("state", [state for state in CaseState if state is not CaseState.NEW])
def test_only_a_new_case_is_taken_in(desk: SampleDesk, state: CaseState) -> None:
    with pytest.raises(NotAuthorized, match="not new"):
        intake.take_in(desk.session, replace(new_case(desk), state=state))


def test_a_correction_takes_nothing_but_the_request(desk: SampleDesk) -> None:
    """A case is assigned, closed and answered by acts of their own, which log it."""
    saved = desk.case(JORDAN)
    provider = replace(saved.provider, practitioner="Dr. Sample")
    wanted = replace(
        saved,
        provider=provider,
        number="2026-999999",
        state=CaseState.LETTER,
        assigned_to="max",
        notice=Notice(desk.session.now(), "oral", "nora"),
        extended_at=desk.session.now(),
    )
    assert intake.correct(desk.session, wanted).case == replace(saved, provider=provider)
    assert desk.case(JORDAN) == replace(saved, provider=provider)


def test_the_draft_of_a_correction_is_its_cases_own(desk: SampleDesk) -> None:
    intake.save_draft(desk.session, JORDAN, {"units": "11"})
    intake.save_draft(desk.session, "intake", {"units": "12"})
    assert intake.draft(desk.session, JORDAN) == {"units": "11"}
    intake.correct(desk.session, desk.case(JORDAN))
    assert intake.draft(desk.session, JORDAN) == {}
    assert intake.draft(desk.session, "intake") == {"units": "12"}
    assert drafts.load(desk.session, "intake", "request") == {"units": "12"}


def test_earlier_cases_are_the_members_own_under_the_plan(desk: SampleDesk) -> None:
    case = desk.case(JORDAN)
    earlier = replace(
        case,
        id="before",
        number="2025-000001",
        state=CaseState.NEW,
        request=replace(case.request, received=case.request.received - timedelta(days=30)),
    )
    for other in (earlier, replace(earlier, id="elsewhere", number="2025-000002", plan_id="example-ut")):
        desk.session.add(other)
    found = intake.earlier_cases(desk.session, case.plan_id, case.member.id)
    assert [each.id for each in found] == ["before", JORDAN]
    assert intake.earlier_cases(desk.session, case.plan_id, case.member.id, JORDAN) == (earlier,)


def test_nothing_changed_is_not_logged(desk: SampleDesk) -> None:
    before = desk.log(JORDAN)
    intake.correct(desk.session, desk.case(JORDAN))
    assert desk.log(JORDAN) == before


def test_units_are_corrected_without_another_review(desk: SampleDesk) -> None:
    case = desk.case(JORDAN)
    corrected = replace(case, request=replace(case.request, units=case.request.units + 1))
    assert intake.correct(desk.session, corrected).case == corrected
    assert desk.log(JORDAN)[0] == {"corrected": "units"}
    assert desk.review(JORDAN).sequence == 1


@pytest.mark.parametrize("change", [{"units": 11}, {"hours_per_week": 10.0}, {"end": date(2026, 2, 27)}])
def test_nothing_of_a_request_is_corrected_once_a_determination_is_signed_on_it(
    desk: SampleDesk, change: dict[str, object]
) -> None:
    sign(desk, AVERY)
    before = desk.case(AVERY)
    with pytest.raises(UserError, match="Determination signed"):
        intake.correct(
            desk.session,
            replace(before, request=replace(before.request, **change)),  # type: ignore[arg-type]
        )
    with pytest.raises(UserError, match="Determination signed"):
        intake.correct(desk.session, born(before, date(1990, 3, 14)))
    assert desk.case(AVERY) == before


def test_who_a_letter_is_about_is_frozen_with_the_signature_but_not_where_it_is_sent(
    desk: SampleDesk,
) -> None:
    sign(desk, AVERY)
    case = desk.case(AVERY)
    for other in (
        replace(case, member=replace(case.member, last_name="Newname")),
        replace(case, member=replace(case.member, id="TEST-99999")),
        replace(case, provider=replace(case.provider, name="Another Program")),
    ):
        with pytest.raises(UserError, match="only addresses, phone, fax and NPI can change"):
            intake.correct(desk.session, other)
    moved = replace(case.member, address=Address(("9 Placeholder Lane", "Sampletown, NC 00000")))
    intake.correct(desk.session, replace(case, member=moved))
    assert desk.case(AVERY).member == moved


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"units": 9_999}, "units"),
        ({"end": date(2026, 12, 31)}, "last date of service"),
        ({"hours_per_week": 21.0}, "hours per week"),
        ({"diagnosis": Diagnosis("F10.20", "Alcohol dependence")}, "diagnosis"),
    ],
)
def test_a_change_of_what_a_completed_review_judged_opens_it_again(
    desk: SampleDesk, change: dict[str, object], words: str
) -> None:
    before = desk.case(AVERY)
    request = replace(before.request, **change)  # type: ignore[arg-type]
    after = intake.correct(desk.session, replace(before, request=request))
    assert after.case.state is CaseState.IN_REVIEW
    assert (after.file.review.completed_at, after.file.review.judged) == (None, "")
    assert after.file.review.answers == desk.vault.cases.reviews(AVERY)[0].answers
    assert {"review_again": words} in desk.log(AVERY)
    assert what_changed(review.changes_to_judge(desk.session, after)) == words


def test_an_address_leaves_a_completed_review_as_it_is(desk: SampleDesk) -> None:
    before = desk.case(AVERY)
    moved = replace(before.member, address=Address(("9 Placeholder Lane",)))
    assert intake.correct(desk.session, replace(before, member=moved)).file.review.completed_at


@pytest.mark.parametrize("who", ["nora", "max"])
def test_a_case_with_the_physician_goes_back_to_its_first_reviewer_when_its_review_begins_again(
    desks: Callable[[str], SampleDesk], who: str
) -> None:
    desk = desks(who)
    before, reviewed_by = desk.case(ROSA), desk.review(ROSA).completed_by
    assert (before.state, before.assigned_to, reviewed_by) == (CaseState.WITH_PHYSICIAN, "max", "omar")
    after = intake.correct(desk.session, born(before, date(1990, 3, 14)))
    assert (after.case.state, after.case.assigned_to) == (CaseState.IN_REVIEW, "omar")
    assert after.file.review.sequence == 2
    assert {"assigned_to": "Omar Standin, RN"} in desk.log(ROSA)


def test_it_goes_to_nobody_when_that_reviewer_has_left(desk: SampleDesk) -> None:
    desk.vault.keys.remove("omar")
    after = intake.correct(desk.session, born(desk.case(ROSA), date(1990, 3, 14)))
    assert (after.case.state, after.case.assigned_to) == (CaseState.IN_REVIEW, "")
    assert {"assigned_to": "nobody"} in desk.log(ROSA)


def test_a_case_of_another_nurse_stays_theirs(desk: SampleDesk) -> None:
    rows = desk.vault.cases.worklist(WorklistQuery())
    omars = next(row for row in rows if row.reviewer == "omar" and row.state is CaseState.IN_REVIEW)
    after = intake.correct(desk.session, born(desk.case(omars.case_id), date(2009, 3, 14)))
    assert after.case.assigned_to == "omar"


def test_a_correction_is_saved_whole_or_not_at_all(desk: SampleDesk) -> None:
    before = desk.case(LOU)
    desk.breaks("reviews")
    with pytest.raises(StorageError):
        intake.correct(desk.session, born(before, date(1990, 3, 14)))
    assert (desk.case(LOU), desk.review(LOU).sequence) == (before, 1)

"""What the desks share: where a case stands in the worklist, and which review came before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.ui.offices import AVERY, JORDAN, LOU, NOW, Office
from ur_desktop.casework import drafts, review
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.review import Review


def put_before(office: Office, *, days: float, plan_id: str = "") -> Review:
    """Put a completed case of Jordan's on file, received that many days before the open one."""
    case, review = office.case(JORDAN), office.review(AVERY)
    received = case.request.received - timedelta(days=days)
    other = replace(
        case,
        id=f"before-{days}-{plan_id}",
        number=f"2025-{days:06.0f}",
        plan_id=plan_id or case.plan_id,
        request=replace(case.request, received=received),
    )
    office.session.add(other)
    done = replace(review, case_id=other.id, sequence=1, answers={})
    office.vault.cases.begin_review(replace(done, completed_at=None, completed_by=""))
    office.vault.cases.complete_review(done)
    return done


def test_the_last_review_is_that_of_the_members_case_before_this_one(office: Office) -> None:
    put_before(office, days=300)
    latest = put_before(office, days=30)
    assert review.last_review(office.session, office.case(JORDAN), office.review(JORDAN)) == latest


def test_a_case_received_later_was_not_before_this_one(office: Office) -> None:
    put_before(office, days=-1)
    assert review.last_review(office.session, office.case(JORDAN), office.review(JORDAN)) is None


def test_the_same_id_under_another_plan_is_another_person_with_another_last_review(office: Office) -> None:
    put_before(office, days=30, plan_id="example-ut")
    assert review.last_review(office.session, office.case(JORDAN), office.review(JORDAN)) is None


def test_the_second_review_of_a_case_looks_back_at_its_first(office: Office) -> None:
    first = office.review(JORDAN)
    office.session.begin(office.case(JORDAN), replace(first, sequence=2))
    put_before(office, days=30)
    assert review.last_review(office.session, office.case(JORDAN), office.review(JORDAN)) == first


def test_a_case_with_a_letter_to_accept_stands_among_those_to_act_on(office: Office) -> None:
    case = office.case(LOU)
    assert office.vault.cases.row(LOU).stopped_since is not None
    office.session.keep(replace(case, state=CaseState.LETTER))
    assert office.vault.cases.row(LOU).stopped_since is None


def test_a_stop_that_ended_is_none(office: Office) -> None:
    office.clock.at = NOW + timedelta(days=60)
    office.session.keep(office.case(LOU))
    assert office.vault.cases.row(LOU).stopped_since is None


def test_drafts_of_one_screen_are_not_those_of_another(office: Office) -> None:
    drafts.save_all(office.session, JORDAN, "decision", {"deny.member": "The rec", "action": "deny"})
    drafts.save_all(office.session, JORDAN, "correction", {"npi": "12"})
    drafts.save_all(office.session, JORDAN, "decision", {"action": "refer"})
    assert drafts.load(office.session, JORDAN, "decision") == {"action": "refer"}
    assert drafts.load(office.session, JORDAN, "correction") == {"npi": "12"}

"""Each act in each state of a case; the store's own test goes through its methods."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.rules import FORM
from tests.sealing import invented
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.case_states import (
    ALLOWED,
    CaseAct,
    CaseProgress,
    after_void,
    case_progress,
    is_frozen,
    refusal,
    require_accepted,
    require_copy,
    require_letter,
    require_new,
    require_state,
    to_decide,
)
from ur_desktop.domain.determination import Action, Determination, Rationale
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.review import Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role

NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
PHYSICIAN = Reviewer("mexample", "Morgan Example", Role.PHYSICIAN, Credential("MD", "TEST-2", "NC"))
DENIAL = Determination(
    Action.DENY, PHYSICIAN, NOW, date(2026, 1, 19), date(2026, 2, 13), 12, Rationale("Because")
)
REVIEWED = CaseProgress(CaseState.READY, is_reviewed=True)
SIGNED = CaseProgress(CaseState.LETTER, is_reviewed=True, is_signed=True)


def test_every_act_has_its_states() -> None:
    assert set(ALLOWED) == set(CaseAct)


@pytest.mark.parametrize(
    ("act", "progress", "reason"),
    [
        (CaseAct.ANSWER, CaseProgress(CaseState.IN_REVIEW), ""),
        (CaseAct.ANSWER, REVIEWED, "You can’t answer a review: the case is ready for a determination."),
        (CaseAct.ANSWER, SIGNED, "You can’t answer a review: a determination is signed."),
        (CaseAct.SIGN, REVIEWED, ""),
        (
            CaseAct.SIGN,
            CaseProgress(CaseState.READY),
            "You can’t sign a determination: its review is not complete.",
        ),
        (
            CaseAct.DECIDE,
            replace(REVIEWED, has_new_records=True),
            "You can’t decide the case: records came after its review.",
        ),
        (CaseAct.CORRECT, replace(REVIEWED, has_new_records=True), ""),
        (CaseAct.ACCEPT, SIGNED, ""),
        (CaseAct.ACCEPT, replace(SIGNED, is_signed=False), ""),
        (CaseAct.ACCEPT, REVIEWED, "You can’t accept a letter: the case is ready for a determination."),
        (CaseAct.DISCARD, SIGNED, "You can’t discard the information request: a determination is signed."),
        (CaseAct.VOID, SIGNED, ""),
        (CaseAct.VOID, REVIEWED, "You can’t void the determination: no determination is signed."),
        (
            CaseAct.VOID,
            CaseProgress(CaseState.CLOSED, is_reviewed=True, is_signed=True),
            "You can’t void the determination: the case is closed.",
        ),
        (CaseAct.CLOSE, REVIEWED, "You can’t close the case: no determination is signed."),
        (CaseAct.CLOSE, SIGNED, ""),
        (
            CaseAct.CORRECT,
            CaseProgress(CaseState.CLOSED),
            "You can’t change the request: the case is closed.",
        ),
    ],
)
def test_a_refusal_names_the_act_and_the_reason(act: CaseAct, progress: CaseProgress, reason: str) -> None:
    assert refusal(act, progress) == reason
    if reason:
        with pytest.raises(NotAuthorized) as refused:
            require_state(act, progress)
        assert refused.value.what == reason
    else:
        require_state(act, progress)


def test_how_far_a_case_is_follows_from_its_review_determination_and_records() -> None:
    case = replace(invented("case-1", "kim"), state=CaseState.READY)
    review = Review("case-1", 2, FORM.id, FORM.version, FORM.digest, "decided", NOW.date())
    done = replace(review, completed_at=NOW, completed_by="kim")
    asked = InformationRequest(("The plan.",), NOW, NOW, answered_at=NOW + timedelta(days=1))
    later = replace(case, information_requests=(asked,))
    assert case_progress(case, None, None) == CaseProgress(CaseState.READY)
    assert case_progress(later, review, None) == CaseProgress(CaseState.READY, latest_review=2)
    assert case_progress(case, done, None) == replace(REVIEWED, latest_review=2)
    assert case_progress(later, done, DENIAL) == replace(
        REVIEWED, is_signed=True, latest_review=2, has_new_records=True
    )


def test_only_where_a_letter_is_sent_is_never_frozen() -> None:
    frozen = ["plan_id", "policy_id", "member.born", "request.units", "member.first_name", "provider.name"]
    free = ["member.address", "member.confidential_address", "provider.fax"]
    assert [what for what in frozen + free if is_frozen(what)] == frozen


TO_ACCEPT = CaseProgress(CaseState.LETTER, is_reviewed=True)


def letter(
    kind: str,
    progress: CaseProgress,
    *determinations: Determination,
    asks: bool = False,
    waits: bool = False,
) -> None:
    require_letter(
        kind,
        progress,
        determinations=determinations,
        review=ReviewKind.ADMISSION,
        requests_information=asks,
        waits_for_information=waits,
    )


def test_a_letter_needs_a_determination_or_a_request_that_calls_for_it() -> None:
    letter("denial", SIGNED, DENIAL)
    letter("information_request", TO_ACCEPT, asks=True)
    letter("information_request", TO_ACCEPT, asks=True, waits=True)
    letter("withdrawn_information_request", TO_ACCEPT, waits=True)
    letter("referral", REVIEWED)
    closed = CaseProgress(CaseState.CLOSED, is_reviewed=True, is_signed=True)
    for kind, progress, signed, asks, reason in (
        ("approval", SIGNED, (DENIAL,), False, "No signed determination calls for this letter: approval"),
        ("denial", REVIEWED, (), True, "No signed determination calls for this letter: denial"),
        ("denial", closed, (DENIAL,), False, "No signed determination calls for this letter: denial"),
        ("information_request", TO_ACCEPT, (), False, "There is no information request"),
        ("information_request", REVIEWED, (), True, "There is no information request"),
        ("withdrawn_information_request", TO_ACCEPT, (), False, "There is no information request"),
        ("information_request", SIGNED, (DENIAL,), True, "There is no information request"),
        ("review_summary", SIGNED, (DENIAL,), False, "You can’t refer the case: a determination is signed"),
    ):
        with pytest.raises(NotAuthorized, match=reason):
            letter(kind, progress, *signed, asks=asks)


def test_a_request_is_not_withdrawn_while_the_letter_of_another_is_to_accept() -> None:
    with pytest.raises(NotAuthorized, match="There is no information request"):
        letter("withdrawn_information_request", TO_ACCEPT, asks=True, waits=True)


def test_a_case_goes_back_to_the_one_who_decides_it() -> None:
    review = Review("case-1", 1, FORM.id, FORM.version, FORM.digest, "decided", NOW.date())
    assert after_void(Role.NURSE, None) is CaseState.NEW
    assert after_void(Role.NURSE, review) is CaseState.IN_REVIEW
    assert after_void(Role.PHYSICIAN, replace(review, completed_at=NOW)) is CaseState.WITH_PHYSICIAN
    assert [to_decide(role) for role in (Role.PHYSICIAN, Role.NURSE)] == [
        CaseState.WITH_PHYSICIAN,
        CaseState.READY,
    ]


def test_a_case_is_new_when_it_is_added() -> None:
    require_new(CaseState.NEW)
    with pytest.raises(NotAuthorized, match="can’t add a case that is in review"):
        require_new(CaseState.IN_REVIEW)


def test_a_letter_has_its_copies_and_each_is_accepted_once() -> None:
    require_copy("denial", "member", {("denial", "provider")})
    require_copy("referral", "internal", ())
    with pytest.raises(NotAuthorized, match="no such copy of a letter: Denial"):
        require_copy("denial", "internal", ())
    with pytest.raises(NotAuthorized, match="accepted already: Denial, member"):
        require_copy("denial", "member", {("denial", "member")})


def test_a_case_is_closed_once_every_copy_of_its_letters_is_accepted() -> None:
    both = {("denial", "member"), ("denial", "provider")}
    require_accepted(None, ReviewKind.ADMISSION, ())
    require_accepted(DENIAL, ReviewKind.ADMISSION, both)
    with pytest.raises(NotAuthorized, match="this letter is not accepted: Denial, provider"):
        require_accepted(DENIAL, ReviewKind.ADMISSION, {("denial", "member")})

"""What keeps a determination from being signed, each problem at its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.test_determination import NURSE, PHYSICIAN, REASONS, REQUEST
from tests.domain.trees import every, item, policy
from tests.domain.trees import review as review_of
from ur_desktop.domain.case import Address, Case, Diagnosis, Member, Provider, Representative, YesNo
from ur_desktop.domain.change import request_changes
from ur_desktop.domain.determination import Action, Determination, Ground, PeerToPeer, Rationale
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.judged_request import is_judged, judged_changes, judged_code
from ur_desktop.domain.readiness import Problem, problems, require_ready, text_problem

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
TODAY = NOW.date()
ALCOHOL = Diagnosis("F10.20", "Alcohol dependence, uncomplicated")
POLICY = policy(every(item("A1")))
CASE = Case(
    "case-1",
    "2026-000001",
    Member(
        "TEST-1",
        "Robin",
        "Sample",
        date(1990, 3, 14),
        Address(("1 Placeholder Lane", "Sampletown, NC 00000")),
    ),
    "example-nc",
    "iop",
    REQUEST,
    Provider("Sample Program", address=Address(("2 Placeholder Lane",))),
    NOW,
    "dana",
)
REVIEW = review_of({})
APPROVAL = Determination(
    Action.APPROVE,
    NURSE,
    NOW,
    REQUEST.start,
    REQUEST.end,
    REQUEST.units,
    Rationale(""),
    next_review=REQUEST.end,
)
DENIAL = replace(
    APPROVAL, action=Action.DENY, by=PHYSICIAN, rationale=REASONS, ground=Ground.CRITERIA, next_review=None
)


def unprintable(text: str) -> str:
    return "No shipped font has ▪." if "▪" in text else ""


def found(
    determination: Determination, case: Case = CASE, offer: PeerToPeer | None = None, judged: str = ""
) -> dict[str, str]:
    every_problem = problems(
        determination,
        case,
        replace(REVIEW, judged=judged),
        POLICY,
        peer_to_peer=offer,
        zone=UTC,
        unprintable=unprintable,
    )
    return {problem.where: problem.words for problem in every_problem}


def member(**changes: object) -> Case:
    return replace(CASE, member=replace(CASE.member, **changes))  # type: ignore[arg-type]


def provider(**changes: object) -> Case:
    return replace(CASE, provider=replace(CASE.provider, **changes))  # type: ignore[arg-type]


def requested(**changes: object) -> Case:
    return replace(CASE, request=replace(CASE.request, **changes))  # type: ignore[arg-type]


def test_what_is_in_order_has_no_problem() -> None:
    assert (found(APPROVAL), found(DENIAL)) == ({}, {})
    require_ready(())


@pytest.mark.parametrize(
    ("determination", "case", "where", "said"),
    [
        (replace(DENIAL, rationale=Rationale("▪ Calls.", "")), CASE, "rationale.member", "Member letter: No shipped"),
        (replace(DENIAL, rationale=Rationale("a", "▪")), CASE, "rationale.provider", "Provider letter: No shipped"),
        (replace(DENIAL, alternative="▪"), CASE, "alternative", "Alternative: No shipped"),
        (replace(DENIAL, by=replace(PHYSICIAN, name="▪")), CASE, "by", "Your name and license: No shipped"),
        (DENIAL, member(first_name="▪"), "member.first_name", "First name: No shipped"),
        (DENIAL, member(last_name="«name"), "member.last_name", "Last name: Fill the blanks first: «name."),
        (DENIAL, member(representative=Representative("▪", "")), "member.representative", "Representative: No"),
        (DENIAL, member(confidential_address=Address(("▪",))), "member.address", "Member address: No shipped"),
        (DENIAL, provider(practitioner="▪"), "provider.practitioner", "Practitioner: No shipped"),
        (DENIAL, requested(other_diagnoses=(Diagnosis("▪"),)), "request.diagnosis", "Diagnosis: No shipped"),
        (DENIAL, member(address=Address(("", " "))), "member.address", "Member address: add it"),
        (DENIAL, provider(address=Address()), "provider.address", "Program address: add it or a fax number"),
        (DENIAL, requested(diagnosis=ALCOHOL), "request.part_2_records", "The request doesn’t say whether it came"),
        (APPROVAL, requested(service_code="H0015"), "request.part_2_records", "The request doesn’t say"),
        (replace(DENIAL, end=date(2026, 1, 1)), CASE, "end", "Through is before From."),
        (replace(APPROVAL, denied_units=1), CASE, "denied_units", "Only an approval in part"),
        (replace(APPROVAL, units=60), CASE, "reason", "60 units for 26 on the dates. Give a reason, or refer."),
        (replace(APPROVAL, next_review=date(1999, 1, 1)), CASE, "next_review", "Next review is in the past."),
        (replace(APPROVAL, next_review=date(2099, 1, 1)), CASE, "next_review", "Next review is more than a year"),
    ],
)  # fmt: skip
def test_a_problem_names_its_field(determination: Determination, case: Case, where: str, said: str) -> None:
    [(place, words)] = found(determination, case).items()
    assert place == where
    assert words.startswith(said)
    with pytest.raises(NotAuthorized) as refused:
        require_ready((Problem(place, words),))
    assert refused.value.faults == (words,)


def test_units_for_more_than_the_dates_need_a_typed_reason() -> None:
    assert found(replace(APPROVAL, units=26)) == {}
    assert found(replace(APPROVAL, units=60, reason="Two sessions a day.")) == {}
    unlisted = requested(service_code="H0000")
    assert found(replace(APPROVAL, units=27), unlisted)["reason"].startswith("27 units for 26")


def test_an_approval_needs_no_next_review_and_a_fax_will_do_for_a_program() -> None:
    assert found(replace(APPROVAL, next_review=None), provider(address=Address(), fax="555-0100")) == {}


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.CLOSE_ADMINISTRATIVELY])
def test_what_has_no_letter_needs_neither_address_nor_part_2(action: Action) -> None:
    closing = replace(APPROVAL, action=action)
    assert found(closing, member(address=Address())) == found(closing, requested(diagnosis=ALCOHOL)) == {}


@pytest.mark.parametrize("said", [YesNo.YES, YesNo.NO])
def test_it_is_enough_to_say_whether_there_are_records_under_part_2(said: YesNo) -> None:
    """42 CFR 2.32: whether there are is asked, never guessed from a code."""
    assert found(DENIAL, requested(diagnosis=ALCOHOL, part_2_records=said)) == {}


def test_an_offer_ends_after_it_was_made() -> None:
    offer = PeerToPeer(NOW, "kim", TODAY)
    assert found(DENIAL, offer=offer) == {}
    assert (
        "Record the offer again"
        in found(DENIAL, offer=replace(offer, until=date(1999, 1, 1)))["peer_to_peer"]
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("«hours hours of care", "Fill the blanks first: «hours."),
        ("hours» hours of care", "Fill the blanks first: »."),
        ("«hours» of «days» and »", "Fill the blanks first: «hours», «days», »."),
        ("▪ ready", "No shipped font has ▪."),
        ("ready", ""),
    ],
)
def test_a_lone_mark_of_a_blank_is_a_blank(text: str, said: str) -> None:
    assert text_problem(text, unprintable) == said


class TestAPendingInformationRequest:
    ASKED = InformationRequest(("The plan.",), NOW - timedelta(hours=1), NOW + timedelta(days=45))

    def test_keeps_a_denial_waiting_but_no_approval(self) -> None:
        case = replace(CASE, information_requests=(self.ASKED,))
        assert found(DENIAL, case)[""].startswith("Information was requested until 03/02/2026.")
        assert found(APPROVAL, case) == {}

    def test_is_over_when_answered_withdrawn_or_lapsed(self) -> None:
        for ended in (
            replace(self.ASKED, answered_at=NOW),
            replace(self.ASKED, withdrawn_at=NOW),
            replace(self.ASKED, answer_by=NOW - timedelta(minutes=1)),
        ):
            assert found(DENIAL, replace(CASE, information_requests=(ended,))) == {}

    def test_whose_letter_is_not_sent_is_discarded_or_withdrawn_first(self) -> None:
        assert "Discard it before it is accepted" in found(DENIAL, replace(CASE, asking=self.ASKED))[""]


class TestAReviewIsBoundToWhatItJudged:
    @pytest.mark.parametrize(
        "case",
        [
            requested(units=9_999),
            requested(end=date(2027, 1, 1)),
            requested(hours_per_week=20.0),
            requested(diagnosis=Diagnosis("F10.20")),
            requested(housing=YesNo.YES),
            provider(name="Another Program"),
            member(born=date(1991, 3, 14)),
        ],
    )
    def test_a_change_of_it_is_a_problem(self, case: Case) -> None:
        assert found(DENIAL, CASE, judged=judged_code(CASE)) == {}
        assert found(DENIAL, case, judged=judged_code(CASE))[""].startswith("The request changed")
        changes = request_changes(CASE, case, "dana", NOW)
        assert judged_changes(changes) == changes

    def test_what_it_did_not_judge_may_change(self) -> None:
        case = member(first_name="Riley", address=Address(("3 Placeholder Lane",)))
        assert found(DENIAL, case, judged=judged_code(CASE)) == {}
        assert not is_judged("request.urgency")

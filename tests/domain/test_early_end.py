"""A case ends without a clinical decision: what must be known of each reason, and who may sign it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from tests.domain.test_determination import NURSE, PHYSICIAN
from tests.domain.test_readiness import CASE, NOW, TODAY, unprintable
from tests.letters.letter_cases import TEMPLATES
from ur_desktop.domain.case import Address, Case, CaseState
from ur_desktop.domain.determination import Action, Determination, Rationale
from ur_desktop.domain.early_end import REFUSALS, EarlyEnd, EndReason
from ur_desktop.domain.early_end_rules import EndRules, action_for, as_ended, end_problems, refusal
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.letter.kind import LetterKind, kinds_for
from ur_desktop.domain.reviewer import Role
from ur_desktop.letters import render

PLAN = render.plans(TEMPLATES)["example-nc"]
RULES = EndRules(PLAN, UTC, unprintable)
RECEIVED = date(2026, 1, 10)
WITHDRAWN = EarlyEnd(EndReason.WITHDRAWN, TODAY, "The program")
NOT_ELIGIBLE = EarlyEnd(EndReason.NOT_ELIGIBLE, TODAY, source="The eligibility file", provision="Section 2.1")


def ended(end: EarlyEnd | None, **changes: object) -> Determination:
    """A case ended by the nurse with the reasons that a refusal needs."""
    refuses = end is not None and end.refuses
    made = Determination(
        action_for(end.reason) if end else Action.WITHDRAW,
        NURSE,
        NOW,
        CASE.request.start,
        CASE.request.end,
        CASE.request.units,
        Rationale("Your coverage ended." if refuses else ""),
        early_end=end,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def found(determination: Determination, case: Case = CASE) -> dict[str, str]:
    return {problem.where: problem.words for problem in end_problems(determination, case, RULES)}


def test_each_end_with_what_it_needs_has_no_problem() -> None:
    complete = (
        WITHDRAWN,
        EarlyEnd(EndReason.DUPLICATE, other="2026-000161"),
        EarlyEnd(EndReason.WRONG_PLAN, other="Another plan"),
        EarlyEnd(EndReason.CARE_NOT_GIVEN, told_by="The program"),
        NOT_ELIGIBLE,
        replace(NOT_ELIGIBLE, reason=EndReason.BENEFIT_EXHAUSTED),
        replace(NOT_ELIGIBLE, reason=EndReason.NOT_COVERED, on=None),
    )
    assert [end.reason for end in complete] == list(EndReason)
    assert [found(ended(end)) for end in complete] == [{}] * len(complete)


@pytest.mark.parametrize(
    ("determination", "where", "said"),
    [
        (ended(None), "", "Say why the case ends."),
        (ended(WITHDRAWN, action=Action.CLOSE_ADMINISTRATIVELY), "", "Say why the case ends."),
        (ended(NOT_ELIGIBLE, by=PHYSICIAN), "", "Not available: the plan has a nurse or a supervisor sign this."),
        (ended(WITHDRAWN, units=1), "", "An early end is of the dates and units as requested."),
        (ended(replace(WITHDRAWN, told_by=" ")), "early_end.told_by", "Say who withdrew the request."),
        (ended(replace(WITHDRAWN, on=None)), "early_end.on", "Say when it was withdrawn."),
        (ended(replace(WITHDRAWN, on=TODAY + timedelta(days=1))), "early_end.on", "A day from 01/10/2026, when"),
        (ended(replace(WITHDRAWN, on=RECEIVED - timedelta(days=1))), "early_end.on", "A day from 01/10/2026, when"),
        (ended(replace(WITHDRAWN, told_by="▪")), "early_end.told_by", "Who: No shipped font has ▪."),
        (ended(EarlyEnd(EndReason.DUPLICATE)), "early_end.other", "Name the case that this one repeats."),
        (ended(EarlyEnd(EndReason.WRONG_PLAN)), "early_end.other", "Name the plan that has to answer."),
        (ended(EarlyEnd(EndReason.CARE_NOT_GIVEN)), "early_end.told_by", "Say who told you that no care was given."),
        (ended(replace(NOT_ELIGIBLE, on=None)), "early_end.on", "Say since when."),
        (
            ended(replace(NOT_ELIGIBLE, on=CASE.request.end + timedelta(days=1))),
            "early_end.on",
            "The dates requested end on 02/20/2026, before that.",
        ),
        (ended(replace(NOT_ELIGIBLE, source="")), "early_end.source", "Say where you found it."),
        (ended(replace(NOT_ELIGIBLE, provision="")), "early_end.provision", "Name the provision of the plan."),
        (ended(replace(NOT_ELIGIBLE, provision="«section»")), "early_end.provision", "The plan’s provision: Fill"),
        (ended(NOT_ELIGIBLE, rationale=Rationale(" ")), "rationale.member", "Write the reason: it stands in both"),
        (ended(NOT_ELIGIBLE, rationale=Rationale("Ended on «day».")), "rationale.member", "Fill the blanks first"),
        (ended(NOT_ELIGIBLE, rationale=Rationale("▪")), "rationale.member", "Member letter: No shipped font has ▪."),
    ],
)  # fmt: skip
def test_a_problem_names_its_field(determination: Determination, where: str, said: str) -> None:
    [(place, words)] = found(determination).items()
    assert place == where
    assert words.startswith(said)


def test_the_days_of_receipt_and_of_today_are_days_of_a_withdrawal() -> None:
    assert [found(ended(replace(WITHDRAWN, on=day))) for day in (RECEIVED, TODAY)] == [{}, {}]


def test_an_end_with_a_letter_needs_an_address_and_one_without_does_not() -> None:
    unknown = replace(CASE, member=replace(CASE.member, address=Address()))
    assert found(ended(WITHDRAWN), unknown)["member.address"].startswith("Member address: add it")
    assert found(ended(EarlyEnd(EndReason.DUPLICATE, other="2026-000161")), unknown) == {}


def test_the_plan_says_which_roles_refuse_for_coverage() -> None:
    """Nobody judges the need for care, so the plan may let a nurse or a supervisor sign."""
    doctors_too = replace(PLAN, administrative_signers=(Role.PHYSICIAN,))
    for reason in EndReason:
        assert refusal(reason, NURSE, PLAN) == ""
        assert bool(refusal(reason, PHYSICIAN, PLAN)) is (reason in REFUSALS)
        assert bool(refusal(reason, NURSE, doctors_too)) is (reason in REFUSALS)
        assert refusal(reason, PHYSICIAN, doctors_too) == ""


def test_a_refusal_for_coverage_and_a_withdrawal_have_letters_and_the_others_none() -> None:
    """29 CFR 2560.503-1(m)(4): a refusal for eligibility is an adverse benefit determination."""
    letters = {
        reason: kinds_for(ended(EarlyEnd(reason)), CASE.request.review)
        for reason in EndReason
        if EarlyEnd(reason).has_letter
    }
    assert letters == {
        EndReason.WITHDRAWN: (LetterKind.WITHDRAWAL,),
        **dict.fromkeys(REFUSALS, (LetterKind.ADMINISTRATIVE_DENIAL,)),
    }
    assert kinds_for(ended(EarlyEnd(EndReason.DUPLICATE)), CASE.request.review) == ()


def test_an_ended_case_waits_for_no_records() -> None:
    asked = InformationRequest(("The plan.",), NOW, NOW + timedelta(days=45))
    waiting = replace(CASE, information_requests=(asked,), asking=asked, state=CaseState.WAITING)
    after = as_ended(waiting, ended(NOT_ELIGIBLE))
    assert (after.asking, after.state) == (None, CaseState.LETTER)
    assert [item.withdrawn_at for item in after.information_requests] == [NOW]
    assert as_ended(waiting, ended(EarlyEnd(EndReason.DUPLICATE))).state is CaseState.CLOSED

"""Software finds, a person determines: who may do what, and determinations that refuse to exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.trees import NOON, every, item, policy, review
from ur_desktop.domain.case import Case, Diagnosis, Member, Provider, ServiceRequest, Urgency, YesNo
from ur_desktop.domain.determination import (
    Action,
    Determination,
    Ground,
    PeerToPeer,
    Rationale,
    Standing,
    allowed,
    determine,
    next_review_of,
    refusal,
    shortfall,
    standing,
)
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.evaluation.finding import Finding, evaluate
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.participation import Participation, Step
from ur_desktop.domain.plan import AppealRules, ClockRules, LineOfBusiness, OutsideReviewRules
from ur_desktop.domain.policy import Attention, Checklist, CriterionKind, ReviewKind
from ur_desktop.domain.review import Mark
from ur_desktop.domain.reviewer import Credential, Reviewer, Role, role_for

Yes, No, Unknown = Mark
POLICY = policy(every(item("A1"), item("A2"), item("A3")), item("S1", kind=CriterionKind.ATTENTION))
DANAS = frozenset({Participation("dana", Step.COMPLETED, 1)})
KIMS = frozenset({Participation("kim", Step.COMPLETED, 1)})
NURSE = Reviewer("dana", "Dana Sample", Role.NURSE, Credential("RN"))
PHYSICIAN = Reviewer("kim", "Kim Specimen", Role.PHYSICIAN, Credential("MD", "TEST-1", "UT", "Psychiatry"))
REQUEST = ServiceRequest(
    "S9480",
    ReviewKind.ADMISSION,
    Urgency.STANDARD,
    datetime(2026, 1, 10, 9, tzinfo=UTC),
    date(2026, 1, 26),
    date(2026, 2, 20),
    12,
    3,
    9.5,
    Diagnosis("F33.1", "Major depressive disorder, recurrent, moderate"),
)
REASONS = Rationale("Your notes show weekly care helps.", "Weekly care is effective.")


def finding(**marks: Mark) -> Finding:
    return evaluate(POLICY, review(marks))


ALL_MET = finding(A1=Yes, A2=Yes, A3=Yes)
NOT_MET = finding(A1=Yes, A2=No, A3=Yes)
UNDETERMINED = finding(A1=Yes, A2=Unknown, A3=Yes)
BOTH = finding(A1=No, A2=No, A3=Unknown)
OPEN = finding(A1=No)
ATTENTION = finding(A1=Yes, A2=Yes, A3=Yes, S1=No)


def decision(action: Action, by: Reviewer = NURSE, **changes: object) -> Determination:
    made = Determination(action, by, NOON, REQUEST.start, REQUEST.end, REQUEST.units, Rationale(""))
    return replace(made, **changes)  # type: ignore[arg-type]


def denial(**changes: object) -> Determination:
    given: dict[str, object] = {"rationale": REASONS, "ground": Ground.CRITERIA, "no_conflict": True}
    return replace(decision(Action.DENY, PHYSICIAN), **{**given, **changes})  # type: ignore[arg-type]


PLAIN = Standing()


def faults(made: Determination, found: Finding, standing: Standing = PLAIN) -> str:
    with pytest.raises(NotAuthorized) as refused:
        determine(made, found, standing, REQUEST)
    return "\n".join(refused.value.faults)


@pytest.mark.parametrize(
    ("found", "nurse", "physician"),
    [
        (ALL_MET, "approve refer withdraw close", "approve send_back withdraw close"),
        (NOT_MET, "request refer withdraw close", "approve in_part deny request send_back withdraw close"),
        (UNDETERMINED, "request refer withdraw close", "approve request send_back withdraw close"),
        (OPEN, "request refer withdraw close", "request send_back withdraw close"),
    ],
    ids=["met", "not met", "undetermined", "not all answered"],
)
def test_what_each_role_may_do(found: Finding, nurse: str, physician: str) -> None:
    assert _words(allowed(Role.NURSE, found, Standing())) == nurse
    assert _words(allowed(Role.PHYSICIAN, found, Standing())) == physician
    assert allowed(Role.SUPERVISOR, found, Standing()) == ()


def _words(actions: tuple[Action, ...]) -> str:
    short: Mapping[Action, str] = {
        Action.APPROVE_IN_PART: "in_part",
        Action.REQUEST_INFORMATION: "request",
        Action.CLOSE_ADMINISTRATIVELY: "close",
    }
    return " ".join(short.get(action, action.value) for action in actions)


def test_a_checklist_that_judged_nothing_grounds_no_decision() -> None:
    nothing = evaluate(POLICY, review({}, checklist="program"))
    assert _words(allowed(Role.PHYSICIAN, nothing, Standing())) == "request send_back withdraw close"


def test_only_an_approved_course_can_be_reduced() -> None:
    assert refusal(Action.REDUCE, Role.PHYSICIAN, NOT_MET, Standing()) == ("No authorization to reduce.")
    assert refusal(Action.REDUCE, Role.PHYSICIAN, NOT_MET, Standing(has_approved_course=True)) == ""


def test_the_standing_of_a_case_comes_from_its_record_and_its_line_of_business() -> None:
    asked = InformationRequest(("The safety plan.",), NOON - timedelta(days=50), NOON - timedelta(days=5))
    case = Case(
        "c1",
        "2026-000001",
        Member("TEST-1", "Jordan", "Sampleton", date(1991, 3, 14)),
        "example-nc",
        "example",
        replace(REQUEST, approved_through=date(2026, 1, 25)),
        Provider("Example Clinic"),
        NOON,
        "dana",
        information_requests=(asked,),
        extended_at=asked.sent_at,
    )
    line = LineOfBusiness(
        "commercial-erisa",
        "Commercial",
        "29 CFR 2560.503-1(g)",
        erisa=True,
        clock=ClockRules(),
        appeal=AppealRules(180, "receipt", 30, 72),
        outside_review=OutsideReviewRules("4 months", "45 CFR 147.136(d)"),
        credentials=("MD",),
    )
    offered = PeerToPeer(NOON, "dana", date(2026, 1, 25))
    assert standing(case, line, UTC, DANAS, NOON, peer_to_peer=offered) == Standing(
        participation=DANAS,
        has_approved_course=True,
        information_lapsed=True,
        peer_to_peer_offered=True,
        credentials=("MD",),
    )


def stands(request: ServiceRequest, checklist: Checklist | None) -> Standing:
    """The standing of a case with this request and nothing else."""
    member = Member("TEST-00001", "Jordan", "Sampleton", date(1991, 3, 14))
    case = Case("c", "1", member, "p", "example", request, Provider("Example Clinic"), NOON, "dana")
    line = LineOfBusiness(
        key="commercial-erisa",
        title="",
        content_rule="",
        erisa=True,
        clock=ClockRules(),
        appeal=AppealRules(180, "receipt", 30, 72),
        outside_review=OutsideReviewRules("", ""),
    )
    return standing(case, line, UTC, frozenset(), NOON, checklist=checklist)


def test_missing_information_allows_a_denial_only_after_its_time_ran_out() -> None:
    assert "unmet criterion" in refusal(Action.DENY, Role.PHYSICIAN, UNDETERMINED, Standing())
    assert refusal(Action.DENY, Role.PHYSICIAN, UNDETERMINED, Standing(information_lapsed=True)) == ""
    assert refusal(Action.DENY, Role.PHYSICIAN, ALL_MET, Standing(information_lapsed=True)) != ""


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (NOT_MET, "A2 is not met"),
        (BOTH, "A1 and A2 are not met, and A3 could not be found in the records"),
        (OPEN, "A1 is not met, and A2 and A3 are not answered yet"),
        (evaluate(POLICY, review({}, checklist="program")), "no criterion could be judged yet"),
    ],
    ids=["one", "two and one", "open", "nothing decides"],
)
def test_a_refusal_names_what_prevents_approval(found: Finding, words: str) -> None:
    assert shortfall(found) == words


def test_a_nurse_approves_what_is_met_as_requested() -> None:
    assert determine(decision(Action.APPROVE), ALL_MET, Standing(), REQUEST).action is Action.APPROVE
    assert "as requested" in faults(decision(Action.APPROVE, units=8), ALL_MET)
    assert "A2 is not met" in faults(decision(Action.APPROVE), NOT_MET)


def test_attention_asks_for_a_typed_reason() -> None:
    assert "S1 needs attention" in faults(decision(Action.APPROVE), ATTENTION)
    assert determine(
        decision(Action.APPROVE, reason="Supervision confirmed by phone."), ATTENTION, Standing(), REQUEST
    )


def test_what_a_checklist_calls_attention_to_in_a_request_asks_for_a_typed_reason() -> None:
    """PEHP, II.A.1: "a serious psychiatric diagnosis"; substance use alone is put to the physician."""
    alone = replace(REQUEST, diagnosis=Diagnosis("F10.20"))
    checklist = replace(
        POLICY.checklists["admission"], attention=(Attention("only_substance_use", "Only substance use."),)
    )
    assert stands(alone, checklist).attention == ("Only substance use.",)
    assert stands(REQUEST, checklist).attention == ()
    assert stands(alone, None).attention == ()
    nurse, stood = decision(Action.APPROVE), stands(alone, checklist)
    with pytest.raises(NotAuthorized) as error:
        determine(nurse, ALL_MET, stood, alone)
    assert error.value.faults == ("Only substance use. Give a reason, or refer.",)
    assert determine(replace(nurse, reason="The physician agrees."), ALL_MET, stood, alone)
    assert "refer" in allowed(Role.NURSE, ALL_MET, stood)


def test_a_recorded_risk_asks_for_a_reason_at_every_policy() -> None:
    """PEHP, I: "present no imminent potential for harm to themselves or others"."""
    risk = replace(REQUEST, needs_higher_level=YesNo.YES)
    (said,) = stands(risk, None).attention
    assert said.endswith("call the physician now.")


def test_a_physician_approves_against_the_criteria_only_with_a_rationale() -> None:
    assert "needs a rationale" in faults(decision(Action.APPROVE, PHYSICIAN), NOT_MET)
    assert determine(decision(Action.APPROVE, PHYSICIAN, rationale=REASONS), NOT_MET, Standing(), REQUEST)


def test_a_nurse_never_denies() -> None:
    assert "Only a physician reviewer may deny" in faults(denial(by=NURSE), NOT_MET)


def test_a_whole_denial_exists() -> None:
    made = determine(denial(), NOT_MET, Standing(DANAS), REQUEST)
    assert made.is_adverse
    assert made.by.signature == "Kim Specimen, MD, Psychiatry"


@pytest.mark.parametrize(
    ("changes", "standing", "reason"),
    [
        ({"rationale": Rationale("You came to «dates».")}, Standing(), "Fill the blanks first: «dates»"),
        ({"rationale": Rationale(" ", "x")}, Standing(), "Write the reasons for the member"),
        ({"no_conflict": False}, Standing(), "no conflict of interest"),
        (
            {},
            Standing(KIMS),
            "Kim Specimen completed review 1. An adverse determination is made by someone who took",
        ),
        ({}, Standing(DANAS | {Participation("kim", Step.BEGAN, 2)}), "Kim Specimen began review 2."),
        ({}, Standing(credentials=("PhD",)), "accepts PhD"),
        ({}, Standing(needs_peer_to_peer=True), "peer-to-peer"),
        ({"ground": Ground.MISSING_INFORMATION}, Standing(), "rest on unmet criteria"),
        ({"by": replace(PHYSICIAN, credential=Credential("MD"))}, Standing(), "license number and state"),
        ({"units": 8}, Standing(), "dates and units as requested"),
    ],
    ids=[
        "blanks",
        "no reasons",
        "conflict",
        "own first review",
        "began a later review",
        "credential",
        "peer to peer",
        "ground",
        "license",
        "units",
    ],
)
def test_a_denial_refuses_to_exist(changes: dict[str, object], standing: Standing, reason: str) -> None:
    assert reason in faults(denial(**changes), NOT_MET, standing)


def test_the_first_reviewer_may_decide_where_the_plan_allows_it() -> None:
    own = Standing(KIMS, other_than_first_reviewer=False)
    assert determine(denial(), NOT_MET, own, REQUEST)
    offered = Standing(needs_peer_to_peer=True, peer_to_peer_offered=True)
    assert determine(denial(), NOT_MET, offered, REQUEST)


def test_every_fault_is_said_at_once() -> None:
    said = faults(denial(no_conflict=False, rationale=Rationale("")), NOT_MET)
    assert len(said.splitlines()) == 2


def test_an_approval_in_part_gives_some_and_leaves_the_rest() -> None:
    part = denial(action=Action.APPROVE_IN_PART, units=8, denied_units=4)
    assert determine(part, NOT_MET, Standing(), REQUEST)
    assert "leaves the rest" in faults(replace(part, denied_units=3), NOT_MET)


def test_a_denial_for_missing_information_says_so() -> None:
    lapsed = Standing(information_lapsed=True)
    assert determine(denial(ground=Ground.MISSING_INFORMATION), UNDETERMINED, lapsed, REQUEST)
    assert "missing information" in faults(denial(ground=Ground.CRITERIA), UNDETERMINED, lapsed)


def test_a_closure_needs_its_reason_and_no_criteria() -> None:
    assert "Say why" in faults(decision(Action.WITHDRAW), OPEN)
    assert determine(
        decision(Action.CLOSE_ADMINISTRATIVELY, reason="Not eligible."), OPEN, Standing(), REQUEST
    )


@pytest.mark.parametrize("action", [Action.REFER, Action.REQUEST_INFORMATION, Action.SEND_BACK])
def test_steps_of_the_review_are_no_determinations(action: Action) -> None:
    assert "a step of the review" in faults(decision(action), NOT_MET)


@pytest.mark.parametrize("credential", ["RN", "LPN", "LCSW", "LPC", "LMFT", "CNA"])
def test_who_is_no_doctor_reviews_as_a_nurse(credential: str) -> None:
    assert role_for(credential) is Role.NURSE


@pytest.mark.parametrize("credential", ["MD", "DO", "PhD", "PsyD"])
def test_a_doctor_reviews_as_a_physician(credential: str) -> None:
    assert role_for(credential) is Role.PHYSICIAN


def test_the_next_review_is_three_working_days_before_the_last_day_and_never_past() -> None:
    request = replace(REQUEST, end=date(2026, 2, 20))
    assert next_review_of(request, date(2026, 1, 16)) == date(2026, 2, 17)
    assert next_review_of(request, date(2026, 2, 19)) == date(2026, 2, 19)

"""The people and cases of the sample vault: all invented, and named so; times are relative to ``now``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle

from ur_desktop.casework.sample_requests import (
    ALCOHOL,
    CONTINUED,
    DEPRESSION,
    NC,
    PROGRAMS,
    SAMPLES,
    Sample,
    ago,
)
from ur_desktop.domain.case import (
    Address,
    Case,
    CaseState,
    Eligibility,
    Member,
    Provider,
    Representative,
    ServiceRequest,
    YesNo,
)
from ur_desktop.domain.determination import Referral
from ur_desktop.domain.evaluation.finding import evaluate, walk_judged
from ur_desktop.domain.evaluation.judge import Result
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.policy import Criterion, FactValue, Policy
from ur_desktop.domain.review import Answer, Evidence, Mark, PlannedSession, Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.library import Library

PASSWORD = "sample vault only"  # noqa: S105, printed on the screen that offers the sample vault

NURSE = Reviewer("nora", "Nora Sample", Role.NURSE, Credential("RN", "TEST-0001", "Utah"))
COLLEAGUE = Reviewer("omar", "Omar Standin", Role.NURSE, Credential("RN", "TEST-0003", "Utah"))
PHYSICIAN = Reviewer(
    "max", "Max Specimen", Role.PHYSICIAN, Credential("MD", "TEST-0002", "Utah", "psychiatry")
)
PEOPLE = (NURSE, COLLEAGUE, PHYSICIAN)

MARKS = {"m": Mark.MET, "n": Mark.NOT_MET, "d": Mark.NOT_DOCUMENTED}
WEEK = tuple(
    PlannedSession(day, kind, minutes)
    for day, second in (("mon", "individual"), ("wed", "education"), ("fri", "family"))
    for kind, minutes in (("group", 80), ("training", 60), (second, 50), ("recreational", 30))
)
QUESTION = """\
Weekly therapy shows response, and one sign of need is present. Is a program of nine or more hours a week needed now?\
"""
NAMED = "Sleep at irregular hours; an unstable living situation"
"""What a note names where a policy's list is open."""


@dataclass(frozen=True, slots=True)
class SampleCase:
    """A sample case with its review and referral; ``progress`` is criteria answered, and all of them."""

    case: Case
    review: Review | None
    progress: tuple[int, int]
    referral: Referral | None

    @property
    def author(self) -> str:
        """Who wrote what is in it: the referral, or the answers, or else the request."""
        answers = self.review.answers.values() if self.review else ()
        return (
            self.referral.by if self.referral else next((each.by for each in answers), self.case.created_by)
        )


def sample_cases(library: Library, now: datetime) -> tuple[SampleCase, ...]:
    """The sample worklist as of ``now``, with its reviews; ``now`` is aware."""
    programs = cycle(PROGRAMS)
    made = []
    for place, sample in enumerate(SAMPLES, start=1):
        case = case_of(sample, next(programs), place, library, now)
        review = review_of(case, sample.marks, library, now) if sample.marks else None
        referral = (
            Referral(QUESTION, COLLEAGUE.user_id, now - ago(hours=5))
            if sample.to == PHYSICIAN.user_id
            else None
        )
        made.append(SampleCase(case, review, _progress(review, library), referral))
    return tuple(made)


def case_of(sample: Sample, provider: Provider, place: int, library: Library, now: datetime) -> Case:
    """The case of a sample request; ``place`` is its number in the list."""
    plan = library.plan(sample.plan)
    received = now - sample.received
    start = received.date() + timedelta(days=2)
    policy = library.policy(plan.policies[0], start)
    substance_use = sample.code == "H0015"
    request = ServiceRequest(
        service_code=policy.services[0].code,
        review=sample.review,
        urgency=sample.urgency,
        received=received,
        start=start,
        end=start + timedelta(days=25),
        units=12,
        days_per_week=3,
        hours_per_week=9.5,
        diagnosis=ALCOHOL if substance_use else DEPRESSION,
        professional_billing=YesNo.NO,
        restricted_setting=YesNo.NO,
        housing=YesNo.NO,
        needs_higher_level=YesNo.NO,
        other_authorization=YesNo.NO,
        part_2_records=YesNo.YES if substance_use else YesNo.NO,
        approved_through=start - timedelta(days=1) if sample.review is CONTINUED else None,
        eligibility=Eligibility(NURSE.name, received + timedelta(hours=1), eligible=True),
    )
    member = Member(
        f"TEST-{sample.number:05d}",
        sample.first,
        sample.last,
        sample.born,
        Address(
            (
                f"{place} Placeholder Lane",
                "Sampletown, NC 00000" if sample.plan == NC else "Anytown, UT 00000",
            )
        ),
    )
    if member.age_on(start) < 18:
        member = replace(member, representative=Representative(f"Pat {sample.last}", "parent"))
    waiting = sample.state is CaseState.WAITING
    sent = received + timedelta(days=2)
    return Case(
        id=f"sample-{sample.number:05d}",
        number=f"{now.year}-{place:06d}",
        member=member,
        plan_id=plan.id,
        policy_id=policy.id,
        request=request,
        provider=provider,
        created_at=received,
        created_by=NURSE.user_id,
        state=sample.state,
        assigned_to=sample.to,
        information_requests=(InformationRequest(("The safety plan.",), sent, sent + timedelta(days=45)),)
        if waiting
        else (),
        extended_at=sent if waiting else None,
        sample=True,
    )


def review_of(case: Case, letters: str, library: Library, now: datetime) -> Review:
    """The review of a sample case, answered by ``letters``: m met, n not met, d not documented."""
    policy = library.policy(case.policy_id, case.request.start)
    checklist = policy.checklist_for(case.request.review)
    at = max(case.request.received + timedelta(hours=2), now - timedelta(days=1))
    admitted = case.request.start - timedelta(days=28 if case.request.review is CONTINUED else 0)
    facts: dict[str, FactValue] = {
        **case.facts(),
        **dict.fromkeys(
            ("boarding", "out_of_area", "multiple_recent_admissions", "step_down", "taper"), False
        ),
        **({"admitted": admitted} if admitted <= at.date() else {}),
        **({"days_attended": 12} if case.request.review is CONTINUED else {}),
    }
    bare = Review(case.id, 1, policy.id, policy.version, policy.digest, checklist.id, at.date(), facts, WEEK)
    if case.state in (CaseState.NEW, CaseState.IN_REVIEW):
        return replace(bare, answers=_answers(policy, bare, letters, at, NURSE))
    by = COLLEAGUE if case.assigned_to == PHYSICIAN.user_id else NURSE
    answers = _answers(policy, bare, letters.ljust(80, "m"), at, by)
    done = max(answer.at for answer in answers.values()) + timedelta(minutes=1)
    return replace(bare, answers=answers, completed_at=done, completed_by=by.user_id)


def _progress(review: Review | None, library: Library) -> tuple[int, int]:
    if review is None:
        return (0, 0)
    finding = evaluate(library.edition(review.policy_id, review.version, review.digest), review)
    return finding.progress


def _answers(policy: Policy, bare: Review, letters: str, at: datetime, by: Reviewer) -> dict[str, Answer]:
    judged = [item for root in evaluate(policy, bare).roots for item in walk_judged(root)]
    owed = [
        item.node
        for item in judged
        if item.result is Result.UNDETERMINED and isinstance(item.node, Criterion)
    ]
    answers = {}
    for place, (criterion, letter) in enumerate(zip(owed, letters, strict=False)):
        evidence = (Evidence("Intake assessment", str(2 + place // 3)),) if place % 2 == 0 else ()
        moment = at + timedelta(seconds=12 * place)
        note = NAMED if criterion.named else ""
        answers[criterion.id] = Answer(MARKS[letter], by.user_id, moment, note, evidence)
    return answers

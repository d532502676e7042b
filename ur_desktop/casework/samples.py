"""Invented people and cases: a first look at the program, and examples of whole case files.

Everyone here is made up and named so. Times stand in relation to ``now``, so that clocks look alive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import cycle

from ur_desktop.domain.case import (
    Address,
    Case,
    CaseState,
    Check,
    Diagnosis,
    Eligibility,
    InformationRequest,
    Member,
    Provider,
    Representative,
    ServiceRequest,
    Urgency,
)
from ur_desktop.domain.determination import (
    Action,
    Credential,
    Determination,
    Ground,
    PeerToPeer,
    Rationale,
    Referral,
    Reviewer,
    Role,
)
from ur_desktop.domain.evaluation.finding import evaluate, walk_judged
from ur_desktop.domain.evaluation.judge import Result
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.domain.policy import Criterion, FactValue, Policy, ReviewKind
from ur_desktop.domain.review import Answer, Evidence, Mark, Review, Session
from ur_desktop.files.case import CaseFile
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
    Session(day, kind, minutes)
    for day, second in (("mon", "individual"), ("wed", "education"), ("fri", "family"))
    for kind, minutes in (("group", 80), ("training", 60), (second, 50), ("recreational", 30))
)
NC, UT = "example-nc", "example-ut"
ADMISSION, CONTINUED = ReviewKind.ADMISSION, ReviewKind.CONTINUED


@dataclass(frozen=True, slots=True)
class Sample:
    """One row of the sample worklist: who, which plan and review, when it came in, and how far it is."""

    last: str
    first: str
    number: int
    born: date
    plan: str
    review: ReviewKind
    received: timedelta
    state: CaseState = CaseState.NEW
    urgency: Urgency = Urgency.STANDARD
    to: str = ""
    marks: str = ""
    code: str = ""


def _ago(days: float = 0, hours: float = 0) -> timedelta:
    return timedelta(days=days, hours=hours)


SAMPLES = (
    Sample(
        "Testwood",
        "Avery",
        231,
        date(1988, 6, 2),
        NC,
        CONTINUED,
        _ago(16),
        CaseState.READY,
        to="nora",
        marks="m" * 40,
    ),
    Sample(
        "Mockridge",
        "Riley",
        388,
        date(1979, 11, 20),
        UT,
        ADMISSION,
        _ago(hours=73),
        CaseState.IN_REVIEW,
        Urgency.URGENT,
        "omar",
        "mm",
    ),
    Sample(
        "Inventada",
        "María José",
        402,
        date(1994, 1, 9),
        NC,
        ADMISSION,
        _ago(hours=70),
        CaseState.READY,
        Urgency.URGENT,
        "nora",
        "mdmmmmmmmmmdmmmmmmmmmmmnnmmmmmm",
    ),
    Sample(
        "Sampleton",
        "Jordan",
        417,
        date(1991, 3, 14),
        NC,
        CONTINUED,
        _ago(hours=18.4),
        CaseState.IN_REVIEW,
        Urgency.URGENT,
        "nora",
        "mdmmmmmm",
    ),
    Sample(
        "Fictman",
        "Rosa",
        419,
        date(1967, 8, 30),
        NC,
        ADMISSION,
        _ago(14),
        CaseState.WITH_PHYSICIAN,
        to="max",
        marks="m" * 9 + "d" + "m" * 7 + "n" + "m" * 10 + "nnm",
    ),
    Sample("Examplar", "Noor", 377, date(2001, 4, 4), UT, CONTINUED, _ago(14, 3)),
    Sample(
        "Demofield",
        "Peter",
        391,
        date(1985, 2, 17),
        UT,
        CONTINUED,
        _ago(13, 20),
        CaseState.IN_REVIEW,
        to="nora",
        marks="mmm",
    ),
    Sample("Trialworth", "Ines", 352, date(2010, 9, 12), NC, ADMISSION, _ago(12)),
    Sample(
        "Placeholt",
        "Sam",
        360,
        date(1999, 12, 31),
        UT,
        ADMISSION,
        _ago(11),
        CaseState.IN_REVIEW,
        to="omar",
        marks="mmmd",
    ),
    Sample(
        "Nobodyson",
        "Kai",
        365,
        date(1972, 5, 5),
        UT,
        ADMISSION,
        _ago(10),
        CaseState.READY,
        to="nora",
        marks="mmmmmm",
        code="H0015",
    ),
    Sample("Specimen-Test", "Ola", 333, date(1990, 10, 10), NC, CONTINUED, _ago(9)),
    Sample("Imaginary", "June", 345, date(2009, 3, 3), UT, ADMISSION, _ago(8), to="nora"),
    Sample("Dummond", "Theo", 318, date(1983, 7, 7), NC, CONTINUED, _ago(5), to="nora"),
    Sample(
        "Pretendo",
        "Mia",
        327,
        date(1996, 1, 28),
        NC,
        ADMISSION,
        _ago(3),
        CaseState.IN_REVIEW,
        to="omar",
        marks="mmmmmmmmm",
    ),
    Sample(
        "Maquette",
        "Lou",
        309,
        date(1958, 4, 19),
        NC,
        ADMISSION,
        _ago(12),
        CaseState.WAITING,
        to="nora",
        marks="m" * 14 + "d" + "m" * 18,
    ),
    Sample(
        "Standin",
        "Bo",
        298,
        date(1992, 2, 2),
        UT,
        CONTINUED,
        _ago(11),
        CaseState.WAITING,
        to="omar",
        marks="mmdm" + "m" * 9,
    ),
)

PROGRAMS = (
    Provider(
        "Lantern House Day Program",
        address=Address(("200 Pretend Street", "Sampletown, NC 00000")),
        phone="1-800-555-0170",
        fax="1-800-555-0171",
        practitioner="Alex Placeholder",
        credential="MD",
    ),
    Provider(
        "Harbor Example Clinic",
        address=Address(("5 Mockup Avenue", "Anytown, UT 00000")),
        phone="1-800-555-0172",
        fax="1-800-555-0173",
    ),
)
DEPRESSION = Diagnosis("F33.1", "Major depressive disorder, recurrent, moderate")
ALCOHOL = Diagnosis("F10.20", "Alcohol dependence, uncomplicated")

REASONS = """\
Your records show that the care you get near home is helping. They do not show that you need nine or more hours of \
treatment a week.

1. The care near your home is helping

The policy covers this program when two things are true. First, the treatment help you can get near home is not \
enough to make your condition stable. Second, you need nine or more hours of treatment a week for it to be safe and \
to work.

You have seen your therapist each week since September. Your score on a depression survey went from 17 to 12. A \
lower score means fewer signs of depression. You went back to work three days a week. This tells us that the care \
you have now is working.

2. We found one sign of need, and the policy asks for two

The policy lists three signs that a person needs this much care. At least two must be present. We found one of the \
two required.

Present: a crisis in your family, at work, or with someone close to you that may call for extra help. You and your \
partner separated last month.
Not present: a need for several treatments each week. They help you become stable and gain skills for the next \
step. Your care plan lists one therapy visit a week and one medicine visit a month.
Not present: big changes from day to day in how well you can cope. Notes from six visits call you “steady.”

What we could not find:

The policy asks for a written safety plan. We looked in the 41 pages we received.
"""
CLINICAL = """\
The member has had weekly psychotherapy since September (10 visits) and monthly medication visits. The Patient Health \
Questionnaire (PHQ-9) fell from 17 to 12, and the member returned to work three days a week.

In the reviewing physician's judgment, outpatient care is sufficient and effective at present, and the record does \
not establish a need for nine or more hours a week.
"""
QUESTION = """\
Weekly therapy shows response, and one sign of need is present. Is a program of nine or more hours a week needed now?\
"""


@dataclass(frozen=True, slots=True)
class SampleCase:
    """A sample case with what is on file for it, and how many of the checklist's criteria are answered."""

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
        case = _case(sample, next(programs), place, library, now)
        review = _review(case, sample.marks, library, now) if sample.marks else None
        referral = (
            Referral(QUESTION, COLLEAGUE.user_id, now - _ago(hours=5))
            if sample.to == PHYSICIAN.user_id
            else None
        )
        made.append(SampleCase(case, review, _progress(review, library), referral))
    return tuple(made)


def example(kind: LetterKind, library: Library, now: datetime) -> CaseFile:
    """A whole case file that a letter of this kind fits."""
    review = CONTINUED if kind is LetterKind.CONTINUED_APPROVAL else ADMISSION
    plan = UT if kind is LetterKind.CONTINUED_APPROVAL else NC
    sample = replace(SAMPLES[3], plan=plan, review=review, urgency=Urgency.STANDARD, received=_ago(8))
    case = _case(sample, PROGRAMS[0], 183, library, now)
    unmet = (
        {"A4", "A8a", "A8b"}
        if kind in (LetterKind.DENIAL, LetterKind.REFERRAL, LetterKind.REVIEW_SUMMARY)
        else set()
    )
    lost = set() if kind in (LetterKind.APPROVAL, LetterKind.CONTINUED_APPROVAL) else {"P11"}
    made = _review(case, "m" * 80, library, now)
    changed = {**dict.fromkeys(unmet, Mark.NOT_MET), **dict.fromkeys(lost, Mark.NOT_DOCUMENTED)}
    answers = {
        key: replace(answer, mark=changed.get(key, answer.mark)) for key, answer in made.answers.items()
    }
    done = max(answer.at for answer in answers.values()) + timedelta(minutes=1)
    made = replace(made, answers=answers, completed_at=done, completed_by=NURSE.user_id)
    case_file = CaseFile(case, made, PEOPLE, now)
    request = case.request
    decided = Determination(
        Action.APPROVE, NURSE, now, request.start, request.end, request.units, Rationale("")
    )
    if kind in (LetterKind.APPROVAL, LetterKind.CONTINUED_APPROVAL):
        approved = replace(
            decided, authorization_number="A-2026-004418", next_review=request.end - timedelta(days=4)
        )
        return replace(case_file, determination=approved)
    if kind is LetterKind.INFORMATION_REQUEST:
        asked = tuple(
            c.judged.node.ask
            for c in evaluate(library.policy(made.policy_id, made.version), made).undetermined
        )
        waiting = InformationRequest(asked, now, now + timedelta(days=45))
        return replace(case_file, case=replace(case, information_requests=(waiting,), extended_at=now))
    referred = replace(case_file, referral=Referral(QUESTION, NURSE.user_id, now - _ago(1)))
    if kind is not LetterKind.DENIAL:
        return referred
    denied = replace(
        decided,
        action=Action.DENY,
        by=PHYSICIAN,
        rationale=Rationale(REASONS, CLINICAL),
        ground=Ground.CRITERIA,
        no_conflict=True,
        alternative="outpatient",
    )
    offered = PeerToPeer(now - _ago(1), NURSE.user_id, now.date() + timedelta(days=10))
    return replace(referred, determination=denied, peer_to_peer=offered)


def _case(sample: Sample, provider: Provider, place: int, library: Library, now: datetime) -> Case:
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
        professional_billing=Check.NO,
        restricted_setting=Check.NO,
        housing=Check.NO,
        needs_higher_level=Check.NO,
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


def _review(case: Case, letters: str, library: Library, now: datetime) -> Review:
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
    finding = evaluate(library.version(review.policy_id, review.version), review)
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
        answers[criterion.id] = Answer(MARKS[letter], by.user_id, moment, evidence=evidence)
    return answers

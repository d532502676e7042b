"""Invented cases from request to determination, on the shipped policies and the invented plans.

`python -m tests.letters.letter_cases` writes the letters in tests/letters/golden again, after a wording was changed
on purpose.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ur_desktop.domain.case import Address, Case, Diagnosis, Member, Provider, ServiceRequest, Urgency, YesNo
from ur_desktop.domain.determination import Action, Determination, Ground, PeerToPeer, Rationale, Referral
from ur_desktop.domain.early_end import EarlyEnd, EndReason
from ur_desktop.domain.evaluation.finding import evaluate
from ur_desktop.domain.information_request import InformationRequest, withdrawn
from ur_desktop.domain.letter.facts import Copy, LetterFacts, LetterKind, letter_facts
from ur_desktop.domain.participation import participation_in
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.review import Answer, Evidence, Mark, Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.forms.load import load_policy
from ur_desktop.letters import render as letters

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "report_templates"
NOW = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
REVIEWED = NOW - timedelta(days=1)
RECORD_CODE = "7F3A-91C2-0D5E"

NURSE = Reviewer("u1", "Kim Draft", Role.NURSE, Credential("RN", "TEST-0001", "Utah", ""))
PHYSICIAN = Reviewer(
    "u2", "Taylor Specimen", Role.PHYSICIAN, Credential("MD", "TEST-0002", "Utah", "psychiatry")
)

MEMBER = Member(
    "TEST-00417",
    "Jordan",
    "Sampleton",
    date(1991, 5, 4),
    Address(("14 Made-Up Lane, Apt 3B", "Anytown, UT 00000")),
)
PROVIDER = Provider(
    "Lantern House Day Program",
    npi="0000000000",
    address=Address(("200 Pretend Street", "Anytown, UT 00000")),
    phone="1-800-555-0170",
    practitioner="Alex Placeholder",
    credential="MD",
)

REASONS = {
    "bcbsnc-psychiatric-iop": """\
Your records show that the care you get near home is helping. They do not show that you need nine or \
more hours \
of treatment a week.

1. The care near your home is helping

The policy covers this program when two things are true. First, the treatment help you can get near home \
is not enough \
to make your condition stable. Second, you need nine or more hours of treatment a week for it to be safe \
and to work.

You have seen your therapist each week since September 8. Your score on a depression survey went from 17 \
on September 9 \
to 12 on November 10. A lower score means fewer signs of depression. On October 19 you went back to work \
three days a \
week. This tells us that the care you have now is working, and that you do not need nine hours a week at \
this time.

2. We found one sign of need, and the policy asks for two

The policy lists three signs that a person needs this much care. At least two must be present. We found \
one of the two \
required.

Present: a crisis in your family, at work, or with someone close to you that may call for extra help. \
You and your \
partner separated in October.
Not present: a need for several treatments each week. They help you become stable and gain skills for \
the next step. \
Your care plan of November 10 lists one therapy visit a week and one medicine visit a month.
Not present: big changes from day to day in how well you can cope. Notes from six visits in October and \
November call \
you “steady.”

What we could not find:

The policy asks for a written safety plan. We looked in the 41 pages we received.
""",
    "pehp-iop": """\
Your records show that your symptoms now are mild. They do not show a clear risk that you would get \
worse without this \
program.

1. Your symptoms are mild now

The policy asks for moderate symptoms of a serious mental health diagnosis. Your score on a depression \
survey was 7 on \
November 10. A score from 5 to 9 means mild symptoms. This tells us that your symptoms are not moderate now.

2. We did not see a clear risk of getting worse

The policy asks for a clear risk that you would get worse without this program. You came to every \
therapy visit since \
September. You went back to work on October 19. This tells us that weekly care is holding.

What we could not find:

We looked in the 41 pages we received.
""",
}
CLINICAL = (
    "The member has had weekly psychotherapy since September 8 (10 visits) and monthly medication visits. "
    "The Patient Health Questionnaire (PHQ-9) fell, and the member returned to work three days a week on "
    "October 19.\n\n"
    "In the reviewing physician's judgment, outpatient care is sufficient and effective at present."
)
WAITED = (
    "The records received run to 41 pages and do not settle every criterion. What is missing was asked for by "
    "letter and did not arrive, so its place in the decision could not be weighed."
)

UNMET = {"bcbsnc-psychiatric-iop": ("A4", "A8a", "A8b"), "pehp-iop": ("A1", "A3")}
LOST = {"bcbsnc-psychiatric-iop": ("P11",), "pehp-iop": ("A6",)}


def invented(
    plan_id: str = "example-nc",
    *,
    review: ReviewKind = ReviewKind.ADMISSION,
    unmet: tuple[str, ...] = (),
    lost: tuple[str, ...] = (),
    facts: dict[str, Any] | None = None,
    **changed: Any,
) -> dict[str, Any]:
    """The keyword arguments of letter_facts for a case of a plan; everything not named unmet or lost is met.

    ``changed`` replaces fields of the service request.
    """
    plan = letters.plans(TEMPLATES)[plan_id]
    line = letters.line_of_business(plan.line_of_business, TEMPLATES)
    policy = load_policy(ROOT / "forms", plan.policies[0], date(2026, 11, 30))
    request = ServiceRequest(
        service_code=policy.services[0].code,
        review=review,
        urgency=Urgency.STANDARD,
        received=datetime(2026, 11, 16, 16, 10, tzinfo=UTC),
        start=date(2026, 11, 30),
        end=date(2026, 12, 24),
        units=12,
        days_per_week=3,
        hours_per_week=9.5,
        diagnosis=Diagnosis("F33.1", "Major depressive disorder, recurrent, moderate"),
        part_2_records=YesNo.YES if plan_id == "example-ut" else YesNo.NO,
    )
    case = Case(
        "c1",
        "2026-000482",
        MEMBER,
        plan.id,
        policy.id,
        replace(request, **changed),
        PROVIDER,
        REVIEWED,
        "u1",
    )
    checklist = policy.checklist_for(review)
    known = {
        "age": 35,
        "admitted": date(2026, 11, 16),
        "boarding": False,
        "out_of_area": False,
        "multiple_recent_admissions": False,
        **(facts or {}),
    }
    marks = dict.fromkeys(sorted(policy.answerable[checklist.id]), Mark.MET)
    marks |= dict.fromkeys(unmet, Mark.NOT_MET) | dict.fromkeys(lost, Mark.NOT_DOCUMENTED)
    evidence = (Evidence("Records", "24"),)
    answers = {
        key: Answer(mark, "u1", REVIEWED, "A note for the file.", evidence) for key, mark in marks.items()
    }
    given = Review(
        case.id,
        1,
        policy.id,
        policy.version,
        policy.digest,
        checklist.id,
        date(2026, 11, 23),
        {"requested_start": case.request.start, **known},
        answers=answers,
        completed_at=REVIEWED,
        completed_by="u1",
    )
    return {
        "case": case,
        "plan": plan,
        "line": line,
        "policy": policy,
        "review": given,
        "finding": evaluate(policy, given),
        "determination": None,
        "referral": None,
        "information_request": None,
        "peer_to_peer": None,
        "clock_words": "Decide by December 1, 2026 (15 calendar days)",
        "record_code": RECORD_CODE,
        "reviewers": {"u1": NURSE, "u2": PHYSICIAN},
        "now": NOW,
    }


def denied(plan_id: str = "example-nc", **how: Any) -> dict[str, Any]:
    """A case denied by the physician on its criteria."""
    policy_id = letters.plans(TEMPLATES)[plan_id].policies[0]
    given = invented(plan_id, **{"unmet": UNMET[policy_id], "lost": LOST[policy_id], **how})
    return given | {
        "determination": _signed(given, Action.DENY, Ground.CRITERIA, REASONS[policy_id]),
        "peer_to_peer": PeerToPeer(REVIEWED, "u1", date(2026, 12, 8), "Not taken up"),
        "referral": Referral(
            "Is a level of care of nine or more hours a week needed now?", "u1", REVIEWED, "Recent."
        ),
    }


def denied_for_missing_information(plan_id: str = "example-nc") -> dict[str, Any]:
    """A case denied because what was asked for never came."""
    policy_id = letters.plans(TEMPLATES)[plan_id].policies[0]
    received = datetime(2026, 10, 1, 16, 10, tzinfo=UTC)
    given = invented(plan_id, lost=LOST[policy_id], received=received)
    text = (
        "We asked for papers that did not reach us.\n\n1. We could not check every part of the policy\n\n"
        "We asked Lantern House for one more paper. It did not come."
    )
    lapsed = request_for(given, lapsed=True)
    case = replace(given["case"], information_requests=(lapsed,), extended_at=lapsed.sent_at)
    return given | {
        "case": case,
        "determination": _signed(given, Action.DENY, Ground.MISSING_INFORMATION, text, WAITED),
    }


def approved(plan_id: str = "example-nc", **how: Any) -> dict[str, Any]:
    """A case approved by the nurse."""
    given = invented(plan_id, **how)
    signed = _signed(given, Action.APPROVE, None, "")
    number = replace(signed, by=NURSE, authorization_number="A-2026-004418", next_review=date(2026, 12, 21))
    return given | {"determination": number}


def asked_for_information(plan_id: str = "example-nc") -> dict[str, Any]:
    """A case that waits for what could not be found."""
    policy_id = letters.plans(TEMPLATES)[plan_id].policies[0]
    given = invented(plan_id, lost=(*LOST[policy_id], *UNMET[policy_id][:1]))
    request = request_for(given)
    case = replace(given["case"], information_requests=(request,), extended_at=request.sent_at)
    return given | {"case": case, "information_request": request}


def withdrawn_request(plan_id: str = "example-nc") -> dict[str, Any]:
    """A case whose information request of the day before is withdrawn now."""
    given = asked_for_information(plan_id)
    asked = replace(given["information_request"], sent_at=NOW - timedelta(days=1))
    case = replace(given["case"], information_requests=(asked,), extended_at=asked.sent_at)
    return given | {"case": replace(case, information_requests=withdrawn((asked,), NOW))}


ENDS = {
    "example-nc": EarlyEnd(
        EndReason.NOT_ELIGIBLE,
        date(2026, 11, 1),
        source="the eligibility file of November 20",
        provision="Summary Plan Description 2026, section 2.1, “When coverage begins and ends”",
    ),
    "example-ut": EarlyEnd(
        EndReason.BENEFIT_EXHAUSTED,
        date(2026, 11, 14),
        source="claims through November 14",
        provision="Member Handbook 2026, section 6.5, “Limits of a benefit year”",
    ),
}
WHY = "We paid for 40 days of this care this year. The plan covers 40 days in a year."


def refused_coverage(plan_id: str = "example-nc", end: EarlyEnd | None = None) -> dict[str, Any]:
    """A case that ended before its review because the plan does not cover it; records asked for are not needed."""
    given = asked_for_information(plan_id)
    asked = replace(given["information_request"], sent_at=NOW - timedelta(days=1))
    case = replace(given["case"], information_requests=withdrawn((asked,), NOW))
    signed = _signed(given, Action.CLOSE_ADMINISTRATIVELY, None, WHY, "")
    ended = replace(signed, by=NURSE, early_end=end or ENDS[plan_id], no_conflict=False)
    return given | {"case": case, "determination": ended, "information_request": None}


def withdrawn_case(plan_id: str = "example-nc") -> dict[str, Any]:
    """A case that ended because the practitioner withdrew the request."""
    end = EarlyEnd(EndReason.WITHDRAWN, date(2026, 11, 23), "Alex Placeholder, MD", "phone")
    given = refused_coverage(plan_id, end)
    ended = replace(given["determination"], action=Action.WITHDRAW, rationale=Rationale(""))
    return given | {"determination": ended}


def request_for(given: dict[str, Any], *, lapsed: bool = False) -> InformationRequest:
    """A request for everything that could not be found."""
    items = tuple(citation.judged.node.ask for citation in given["finding"].undetermined)
    sent = NOW - timedelta(days=50) if lapsed else NOW
    return InformationRequest(items, sent, sent + timedelta(days=45))


def facts(kind: LetterKind, copy: Copy, given: dict[str, Any], **more: Any) -> LetterFacts:
    """The facts of one letter of a case."""
    return letter_facts(kind, copy, **{"participation": participation_in(given["review"]), **given}, **more)


def html(kind: LetterKind, copy: Copy, given: dict[str, Any], **more: Any) -> str:
    """A letter of a case as HTML, made by the shipped templates."""
    return letters.render(facts(kind, copy, given, **more), templates=TEMPLATES)


GOLDEN = ROOT / "tests" / "letters" / "golden"
PLANS = {"ut": "example-ut", "nc": "example-nc"}


def golden() -> dict[str, str]:
    """Every letter in tests/letters/golden by its file's name: each kind and copy for each line of business."""
    made = {}
    for short, plan in PLANS.items():
        courses = {
            LetterKind.APPROVAL: approved(plan),
            LetterKind.CONTINUED_APPROVAL: approved(plan, review=ReviewKind.CONTINUED),
            LetterKind.DENIAL: denied(plan),
            LetterKind.INFORMATION_REQUEST: asked_for_information(plan),
            LetterKind.WITHDRAWN_REQUEST: withdrawn_request(plan),
            LetterKind.ADMINISTRATIVE_DENIAL: refused_coverage(plan),
            LetterKind.WITHDRAWAL: withdrawn_case(plan),
        }
        for kind, given in courses.items():
            for copy in (Copy.MEMBER, Copy.PROVIDER):
                made[f"{kind}-{copy}-{short}.html"] = html(kind, copy, given)
        missing = denied_for_missing_information(plan)
        made[f"denial-missing-member-{short}.html"] = html(LetterKind.DENIAL, Copy.MEMBER, missing)
        made[f"denial-missing-provider-{short}.html"] = html(LetterKind.DENIAL, Copy.PROVIDER, missing)
        made[f"referral-{short}.html"] = html(LetterKind.REFERRAL, Copy.INTERNAL, denied(plan))
        summary = (LetterKind.REVIEW_SUMMARY, Copy.INTERNAL, denied(plan))
        made[f"review_summary-{short}.html"] = html(*summary)
        made[f"review_summary-unmet-only-{short}.html"] = html(*summary, unmet_only=True)
    return made


def _signed(
    given: dict[str, Any], action: Action, ground: Ground | None, text: str, clinical: str = CLINICAL
) -> Determination:
    request = given["case"].request
    return Determination(
        action,
        PHYSICIAN,
        NOW,
        request.start,
        request.end,
        request.units,
        Rationale(text, clinical if text else ""),
        ground=ground,
        no_conflict=True,
        alternative="outpatient" if action is Action.DENY else "",
    )


if __name__ == "__main__":
    for name, text in golden().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")

"""An invented case file that fits a letter of a kind, with the reasons of its denial."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from ur_desktop.casework.sample_requests import ADMISSION, CONTINUED, NC, PROGRAMS, SAMPLES, UT, ago
from ur_desktop.casework.samples import NURSE, PEOPLE, PHYSICIAN, QUESTION, case_of, review_of
from ur_desktop.domain.case import Urgency
from ur_desktop.domain.determination import Action, Determination, Ground, PeerToPeer, Rationale, Referral
from ur_desktop.domain.early_end import EarlyEnd, EndReason
from ur_desktop.domain.early_end_rules import action_for
from ur_desktop.domain.evaluation.finding import evaluate
from ur_desktop.domain.information_request import InformationRequest, withdrawn
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.domain.review import Mark
from ur_desktop.files.case import CaseFile
from ur_desktop.library import Library

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


COVERAGE = "Your coverage ended because no premium came for this month. The plan covers care only while coverage lasts."
_ENDS = {
    LetterKind.ADMINISTRATIVE_DENIAL: EarlyEnd(
        EndReason.NOT_ELIGIBLE,
        source="the eligibility file of the plan",
        provision="Summary Plan Description 2026, section 2.1, “When coverage begins and ends”",
    ),
    LetterKind.WITHDRAWAL: EarlyEnd(EndReason.WITHDRAWN, told_by="Alex Placeholder, MD", source="phone"),
}


def example(kind: LetterKind, library: Library, now: datetime) -> CaseFile:
    """A whole case file that a letter of this kind fits."""
    review = CONTINUED if kind is LetterKind.CONTINUED_APPROVAL else ADMISSION
    plan = UT if kind is LetterKind.CONTINUED_APPROVAL else NC
    sample = replace(SAMPLES[3], plan=plan, review=review, urgency=Urgency.STANDARD, received=ago(8))
    case = case_of(sample, PROGRAMS[0], 183, library, now)
    unmet = (
        {"A4", "A8a", "A8b"}
        if kind in (LetterKind.DENIAL, LetterKind.REFERRAL, LetterKind.REVIEW_SUMMARY)
        else set()
    )
    lost = set() if kind in (LetterKind.APPROVAL, LetterKind.CONTINUED_APPROVAL) else {"P11"}
    made = review_of(case, "m" * 80, library, now)
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
    if kind in _ENDS:
        begun = replace(made, answers={}, completed_at=None, completed_by="")
        ended = replace(
            decided,
            action=action_for(_ENDS[kind].reason),
            rationale=Rationale(COVERAGE if _ENDS[kind].refuses else ""),
            early_end=replace(_ENDS[kind], on=now.date() - timedelta(days=1)),
        )
        return replace(case_file, review=begun, determination=ended)
    if kind is LetterKind.INFORMATION_REQUEST:
        asked = tuple(
            c.judged.node.ask
            for c in evaluate(library.policy(made.policy_id, made.version), made).undetermined
        )
        waiting = InformationRequest(asked, now, now + timedelta(days=45))
        return replace(case_file, case=replace(case, information_requests=(waiting,), extended_at=now))
    if kind is LetterKind.WITHDRAWN_REQUEST:
        sent = now - timedelta(days=1)
        waiting = InformationRequest(
            ("The safety plan, because the policy asks for one.",), sent, sent + timedelta(days=45)
        )
        waits = replace(case, information_requests=(waiting,), extended_at=sent)
        return replace(
            case_file, case=replace(waits, information_requests=withdrawn(waits.information_requests, now))
        )
    referred = replace(case_file, referral=Referral(QUESTION, NURSE.user_id, now - ago(1)))
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
    offered = PeerToPeer(now - ago(1), NURSE.user_id, now.date() + timedelta(days=10))
    return replace(referred, determination=denied, peer_to_peer=offered)

"""Begin a review of a case: the first one, one more when records came, one on a corrected request."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ur_desktop.domain.case import Case
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.review import Mark, Review


def first_review(case: Case, policy: Policy, on: date) -> Review:
    """The case's first review, on the facts that the case itself knows."""
    return Review(
        case_id=case.id,
        sequence=1,
        policy_id=policy.id,
        version=policy.version,
        digest=policy.digest,
        checklist_id=policy.checklist_for(case.request.review).id,
        on=on,
        facts=case.facts(),
    )


def next_review(before: Review, on: date) -> Review:
    """One more review; it keeps the answers except those not documented, which are asked again."""
    found = {key: answer for key, answer in before.answers.items() if answer.mark is not Mark.NOT_DOCUMENTED}
    return replace(
        before,
        sequence=before.sequence + 1,
        on=on,
        answers=found,
        completed_at=None,
        completed_by="",
        judged="",
    )


def corrected_review(before: Review, case: Case, policy: Policy, on: date) -> Review:
    """A review of the request as it is now; what was answered stays where the checklist is the same."""
    fresh = first_review(case, policy, on)
    same = (before.policy_id, before.version, before.checklist_id) == (
        fresh.policy_id,
        fresh.version,
        fresh.checklist_id,
    )
    return replace(
        fresh,
        sequence=before.sequence + 1,
        facts={**before.facts, **case.facts()},
        schedule=before.schedule,
        attendance=before.attendance,
        answers=before.answers if same else {},
    )

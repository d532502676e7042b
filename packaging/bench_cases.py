"""What is measured on: invented cases as the samples have them, one whole review, and a vault of very many."""

import sys
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from ur_desktop import paths, samples
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.library import Library
from ur_desktop.storage import vault

NOW = datetime(2026, 1, 16, 16, 5, tzinfo=UTC)
MARKS = (Mark.MET, Mark.NOT_MET, Mark.NOT_DOCUMENTED)
MANY = 100_000


@cache
def library() -> Library:
    """The shipped forms and templates."""
    return Library(paths.forms_dir(), paths.templates_dir())


def continued_stay() -> tuple[Case, Review]:
    """The samples' new BCBSNC continued stay and its review, nothing answered yet."""
    known = samples.sample_cases(library(), NOW)
    ready = next(sample for sample in known if sample.review and sample.case.plan_id == samples.NC
                 and sample.review.checklist_id == samples.CONTINUED.value)  # fmt: skip
    assert ready.review is not None  # noqa: S101, it was chosen for it
    bare = replace(ready.review, sequence=1, answers={}, completed_at=None, completed_by="")
    return replace(ready.case, state=CaseState.IN_REVIEW, assigned_to=samples.NURSE.user_id), bare


def whole_review(policy: Policy, checklist_id: str) -> Review:
    """A review of a checklist with every criterion of its sitting answered, in turn each way."""
    case, bare = continued_stay()
    review = replace(
        bare,
        case_id=case.id,
        policy_id=policy.id,
        version=policy.version,
        digest=policy.digest,
        checklist_id=checklist_id,
    )
    answerable = sorted(policy.answerable[checklist_id])
    answers = {
        key: Answer(MARKS[place % 3], samples.NURSE.user_id, NOW) for place, key in enumerate(answerable)
    }
    return replace(review, answers=answers)


def fill(folder: Path, count: int) -> None:
    """Make a vault of invented cases, due one a minute from a week ago on, in one transaction."""


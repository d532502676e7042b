"""What is measured on: invented cases as the samples have them, one review, and a vault of very many."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from ur_desktop import paths
from ur_desktop.casework import sample_requests, samples
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.policy import Policy, ReviewKind
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.library import Library
from ur_desktop.storage import database, vault
from ur_desktop.storage.records.worklist import Worklist

NOW = datetime(2026, 1, 16, 16, 5, tzinfo=UTC)
MARKS = (Mark.MET, Mark.NOT_MET, Mark.NOT_DOCUMENTED)
MANY = 100_000


@cache
def library() -> Library:
    """The shipped forms and templates."""
    return Library(paths.forms_dir(), paths.templates_dir())


def continued_stay() -> tuple[Case, Review]:
    """A BCBSNC continued stay from the samples and its review, nothing answered yet."""
    case, review = next(
        (sample.case, sample.review)
        for sample in samples.sample_cases(library(), NOW)
        if sample.review
        and sample.case.plan_id == sample_requests.NC
        and sample.case.request.review is ReviewKind.CONTINUED
    )
    bare = replace(review, sequence=1, answers={}, completed_at=None, completed_by="")
    return replace(case, state=CaseState.IN_REVIEW, assigned_to=samples.NURSE.user_id), bare


def whole_review(policy: Policy, checklist_id: str) -> Review:
    """A review of a checklist with every criterion of it and its companions answered, in turn each way."""
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


@contextmanager
def alone(made: vault.Vault) -> Iterator[None]:
    """No transaction inside the transaction: full-text search would write its index out after each."""
    made._db.write = nullcontext  # type: ignore[assignment, method-assign]  # noqa: SLF001
    yield
    del made._db.write  # noqa: SLF001


def fill(folder: Path, count: int) -> None:
    """Make a vault of invented cases, one received every five minutes, a tenth closed, in one transaction."""
    known = [sample.case for sample in samples.sample_cases(library(), NOW)]
    states = [*(case.state for case in known), CaseState.CLOSED, CaseState.CLOSED]
    made, _recovery_key = vault.create(folder, samples.NURSE, samples.PASSWORD, NOW)
    with made, made.transaction(), alone(made):
        for place in range(count):
            case = known[place * 7 % len(known)]
            received = NOW - timedelta(minutes=5 * (count - place))
            member = replace(
                case.member,
                id=f"TEST-{place:06}",
                first_name=known[place * 5 % len(known)].member.first_name,
                last_name=f"{case.member.last_name}{place * 31 % 4999}",
            )
            changed = replace(
                case,
                id=f"bench-{place}",
                number=f"{received.year}-{place:06}",
                member=member,
                request=replace(case.request, received=received),
                state=states[place * 11 % len(states)],
            )
            due = received + timedelta(days=15) if place % 40 else None
            made.cases.add(replace(changed, state=CaseState.NEW, assigned_to=""), due)
            Worklist(made._db).put(changed, due)  # noqa: SLF001, because no person can bring so many so far


def without_memory_locks() -> None:
    """Stop locking every piece of memory, which takes half the time: nobody is in these cases."""
    kept = tuple(setting for setting in database.SETTINGS if "memory_security" not in setting)
    database.SETTINGS = kept  # type: ignore[assignment]


if __name__ == "__main__":
    without_memory_locks()
    fill(Path(sys.argv[1]), int(sys.argv[2]))

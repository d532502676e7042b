"""The case that is open, as the vault holds it: read whole, and read again after every act."""

from __future__ import annotations

from dataclasses import dataclass, field

from ur_desktop.casework.acts import act
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.authorization import Check, authorization_checks
from ur_desktop.domain.case import Case
from ur_desktop.domain.change import AnswerChange, Change, given_answers
from ur_desktop.domain.determination import Determination, Void
from ur_desktop.domain.journal import Event, EventKind
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.sending import Sending
from ur_desktop.domain.worklist import WorklistRow
from ur_desktop.files.case import CaseFile


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case as the vault holds it.

    ``policy`` is the one its review began with; before that, the one in effect on its first date of service.
    ``reviewed`` is the whole case file from its first review on; that of a case that ended before it has a review
    without answers. ``is_reviewed`` says whether a review of it was begun.
    """

    case: Case
    policy: Policy
    reviewed: CaseFile | None
    is_reviewed: bool

    @property
    def has_new_records(self) -> bool:
        """Whether requested records came after its last review was completed."""
        done = self.reviewed.review.completed_at if self.reviewed else None
        return done is not None and self.case.has_records_since(done)

    @property
    def file(self) -> CaseFile:
        """The case with its review; asked for only where there is one."""
        assert self.reviewed is not None  # noqa: S101, see the docstring
        return self.reviewed


@dataclass(frozen=True, slots=True)
class History:
    """Everything that happened to a case: its answers and facts one change at a time, and its log entries.

    ``voids`` are its determinations that were voided, each with why.
    """

    answers: tuple[AnswerChange, ...]
    changes: tuple[Change, ...]
    events: tuple[Event, ...]
    voids: tuple[Void, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed determination, how it was voided if it was, and what was sent or told of it."""

    determination: Determination = field(repr=False)
    void: Void | None
    sendings: tuple[Sending, ...]


@act(Permission.SEE_CASES)
def read(session: Session, case_id: str) -> OpenCase:
    """Read a case from the vault; KeyError when it is not there."""
    case = session.vault.cases.get(case_id)
    file = session.file(case)
    library = session.library
    policy = file.policy(library) if file else library.policy(case.policy_id, case.request.start)
    return OpenCase(case, policy, file, bool(session.vault.cases.reviews(case.id)))


@act(Permission.SEE_CASES)
def view(session: Session, case_id: str) -> OpenCase:
    """Open a case to look at it; the log names who did."""
    opened = read(session, case_id)
    session.record(EventKind.VIEW, case_id)
    return opened


@act(Permission.SEE_CASES)
def header(session: Session, case_id: str) -> WorklistRow:
    """The case's row in the worklist, which its header shows."""
    return session.vault.cases.row(case_id)


@act(Permission.SEE_CASES)
def checks(session: Session, opened: OpenCase) -> tuple[Check, ...]:
    """What is checked of the request when it is read, against the member's other cases too."""
    case = opened.case
    others = (
        each for each in session.vault.cases.earlier(case.plan_id, case.member.id) if each.id != case.id
    )
    plan = session.library.plan(case.plan_id)
    return authorization_checks(case, opened.policy, plan, session.now(), tuple(others))


@act(Permission.SEE_CASES)
def history(session: Session, case_id: str) -> History:
    """Everything that happened to a case."""
    vault = session.vault
    return History(
        given_answers(vault.cases.answer_history(case_id)),
        vault.cases.changes(case_id),
        vault.journal.entries(case_id),
        vault.cases.voids(case_id),
    )


@act(Permission.SEE_CASES)
def signed(session: Session, case_id: str) -> tuple[Signed, ...]:
    """Every determination ever signed on a case, the newest first."""
    cases, sendings = session.vault.cases, session.vault.sendings.of(case_id)
    made, voids = cases.determinations(case_id), cases.voids(case_id)
    ends = (*(each.at for each in made[1:]), None)
    return tuple(
        Signed(
            one,
            voids[place] if place < len(voids) else None,
            tuple(each for each in sendings if one.at <= each.at and (end is None or each.at < end)),
        )
        for place, (one, end) in enumerate(zip(made, ends, strict=False))
    )[::-1]

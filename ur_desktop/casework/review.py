"""The acts of a review: begin, answer, undo, change facts, complete, and review again with new records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from ur_desktop.casework import drafts, open_case
from ur_desktop.casework.acts import act
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.answers import Answers
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.change import Change, what_changed
from ur_desktop.domain.clean_text import clean, clean_fields
from ur_desktop.domain.completion import what_is_left
from ur_desktop.domain.errors import InvalidAnswer, NotAuthorized, StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.judged_request import judged_changes, judged_code
from ur_desktop.domain.new_review import first_review, next_review
from ur_desktop.domain.policy import Criterion
from ur_desktop.domain.review import Evidence, Mark, Review
from ur_desktop.domain.review_state import ReviewState, names_missing

DRAFTS = "review"
"""The screen's name among the drafts of a case."""

FACTS = "the facts"
"""Stands for facts, schedule and attendance among the criteria that are not saved."""


@dataclass(frozen=True, slots=True)
class OpenReview:
    """A review while it is answered, and what of it the vault does not hold yet.

    ``saved`` is the review as the vault holds it. ``unsaved`` says by criterion id, or FACTS, why an answer was
    not saved, in the order they failed. ``logged`` are the facts whose change is in the log since it was opened.
    """

    answers: Answers
    saved: Review
    unsaved: Mapping[str, str] = field(default_factory=dict)
    logged: frozenset[str] = frozenset()

    @property
    def state(self) -> ReviewState:
        """The review as answered so far, with everything that follows from it."""
        return self.answers.state

    @property
    def review(self) -> Review:
        """The review as answered so far."""
        return self.answers.review


def reason_field(mark: Mark, criterion_id: str) -> str:
    """The draft field of a half-typed reason for an answer against a proposal."""
    return f"reason.{mark.value}:{criterion_id}"


def note_field(criterion_id: str) -> str:
    """The draft field of a half-typed note."""
    return f"note:{criterion_id}"


def evidence_fields(criterion_id: str) -> tuple[str, ...]:
    """The draft fields of a half-typed piece of evidence."""
    return tuple(f"evidence.{name}:{criterion_id}" for name in ("document", "page", "quote"))


def answered_fields(criterion_id: str) -> tuple[str, ...]:
    """The draft fields that a mark settles."""
    return (note_field(criterion_id), *(reason_field(mark, criterion_id) for mark in Mark))


# Begin and complete


@act(Permission.ANSWER)
def begin(session: Session, case_id: str) -> OpenCase:
    """Begin the case's first review, under the policy in effect on its first date of service."""
    with session.vault.transaction():
        opened = open_case.read(session, case_id)
        if opened.is_reviewed:
            raise NotAuthorized(f"Case {opened.case.number} already has a review.", "Open its review.")
        _put(session, opened.case, first_review(opened.case, opened.policy, session.now().date()))
        return open_case.read(session, case_id)


@act(Permission.ANSWER)
def begin_again(session: Session, case_id: str) -> OpenCase:
    """Begin one more review of the case; what was not documented is asked again."""
    with session.vault.transaction():
        opened = _completed(session, case_id)
        _put(session, opened.case, next_review(opened.file.review, session.now().date()))
        return open_case.read(session, case_id)


@act(Permission.ANSWER)
def complete(session: Session, review: OpenReview) -> OpenCase:
    """Complete a review in which everything is answered and saved; NotAuthorized when it is not."""
    unsaved = (*review.unsaved, *_lacking(session, review.review))
    if why := f"{', '.join(unsaved)} not saved" if unsaved else what_is_left(review.state):
        raise NotAuthorized(
            f"This review can’t be completed: {why}.", "Answer and save every criterion first."
        )
    case = session.vault.cases.get(review.review.case_id)
    done = replace(
        review.review,
        completed_at=session.now(),
        completed_by=session.me.user_id,
        judged=judged_code(case),
    )
    with session.vault.transaction():
        session.vault.cases.complete_review(done, review.state.policy)
        session.save(replace(case, state=CaseState.READY))
        return open_case.read(session, done.case_id)


def _lacking(session: Session, review: Review) -> tuple[str, ...]:
    """The criteria whose marks the vault does not hold as they are in a review."""
    saved = session.vault.cases.reviews(review.case_id)[-1]
    return tuple(key for key in review.answers if saved.mark(key) is not review.mark(key))


def _completed(session: Session, case_id: str) -> OpenCase:
    """A case whose review is complete and that has no determination; else NotAuthorized."""
    opened = open_case.read(session, case_id)
    if opened.reviewed is None or opened.file.review.completed_at is None:
        raise NotAuthorized(f"The review of case {opened.case.number} is not complete.", "Complete it first.")
    if opened.file.determination is not None:
        raise NotAuthorized(
            f"A determination on case {opened.case.number} is signed already.", "Open its letters."
        )
    return opened


def _put(session: Session, case: Case, review: Review) -> None:
    """Save a new review; the case goes to the signed-in reviewer unless it is assigned."""
    session.begin(replace(case, assigned_to=case.assigned_to or session.me.user_id), review)


# Answer


@act(Permission.ANSWER)
def open_review(session: Session, opened: OpenCase) -> OpenReview:
    """Open the latest review of a case to answer it; InvalidAnswer when it does not fit its policy.

    NotAuthorized when it is complete, or there is none yet.
    """
    if opened.reviewed is None or opened.file.review.completed_at is not None:
        raise NotAuthorized(f"No review of case {opened.case.number} is in progress.", "Start one first.")
    review = opened.file.review
    return OpenReview(Answers.of(opened.policy, review, last_review(session, opened.case, review)), review)


def last_review(session: Session, case: Case, review: Review) -> Review | None:
    """The review before this one: of the case itself, or of the member's case before it under the same policy."""
    cases = session.vault.cases
    if review.sequence > 1:
        return cases.reviews(case.id)[review.sequence - 2]
    for other in cases.earlier(case.plan_id, case.member.id):
        if other.request.received >= case.request.received:
            continue
        done = [item for item in cases.reviews(other.id) if item.completed_at is not None]
        if done and done[-1].policy_id == review.policy_id:
            return done[-1]
    return None


@act(Permission.ANSWER)
def mark(
    session: Session,
    review: OpenReview,
    item: Criterion,
    given: Mark,
    note: str,
    *,
    missed_date: bool | None = None,
) -> OpenReview:
    """Answer a criterion; half-typed reasons and notes of it become part of the answer in its own transaction.

    InvalidAnswer when a deadline is not met after its day, and it isn't said whether its date was missed; or when
    the note does not name what it must.
    """
    if missed_date is None and review.state.asks_about_date(item, given):
        raise InvalidAnswer(
            f"{item.id} has a deadline that is over.",
            "Say if its date was missed, or another part is not met.",
        )
    note = clean(note)
    if lacking := names_missing(item, given, note or review.state.note(item)):
        raise InvalidAnswer(f"{item.id} is met by an open list.", lacking)
    answers = review.answers.with_mark(item, given, note, *_now(session), missed_date=missed_date)
    return _save(session, replace(review, answers=answers), item.id, answered_fields(item.id))


@act(Permission.ANSWER)
def note(session: Session, review: OpenReview, item: Criterion, words: str) -> OpenReview:
    """Change the note of a criterion, answered or not."""
    answers = review.answers.with_note(item, clean(words), *_now(session))
    return _save(session, replace(review, answers=answers), item.id, (note_field(item.id),))


@act(Permission.ANSWER)
def add_evidence(session: Session, review: OpenReview, item: Criterion, piece: Evidence) -> OpenReview:
    """Add a piece of evidence to a criterion."""
    answers = review.answers.with_evidence(item, clean_fields(piece), *_now(session))
    return _save(session, replace(review, answers=answers), item.id, evidence_fields(item.id))


@act(Permission.ANSWER)
def remove_evidence(session: Session, review: OpenReview, item: Criterion, index: int) -> OpenReview:
    """Remove a piece of evidence from a criterion."""
    answers = review.answers.without_evidence(item, index, *_now(session))
    return _save(session, replace(review, answers=answers), item.id)


@act(Permission.ANSWER)
def undo(session: Session, review: OpenReview) -> OpenReview:
    """Undo the last answer given since the review was opened; the same value when there is none."""
    if not (criterion_id := review.answers.to_undo):
        return review
    answers = review.answers.undone(*_now(session))
    return _save(session, replace(review, answers=answers), criterion_id, (note_field(criterion_id),))


@act(Permission.SEE_CASES)
def changes_to_judge(session: Session, opened: OpenCase) -> tuple[Change, ...]:
    """What changed of the request since its review was completed, for which it was opened again; oldest first."""
    *earlier, latest = session.vault.cases.reviews(opened.case.id)
    completed = max((review.completed_at for review in earlier if review.completed_at), default=None)
    if latest.completed_at is not None or completed is None:
        return ()
    changes = judged_changes(session.vault.cases.changes(opened.case.id))
    return tuple(change for change in changes if change.at >= completed)


@act(Permission.ANSWER)
def change_facts(session: Session, review: OpenReview, changed: Review) -> OpenReview:
    """Save the facts, the schedule and the attendance of ``changed``."""
    return _save_facts(session, replace(review, answers=review.answers.with_facts_of(changed)))


@act(Permission.ANSWER)
def save_again(session: Session, review: OpenReview) -> OpenReview:
    """Save what could not be saved before; ``unsaved`` says what still is not."""
    for key in review.unsaved:
        review = (
            _save_facts(session, review)
            if key == FACTS
            else _save(session, review, key, answered_fields(key))
        )
    return review


def _now(session: Session) -> tuple[str, datetime]:
    return session.me.user_id, session.now()


def _save(session: Session, review: OpenReview, criterion_id: str, settled: Iterable[str] = ()) -> OpenReview:
    """Save one answer, its override and the end of its drafts together; a failure is in ``unsaved``."""
    new, finding = review.review, review.state.finding
    unsaved = {key: why for key, why in review.unsaved.items() if key != criterion_id}
    try:
        with session.vault.transaction():
            session.vault.cases.save_answer(new, criterion_id, finding.progress)
            _log_override(session, review, criterion_id)
            drafts.clear(session, new.case_id, DRAFTS, settled)
    except StorageError as error:
        return replace(review, unsaved={**unsaved, criterion_id: str(error)})
    saved = review.saved.answered(criterion_id, new.answers[criterion_id])
    return replace(review, saved=saved, unsaved=unsaved)


def _log_override(session: Session, review: OpenReview, criterion_id: str) -> None:
    """Log a mark against what the schedule proposes, when it is given."""
    answer, proposal = review.review.answers[criterion_id], review.state.proposal_for(criterion_id)
    if proposal is None or answer.mark in (None, proposal.mark, review.saved.mark(criterion_id)):
        return
    session.record(
        EventKind.OVERRIDE,
        review.review.case_id,
        criterion=criterion_id,
        proposed=proposal.mark.value,
        answered=answer.mark.value,
        reason=answer.note,
    )


def _save_facts(session: Session, review: OpenReview) -> OpenReview:
    """Save every change of the facts; the log names each fact once while the review is open."""
    new = review.review
    unsaved = {key: why for key, why in review.unsaved.items() if key != FACTS}
    try:
        with session.vault.transaction():
            changes = session.vault.cases.save_facts(new, session.now(), review.state.finding.progress)
            to_log = tuple(change for change in changes if change.what not in review.logged)
            if to_log:
                session.record(EventKind.CHANGE, new.case_id, facts=what_changed(to_log))
    except StorageError as error:
        return replace(review, unsaved={**unsaved, FACTS: str(error)})
    saved = replace(review.saved, facts=new.facts, schedule=new.schedule, attendance=new.attendance)
    logged = review.logged | {change.what for change in to_log}
    return replace(review, saved=saved, unsaved=unsaved, logged=logged)

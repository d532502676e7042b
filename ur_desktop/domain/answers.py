"""A review while it is answered: every answer makes a new value, and the last ones can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from ur_desktop.domain.policy import Criterion, Policy
from ur_desktop.domain.review import Answer, Evidence, Mark, Review
from ur_desktop.domain.review_state import ReviewState

_PROPOSED = {Mark.MET: "Met", Mark.NOT_MET: "Not met", Mark.NOT_DOCUMENTED: "Not documented"}


@dataclass(frozen=True, slots=True)
class Answers:
    """The state of a review, and what each answer replaced since it was opened, the last one last.

    ``by`` is the user ID of the reviewer who answers now, ``at`` an aware time. A completed review that
    changes is open again.
    """

    state: ReviewState
    replaced: tuple[tuple[str, Answer | None], ...] = ()

    @classmethod
    def of(cls, policy: Policy, review: Review, last: Review | None = None) -> Answers:
        """Begin with a review; ``last`` is the one before it. InvalidAnswer when it does not fit the policy."""
        return cls(ReviewState.of(policy, review, last))

    @property
    def review(self) -> Review:
        """The review as answered so far."""
        return self.state.review

    @property
    def to_undo(self) -> str:
        """The criterion that ``undone`` changes; empty when there is nothing to undo."""
        return self.replaced[-1][0] if self.replaced else ""

    def with_mark(
        self,
        item: Criterion,
        mark: Mark,
        note: str,
        by: str,
        at: datetime,
        *,
        missed_date: bool | None = None,
    ) -> Answers:
        """Answer a criterion with a mark and a note; ``missed_date`` says whether its date is what is not met.

        The answer keeps what a measure proposed. If it agrees with the last review's answer to a criterion asked
        only once, it keeps that answer's date, and its note and evidence unless there are new ones.
        """
        state, answer = self.state, self._answer(item, by, at)
        proposal, carried = state.proposal(item), state.carried(item)
        evidence, carried_from = answer.evidence, None
        if carried is not None and carried.mark is mark and state.last is not None:
            carried_from = carried.carried_from or state.last.on
            note, evidence = note or carried.note, evidence or carried.evidence
        proposed = f"{proposal.because}; proposed {_PROPOSED[proposal.mark]}" if proposal else ""
        if not state.asks_about_date(item, mark):
            missed_date = False if item.is_deadline and mark is Mark.NOT_MET else None
        return self._with_answer(
            item.id, Answer(mark, by, at, note, evidence, proposed, carried_from, missed_date)
        )

    def with_note(self, item: Criterion, note: str, by: str, at: datetime) -> Answers:
        """Change the note of an answer, or add one before there is a mark."""
        return self._with_answer(item.id, replace(self._answer(item, by, at), note=note))

    def with_evidence(self, item: Criterion, piece: Evidence, by: str, at: datetime) -> Answers:
        """Add a piece of evidence."""
        answer = self._answer(item, by, at)
        return self._with_answer(item.id, replace(answer, evidence=(*answer.evidence, piece)))

    def without_evidence(self, item: Criterion, index: int, by: str, at: datetime) -> Answers:
        """Remove a piece of evidence."""
        answer = self._answer(item, by, at)
        left = answer.evidence[:index] + answer.evidence[index + 1 :]
        return self._with_answer(item.id, replace(answer, evidence=left))

    def undone(self, by: str, at: datetime) -> Answers:
        """Give the answer that the last one replaced again, as a new answer; without a mark if there was none."""
        criterion_id, before = self.replaced[-1]
        answer = replace(before, by=by, at=at) if before else Answer(None, by, at)
        state = self._evaluated(self.review.answered(criterion_id, answer))
        return Answers(state, self.replaced[:-1])

    def with_facts_of(self, changed: Review) -> Answers:
        """Take the facts, the schedule and the attendance of another value of this review."""
        review = replace(
            self.review, facts=changed.facts, schedule=changed.schedule, attendance=changed.attendance
        )
        return replace(self, state=self._evaluated(review))

    def _answer(self, item: Criterion, by: str, at: datetime) -> Answer:
        """A criterion's answer so far, as the reviewer would give it now."""
        answer = self.review.answers.get(item.id)
        return replace(answer, by=by, at=at) if answer else Answer(None, by, at)

    def _with_answer(self, criterion_id: str, answer: Answer) -> Answers:
        replaced = (*self.replaced, (criterion_id, self.review.answers.get(criterion_id)))
        return Answers(self._evaluated(self.review.answered(criterion_id, answer)), replaced)

    def _evaluated(self, review: Review) -> ReviewState:
        reopened = replace(review, completed_at=None, completed_by="")
        return ReviewState.of(self.state.policy, reopened, self.state.last)

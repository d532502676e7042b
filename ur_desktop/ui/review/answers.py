"""The answers of one sitting as they are given: each makes a new review; the last can be taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from ur_desktop.domain.determination import Reviewer
from ur_desktop.domain.policy import Criterion, Policy
from ur_desktop.domain.review import Answer, Evidence, Mark, Review
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.review_state import ReviewState


class Answers:
    """Turns what a reviewer says into answers; ``sitting`` is RuntimeError before a review is open.

    A finished review that changes is open again.
    """

    def __init__(self, me: Callable[[], Reviewer], now: Callable[[], datetime]) -> None:
        self._me, self._now = me, now
        self._sitting: ReviewState | None = None
        self._before: list[tuple[str, Answer | None]] = []

    @property
    def sitting(self) -> ReviewState:
        """The review with all that follows from it."""
        if self._sitting is None:
            raise RuntimeError("no review is open")
        return self._sitting

    def open(self, policy: Policy, review: Review, last: Review | None) -> None:
        """Begin with a review; raises InvalidAnswer when it does not fit the policy."""
        self._sitting = ReviewState.of(policy, review, last)
        self._before.clear()

    def mark(self, item: Criterion, mark: Mark, note: str) -> None:
        """Answer a criterion, keeping what a measure proposed; the last review's same answer is carried."""
        sitting, so_far = self.sitting, self._so_far(item)
        proposal, carried = sitting.proposal(item), sitting.carried(item)
        evidence, carried_from = so_far.evidence, None
        if carried is not None and carried.mark is mark and sitting.last is not None:
            carried_from = carried.carried_from or sitting.last.on
            note, evidence = note or carried.note, evidence or carried.evidence
        said = f"{proposal.because}; proposed {signs.MARKS[proposal.mark.value].words}" if proposal else ""
        self._give(item.id, Answer(mark, so_far.by, so_far.at, note, evidence, said, carried_from))

    def note(self, item: Criterion, note: str) -> None:
        """Put a note beside an answer, or before one."""
        self._give(item.id, replace(self._so_far(item), note=note))

    def cite(self, item: Criterion, piece: Evidence) -> None:
        """Add a piece of evidence."""
        so_far = self._so_far(item)
        self._give(item.id, replace(so_far, evidence=(*so_far.evidence, piece)))

    def drop(self, item: Criterion, place: int) -> None:
        """Take a piece of evidence away."""
        so_far = self._so_far(item)
        left = so_far.evidence[:place] + so_far.evidence[place + 1 :]
        self._give(item.id, replace(so_far, evidence=left))

    def take_back(self) -> str:
        """Give the answer before the last one again, also none, as a new one; the id, empty if none."""
        if not self._before:
            return ""
        criterion_id, before = self._before.pop()
        answer = before or Answer(None, "", self._now())
        answer = replace(answer, by=self._me().user_id, at=self._now())
        self._take_in(self.sitting.review.answered(criterion_id, answer))
        return criterion_id

    def learn(self, changed: Review) -> None:
        """Take in other facts, another schedule, another attendance."""
        self._take_in(
            replace(
                self.sitting.review,
                facts=changed.facts,
                schedule=changed.schedule,
                attendance=changed.attendance,
            )
        )

    def finish(self) -> Review:
        """Sign the review as completed."""
        done = replace(self.sitting.review, completed_at=self._now(), completed_by=self._me().user_id)
        self._sitting = ReviewState.of(self.sitting.policy, done, self.sitting.last)
        return done

    def _so_far(self, item: Criterion) -> Answer:
        """A criterion's answer so far, as this reviewer would give it now."""
        by, at = self._me().user_id, self._now()
        answer = self.sitting.review.answers.get(item.id)
        return replace(answer, by=by, at=at) if answer else Answer(None, by, at)

    def _give(self, criterion_id: str, answer: Answer) -> None:
        review = self.sitting.review
        self._before.append((criterion_id, review.answers.get(criterion_id)))
        self._take_in(review.answered(criterion_id, answer))

    def _take_in(self, review: Review) -> None:
        review = replace(review, completed_at=None, completed_by="")
        self._sitting = ReviewState.of(self.sitting.policy, review, self.sitting.last)

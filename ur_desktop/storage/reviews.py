"""Reviews and every answer ever given in them: an answer is a row that nothing changes; the latest holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.review import Answer, Review
from ur_desktop.storage.bodies import ANSWER, REVIEW, moment
from ur_desktop.storage.database import Database


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one answer: who, when, and what it was before (None for the first)."""

    sequence: int
    criterion_id: str
    by: str
    at: datetime
    before: Answer | None = field(repr=False)
    after: Answer = field(repr=False)


class Reviews:
    """The reviews of an open vault."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self, review: Review) -> None:
        """Put a new review on file, with the answers carried over from an earlier one."""
        with self._db.write():
            self._db.rows(
                "INSERT INTO reviews (case_id, sequence, body) VALUES (?, ?, ?)",
                (review.case_id, review.sequence, _bare(review)),
            )
            for criterion_id in review.answers:
                self.add_answer(review, criterion_id)

    def add_answer(self, review: Review, criterion_id: str) -> None:
        """Add the row of one answer, inside a transaction; KeyError when this criterion has none."""
        answer = review.answers[criterion_id]
        values = {
            "case_id": review.case_id,
            "sequence": review.sequence,
            "criterion_id": criterion_id,
            "by": answer.by,
            "at": moment(answer.at),
            "after": ANSWER.text(answer),
        }
        self._db.rows(_ANSWER, values)

    def save_facts(self, review: Review) -> None:
        """Keep the review's facts, schedule and attendance as they are now."""
        self._update(review, completed=False)

    def complete(self, review: Review) -> None:
        """Close a review; from here on it and its answers refuse every change."""
        if review.completed_at is None:
            raise ValueError("a review is completed by someone, at a time")
        self._update(review, completed=True)

    def of(self, case_id: str) -> tuple[Review, ...]:
        """A case's reviews, the first one first."""
        answers: dict[int, dict[str, Answer]] = {}
        for sequence, criterion_id, after in self._db.rows(
            "SELECT sequence, criterion_id, after FROM answers WHERE case_id = ? ORDER BY id", (case_id,)
        ):
            answers.setdefault(sequence, {})[criterion_id] = ANSWER.value(after)
        bodies = self._db.rows(
            "SELECT sequence, body FROM reviews WHERE case_id = ? ORDER BY sequence", (case_id,)
        )
        return tuple(
            replace(REVIEW.value(body), answers=answers.get(sequence, {})) for sequence, body in bodies
        )

    def history(self, case_id: str) -> tuple[Change, ...]:
        """Every change of every answer of a case, in the order they were made."""
        rows = self._db.rows(
            "SELECT sequence, criterion_id, by, at, before, after FROM answers WHERE case_id = ? ORDER BY id",
            (case_id,),
        )
        return tuple(
            Change(
                sequence,
                criterion_id,
                by,
                datetime.fromisoformat(at),
                None if before is None else ANSWER.value(before),
                ANSWER.value(after),
            )
            for sequence, criterion_id, by, at, before, after in rows
        )

    def _update(self, review: Review, *, completed: bool) -> None:
        with self._db.write():
            changed = self._db.rows(
                "UPDATE reviews SET body = ?, completed = ? WHERE case_id = ? AND sequence = ? RETURNING 1",
                (_bare(review), int(completed), review.case_id, review.sequence),
            )
            if not changed:
                raise StorageError("This review was never begun.", "Open the case again.")


_ANSWER = """INSERT INTO answers (case_id, sequence, criterion_id, by, at, before, after)
    VALUES (:case_id, :sequence, :criterion_id, :by, :at,
        (SELECT after FROM answers WHERE case_id = :case_id AND sequence = :sequence
            AND criterion_id = :criterion_id ORDER BY id DESC LIMIT 1),
        :after)"""


def _bare(review: Review) -> str:
    return REVIEW.text(replace(review, answers={}, facts=dict(review.facts)))

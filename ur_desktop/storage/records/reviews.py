"""Reviews with every answer and change: each is a separate row that never changes; the latest row counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ur_desktop.domain.change import AnswerChange, Change, review_changes
from ur_desktop.domain.errors import NotAuthorized, StorageError
from ur_desktop.domain.participation import Participation, Step
from ur_desktop.domain.review import Answer, Review
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.storage.database import Database
from ur_desktop.storage.json_codec import ANSWER, CHANGE, PARTICIPATION, REVIEW, moment
from ur_desktop.storage.permissions import require_author


class Reviews:
    """The reviews of an open vault."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(self, review: Review, me: Reviewer) -> None:
        """Save a new review, with the answers carried over from an earlier one.

        NotAuthorized when an answer by another person than ``me`` is not in an earlier review of the case, or the
        review is complete already.
        """
        if review.completed_at is not None or review.completed_by:
            raise NotAuthorized("A review can’t start as a complete one.", "Complete it once it is answered.")
        given = {
            (key, replace(answer, carried_from=None))
            for earlier in self.of(review.case_id)
            for key, answer in earlier.answers.items()
        }
        with self._db.write():
            self._db.rows(
                "INSERT INTO reviews (case_id, sequence, body) VALUES (?, ?, ?)",
                (review.case_id, review.sequence, _bare(review)),
            )
            self._db.rows(
                "INSERT INTO entries (case_id, kind, body) VALUES (?, 'part', ?)",
                (review.case_id, PARTICIPATION.text(Participation(me.user_id, Step.BEGAN, review.sequence))),
            )
            for criterion_id, answer in review.answers.items():
                if (criterion_id, replace(answer, carried_from=None)) in given:
                    self._add(review, criterion_id)
                else:
                    self.add_answer(review, criterion_id, me, review.sequence)

    def add_answer(self, review: Review, criterion_id: str, me: Reviewer, latest: int) -> None:
        """Add the row of one answer by ``me``, inside a transaction; KeyError when the criterion has no answer.

        NotAuthorized unless the review is the ``latest`` of its case.
        """
        _require_latest(review, latest)
        require_author(me, review.answers[criterion_id].by)
        self._add(review, criterion_id)

    def _add(self, review: Review, criterion_id: str) -> None:
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

    def save_facts(self, review: Review, by: str, at: datetime) -> tuple[Change, ...]:
        """Save the review's facts, schedule and attendance; return what changed."""
        return self._update(review, by, at, completed=False)

    def complete(self, review: Review, me: Reviewer) -> datetime:
        """Complete a review, and return when; every later change of it and its answers is refused."""
        if review.completed_at is None:
            raise ValueError("a review is completed by someone, at a time")
        require_author(me, review.completed_by)
        self._update(review, review.completed_by, review.completed_at, completed=True)
        return review.completed_at

    def of(self, case_id: str) -> tuple[Review, ...]:
        """Return a case's reviews, oldest first."""
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

    def latest(self, case_id: str) -> Review:
        """Return a case's latest review; IndexError when there is none."""
        return self.of(case_id)[-1]

    def history(self, case_id: str) -> tuple[AnswerChange, ...]:
        """Return every change of every answer of a case, oldest first."""
        rows = self._db.rows(
            "SELECT sequence, criterion_id, by, at, before, after FROM answers WHERE case_id = ? ORDER BY id",
            (case_id,),
        )
        return tuple(
            AnswerChange(
                sequence,
                criterion_id,
                by,
                datetime.fromisoformat(at),
                None if before is None else ANSWER.value(before),
                ANSWER.value(after),
            )
            for sequence, criterion_id, by, at, before, after in rows
        )

    def participation(self, case_id: str) -> tuple[Participation, ...]:
        """Return who took part in a case's reviews, in a fixed order."""
        return tuple(
            Participation(by, Step(step), sequence)
            for by, step, sequence in self._db.rows(_PARTICIPATION, {"case_id": case_id})
        )

    def _update(self, review: Review, by: str, at: datetime, *, completed: bool) -> tuple[Change, ...]:
        place = (review.case_id, review.sequence)
        with self._db.write():
            row = self._db.row("SELECT body FROM reviews WHERE case_id = ? AND sequence = ?", place)
            if row is None:
                raise StorageError("This review was not started.", "Open the case again.")
            latest = self._db.row("SELECT max(sequence) FROM reviews WHERE case_id = ?", (review.case_id,))
            _require_latest(review, latest[0] if latest else 0)
            before = REVIEW.value(row[0])
            after = replace(
                before, facts=review.facts, schedule=review.schedule, attendance=review.attendance
            )
            if completed:
                after = replace(
                    after,
                    completed_at=review.completed_at,
                    completed_by=review.completed_by,
                    judged=review.judged,
                )
            self._db.rows(
                "UPDATE reviews SET body = ?, completed = ? WHERE case_id = ? AND sequence = ?",
                (_bare(after), int(completed), *place),
            )
            made = review_changes(before, after, by, at)
            save_changes(self._db, review.case_id, made)
        return made


def _require_latest(review: Review, latest: int) -> None:
    """Raise NotAuthorized when a later review of the case was begun."""
    if latest > review.sequence:
        raise NotAuthorized("You can’t change this review: a later one was started.", "Open the case again.")


def save_changes(db: Database, case_id: str, changes: Iterable[Change]) -> None:
    """Add a row for each change, inside its transaction."""
    for change in changes:
        db.rows(
            "INSERT INTO entries (case_id, kind, body) VALUES (?, ?, ?)",
            (case_id, _CHANGE, CHANGE.text(change)),
        )


def changes_of(db: Database, case_id: str) -> tuple[Change, ...]:
    """Return the changes of a case's request and reviews, oldest first."""
    bodies = db.rows(
        "SELECT body FROM entries WHERE case_id = ? AND kind = ? ORDER BY id", (case_id, _CHANGE)
    )
    return tuple(CHANGE.value(body) for (body,) in bodies)


_CHANGE = "change"
_PARTICIPATION = """SELECT by, 'answered', sequence FROM answers WHERE case_id = :case_id
    UNION SELECT body ->> 'by', 'entered facts of', body ->> 'sequence' FROM entries
        WHERE case_id = :case_id AND kind = 'change' AND body ->> 'sequence' > 0
    UNION SELECT body ->> 'completed_by', 'completed', sequence FROM reviews
        WHERE case_id = :case_id AND completed = 1
    UNION SELECT body ->> 'by', body ->> 'step', body ->> 'sequence' FROM entries
        WHERE case_id = :case_id AND kind = 'part'
    ORDER BY 3, 2, 1"""
_ANSWER = """INSERT INTO answers (case_id, sequence, criterion_id, by, at, before, after)
    VALUES (:case_id, :sequence, :criterion_id, :by, :at,
        (SELECT after FROM answers WHERE case_id = :case_id AND sequence = :sequence
            AND criterion_id = :criterion_id ORDER BY id DESC LIMIT 1),
        :after)"""


def _bare(review: Review) -> str:
    return REVIEW.text(replace(review, answers={}, facts=dict(review.facts)))

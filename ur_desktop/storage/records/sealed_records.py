"""Seals of determinations, voids and completed reviews: codes of them in the journal, whose chain covers them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from ur_desktop.domain.determination import Determination
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.storage.database import Database
from ur_desktop.storage.json_codec import DETERMINATION, REVIEW
from ur_desktop.storage.records.chain import Chain
from ur_desktop.storage.records.journal import SEAL, Lines
from ur_desktop.storage.records.reviews import Reviews

REVIEW_KIND = "review"
_AT_ONCE = 1_000
_OUTSIDE = "outside the program."


class Seal(NamedTuple):
    """The codes of one record; ``number`` is its entry's number, or that of the review in its case.

    ``answers`` counts the rows of a review's answers, which ``answers_code`` covers.
    """

    case_id: str
    kind: str
    number: int
    code: str
    answers: int = 0
    answers_code: str = ""


class SealedRecords:
    """Makes the seals of an open vault, and compares them with what the tables hold."""

    def __init__(self, db: Database, chain: Chain) -> None:
        self._db, self._chain = db, chain
        self._reviews = Reviews(db)

    def of_entry(self, number: int) -> Seal | None:
        """Return the seal of a determination or void as the table holds it; None when it is not there."""
        row = self._db.row("SELECT case_id, kind, body, payload FROM entries WHERE id = ?", (number,))
        return Seal(row[0], row[1], number, self._code(list(row))) if row else None

    def of_review(self, case_id: str, number: int) -> Seal | None:
        """Return the seal of a completed review as the tables hold it; None when none is there."""
        place = (case_id, number)
        row = self._db.row(
            "SELECT body FROM reviews WHERE case_id = ? AND sequence = ? AND completed = 1", place
        )
        if row is None:
            return None
        answers = self._db.rows(_ANSWERS, place)
        codes = self._code([REVIEW_KIND, *place, row[0]]), self._code([list(each) for each in answers])
        return Seal(case_id, REVIEW_KIND, number, codes[0], len(answers), codes[1])

    def seal_all(self, lines: Lines, by: str, at: datetime) -> None:
        """Seal every record that an earlier version left without a seal, in lines of the journal."""
        sealed = {seal[:3] for seal in self._sealed()}
        new = [seal for place in self._held() if place not in sealed and (seal := self._now(*place))]
        for first in range(0, len(new), _AT_ONCE):
            detail = {"file": "vault.db", "why": "Its determinations and completed reviews were sealed.",
                      SEAL: new[first : first + _AT_ONCE]}  # fmt: skip
            lines.add(EventKind.REPAIR, by, at, "", detail)

    def check(self) -> Iterator[str]:
        """Check each record; yield what was done to it outside the program, in a sentence, or nothing."""
        sealed: set[tuple[str, str, int]] = set()
        for seal in self._sealed():
            sealed.add(seal[:3])
            now = self._now(*seal[:3])
            yield "" if now == seal else self._fault(seal, now)
        for place in self._held():
            yield "" if place in sealed else f"{self._name(*place)} was added outside the program."

    def letter_fault(self, letter: int, case_id: str, facts: str) -> str:
        """Return how the records that a letter was written from differ from the case's; empty when they don't."""
        with suppress(StorageError, ValueError):  # an earlier version's letter, whose records are sealed too
            written_from = json.loads(facts)
            if not isinstance(written_from, dict):
                return ""
            signed, reviewed = written_from.get("determination"), written_from.get("review")
            if signed and DETERMINATION.value(json.dumps(signed)) not in self._determinations(case_id):
                return self._differs(letter, case_id, "determination")
            if reviewed and reviewed.get("completed_at"):
                review = REVIEW.value(json.dumps(reviewed))
                if review not in self._reviews.of(case_id):
                    return self._differs(letter, case_id, f"review {review.sequence}")
        return ""

    def _determinations(self, case_id: str) -> list[Determination]:
        return [
            DETERMINATION.value(body)
            for (body,) in self._db.rows(
                "SELECT body FROM entries WHERE case_id = ? AND kind = 'determination'", (case_id,)
            )
        ]

    def _sealed(self) -> Iterator[Seal]:
        for (detail,) in self._db.stream(_SEALS):
            with suppress(ValueError, TypeError, KeyError):  # a changed line, which the journal's chain names
                yield from [Seal(*values) for values in json.loads(detail)[SEAL]]

    def _held(self) -> Iterator[tuple[str, str, int]]:
        yield from self._db.stream(
            "SELECT case_id, kind, id FROM entries WHERE kind IN ('determination', 'void') ORDER BY id"
        )
        yield from self._db.stream(
            "SELECT case_id, 'review', sequence FROM reviews WHERE completed = 1 ORDER BY case_id, sequence"
        )

    def _now(self, case_id: str, kind: str, number: int) -> Seal | None:
        return self.of_review(case_id, number) if kind == REVIEW_KIND else self.of_entry(number)

    def _fault(self, seal: Seal, now: Seal | None) -> str:
        name = self._name(*seal[:3])
        if now is None:
            begun = self._db.row(
                "SELECT 1 FROM reviews WHERE case_id = ? AND sequence = ?", (seal.case_id, seal.number)
            )
            opened = seal.kind == REVIEW_KIND and begun
            return f"{name} was {'reopened' if opened else 'removed'} outside the program."
        if now.code != seal.code or now.answers == seal.answers:
            what = "was changed" if now.code != seal.code else "has answers that were changed"
            return f"{name} {what} {_OUTSIDE}"
        return f"{name} has rows of answers that were {'removed' if now.answers < seal.answers else 'added'} {_OUTSIDE}"

    def _name(self, case_id: str, kind: str, number: int) -> str:
        """Name a record: "Review 2 of case 2026-000183", "Determination 17, of case 2026-000183"."""
        case = f"of case {self._case_number(case_id)}"
        if kind == REVIEW_KIND:
            return f"Review {number} {case}"
        return f"{kind.capitalize()} {number:,}, {case},"

    def _differs(self, letter: int, case_id: str, what: str) -> str:
        number = self._case_number(case_id)
        return f"Letter {letter:,} in the archive was written from another {what} than case {number} has now."

    def _case_number(self, case_id: str) -> str:
        row = self._db.row("SELECT number FROM cases WHERE id = ?", (case_id,))
        return str(row[0]) if row else case_id

    def _code(self, content: list[object]) -> str:
        return self._chain.link("record", {"record": content})


_SEALS = """SELECT detail FROM journal WHERE instr(detail, '"seal":') > 0 ORDER BY sequence"""
_ANSWERS = """SELECT criterion_id, by, at, before, after FROM answers
    WHERE case_id = ? AND sequence = ? ORDER BY id"""

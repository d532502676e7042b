"""The archive: every accepted letter with the facts it was made from, chained and never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from ur_desktop.domain.access import Permission
from ur_desktop.domain.case_states import require_copy, require_letter
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.letter.kind import REPEATED
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.storage.database import Database, Row
from ur_desktop.storage.json_codec import CASE, DETERMINATION
from ur_desktop.storage.permissions import needs, progress_of
from ur_desktop.storage.records import chain
from ur_desktop.storage.records.chain import Break, Head
from ur_desktop.storage.records.letter_queue import enqueue


@dataclass(frozen=True, slots=True)
class Sealed:
    """An accepted letter: ``copy`` says for whom, ``digest`` is the PDF's SHA-256, ``link`` its code in the chain."""

    sequence: int
    case_id: str
    kind: str
    copy: str
    by: str
    at: datetime
    facts_json: str = field(repr=False)
    digest: str
    link: str


class CheckedLetter(NamedTuple):
    """A letter as it is in the archive, and the error found at or before it, if any."""

    sequence: int
    link: str
    case_id: str
    at: str
    facts: str
    pdf: bytes
    broken: Break | None


class LetterChain:
    """The letters' chain and bytes, for a part of the store; an open vault never gives it away."""

    def __init__(self, db: Database, links: chain.Chain) -> None:
        self._db = db
        self._chain = links

    @property
    def first(self) -> str:
        """The link before the first letter."""
        return self._chain.first

    def link(self, previous: str, row: Sequence[object]) -> str:
        """Return the link of a new letter's row."""
        return self._chain.link(previous, _content(row))

    def head(self) -> Head:
        """Return the last letter's number and link; 0 and the first link in an empty archive."""
        row = self._db.row("SELECT sequence, link FROM archive ORDER BY sequence DESC LIMIT 1")
        return (row[0], row[1]) if row else (0, self._chain.first)

    def link_at(self, sequence: int) -> str | None:
        """Return the link of a letter, or the first link for 0; None when there is no such letter."""
        row = self._db.row("SELECT link FROM archive WHERE sequence = ?", (sequence,))
        return row[0] if row else self._chain.first if sequence == 0 else None

    def walk(self, after: Head | None = None) -> Iterator[CheckedLetter]:
        """Check each letter after a head, or all; yield the result of each."""
        head = after or (0, self._chain.first)
        for *row, link, pdf in self._db.stream(
            """SELECT sequence, case_id, kind, copy, by, at, facts, digest, link, pdf FROM archive
            WHERE sequence > ? ORDER BY sequence""",
            (head[0],),
        ):
            sequence, digest = row[0], row[-1]
            broken = self._chain.broken(head, sequence, _content(row), link)
            if not broken and hashlib.sha256(pdf).hexdigest() != digest:
                broken = Break(sequence, sequence, "changed")
            yield CheckedLetter(sequence, link, row[1], row[5], row[6], pdf, broken)
            head = (sequence, link)

    def verify(self, after: Head | None = None) -> None:
        """Check the letters after a head, or all; StorageError names the first changed or missing one."""
        for letter in self.walk(after):
            if letter.broken:
                raise _storage_error(letter.broken)


class Archive:
    """The archive of an open vault, limited to what ``person`` may see and add."""

    def __init__(self, db: Database, letters: LetterChain, person: Reviewer) -> None:
        self._db = db
        self.person = person
        self._letters = letters

    @needs(Permission.DETERMINE)
    def seal(self, case_id: str, kind: str, copy: str, facts_json: str, pdf: bytes, at: datetime) -> Sealed:
        """Save an accepted letter permanently; queue it for printing if it is for the member or provider.

        NotAuthorized, with the letter's name, when no signed determination or request of the case calls for it.
        """
        with self._db.write():
            self._require_letter(case_id, kind, copy, pdf)
            sequence, previous = self._letters.head()
            digest = hashlib.sha256(pdf).hexdigest()
            row = (sequence + 1, case_id, kind, copy, self.person.user_id, at.isoformat(), facts_json, digest)
            link = self._letters.link(previous, row)
            self._db.rows(
                """INSERT INTO archive (sequence, case_id, kind, copy, by, at, facts, digest, link, pdf)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (*row, link, pdf),
            )
            enqueue(self._db, sequence + 1, copy)
            self._db.to_anchor = True
        return _sealed((*row, link))

    def _require_letter(self, case_id: str, kind: str, copy: str, pdf: bytes) -> None:
        progress = progress_of(self._db, case_id)
        [(body,)] = self._db.rows("SELECT body FROM cases WHERE id = ?", (case_id,))
        signed = self._db.rows(
            "SELECT body FROM entries WHERE case_id = ? AND kind = 'determination' ORDER BY id", (case_id,)
        )
        case = CASE.value(body)
        require_letter(
            kind,
            progress,
            determinations=[DETERMINATION.value(each) for (each,) in signed[-1:] if progress.is_signed],
            review=case.request.review,
            requests_information=case.asking is not None,
            waits_for_information=any(asked.ended_at is None for asked in case.information_requests),
        )
        one_each = kind not in REPEATED
        same = hashlib.sha256(pdf).hexdigest()
        accepted = self._db.rows("SELECT kind, copy, digest FROM archive WHERE case_id = ?", (case_id,))
        require_copy(kind, copy, {(row[0], row[1]) for row in accepted if one_each or row[2] == same})

    def head(self) -> Head:
        """Return the last letter's number and link; 0 and the first link in an empty archive."""
        return self._letters.head()

    def verify(self) -> None:
        """Check every letter; StorageError names the first changed or missing one."""
        self._letters.verify()

    def head_code(self) -> str:
        """Return the record code that the next letter prints, "7F3A-91C2-0D5E"; it covers all letters sealed before."""
        return chain.code(self.head()[1])

    @needs(Permission.SEE_CASES)
    def letters(self, case_id: str) -> tuple[Sealed, ...]:
        """A case's letters, oldest first."""
        rows = self._db.rows(
            """SELECT sequence, case_id, kind, copy, by, at, facts, digest, link FROM archive
            WHERE case_id = ? ORDER BY sequence""",
            (case_id,),
        )
        return tuple(_sealed(row) for row in rows)

    @needs(Permission.SEE_CASES)
    def pdf(self, sequence: int) -> bytes:
        """Return a letter's PDF; KeyError for a number that is not in the archive."""
        return self._pdf(sequence)

    def _pdf(self, sequence: int) -> bytes:
        row = self._db.row("SELECT pdf, digest FROM archive WHERE sequence = ?", (sequence,))
        if row is None:
            raise KeyError(sequence)
        content = bytes(row[0])
        if hashlib.sha256(content).hexdigest() != row[1]:
            raise _storage_error(Break(sequence, sequence, "changed"))
        return content


WORDS = ("Letter", "in the archive")
_NAMES = ("sequence", "case_id", "kind", "copy", "by", "at", "facts", "digest")


def _content(row: Sequence[object]) -> dict[str, object]:
    return dict(zip(_NAMES, row, strict=True))


def _sealed(row: Row) -> Sealed:
    sequence, case_id, kind, copy, by, at, facts, digest, link = row
    return Sealed(sequence, case_id, kind, copy, by, datetime.fromisoformat(at), facts, digest, link)


def _storage_error(broken: Break) -> StorageError:
    return StorageError(broken.words(*WORDS), "Leave the vault unchanged and compare it with a backup.")

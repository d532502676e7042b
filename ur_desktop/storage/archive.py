"""The archive: every letter as it went out, with the facts it was made from, chained and never changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage import chain
from ur_desktop.storage.database import Database, Row


@dataclass(frozen=True, slots=True)
class Sealed:
    """A letter on file: ``copy`` says for whom, ``digest`` is the PDF's SHA-256, ``link`` its own code."""

    sequence: int
    case_id: str
    kind: str
    copy: str
    by: str
    at: datetime
    facts_json: str = field(repr=False)
    digest: str
    link: str


class Archive:
    """The archive of an open vault."""

    def __init__(self, db: Database, links: chain.Chain) -> None:
        self._db = db
        self._chain = links

    def seal(
        self, case_id: str, kind: str, copy: str, facts_json: str, pdf: bytes, by: str, at: datetime
    ) -> Sealed:
        """Put a letter on file for good; it is on the disk when this returns."""
        with self._db.write():
            sequence, previous = self.head()
            digest = hashlib.sha256(pdf).hexdigest()
            row = (sequence + 1, case_id, kind, copy, by, at.isoformat(), facts_json, digest)
            link = self._chain.link(previous, _content(row))
            self._db.rows(
                """INSERT INTO archive (sequence, case_id, kind, copy, by, at, facts, digest, link, pdf)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (*row, link, pdf),
            )
        return _sealed((*row, link))

    def head(self) -> tuple[int, str]:
        """The last letter's number and link; 0 and the chain's beginning in an empty archive."""
        row = self._db.row("SELECT sequence, link FROM archive ORDER BY sequence DESC LIMIT 1")
        return (row[0], row[1]) if row else (0, self._chain.first)

    def head_code(self) -> str:
        """The code that the next letter prints; "7F3A-91C2-0D5E" stands for everything sealed before it."""
        return chain.code(self.head()[1])

    def letters(self, case_id: str) -> tuple[Sealed, ...]:
        """A case's letters, oldest first."""
        rows = self._db.rows(
            """SELECT sequence, case_id, kind, copy, by, at, facts, digest, link FROM archive
            WHERE case_id = ? ORDER BY sequence""",
            (case_id,),
        )
        return tuple(_sealed(row) for row in rows)

    def pdf(self, sequence: int) -> bytes:
        """A letter's very bytes; KeyError for a number that is not on file."""
        row = self._db.row("SELECT pdf, digest FROM archive WHERE sequence = ?", (sequence,))
        if row is None:
            raise KeyError(sequence)
        content = bytes(row[0])
        if hashlib.sha256(content).hexdigest() != row[1]:
            raise _broken(sequence)
        return content

    def verify(self) -> None:
        """StorageError naming the first letter that was changed or is missing."""
        previous = self._chain.first
        rows = self._db.rows(
            """SELECT sequence, case_id, kind, copy, by, at, facts, digest, link FROM archive
            ORDER BY sequence"""
        )
        for expected, (*row, link) in enumerate(rows, start=1):
            if row[0] != expected or link != self._chain.link(previous, _content(tuple(row))):
                raise _broken(expected)
            self.pdf(expected)
            previous = link


_NAMES = ("sequence", "case_id", "kind", "copy", "by", "at", "facts", "digest")


def _content(row: Row) -> dict[str, object]:
    return dict(zip(_NAMES, row, strict=True))


def _sealed(row: Row) -> Sealed:
    sequence, case_id, kind, copy, by, at, facts, digest, link = row
    return Sealed(sequence, case_id, kind, copy, by, datetime.fromisoformat(at), facts, digest, link)


def _broken(sequence: int) -> StorageError:
    return StorageError(
        f"Letter {sequence} in the archive was changed or taken out.",
        "Keep the vault as it is, and compare it with a backup.",
    )

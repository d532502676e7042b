"""The letter queue: the accepted letters that were not sent yet, and each user's batch of those to print or save.

One transaction writes the journal line of a printed or saved letter, marks it in the queue and advances the batch.
Only sending it removes it from the queue.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ur_desktop.domain.access import Permission, may
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.letter import batch as letter_batch
from ur_desktop.domain.letter.batch import LetterBatch, Printer, Target
from ur_desktop.domain.letter.kind import OUTGOING, letter_name
from ur_desktop.domain.letter.waiting import Ready, WaitingLetter
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.storage.database import Database, Row
from ur_desktop.storage.json_codec import LETTER_BATCH
from ur_desktop.storage.permissions import needs
from ur_desktop.storage.records.journal import Journal


class LetterQueue:
    """The letter queue of an open vault; ``people`` are the users with a password."""

    def __init__(
        self, db: Database, journal: Journal, person: Reviewer, people: Callable[[], tuple[Reviewer, ...]]
    ) -> None:
        self._db, self._journal = db, journal
        self.person = person
        self._people = people

    @needs(Permission.PRINT_LETTERS)
    def waiting(self) -> tuple[WaitingLetter, ...]:
        """Return the queued letters in the order they were accepted."""
        held = self._batch_owners()
        return tuple(_waiting(row, held) for row in self._db.rows(f"{_SELECT} ORDER BY letter"))

    @needs(Permission.PRINT_LETTERS)
    def queued(self) -> int:
        """Return the number of queued letters."""
        row = self._db.row("SELECT count(*) FROM letter_queue")
        return row[0] if row else 0

    @needs(Permission.PRINT_LETTERS)
    def out(self, letter: int, kind: EventKind, at: datetime, /, **detail: object) -> None:
        """Record that a letter was printed or saved, and mark it so in the queue if it is there.

        KeyError for a number that is not in the archive.
        """
        with self._db.write():
            row = self._db.row("SELECT case_id, kind, copy FROM archive WHERE sequence = ?", (letter,))
            if row is None:
                raise KeyError(letter)
            case_id, of_kind, copy = row
            said = {"letter": letter_name(of_kind, copy), "number": letter, **detail}
            self._journal.record(kind, at, case_id, said)
            self._db.rows(
                "UPDATE letter_queue SET ready = ?, in_doubt = 0 WHERE letter = ?",
                (Ready(kind.value), letter),
            )

    @needs(Permission.PRINT_LETTERS)
    def print_again(self, letter: int) -> None:
        """Mark a printed or saved letter as still to print: its paper or file is of no use."""
        with self._db.write():
            self._db.rows("UPDATE letter_queue SET ready = '', in_doubt = 0 WHERE letter = ?", (letter,))

    # The signed-in user's own batch

    @needs(Permission.PRINT_LETTERS)
    def begin(self, target: Target, letters: tuple[int, ...], at: datetime) -> LetterBatch:
        """Begin a batch with the given letters that are queued and in no other user's batch; end the earlier batch."""
        with self._db.write():
            self._recover_batch()
            self._save_batch(None)
            held, waiting = self._batch_owners(), {letter for (letter,) in self._db.rows(_LETTERS)}
            free = tuple(letter for letter in letters if letter in waiting and letter not in held)
            made = letter_batch.begun(f"{self.person.user_id} {at:%Y-%m-%d %H:%M:%S}", target, free, at)
            self._save_batch(made)
        return made

    @needs(Permission.PRINT_LETTERS)
    def start_next(self) -> WaitingLetter | None:
        """Mark the batch's next letter as under way, on the disk when this returns; None when none is left."""
        with self._db.write():
            batch = self._own()
            if batch is None:
                return None
            batch, row = letter_batch.next_up(batch), None
            while batch.under_way is not None:
                row = self._row(batch.under_way)
                if row is not None and not row.ready:
                    break
                batch, row = letter_batch.next_up(letter_batch.passed_over(batch)), None
            self._save_batch(batch)
        return row

    @needs(Permission.PRINT_LETTERS)
    def finish_current(self, at: datetime, pages: int) -> LetterBatch:
        """Record the letter under way as printed or saved and advance the batch; KeyError when there is none."""
        with self._db.write():
            batch = self._own()
            if batch is None or batch.under_way is None:
                raise KeyError("under way")
            kind, copies = EventKind.SAVE, {}
            if isinstance(batch.target, Printer):
                kind, copies = EventKind.PRINT, {"copies": batch.target.copies}
            self.out(batch.under_way, kind, at, pages=pages, **copies, batch=batch.id)
            batch = letter_batch.handed_over(batch, pages)
            self._save_batch(batch)
        return batch

    @needs(Permission.PRINT_LETTERS)
    def return_current(self) -> None:
        """Return the letter under way to the front of the batch, because it was not printed or saved."""
        with self._db.write():
            if batch := self._own():
                self._save_batch(letter_batch.stopped(batch))

    @needs(Permission.PRINT_LETTERS)
    def recover_batch(self) -> LetterBatch | None:
        """Return the batch to continue after a lock or crash; mark and skip a letter that may have been printed."""
        with self._db.write():
            return self._recover_batch()

    @needs(Permission.PRINT_LETTERS)
    def end_batch(self) -> None:
        """End the batch; its remaining letters stay in the queue."""
        with self._db.write():
            self._recover_batch()
            self._save_batch(None)

    def _recover_batch(self) -> LetterBatch | None:
        batch = self._own()
        if batch is None:
            return None
        batch, doubted = letter_batch.found_again(batch)
        if doubted is not None:
            self._db.rows("UPDATE letter_queue SET in_doubt = 1 WHERE letter = ?", (doubted,))
        self._save_batch(batch)
        return batch

    def _own(self) -> LetterBatch | None:
        row = self._db.row("SELECT body FROM letter_batches WHERE user_id = ?", (self.person.user_id,))
        return LETTER_BATCH.value(row[0]) if row else None

    def _save_batch(self, batch: LetterBatch | None) -> None:
        me = self.person.user_id
        if batch is None:
            self._db.rows("DELETE FROM letter_batches WHERE user_id = ?", (me,))
        else:
            self._db.rows(
                "INSERT OR REPLACE INTO letter_batches (user_id, body) VALUES (?, ?)",
                (me, LETTER_BATCH.text(batch)),
            )

    def _row(self, letter: int) -> WaitingLetter | None:
        row = self._db.row(f"{_SELECT} WHERE letter = ?", (letter,))
        return _waiting(row, {}) if row else None

    def _batch_owners(self) -> dict[int, str]:
        """The user whose batch each letter is in; batches of users who can no longer print are ignored."""
        able = {person.user_id for person in self._people() if may(person, Permission.PRINT_LETTERS)}
        rows = self._db.rows("SELECT user_id, body FROM letter_batches")
        return {
            letter: user_id
            for user_id, text in rows
            if user_id in able
            for letter in LETTER_BATCH.value(text).left
        }


def enqueue(db: Database, letter: int, copy: str) -> None:
    """Queue an outgoing letter, inside the transaction that accepts it."""
    if copy in OUTGOING:
        db.rows("INSERT INTO letter_queue (letter) VALUES (?)", (letter,))


def mark_all_in_doubt(db: Database) -> None:
    """End all batches and mark every queued letter as in doubt: a restore loses what was sent since the backup."""
    with db.write():
        db.rows("UPDATE letter_queue SET in_doubt = 1, ready = ''")
        db.rows("DELETE FROM letter_batches")


_LETTERS = "SELECT letter FROM letter_queue WHERE ready = ''"
_SELECT = """SELECT letter, archive.case_id, coalesce(number, ''), coalesce(member_name, ''),
    coalesce(provider, ''), archive.kind, archive.copy, archive.at, in_doubt, ready
    FROM letter_queue JOIN archive ON archive.sequence = letter
    LEFT JOIN worklist ON worklist.case_id = archive.case_id"""


def _waiting(row: Row, held: dict[int, str]) -> WaitingLetter:
    letter, case_id, number, member_name, provider, kind, copy, at, in_doubt, ready = row
    return WaitingLetter(
        letter, case_id, number, member_name, provider, kind, copy, datetime.fromisoformat(at),
        bool(in_doubt), held.get(letter, ""), Ready(ready),
    )  # fmt: skip

"""What was sent or told: permanent entries of each case; a letter that was sent is no longer queued."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from ur_desktop.domain.access import Permission
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.case_states import CaseAct
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.letter.kind import OUTGOING
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.sending import Means, Sending
from ur_desktop.domain.worklist import Stop
from ur_desktop.storage.database import Database
from ur_desktop.storage.json_codec import CASE, SENDING
from ur_desktop.storage.permissions import needs, require_act, require_author
from ur_desktop.storage.records.worklist import Worklist

_KIND = "sending"


class Sendings:
    """The sendings of an open vault's letters, saved under the signed-in person's name."""

    def __init__(self, db: Database, me: Callable[[], Reviewer]) -> None:
        self._db, self._me = db, me
        self._worklist = Worklist(db)

    @property
    def person(self) -> Reviewer:
        """The signed-in person."""
        return self._me()

    @needs(Permission.SEE_CASES)
    def of(self, case_id: str) -> tuple[Sending, ...]:
        """Return what was sent or told of a case, oldest entry first."""
        rows = self._db.rows(
            "SELECT body FROM entries WHERE case_id = ? AND kind = ? ORDER BY id", (case_id, _KIND)
        )
        return tuple(SENDING.value(body) for (body,) in rows)

    @needs(Permission.PRINT_LETTERS)
    def accepted(self, letter: int) -> tuple[str, str, str, datetime]:
        """Return an outgoing letter's case, kind, copy, and when it was accepted.

        KeyError for a number that is not in the archive, or of an internal letter.
        """
        row = self._db.row("SELECT case_id, kind, copy, at FROM archive WHERE sequence = ?", (letter,))
        if row is None or row[2] not in OUTGOING:
            raise KeyError(letter)
        return row[0], row[1], row[2], datetime.fromisoformat(row[3])

    @needs(Permission.PRINT_LETTERS)
    def unsent(self, case_id: str) -> tuple[int, ...]:
        """Return the accepted letters of a case that were not sent yet."""
        return tuple(letter for (letter,) in self._db.rows(_UNSENT, (case_id,)))

    @needs(Permission.PRINT_LETTERS)
    def put(self, after: Case, sending: Sending, due: datetime | None, stop: Stop | None = None) -> None:
        """Save a sending, and the case as it is then; its letter is no longer queued.

        NotAuthorized when more of the case changes than its notice, or for a letter of another case.
        """
        require_author(self.person, sending.by)
        with self._db.write():
            [(body,)] = self._db.rows("SELECT body FROM cases WHERE id = ?", (after.id,))
            self._require_case_of(after.id, sending)
            self._db.rows(
                "INSERT INTO entries (case_id, kind, body) VALUES (?, ?, ?)",
                (after.id, _KIND, SENDING.text(sending)),
            )
            self._db.rows("DELETE FROM letter_queue WHERE letter = ?", (sending.letter,))
            before = CASE.value(body)
            self._require_notice_only(before, after)
            if after != before:
                self._db.rows("UPDATE cases SET body = ? WHERE id = ?", (CASE.text(after), after.id))
            self._worklist.put(after, due, stop)

    def _require_case_of(self, case_id: str, sending: Sending) -> None:
        if (sending.means is Means.TOLD) is bool(sending.letter):
            raise NotAuthorized("A letter is sent; a decision is told.", "Record the one that happened.")
        if not sending.letter:
            require_act(self._db, case_id, CaseAct.TELL)
        elif self.accepted(sending.letter)[0] != case_id:
            raise NotAuthorized("This letter is of another case.", "Open its case.")

    def _require_notice_only(self, before: Case, after: Case) -> None:
        same = replace(
            before,
            state=after.state,
            asking=after.asking,
            information_requests=after.information_requests,
            extended_at=after.extended_at,
            notice=before.notice or after.notice,
        )
        closes = after.state is CaseState.CLOSED
        moved = after.state is not before.state
        may_move = before.state is CaseState.SEND and (closes or after.state is CaseState.WAITING)
        if same != after or (moved and not may_move) or (moved and closes and self.unsent(after.id)):
            raise NotAuthorized("Sending a letter changes nothing else of its case.", "Open the case again.")


_UNSENT = """SELECT letter FROM letter_queue JOIN archive ON archive.sequence = letter
    WHERE archive.case_id = ? ORDER BY letter"""

"""Half-typed text of each person, by case and field, and the UI state that a lock saves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from ur_desktop.domain.access import Permission, may
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.storage.database import Database
from ur_desktop.storage.permissions import needs

_QUOTE = '"'
_PLACE = "place"
"""Stored in place of a case ID."""
_WORK = (Permission.TAKE_IN, Permission.ANSWER, Permission.DETERMINE)


class Drafts:
    """The half-typed texts of an open vault; everybody has their own."""

    def __init__(self, db: Database, me: Callable[[], Reviewer]) -> None:
        self._db, self._me = db, me

    @property
    def person(self) -> Reviewer:
        """The signed-in person."""
        return self._me()

    @needs(*_WORK)
    def store(self, case_id: str, field: str, text: str) -> None:
        """Save this person's half-typed text; ``field`` is the screen's name for the field."""
        with self._db.write():
            self._db.rows(
                "INSERT OR REPLACE INTO drafts (case_id, field, text) VALUES (?, ?, ?)",
                (case_id, self._own_prefix + field, text.encode("utf-8", "replace").decode()),
            )

    @needs(Permission.SEE_CASES)
    def texts(self, case_id: str) -> Mapping[str, str]:
        """Return this person's half-typed text in a case, by field.

        Earlier versions stored drafts without a person; the first person to open the case gets those.
        """
        kept: dict[str, str] = dict(
            self._db.rows("SELECT field, text FROM drafts WHERE case_id = ?", (case_id,))
        )
        nobodys = {field: text for field, text in kept.items() if not field.startswith(_QUOTE)}
        mine = {
            field.removeprefix(self._own_prefix): kept[field]
            for field in kept
            if field.startswith(self._own_prefix)
        }
        found = nobodys | mine
        if nobodys and any(may(self.person, act) for act in _WORK):
            with suppress(StorageError):  # a case must open on a full disk too
                self._take_over(case_id, nobodys, found)
        return found

    @needs(Permission.SEE_CASES)
    def of_new_cases(self, prefix: str) -> Mapping[str, Mapping[str, str]]:
        """Return this person's drafts of cases that are not created yet, by their IDs, which begin with ``prefix``."""
        ids = self._db.rows(
            "SELECT DISTINCT case_id FROM drafts WHERE case_id >= :prefix AND case_id < :prefix || '~'",
            {"prefix": prefix},
        )
        return {case_id: found for (case_id,) in ids if (found := self.texts(case_id))}

    def _take_over(self, case_id: str, nobodys: Mapping[str, str], found: Mapping[str, str]) -> None:
        with self._db.write():
            for field in nobodys:
                self.store(case_id, field, found[field])
                self._db.rows("DELETE FROM drafts WHERE case_id = ? AND field = ?", (case_id, field))

    @needs(*_WORK)
    def delete(self, case_id: str, fields: Iterable[str]) -> None:
        """Delete this person's half-typed text of some fields, after it was saved or discarded."""
        own = self._own_prefix
        with self._db.write():
            self._db.rows(
                "DELETE FROM drafts WHERE case_id = ? AND field IN (SELECT value FROM json_each(?))",
                (case_id, json.dumps([own + field for field in fields])),
            )

    @property
    def _own_prefix(self) -> str:
        """Return the prefix of this person's draft fields; quoted, so that no user ID is a prefix of another."""
        return f"{json.dumps(self.person.user_id)} "

    def ui_state(self) -> str:
        """Return the UI state last stored for the signed-in person; empty when there is none."""
        kept = self._db.row(
            "SELECT text FROM drafts WHERE case_id = ? AND field = ?", (_PLACE, self.person.user_id)
        )
        return str(kept[0]) if kept else ""

    def save_ui_state(self, text: str) -> None:
        """Store the signed-in person's UI state with half-typed text; an empty text deletes it."""
        with self._db.write():
            self._db.rows(
                "INSERT OR REPLACE INTO drafts (case_id, field, text) VALUES (?, ?, ?)",
                (_PLACE, self.person.user_id, text.encode("utf-8", "replace").decode()),
            )

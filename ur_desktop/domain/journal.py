"""The journal (on screen: the audit log): what is recorded of each event, and which events to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

PAGE = 200
MOST_AT_ONCE = 100_000
"""Entries that are read at once when somebody goes to the end of the list."""
"""Entries read at a time."""


class EventKind(StrEnum):
    """The events that the journal records (45 CFR 164.312(b): record and examine activity)."""

    SIGN_IN = "sign_in"
    FAILED_SIGN_IN = "failed_sign_in"
    SIGN_OUT = "sign_out"
    LOCK = "lock"
    RECOVERY = "recovery"
    PEOPLE = "people"
    CREATE = "create"
    VIEW = "view"
    CHANGE = "change"
    PRINT = "print"
    SAVE = "save"
    EXPORT = "export"
    DETERMINATION = "determination"
    VOID = "void"
    OVERRIDE = "override"
    LETTER = "letter"
    SENT = "sent"
    SETTINGS = "settings"
    BACKUP = "backup"
    RESTORE = "restore"
    REPAIR = "repair"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry; ``detail`` is a small JSON object.

    ``by`` is a user ID. The number of the case and ``who``, the name to show for ``by``, are added when entries are
    read for a person.
    """

    sequence: int
    kind: EventKind
    by: str
    at: datetime
    case_id: str = ""
    detail: Mapping[str, object] = field(default_factory=dict, repr=False)
    case_number: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which entries to read: by whom, of what kind, from ``since`` until before ``until`` (aware), of which case.

    What is empty or None narrows nothing. ``case`` is a part of a case number; ``before`` is the number of the entry
    that the page ends before, 0 for the newest.
    """

    by: str = ""
    kind: EventKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    case: str = ""
    before: int = 0
    limit: int = PAGE

    @property
    def is_filtered(self) -> bool:
        """Whether it asks for less than all entries."""
        return bool(self.by or self.kind or self.since or self.until or self.case)

"""The journal (on screen: the audit log): what is recorded of each event, and which events to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """What is written down (45 CFR 164.312(b): record and examine activity)."""

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
    OVERRIDE = "override"
    LETTER = "letter"
    SETTINGS = "settings"
    BACKUP = "backup"
    RESTORE = "restore"
    REPAIR = "repair"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the journal; ``detail`` is a small JSON object."""

    sequence: int
    kind: EventKind
    by: str
    at: datetime
    case_id: str = ""
    detail: Mapping[str, object] = field(default_factory=dict, repr=False)
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which lines are asked for: by whom, of what kind, between two moments (aware, ``until`` left out), of which case.

    ``case`` is a part of a case number; ``before`` is the number of the line that the page ends before, 0 for the
    newest.
    """

    by: str = ""
    kind: EventKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    case: str = ""
    before: int = 0
    limit: int = 200

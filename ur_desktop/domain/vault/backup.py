"""Backups: why each was made, and what the screen shows of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BackupReason(StrEnum):
    """Why a backup was made."""

    ASKED = "asked"
    SCHEDULE = "schedule"
    CLOSE = "close"
    FIRST_CASE = "first_case"
    MIGRATION = "migration"
    REKEY = "rekey"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class BackupSummary:
    """One backup: ``key`` is its folder, ``fault`` says in a sentence why it can't be used.

    ``program`` is the version that made it, ``sequence`` counts a vault's backups from 1.
    """

    key: str
    made: datetime
    size: int
    cases: int
    letters: int
    reason: BackupReason = BackupReason.ASKED
    fault: str = ""
    answers: int = 0
    program: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class BackupOverview:
    """A vault's backups, newest first, and its second folder with the time of the backup last copied there.

    ``fault`` says why the last backup failed or the folder can't be read, ``second_fault`` why a copy failed;
    ``reminded`` that no reminder of a missing or old copy is wanted any more.
    """

    backups: tuple[BackupSummary, ...]
    now: datetime
    second: str = ""
    copied: datetime | None = None
    second_fault: str = ""
    fault: str = ""
    reminded: bool = False

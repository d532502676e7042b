"""Backups: why one is made, and what a person is shown of them."""

from __future__ import annotations

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

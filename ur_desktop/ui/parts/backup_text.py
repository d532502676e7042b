"""Backups in words: their size, time, contents and reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from ur_desktop.domain.vault.backup import BackupOverview, BackupSummary
from ur_desktop.ui.kit.text import plural, time_words

WHY: Mapping[str, str] = {
    "asked": "on request",
    "schedule": "automatically",
    "close": "when the program closed",
    "first_case": "before the first case was closed",
    "migration": "before a new version of the program changed the vault",
    "rekey": "before the vault keys were replaced",
    "restore": "before another backup was restored",
}
"""Why a backup was made, by its reason in the manifest."""

OLD = timedelta(days=7)
NONE_YET = "No backups yet. The first is made before the first case is closed, and when the program closes."
NO_SECOND = "Backups are on this computer only. Add a second folder, such as a USB drive."


def size_words(size: int) -> str:
    """Say bytes as a person reads them, thousands a step: "139 KB", "1.2 GB"."""
    if size < 1000:
        return plural(size, "byte")
    value = float(size)
    for unit in ("KB", "MB", "GB"):
        value /= 1000
        if value < 999.5:
            return f"{value:.0f} {unit}" if value >= 9.95 else f"{value:.1f} {unit}"
    return f"{value / 1000:.1f} TB"


def held_words(cases: int, letters: int) -> str:
    """Say what a backup holds: "1,200 cases, 1 letter"."""
    return f"{plural(cases, 'case')}, {plural(letters, 'letter')}"


def when_made(now: datetime, made: datetime) -> str:
    """Say when a backup was made: "Today 4:30 PM", "Mon Jan 19, 9:05 AM"."""
    words = time_words(now, made)
    return words[0].upper() + words[1:]


def row_words(row: BackupSummary, now: datetime) -> str:
    """Say a backup in one line, to choose it by."""
    parts = (when_made(now, row.made), held_words(row.cases, row.letters), size_words(row.size))
    return " · ".join((*parts, *(["damaged"] if row.fault else [])))


def summary_words(backup: BackupSummary, now: datetime) -> str:
    """Say all that is known of a backup before it is restored, on two lines."""
    contents = f"{held_words(backup.cases, backup.letters)}, {plural(backup.answers, 'answer')}"
    return (
        f"Made {time_words(now, backup.made)} {WHY[backup.reason]}, by UR Desktop {backup.program}.\n"
        f"Contains {contents}."
    )


def last_words(shown: BackupOverview) -> str:
    """Say when the last backup was made, and what became of a later one that failed."""
    sound = [row for row in shown.backups if not row.fault]
    if not sound:
        return NONE_YET
    held = held_words(sound[0].cases, sound[0].letters)
    return f"Last backup: {time_words(shown.now, sound[0].made)}, with {held}. Verified."


def second_words(shown: BackupOverview) -> str:
    """Say where copies go and when the last went there."""
    if not shown.second:
        return NO_SECOND
    if shown.copied is None:
        return "Not copied yet."
    return f"Last copy: of the backup made {time_words(shown.now, shown.copied)}."


def reminder(shown: BackupOverview) -> str:
    """What to remind of on the worklist: no second folder, or an old copy there; nothing when all is well."""
    if not shown.second:
        return "Backups are on this computer only."
    if shown.copied is None and shown.second_fault:
        return "No backup has been copied to the second folder yet."
    if shown.copied is not None and shown.now - shown.copied > OLD:
        return f"The last copy in the second folder is {plural((shown.now - shown.copied).days, 'day')} old."
    return ""

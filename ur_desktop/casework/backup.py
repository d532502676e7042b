"""Backups of the open vault: list, make on request or when due, copy to a second folder."""

from __future__ import annotations

from pathlib import Path

from ur_desktop.casework.acts import act
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.vault.backup import BackupOverview, BackupReason, BackupSummary
from ur_desktop.paths import SAMPLE_VAULT
from ur_desktop.storage.backup.job import BackupJob
from ur_desktop.storage.backup.manifest import Backup, newest_first

__all__ = ["BackupJob"]


def overview(session: Session) -> BackupOverview:
    """The vault's backups and its second folder; why its folder can't be read is in ``fault``."""
    backups, fault = session.vault.backups, ""
    found: tuple[Backup, ...] = ()
    try:
        found = backups.all()
    except StorageError as error:
        fault = str(error)
    second = backups.second
    return BackupOverview(
        tuple(map(summary, newest_first(found))),
        session.now(),
        second.folder,
        second.copied,
        second.fault,
        fault,
        second.reminded or _is_sample(session),
    )


@act(Permission.BACK_UP)
def begin(session: Session, to: Path | None = None) -> BackupJob:
    """Begin a backup on request, into the vault's own folder for backups or only into ``to``; then `release`, `finish`.

    StorageError while another one is running.
    """
    return session.vault.backups.begin(BackupReason.ASKED, session.now(), to)


def begin_due(session: Session) -> BackupJob | None:
    """Begin the next scheduled backup, for every role; None when none is due, or in the sample vault."""
    backups = session.vault.backups
    if _is_sample(session) or not backups.is_due(session.now()):
        return None
    return backups.begin(BackupReason.SCHEDULE, session.now())


def begin_last(session: Session, *, before_restore: bool = False) -> BackupJob | None:
    """Begin the backup before the vault closes; None when the latest one holds everything, or in the sample vault."""
    backups = session.vault.backups
    if _is_sample(session) or not backups.has_changed(backups.latest()):
        return None
    return backups.begin(BackupReason.RESTORE if before_restore else BackupReason.CLOSE, session.now())


def release(session: Session, job: BackupJob) -> None:
    """Let the database write to its file again once the backup has copied it; call this while the backup runs."""
    if job.copied.is_set():
        session.vault.backups.end()


def finish(session: Session) -> None:
    """Record how a backup ended, and release the database; waits for the copy of the database, no longer."""
    session.vault.backups.end()


@act(Permission.BACK_UP)
def choose_second_folder(session: Session, folder: str) -> None:
    """Have backups copied to this folder too, or to none when it is empty; StorageError when it won't do."""
    session.vault.backups.choose_second(Path(folder) if folder else None, session.now())


def anchor_fault(session: Session) -> str:
    """Why the end of the audit log is not protected now, in a sentence; empty when it is."""
    fault = session.vault.anchor_fault
    return f"Everything is saved, but the last log entries are not protected yet. {fault}" if fault else ""


def dismiss_reminder(session: Session) -> None:
    """Don't remind of a missing or old copy until the next one is made."""
    session.vault.backups.dismiss_reminder()


def summary(backup: Backup) -> BackupSummary:
    """What is shown of a backup."""
    held = backup.manifest
    return BackupSummary(
        str(backup.folder),
        held.made,
        held.size,
        held.cases,
        held.letters,
        held.reason,
        backup.fault,
        held.answers,
        held.program,
        held.sequence,
    )


def _is_sample(session: Session) -> bool:
    return session.vault.folder.name == SAMPLE_VAULT

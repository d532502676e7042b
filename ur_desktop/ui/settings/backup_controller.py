"""Connects the settings' backups and the worklist's reminder to the backups of the open vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QObject

from ur_desktop.casework import backup
from ur_desktop.casework.backup import BackupJob
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.errors import StorageError, UserError
from ur_desktop.domain.vault.backup import BackupOverview
from ur_desktop.ui.kit.background_task import BackgroundTask
from ur_desktop.ui.kit.notice_bar import NoticeBar
from ur_desktop.ui.parts.backup_text import reminder
from ur_desktop.ui.settings.backups_panel import BackupsPanel


class BackupController(QObject):
    """Makes backups when they are due and on request; ``line`` says what of the vault is not protected."""

    def __init__(self, session: Session, line: NoticeBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._line = session, line
        self._panel: BackupsPanel | None = None
        self._job: BackupJob | None = None
        self._task: BackgroundTask | None = None
        self._fault = self._anchor_fault = ""
        line.dismissed.connect(self._dismiss)

    @property
    def is_running(self) -> bool:
        """Whether a backup is being made."""
        return self._job is not None

    def show_in(self, panel: BackupsPanel) -> None:
        """Show the backups in the settings, and make them from there."""
        self._panel = panel
        panel.allow(
            backing_up=self._session.may(Permission.BACK_UP), restoring=self._session.may(Permission.RESTORE)
        )
        panel.backup_requested.connect(self._make)
        panel.cancel_requested.connect(self._cancel)
        panel.second_chosen.connect(self._choose_second)

    def tick(self) -> None:
        """Begin a backup when one is due, and say when the end of the audit log can't be protected."""
        if (fault := backup.anchor_fault(self._session)) != self._anchor_fault:
            self._anchor_fault = fault
            self.refresh()
        if self._job is None:
            self._begin(backup.begin_due)

    def refresh(self) -> None:
        """Show the backups and the reminder as they are now."""
        shown = self._shown()
        if self._panel is not None:
            self._panel.show_backups(shown)
        reminds = self._session.may(Permission.BACK_UP) and not shown.reminded
        self._line.say(self._fault or self._anchor_fault or (reminder(shown) if reminds else ""))

    def last(self, *, before_restore: bool = False) -> Iterator[BackupJob]:
        """The backups to wait for before the vault closes, one after the other; its copies are not waited for.

        First the one that is running, then one of what it does not hold.
        """
        if self._job is not None:
            yield self._job
            self._end()
        # An error now could not be acted on; the next sign-in shows that the last backup is old.
        with suppress(StorageError):
            if (job := backup.begin_last(self._session, before_restore=before_restore)) is not None:
                yield job
                backup.finish(self._session)

    def _make(self) -> None:
        self._begin(backup.begin)

    def _begin(self, begin: Callable[[Session], BackupJob | None]) -> None:
        try:
            job = begin(self._session)
        except StorageError as error:
            self._failed(error)
            self.refresh()
            return
        if job is None:
            return
        self._fault, self._job = "", job
        self._task = task = BackgroundTask(job, self)
        task.progressed.connect(self._progress)
        task.done.connect(self._end)
        task.failed.connect(self._failed)
        task.failed.connect(self._end)
        task.canceled.connect(self._end)
        if self._panel is not None:
            self._panel.show_progress(job.share)

    def _progress(self, share: float) -> None:
        if self._job is not None:
            backup.release(self._session, self._job)
            if self._panel is not None:
                self._panel.show_progress(share)

    def _end(self) -> None:
        if self._task is not None:
            self._task.drop()
        self._job = self._task = None
        backup.finish(self._session)
        if self._panel is not None:
            self._panel.show_progress(None)
        self.refresh()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _failed(self, error: UserError) -> None:
        self._fault = f"The last backup failed. {error}"

    def _choose_second(self, folder: str) -> None:
        try:
            backup.choose_second_folder(self._session, folder)
        except StorageError as error:
            if self._panel is not None:
                self._panel.show_fault(str(error))
            return
        self.refresh()
        if folder and self._job is None:  # the one being made goes there too
            self._make()

    def _dismiss(self) -> None:
        if self._fault or self._anchor_fault:
            self._fault = self._anchor_fault = ""
        else:
            backup.dismiss_reminder(self._session)
        self.refresh()

    def _shown(self) -> BackupOverview:
        shown = backup.overview(self._session)
        self._fault = self._fault or shown.fault
        return replace(shown, fault=self._fault)

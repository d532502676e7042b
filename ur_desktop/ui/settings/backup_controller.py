"""The backups of the open vault: made by themselves when due, on request, and when the program closes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.backup import BackupReason
from ur_desktop.domain.errors import Canceled, StorageError
from ur_desktop.paths import SAMPLE_VAULT
from ur_desktop.storage.backup.job import BackupJob
from ur_desktop.storage.backup.manifest import Backup, newest_first
from ur_desktop.ui.kit.notice_bar import NoticeBar
from ur_desktop.ui.parts.backup_text import BackupRow, BackupsShown, reminder
from ur_desktop.ui.settings.backups_panel import BackupsPanel

POLL = 100
"""Milliseconds between two looks at a backup that is being made."""


class BackupController(QObject):
    """Makes backups in their own time; ``line`` reminds of what is missing.

    The sample vault has none but those asked for.
    """

    def __init__(self, session: Session, line: NoticeBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._line = session, line
        self._backups = session.vault.backups
        self._is_sample = session.vault.folder.name == SAMPLE_VAULT
        self._panel: BackupsPanel | None = None
        self._making: BackupJob | None = None
        self._fault = ""
        self._timer = QTimer(self, interval=POLL)
        self._timer.timeout.connect(self._look)
        line.put_away.connect(self._put_away)

    def show_in(self, panel: BackupsPanel) -> None:
        """Serve the part of the settings that is about backups."""
        self._panel = panel
        panel.allow(
            backing_up=self._session.may(Permission.BACK_UP), restoring=self._session.may(Permission.RESTORE)
        )
        panel.backup_requested.connect(lambda: self._begin(BackupReason.ASKED))
        panel.cancel_requested.connect(self._cancel)
        panel.second_chosen.connect(self._choose_second)

    def tick(self) -> None:
        """Begin a backup when one is due."""
        if not self._is_sample and self._making is None and self._backups.is_due(self._session.now()):
            self._begin(BackupReason.SCHEDULE)

    def refresh(self) -> None:
        """Show the backups, and the reminder, as they are now."""
        shown = self._shown()
        if self._panel is not None:
            self._panel.show_backups(shown)
        put_away = (
            self._is_sample or not self._session.may(Permission.BACK_UP) or self._backups.second.reminded
        )
        self._line.say(self._fault or ("" if put_away else reminder(shown)))

    def last(self, reason: BackupReason) -> Iterator[BackupJob]:
        """What has to be waited for, one after the other, before the vault closes.

        The backup that is being made, then one of what it does not hold. Closing the vault waits for either, but
        not for their copies in the second folder.
        """
        if self._making is not None:
            yield self._making
            self._end()
        if not self._is_sample and self._backups.has_changed(self._backups.latest()):
            # Nobody could act on a fault any more; at the next sign-in the last backup is seen to be old.
            with suppress(StorageError):
                yield self._backups.begin(reason, self._session.now())
                self._backups.end()

    def _begin(self, reason: BackupReason) -> None:
        self._fault = ""
        try:
            self._making = self._backups.begin(reason, self._session.now())
        except StorageError as error:
            self._failed(error)
            self.refresh()
            return
        self._timer.start()
        self._look()

    def _look(self) -> None:
        if self._making is None:
            return
        if self._making.copied.is_set():
            self._backups.end()
        if self._making.done:
            self._end()
        elif self._panel is not None:
            self._panel.show_progress(self._making.share)

    def _end(self) -> None:
        making, self._making = self._making, None
        self._timer.stop()
        self._backups.end()
        if making is not None:
            try:
                making.wait()
            except Canceled:
                pass
            except StorageError as error:
                self._failed(error)
            finally:
                if self._panel is not None:
                    self._panel.show_progress(None)
        self.refresh()

    def _failed(self, error: StorageError) -> None:
        self._fault = f"The last backup failed. {error}"

    def _cancel(self) -> None:
        if self._making is not None:
            self._making.cancel()

    def _choose_second(self, folder: str) -> None:
        try:
            self._backups.choose_second(Path(folder) if folder else None, self._session.now())
        except StorageError as error:
            if self._panel is not None:
                self._panel.show_fault(str(error))
            return
        self.refresh()
        if folder and self._making is None:  # the one being made goes there too
            self._begin(BackupReason.ASKED)

    def _put_away(self) -> None:
        if self._fault:
            self._fault = ""
        else:
            self._backups.put_reminder_away()
        self.refresh()

    def _shown(self) -> BackupsShown:
        second = self._backups.second
        try:
            found = self._backups.on_file()
        except StorageError as error:
            found, self._fault = (), self._fault or str(error)
        return BackupsShown(
            tuple(map(row, newest_first(found))),
            self._session.now(),
            second.folder,
            second.copied,
            second.fault,
            self._fault,
        )


def row(backup: Backup) -> BackupRow:
    """A backup as screens show it."""
    held = backup.manifest
    return BackupRow(
        str(backup.folder), held.made, held.size, held.cases, held.letters, held.reason.value, backup.fault
    )

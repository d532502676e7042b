"""The page shown while the last backups are made, with a button for people who can't wait."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.background import Running
from ur_desktop.ui.kit.background_task import BackgroundTask
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.shell.error_collector import ErrorCollector


class BackupWaitPage(QWidget):
    """Shows how much of a backup is made, then of the next; ``over`` follows the last one, or the button."""

    over = Signal()

    def __init__(self, jobs: Iterator[Running[object]], skip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "bg")
        self._jobs = jobs
        self._task: BackgroundTask | None = None
        self.words = label("Backing up…", "title")
        self.share = label("", "second")
        self.skip = KeyButton(skip, Emphasis.SECONDARY, parent=self)
        self.skip.clicked.connect(self._skip)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch()
        for part in (self.words, self.share, self.skip):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    def watch_next(self) -> bool:
        """Watch the next backup; False when there is none. One that can't be started keeps nobody from leaving."""
        job = None
        with ErrorCollector():
            job = next(self._jobs, None)
        if job is None:
            return False
        self._task = task = BackgroundTask(job, self)
        task.progressed.connect(lambda share: self.share.setText(f"{share:.0%}"))
        for ended in (task.done, task.failed, task.canceled):
            ended.connect(self._go_on)
        return True

    def drop(self, *, cancel: bool = False) -> None:
        """Watch no longer; the backup goes on without being watched, unless it is canceled."""
        if self._task is not None:
            if cancel:
                self._task.cancel()
            self._task.drop()

    def _go_on(self) -> None:
        if not self.watch_next():
            self.over.emit()

    def _skip(self) -> None:
        self.drop(cancel=True)
        self.over.emit()

"""Connects the audit log's screen: reads entries, verifies in short slices, exports."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ur_desktop.casework import audit
from ur_desktop.casework.file_places import said_of_place
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import EventQuery
from ur_desktop.domain.vault.verification import VerifyReport, VerifyStep
from ur_desktop.ui.audit.screen import AuditScreen
from ur_desktop.ui.kit.text import plural

SLICE = 0.02
"""Seconds of checking between two looks at the keyboard."""


class AuditController(QObject):
    """Fills the audit log's screen; ``opened`` carries the case of an entry."""

    opened = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._steps: Generator[VerifyStep, None, VerifyReport] | None = None
        self._people: Mapping[str, str] = {}
        self.screen = AuditScreen(may_export=session.may(Permission.EXPORT_JOURNAL))
        self.screen.query_changed.connect(self.fetch)
        self.screen.opened.connect(self.opened)
        self.screen.verify_requested.connect(self._verify)
        self.screen.canceled.connect(self.stop)
        self.screen.export_requested.connect(self._export)
        self._pulse = QTimer(self)
        self._pulse.timeout.connect(self._check)

    def open(self) -> None:
        """Show the newest entries of the last query."""
        self._people = audit.authors(self._session)
        self.fetch(self.screen.head.query())

    def fetch(self, query: EventQuery) -> None:
        """Show a page; a later one below what is shown."""
        events = audit.events(self._session, query)
        if query.before:
            self.screen.append(events)
        else:
            total = audit.count(self._session, query)
            self.screen.set_events(events, total, self._people, self._session.now())

    # Verifying

    def _verify(self) -> None:
        self._steps = audit.verify(self._session)
        self.screen.show_progress("Verifying", 0, 0)
        self._pulse.start(0)

    def _check(self) -> None:
        """Check for a moment, then say how far it is."""
        end, step = time.perf_counter() + SLICE, None
        try:
            while self._steps is not None and time.perf_counter() < end:
                step = next(self._steps)
        except StopIteration as done:
            self.stop()
            self._say(done.value)
        except StorageError:
            self.stop()
            self.screen.show_result("The check did not finish.")
            raise
        else:
            if step is not None:
                self.screen.show_progress(step.words, step.done, step.total)

    @property
    def is_checking(self) -> bool:
        """Whether the vault is being verified; no backup can begin meanwhile."""
        return self._steps is not None

    def stop(self) -> None:
        """Stop verifying."""
        self._pulse.stop()
        if self._steps is not None:
            self._steps.close()
            self._steps = None

    def _say(self, report: VerifyReport) -> None:
        checked = f"{plural(report.lines, 'log entry', 'log entries')} and {plural(report.letters, 'letter')} checked"
        if report.faults:
            self.screen.show_result(
                f"{checked}. Problems found:",
                (*report.faults, "Leave the vault unchanged and compare it with a backup."),
            )
        else:
            self.screen.show_result(f"No problems found: {checked}.")

    def _export(self, query: EventQuery, path: str) -> None:
        count = audit.export(self._session, query, Path(path))
        self.open()
        entries = plural(count, "entry", "entries")
        self.screen.say(
            f"{entries} exported. The file is not encrypted: store it securely.{said_of_place(Path(path).parent)}"
        )

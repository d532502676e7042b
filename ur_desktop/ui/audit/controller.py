"""Connects the audit log's screen: reads entries, verifies in short slices, exports."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from functools import partial
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
        self._steps: Generator[VerifyStep, None, Callable[[], None]] | None = None
        self._counting: Iterator[int] | None = None
        self._total = 0
        self._people: Mapping[str, str] = {}
        self.screen = AuditScreen(may_export=session.may(Permission.EXPORT_JOURNAL))
        self.screen.query_changed.connect(self.fetch)
        self.screen.opened.connect(self.opened)
        self.screen.verify_requested.connect(self._verify)
        self.screen.canceled.connect(self._cancel)
        self.screen.left.connect(self.stop)
        self.screen.export_requested.connect(self._export)
        self._pulse = QTimer(self)
        self._pulse.timeout.connect(self._work)
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._count)

    def open(self) -> None:
        """Show the newest entries of the last query."""
        self._people = audit.authors(self._session)
        self.fetch(self.screen.head.query())

    def fetch(self, query: EventQuery) -> None:
        """Show a page; a later one below what is shown. How many there are follows."""
        events = audit.events(self._session, query)
        if query.before:
            self.screen.append(events)
            return
        self.screen.set_events(events, self._people, self._session.now())
        self._counting = audit.count(self._session, query)
        self._count()

    def _count(self) -> None:
        """Count for a moment, then say how many entries were found so far."""
        end = time.perf_counter() + SLICE
        while self._counting is not None:
            found = next(self._counting, None)
            if found is None:
                self._counting = None
                self.screen.show_count(self._total, counting=False)
                return
            self._total = found
            if time.perf_counter() > end:
                self.screen.show_count(found, counting=True)
                self._later.start(0)
                return

    # Verifying and exporting

    def _verify(self) -> None:
        self._begin(self._verifying())

    def _verifying(self) -> Generator[VerifyStep, None, Callable[[], None]]:
        report = yield from audit.verify(self._session)
        return partial(self._say, report)

    def _export(self, query: EventQuery, path: str) -> None:
        self._begin(self._exporting(query, Path(path)))

    def _exporting(self, query: EventQuery, path: Path) -> Generator[VerifyStep, None, Callable[[], None]]:
        total = 0 if self._counting is not None else self._total
        with closing(audit.export(self._session, query, path)) as steps:
            count = yield from _told(steps, total)
        return partial(self._exported, path, count)

    def _begin(self, steps: Generator[VerifyStep, None, Callable[[], None]]) -> None:
        """Start long work that is done in short slices; its result says what was done."""
        self._cancel()
        self._steps = steps
        self.screen.show_progress("Starting", 0, 0)
        self._pulse.start(0)

    def _work(self) -> None:
        """Work for a moment, then say how far it is."""
        end, step = time.perf_counter() + SLICE, None
        try:
            while self._steps is not None and time.perf_counter() < end:
                step = next(self._steps)
        except StopIteration as done:
            self._cancel()
            done.value()
        except StorageError:
            self._cancel()
            self.screen.show_result("Not finished.")
            raise
        else:
            if step is not None:
                self.screen.show_progress(step.words, step.done, step.total)

    @property
    def is_checking(self) -> bool:
        """Whether the vault is being verified or exported; no backup can begin meanwhile."""
        return self._steps is not None

    def stop(self) -> None:
        """Stop verifying, exporting and counting."""
        self._later.stop()
        self._counting = None
        self._cancel()

    def _cancel(self) -> None:
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

    def _exported(self, path: Path, count: int) -> None:
        self.open()
        entries = plural(count, "entry", "entries")
        self.screen.say(
            f"{entries} exported. The file is not encrypted: store it securely.{said_of_place(path.parent)}"
        )


def _told(steps: Generator[int, None, int], total: int) -> Generator[VerifyStep, None, int]:
    """The steps of an export, as they are shown; ``total`` is 0 when it is not known yet."""
    while True:
        try:
            done = next(steps)
        except StopIteration as end:
            return int(end.value)
        yield VerifyStep("Exporting", done, total)

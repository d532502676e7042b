"""The auditor's desk: reads the journal for the screen, checks the whole record, writes exports."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import Event, EventKind, EventQuery
from ur_desktop.storage.disk.export_file import put_whole
from ur_desktop.storage.keys.header import RECOVERY
from ur_desktop.storage.verify import Report, Step
from ur_desktop.ui.audit.event_text import PAGE, AuditLine, AuditQuery, csv_text, json_text
from ur_desktop.ui.audit.screen import AuditScreen
from ur_desktop.ui.kit.text import on_clock, plural

SLICE = 0.02
"""Seconds of checking between two looks at the keyboard."""


class AuditController(QObject):
    """Fills the auditor's screen; ``opened`` carries the case of a line."""

    opened = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._steps: Generator[Step, None, Report] | None = None
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
        """Show the newest lines of what was asked for last."""
        names = self._session.names()
        self._people = {user_id: _who(user_id, names) for user_id in self._session.vault.journal.authors()}
        self.fetch(self.screen.head.query())

    def fetch(self, query: AuditQuery) -> None:
        """Show a page, under what is shown where it is not the first."""
        journal, asked = self._session.vault.journal, self._asked(query)
        lines = tuple(self._lines(iter(journal.page(asked))))
        if query.before:
            self.screen.append(lines)
        else:
            self.screen.set_lines(lines, journal.count(asked), self._people, self._session.now())

    # The whole record

    def _verify(self) -> None:
        self._steps = self._session.vault.examine(self._session.library.record_codes)
        self.screen.show_progress("Checking the whole record", 0, 0)
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
            self.screen.show_result("The check could not be ended.")
            raise
        else:
            if step is not None:
                self.screen.show_progress(step.words, step.done, step.total)

    @property
    def is_checking(self) -> bool:
        """Whether the record is being read, which no backup can begin beside."""
        return self._steps is not None

    def stop(self) -> None:
        """End a check of the whole record."""
        self._pulse.stop()
        if self._steps is not None:
            self._steps.close()
            self._steps = None

    def _say(self, report: Report) -> None:
        checked = f"{plural(report.lines, 'line')} of the journal and {plural(report.letters, 'letter')}"
        if report.faults:
            self.screen.show_result(
                f"{checked} were checked. The record is not in order:",
                (*report.faults, "Keep the vault as it is, and compare it with a backup."),
            )
        else:
            self.screen.show_result(f"The whole record is in order: {checked} were checked.")

    # Exports

    def _export(self, query: AuditQuery, path: str) -> None:
        asked = self._asked(query)
        lines = self._lines(self._session.vault.journal.stream(asked))
        count = self._session.vault.journal.count(asked)
        is_json = path.lower().endswith(".json")
        what = {"what": "journal", "lines": count, "format": "json" if is_json else "csv"}
        text = json_text(lines) if is_json else csv_text(lines)
        try:
            put_whole(
                Path(path),
                (row.encode() for row in text),
                lambda: self._session.record(EventKind.EXPORT, **what),
            )
        except OSError as error:
            raise StorageError(
                f"The export could not be written ({error.strerror}).", "Choose another place."
            ) from None
        self.open()
        self.screen.say(
            f"{plural(count, 'line')} exported. The file is not encrypted: keep it where you keep records."
        )

    def _asked(self, query: AuditQuery) -> EventQuery:
        return EventQuery(
            by=query.user_id,
            kind=EventKind(query.kind) if query.kind else None,
            since=self._midnight(query.first),
            until=self._midnight(query.last, timedelta(days=1)),
            case=query.case,
            before=query.before,
            limit=PAGE,
        )

    def _midnight(self, day: date | None, later: timedelta = timedelta()) -> datetime | None:
        """When a day begins in this computer's zone, or the one after it."""
        if day is None or day == date.max:
            return None
        return on_clock(day + later, clock(), None)

    def _lines(self, events: Iterator[Event]) -> Iterator[AuditLine]:
        names = self._session.names()
        for event in events:
            yield AuditLine(
                event.sequence, event.at, event.by, _who(event.by, names), event.kind.value,
                event.case_id, event.case_number, event.detail,
            )  # fmt: skip


def _who(user_id: str, names: Mapping[str, str]) -> str:
    return names.get(user_id, RECOVERY.name if user_id == RECOVERY.user_id else user_id)

"""Intake: a new request or a correction, with what is half typed of it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework import intake
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import Case
from ur_desktop.ui.intake.fill_form import corrected, typed_values
from ur_desktop.ui.intake.screen import IntakeScreen


class IntakeController(QObject):
    """Calls the acts of intake; ``left`` asks for the worklist, ``begun`` carries the id of a case to review."""

    left = Signal()
    begun = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.corrects: Case | None = None
        self.draft_id = ""
        self.screen = IntakeScreen(
            session.library.plans,
            session.library.policies(session.now().date()),
            lambda key: session.library.lines[key],
            self._earlier,
            session.now,
            lambda: session.me,
        )
        self.screen.saved.connect(self._saved)
        self.screen.started.connect(self._started)
        self.screen.closed.connect(self.left)
        self.screen.draft_changed.connect(self._save_draft)

    def take_in(self) -> None:
        """Begin a new, empty request."""
        self.resume(intake.new_draft_id())

    def resume(self, draft_id: str) -> None:
        """Continue the draft of a new request; one that was not saved is empty."""
        self.corrects, self.draft_id = None, draft_id
        typed = intake.draft(self._session, draft_id)
        self.screen.begin(typed or None, case_id=uuid4().hex, number=intake.next_number(self._session))

    def correct(self, case: Case) -> None:
        """Begin to correct a request, with what is half typed of the correction."""
        self.corrects = case
        self.draft_id = case.id
        values = {**self._stored(case), **intake.draft(self._session, case.id)}
        self.screen.begin(values, case_id=case.id, number=case.number, corrects=True)

    def flush(self) -> None:
        """Save what is half typed, now; StorageError when it can't be."""
        if self.screen.is_unsaved:
            self._save_draft(self.screen.draft_values())

    @property
    def _corrected_id(self) -> str:
        return self.corrects.id if self.corrects else ""

    def _earlier(self, plan_id: str, member_id: str) -> tuple[Case, ...]:
        return intake.earlier_cases(self._session, plan_id, member_id, self._corrected_id)

    def _stored(self, case: Case) -> Mapping[str, str]:
        return typed_values(case, self._session.now_for(case).tzinfo)

    def _save_draft(self, values: Mapping[str, str]) -> None:
        typed = values
        if self.corrects is not None:
            stored = self._stored(self.corrects) if values else {}
            keys = stored.keys() | values.keys()
            typed = {key: values.get(key, "") for key in keys if values.get(key, "") != stored.get(key, "")}
        intake.save_draft(self._session, self.draft_id, typed)
        self.screen.mark_saved(self._session.now() if values else None)

    def _saved(self, case: Case) -> None:
        self._save(case)
        self.left.emit()

    def _started(self, case: Case) -> None:
        self._save(case)
        self.begun.emit(case.id)

    def _save(self, case: Case) -> None:
        if self.corrects is None:
            intake.take_in(self._session, case, self.draft_id)
        else:
            intake.correct(self._session, corrected(self.corrects, case))
        self.screen.mark_saved()
        self.corrects = None

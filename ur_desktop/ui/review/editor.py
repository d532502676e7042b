"""Saves what a reviewer answers and types: each change is one act of `casework.review`."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework import drafts as saved_drafts
from ur_desktop.casework import review as acts
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.review import OpenReview
from ur_desktop.casework.session import Session
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.policy import Criterion
from ur_desktop.domain.review import Evidence, Mark, Review
from ur_desktop.ui.kit.fields.drafts import Drafts


class ReviewEditor(QObject):
    """The open review and its half-typed text; ``changed`` follows every act, with the OpenReview that it returned.

    What could not be saved stays in the OpenReview's ``unsaved`` until an act saves it.
    """

    changed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._value: OpenReview | None = None
        self.document = ""
        """The document of the evidence added last, offered for the next piece."""
        self.drafts = Drafts(self._save_draft, self)

    @property
    def value(self) -> OpenReview:
        """The review with what is saved of it; RuntimeError before one is open."""
        if self._value is None:
            raise RuntimeError("no review is open")
        return self._value

    def open(self, review: OpenReview, drafts: Mapping[str, str]) -> None:
        """Begin with a review and its half-typed text."""
        self._value, self.document = review, ""
        self.drafts.open(drafts)
        self.changed.emit(review)

    def mark(self, item: Criterion, mark: Mark, note: str, *, missed_date: bool | None) -> bool:
        """Answer a criterion; whether the answer is saved."""
        given = acts.mark(self._session, self.value, item, mark, note, missed_date=missed_date)
        self._set(given, *acts.answered_fields(item.id))
        return item.id not in given.unsaved

    def note(self, item: Criterion, note: str) -> None:
        """Change the note of a criterion."""
        self._set(acts.note(self._session, self.value, item, note), acts.note_field(item.id))

    def add_evidence(self, item: Criterion, piece: Evidence) -> None:
        """Add a piece of evidence to a criterion."""
        self.document = piece.document
        self._set(acts.add_evidence(self._session, self.value, item, piece), *acts.evidence_fields(item.id))

    def remove_evidence(self, item: Criterion, index: int) -> None:
        """Remove a piece of evidence from a criterion."""
        self._set(acts.remove_evidence(self._session, self.value, item, index))

    def change_facts(self, changed: Review) -> None:
        """Save the facts, the schedule and the attendance of another value of the review."""
        self._set(acts.change_facts(self._session, self.value, changed))

    def undo(self) -> str:
        """Undo the last answer; the ID of its criterion, empty when there is nothing to undo."""
        if criterion_id := self.value.answers.to_undo:
            self._set(acts.undo(self._session, self.value), acts.note_field(criterion_id))
        return criterion_id

    def save_again(self) -> bool:
        """Save whatever could not be saved before; whether there was anything."""
        if self._value is None or not self._value.unsaved:
            return False
        self._set(acts.save_again(self._session, self._value))
        return True

    def complete(self) -> OpenCase:
        """Complete the review, with everything half typed saved."""
        self.drafts.flush()
        return acts.complete(self._session, self.value)

    def require_saved(self, named: str) -> None:
        """Raise StorageError, with the criteria as ``named``, when an answer is not saved."""
        if self._value is not None and self._value.unsaved:
            raise StorageError(f"Not saved: {named}.", "Save it again before you go on; it is still there.")

    def _set(self, review: OpenReview, *settled: str) -> None:
        """Take what an act returned; ``settled`` are the draft fields that became part of it."""
        self._value = review
        self.drafts.forget(settled)
        self.changed.emit(review)

    def _save_draft(self, key: str, text: str) -> None:
        saved_drafts.save(self._session, self.value.review.case_id, acts.DRAFTS, key, text)

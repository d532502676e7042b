"""The review of the open case: begun, answered, completed, and looked at once it is closed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.finding import cure_for, evaluate
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.new_review import first_review, next_review
from ur_desktop.domain.review import Review
from ur_desktop.ui.parts.case_text import what_changed
from ur_desktop.ui.parts.shown_case import ShownCase
from ur_desktop.ui.review.closed_review import ClosedReview
from ur_desktop.ui.review.wizard import ReviewWizard

DRAFTS = "review"


class ReviewController(QObject):
    """The slots behind the Review tab; ``go`` asks for a tab."""

    go = Signal(str)

    def __init__(self, session: Session, case: ShownCase, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._open = session, case
        self._told: frozenset[str] = frozenset()
        self.wizard = ReviewWizard(lambda: session.me, session.now)
        self.closed = ClosedReview()
        self.wizard.answered.connect(self._answered)
        self.wizard.facts_changed.connect(self._facts_changed)
        self.wizard.completed.connect(self._completed)
        self.wizard.draft_changed.connect(lambda key, text: case.keep_draft(DRAFTS, key, text))
        self.closed.decide.connect(lambda: self.go.emit("determination"))
        self.closed.review_again.connect(self._review_again)

    def show(self) -> str:
        """Show the review where it stands; the page that it is on."""
        self._told = frozenset()
        file, review = self._open.file, self._open.file.review
        works = self._session.may(Permission.ANSWER)
        if review.completed_at is not None or not works:
            finding = file.finding(self._session.library)
            self.closed.open(
                finding,
                cure_for(finding.policy, review),
                review,
                reviewer_name=self._session.person,
                can_review_again=works and file.determination is None,
                can_decide=works,
                by_you=review.completed_by == self._session.me.user_id,
                now=self._session.now(),
            )
            return "closed_review"
        self.wizard.open(
            self._open.value.policy,
            review,
            last=self._session.last_review(file.case, review),
            reviewer_name=self._session.person,
            drafts=self._open.drafts(DRAFTS),
        )
        if not review.answers:
            self.wizard.go_to_step(0)
        return "review"

    def flush(self) -> None:
        """Keep whatever is half typed or was not saved; StorageError when an answer still can't be."""
        self.wizard.flush_drafts()
        self.wizard.save_again()
        if self.wizard.unsaved.ids:
            raise StorageError(
                f"Not saved: {self.wizard.unsaved.named}.",
                "Save it again before you go on; it is still there.",
            )

    def begin(self) -> None:
        """Start the case's first review, under the policy in force on its first date of service."""
        case, policy = self._open.case, self._open.value.policy
        self._begin(first_review(case, policy, self._session.now().date()))

    def take_in_records(self) -> None:
        """Note that records came, and review again what was not documented."""
        case, now = self._open.case, self._session.now()
        answered = tuple(
            asked if asked.answered_at else replace(asked, answered_at=now)
            for asked in case.information_requests
        )
        with self._open.together():
            self._session.record(EventKind.CHANGE, case.id, records="came")
            self._open.keep(information_requests=answered)
            self._begin_on_file(next_review(self._open.file.review, now.date()))
        self.go.emit("review")

    def _review_again(self) -> None:
        self._begin(next_review(self._open.file.review, self._session.now().date()))

    def _begin(self, review: Review) -> None:
        with self._open.together():
            self._begin_on_file(review)
        self.go.emit("review")

    def _begin_on_file(self, review: Review) -> None:
        case = self._open.case
        self._session.begin(replace(case, assigned_to=case.assigned_to or self._session.me.user_id), review)
        self._open.read(review.case_id)

    def _answered(self, review: Review, criterion_id: str) -> None:
        progress = self.wizard.sitting.finding.progress
        try:
            with self._session.vault.together():
                self._session.vault.cases.save_answer(review, criterion_id, progress)
                self._note_override(review, criterion_id)
        except StorageError as error:
            self.wizard.mark_unsaved(criterion_id, str(error))
        else:
            self._open.learn(review)

    def _note_override(self, review: Review, criterion_id: str) -> None:
        """Write down a mark that goes against what the schedule proposes, when it is given."""
        answer, proposal = review.answers[criterion_id], self.wizard.sitting.proposal_for(criterion_id)
        before = self._open.file.review.mark(criterion_id)
        if proposal is None or answer.mark in (None, proposal.mark, before):
            return
        self._session.record(
            EventKind.OVERRIDE,
            review.case_id,
            criterion=criterion_id,
            proposed=proposal.mark.value,
            answered=answer.mark.value,
            reason=answer.note,
        )

    def _facts_changed(self, review: Review) -> None:
        """Keep every change; the journal names each fact once while the review is on the screen."""
        progress = evaluate(self._open.value.policy, review).progress
        try:
            with self._session.vault.together():
                changes = self._session.vault.cases.save_facts(review, self._session.now(), progress)
                new = tuple(change for change in changes if change.what not in self._told)
                if new:
                    self._session.record(EventKind.CHANGE, review.case_id, facts=what_changed(new))
        except StorageError as error:
            self.wizard.mark_facts_unsaved(str(error))
        else:
            self._told |= {change.what for change in new}
            self._open.learn(review)

    def _completed(self, review: Review) -> None:
        with self._open.together():
            self._session.vault.cases.complete_review(review)
            self._session.record(EventKind.CHANGE, review.case_id, review="completed")
            self._open.keep(state=CaseState.READY)
        self.go.emit("determination")

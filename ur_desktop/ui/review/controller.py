"""The Review tab of the open case: its wizard while it is answered, its answers to read after that."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework import drafts, review
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.evaluation.finding import cure_for
from ur_desktop.ui.parts.change_text import change_words
from ur_desktop.ui.parts.shown_case import ShownCase
from ur_desktop.ui.review.closed_review import ClosedReview
from ur_desktop.ui.review.wizard import ReviewWizard


class ReviewController(QObject):
    """Calls the acts of a review and shows what they return; ``go`` asks for a tab."""

    go = Signal(str)

    def __init__(self, session: Session, shown: ShownCase, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._shown = session, shown
        self.wizard = ReviewWizard(session)
        self.closed = ClosedReview()
        self.wizard.completed.connect(lambda opened: self._go_on(opened, "determination"))
        self.closed.decide.connect(lambda: self.go.emit("determination"))
        self.closed.review_again.connect(self.begin_again)

    def show(self) -> str:
        """Show the review as far as it is answered; returns the page that it is on."""
        opened, session = self._shown.value, self._session
        may_answer = session.may(Permission.ANSWER)
        is_over = opened.file.review.completed_at is not None or opened.file.determination is not None
        if is_over or not may_answer:
            self._show_closed(opened, may_answer=may_answer)
            return "closed_review"
        self.wizard.open(
            review.open_review(session, opened),
            reviewer_name=session.person,
            drafts=drafts.load(session, opened.case.id, review.DRAFTS),
        )
        zone = session.now_for(opened.case).tzinfo
        changes = [change_words(change, zone) for change in review.changes_to_judge(session, opened)]
        self.wizard.say_changed(changes)
        if not opened.file.review.answers:
            self.wizard.go_to_step(0)
        return "review"

    def flush(self) -> None:
        """Save whatever is half typed or was not saved; StorageError when an answer still can't be."""
        self.wizard.flush()

    def begin(self) -> None:
        """Begin the case's first review."""
        self._go_on(review.begin(self._session, self._shown.value.case.id), "review")

    def begin_again(self) -> None:
        """Begin one more review."""
        self._go_on(review.begin_again(self._session, self._shown.value.case.id), "review")

    def _go_on(self, opened: OpenCase, tab: str) -> None:
        self._shown.show(opened)
        self.go.emit(tab)

    def _show_closed(self, opened: OpenCase, *, may_answer: bool) -> None:
        file, session = opened.file, self._session
        finding = file.finding(session.library)
        self.closed.open(
            finding,
            cure_for(finding.policy, file.review),
            file.review,
            reviewer_name=session.person,
            can_review_again=may_answer and file.determination is None,
            can_decide=may_answer,
            by_you=file.review.completed_by == session.me.user_id,
            now=session.now_for(opened.case),
        )

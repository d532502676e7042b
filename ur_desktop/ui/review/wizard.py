"""The review: facts, one criterion at a time with its whole checklist in view, and the finding."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ur_desktop.casework.review import OpenReview
from ur_desktop.casework.session import Session
from ur_desktop.domain.criterion_order import CriterionOrder
from ur_desktop.domain.policy import Criterion
from ur_desktop.domain.review import Evidence, Mark, Review
from ur_desktop.domain.review_position import ReviewPosition
from ur_desktop.domain.review_state import ReviewState
from ur_desktop.domain.reviewer import Role
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.shortcut_help import ShortcutOverlay
from ur_desktop.ui.parts.review_text import verdict
from ur_desktop.ui.review.criteria_tree import CriteriaTree
from ur_desktop.ui.review.editor import ReviewEditor
from ur_desktop.ui.review.panes import Panes
from ur_desktop.ui.review.policy_text import PolicyText
from ur_desktop.ui.review.shortcuts import KEYS, NOTE, ReviewShortcuts
from ur_desktop.ui.review.step_pane import StepPane


class ReviewWizard(FocusScope):
    """Facts, the checklist's sections and the finding of one review.

    Position and result follow from the answers. `ReviewEditor` saves each answer before the next key is handled; what
    could not be saved stays on the screen. ``completed`` carries the OpenCase after that.
    """

    completed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Review")
        self._is_physician = session.me.role is Role.PHYSICIAN
        self._reviewer_name: Callable[[str], str] = str
        self._position = ReviewPosition(CriterionOrder((), (), (), {}, {}))
        self._editor = ReviewEditor(session, self)
        self._make_parts()
        self._connect_parts()
        self.shortcuts = self._make_shortcuts()

    @property
    def open_review(self) -> OpenReview:
        """The review with what is saved of it; RuntimeError before one is open."""
        return self._editor.value

    @property
    def state(self) -> ReviewState:
        """The review as answered so far, with everything that follows from it."""
        return self.open_review.state

    @property
    def review(self) -> Review:
        """The review as answered so far."""
        return self.open_review.review

    @property
    def current(self) -> Criterion:
        """The criterion that the reviewer is at, also while the facts or the finding are open."""
        return self._position.current

    @property
    def step(self) -> int:
        """The open step: 0 the facts, then the sections, last the finding."""
        return self._position.step

    def open(
        self, review: OpenReview, *, reviewer_name: Callable[[str], str], drafts: Mapping[str, str]
    ) -> None:
        """Show a review at its first unanswered criterion; one that is all answered at its finding."""
        self._reviewer_name = reviewer_name
        self.card.forget()
        self._editor.open(review, drafts)
        policy, checklist = self.state.policy, self.review.checklist_id
        order = CriterionOrder.of(policy, checklist)
        self._position = ReviewPosition(order)
        self.keys.hide()
        self.tree.build(order.sections)
        self.strip.build(self._position.last_step + 1)
        self.policy_text.open(policy, policy.checklists[checklist])
        self.facts.open(self.state)
        self._go_to_open(order.first_open(self.state))

    def say_changed(self, changes: Sequence[str]) -> None:
        """Say above the steps what changed of the request since the review was completed; nothing says nothing."""
        words = "; ".join(changes)
        self.middle.changed.say(f"The request changed since its review: {words}." if words else "")

    def go_to_step(self, step: int) -> None:
        """Open a step by its number: 0 the facts, then the sections, last the finding."""
        self._leave()
        self._go_to_step(step)

    def go_to(self, criterion_id: str) -> None:
        """Open a criterion; KeyError for one that the checklist lacks."""
        self._leave()
        self._go(self._order.index[criterion_id])

    @property
    def shown(self) -> dict[str, str]:
        """The step, the criterion, whether evidence is being added and which answer waits for its reason."""
        shown = {"step": str(self.step)}
        if self._position.is_on_criterion:
            shown |= {
                "criterion": self.current.id,
                "adding": "" if self.card.entry.isHidden() else "evidence",
                "waiting": self.card.pending.value if self.card.pending else "",
            }
        return shown

    def show_again(self, shown: Mapping[str, str]) -> None:
        """Go back to a step, and to its criterion where the checklist still has it."""
        step = int(shown.get("step", self.step))
        if shown.get("criterion") in self._order.index:
            self.go_to(shown["criterion"])
            if shown.get("adding") and self.card.entry.isHidden():
                self._start_evidence()
            if waiting := shown.get("waiting"):
                self.card.ask_again(Mark(waiting))
        elif step in (0, self._position.last_step):
            self.go_to_step(step)

    def save_again(self) -> None:
        """Save whatever could not be saved before."""
        if self._editor.save_again():
            self._refresh()

    def flush(self) -> None:
        """Save whatever is half typed or was not saved; StorageError when an answer still can't be."""
        self._editor.drafts.flush()
        self.save_again()
        self._editor.require_saved(self.unsaved.named)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._order.items:
            self.middle.take_keyboard()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._panes.fit()

    # What the shortcuts do

    def _make_shortcuts(self) -> ReviewShortcuts:
        return ReviewShortcuts(
            self,
            self.tree,
            letters={
                "M": lambda: self._mark(Mark.MET),
                "N": lambda: self._mark(Mark.NOT_MET),
                "D": lambda: self._mark(Mark.NOT_DOCUMENTED),
                "1": lambda: self.card.say_part(date_missed=True),
                "2": lambda: self.card.say_part(date_missed=False),
                "Up": lambda: self._move(-1),
                "Down": lambda: self._move(1),
                "Return": self._next_open,
                "Ctrl+Z": self._undo,
                "E": self._start_evidence,
                "T": self._start_note,
                "?": self._panes.toggle_help,
                "Esc": self._escape,
            },
            always={
                "F1": self._toggle_policy,
                "Ctrl+Return": self._next_step,
            },
        )

    def _mark(self, mark: Mark) -> None:
        if self._criterion_shown():
            self.card.answer(mark)

    def _move(self, by: int) -> None:
        if self._criterion_shown():
            self._leave()
            self._go(self._order.neighbor(self.state, self._position.index, by))

    def _next_open(self) -> None:
        self._leave()
        self._go_to_open(self._position.next_open(self.state))

    def _next_step(self) -> None:
        self._leave()
        if self.step == self._position.last_step:
            self._finish()
        else:
            self._go_to_step(self.step + 1)

    def _undo(self) -> None:
        self._leave()
        if criterion_id := self._editor.undo():
            self._go(self._order.index[criterion_id])

    def _start_evidence(self) -> None:
        if self._criterion_shown():
            self.card.start_evidence(self._editor.document)
            self.main.lay_out_now()
            self.main.ensureWidgetVisible(self.card.entry)

    def _start_note(self) -> None:
        if self._criterion_shown():
            self.card.start_note()
            self.main.ensureWidgetVisible(self.card.note)

    def _toggle_policy(self) -> None:
        self._panes.toggle_policy()
        if self.policy_text.isVisible():
            self.policy_text.area.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.middle.take_keyboard()

    def _escape(self) -> None:
        self._panes.close_overlay()
        self.middle.take_keyboard()

    # Answers: each is saved, and what was saved is shown

    def _marked(self, mark: Mark, note: str, missed_date: bool | None) -> None:
        item = self.current
        if self._editor.mark(item, mark, note, missed_date=missed_date):
            self._go_to_open(self._position.next_open(self.state), answered=item.id)
        else:
            self._refresh()

    def _note_changed(self, note: str) -> None:
        self._editor.note(self.current, note)
        self._refresh()

    def _evidence_added(self, piece: Evidence) -> None:
        self._editor.add_evidence(self.current, piece)
        self._refresh()

    def _evidence_removed(self, index: int) -> None:
        self._editor.remove_evidence(self.current, index)
        self._refresh()

    def _facts_changed(self, changed: Review) -> None:
        self._editor.change_facts(changed)
        self._refresh()

    def _finish(self) -> None:
        if not self._refusal():
            self.completed.emit(self._editor.complete())

    def _refusal(self) -> str:
        """Why the review can't be finished yet; empty when it can."""
        if self.open_review.unsaved:
            return f"Finish is not available: {self.unsaved.named} is not saved"
        left = len(self.state.finding.unanswered)
        return f"Finish is not available: {left} to answer" if left else ""

    # Where the reviewer is

    @property
    def _order(self) -> CriterionOrder:
        return self._position.order

    def _criterion_shown(self) -> bool:
        """Whether the current criterion is on the screen, with nothing over it."""
        return self._position.is_on_criterion and not self._panes.is_step_covered

    def _leave(self) -> None:
        """Save the note of the current criterion before anything else is shown."""
        if self._position.is_on_criterion:
            self.card.commit()

    def _go_to_open(self, index: int | None, answered: str = "") -> None:
        """Go to an open criterion, or to the finding when there is none."""
        if index is None:
            self._go_to_step(self._position.last_step)
        else:
            self._go(index, answered)
            self.middle.take_keyboard()

    def _go(self, index: int, answered: str = "") -> None:
        """Show a criterion; ``answered`` is the one just answered, shown above it."""
        self._show(self._position.at(index, answered))

    def _go_to_step(self, step: int) -> None:
        self._show(self._position.at_step(step, self.state))
        self.middle.take_keyboard()

    def _show(self, position: ReviewPosition) -> None:
        self._position = position
        self._refresh()
        if position.is_on_criterion:
            self.main.verticalScrollBar().setValue(0)

    def _chosen(self, criterion_id: str) -> None:
        self.go_to(criterion_id)
        self.middle.take_keyboard()

    # What is shown

    def _refresh(self) -> None:
        state, position = self.state, self._position
        words = verdict(state, physician=self._is_physician)
        self.tree.refresh(state, frozenset(self.open_review.unsaved))
        self.tree.set_current(self.current.id if position.is_on_criterion else "")
        self.middle.refresh(state, position, words, self._refusal(), self._editor.drafts.texts)
        if position.is_on_criterion:
            self.policy_text.show_criterion(self.current, position.order.above.get(self.current.id))

    def _name_of(self, user_id: str) -> str:
        return self._reviewer_name(user_id)

    def _make_parts(self) -> None:
        self.tree = CriteriaTree(self)
        self.middle = StepPane(self._name_of, self)
        self.strip, self.unsaved, self.bar = self.middle.strip, self.middle.unsaved, self.middle.bar
        self.facts, self.main, self.finding = self.middle.facts, self.middle.main, self.middle.finding
        self.card = self.main.card
        self.policy_text = PolicyText(self)
        self.keys = ShortcutOverlay(KEYS, NOTE, self)
        self._panes = Panes(self, self.tree, self.middle, self.policy_text, self.keys)

    def _connect_parts(self) -> None:
        for part in (self.tree, self.main, self.finding):
            part.chosen.connect(self._chosen)
        self.strip.chosen.connect(self.go_to_step)
        self._editor.changed.connect(lambda review: self.unsaved.say(review.unsaved))
        self.unsaved.again.connect(self.save_again)
        self.facts.changed.connect(self._facts_changed)
        self.card.marked.connect(self._marked)
        self.card.note_changed.connect(self._note_changed)
        self.card.evidence_added.connect(self._evidence_added)
        self.card.evidence_removed.connect(self._evidence_removed)
        self.card.typed.connect(self._editor.drafts.type)
        self.card.left.connect(self.middle.take_keyboard)
        self.card.policy_text.connect(self._toggle_policy)
        self.card.facts.connect(lambda: self.go_to_step(0))
        self.card.add_evidence.clicked.connect(self._start_evidence)
        self.bar.next_step.clicked.connect(self._next_step)
        self.bar.next_open.clicked.connect(self._next_open)
        self.bar.finish.clicked.connect(self._next_step)
        self.policy_text.closed.connect(self._escape)
        self.keys.closed.connect(self._escape)

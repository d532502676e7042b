"""The review: facts, one criterion at a time with its whole checklist in view, and the finding."""

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ur_desktop.casework import drafts as saved_drafts
from ur_desktop.casework import review as acts
from ur_desktop.casework.review import OpenReview
from ur_desktop.casework.session import Session
from ur_desktop.domain.criterion_order import CriterionOrder
from ur_desktop.domain.determination import Role
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.policy import Criterion
from ur_desktop.domain.review import Evidence, Mark, Review
from ur_desktop.domain.review_state import ReviewState, known_facts
from ur_desktop.ui.kit.fields.drafts import Drafts
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.shortcut_help import ShortcutOverlay
from ur_desktop.ui.parts.review_text import verdict
from ur_desktop.ui.review.criteria_tree import CriteriaTree
from ur_desktop.ui.review.criterion_page import CriterionPage
from ur_desktop.ui.review.facts_step import FactsStep
from ur_desktop.ui.review.finding_step import FindingStep
from ur_desktop.ui.review.panes import Panes
from ur_desktop.ui.review.policy_text import PolicyText
from ur_desktop.ui.review.result_bar import ResultBar
from ur_desktop.ui.review.shortcuts import KEYS, NOTE, ReviewShortcuts
from ur_desktop.ui.review.step_strip import Step, StepStrip
from ur_desktop.ui.review.unsaved_banner import UnsavedBanner


class ReviewWizard(QWidget):
    """Facts, the checklist's sections and the finding of one review.

    Position and result follow from the answers. Each answer is one act of `casework.review` and is saved before the
    next key is handled; what could not be saved stays on the screen. ``completed`` carries the OpenCase after that.
    """

    completed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Review")
        self._session = session
        self._open: OpenReview | None = None
        self._reviewer_name: Callable[[str], str] = str
        self._order = CriterionOrder((), (), (), {}, {})
        self._at = self._step = 0
        self._before = self._document = ""
        self._drafts = Drafts(self._save_draft, self)
        self._make_parts()
        self._connect_parts()
        self.shortcuts = self._make_shortcuts()

    @property
    def open_review(self) -> OpenReview:
        """The review with what is saved of it; RuntimeError before one is open."""
        if self._open is None:
            raise RuntimeError("no review is open")
        return self._open

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
        return self._order.items[self._at]

    @property
    def step(self) -> int:
        """The open step: 0 the facts, then the sections, last the finding."""
        return self._step

    def open(
        self, review: OpenReview, *, reviewer_name: Callable[[str], str], drafts: Mapping[str, str]
    ) -> None:
        """Show a review at its first unanswered criterion; one that is all answered at its finding."""
        self._open = review
        policy, checklist = self.state.policy, self.review.checklist_id
        self._order = CriterionOrder.of(policy, checklist)
        self._reviewer_name = reviewer_name
        self._drafts.open(drafts)
        self.card.forget()
        self._before = self._document = ""
        self.unsaved.say(review.unsaved)
        self.keys.hide()
        self.tree.build(self._order.sections)
        self.strip.build(len(self._order.sections) + 2)
        self.policy_text.open(policy, policy.checklists[checklist])
        self.facts.open(self.state)
        self._at = 0
        self._go_on(self._order.first_open(self.state))

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
        shown = {"step": str(self._step)}
        if self._on_criterion():
            shown |= {
                "criterion": self.current.id,
                "adding": "" if self.card.entry.isHidden() else "evidence",
                "waiting": self.card.pending.value if self.card.pending else "",
            }
        return shown

    def show_again(self, shown: Mapping[str, str]) -> None:
        """Go back to a step, and to its criterion where the checklist still has it."""
        step = int(shown.get("step", self._step))
        if shown.get("criterion") in self._order.index:
            self.go_to(shown["criterion"])
            if shown.get("adding") and self.card.entry.isHidden():
                self._start_evidence()
            if waiting := shown.get("waiting"):
                self.card.ask_again(Mark(waiting))
        elif step in (0, self._last_step):
            self.go_to_step(step)

    def save_again(self) -> None:
        """Save whatever could not be saved before."""
        if self.open_review.unsaved:
            self._take(acts.save_again(self._session, self.open_review))
            self._refresh()

    def flush(self) -> None:
        """Save whatever is half typed or was not saved; StorageError when an answer still can't be."""
        self._drafts.flush()
        if self._open is None:
            return
        self.save_again()
        if self.open_review.unsaved:
            raise StorageError(
                f"Not saved: {self.unsaved.named}.", "Save it again before you go on; it is still there."
            )

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._order.items:
            self._home()

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
                "Enter": self._next_open,
                "Ctrl+Z": self._undo,
                "E": self._start_evidence,
                "T": self._start_note,
                "?": self._panes.toggle_help,
                "Esc": self._escape,
            },
            always={
                "F1": self._toggle_policy,
                "Ctrl+Return": self._next_step,
                "Ctrl+Enter": self._next_step,
            },
        )

    def _mark(self, mark: Mark) -> None:
        if self._criterion_shown():
            self.card.answer(mark)

    def _move(self, by: int) -> None:
        if self._criterion_shown():
            self._leave()
            self._go(self._order.neighbor(self.state, self._at, by))

    def _next_open(self) -> None:
        self._leave()
        after = self._at if self._on_criterion() else -1
        self._go_on(self._order.open_after(self.state, after))

    def _next_step(self) -> None:
        self._leave()
        if self._step == self._last_step:
            self._finish()
        else:
            self._go_to_step(self._step + 1)

    def _undo(self) -> None:
        self._leave()
        if criterion_id := self.open_review.answers.to_undo:
            self._take(acts.undo(self._session, self.open_review), acts.note_field(criterion_id))
            self._go(self._order.index[criterion_id])

    def _start_evidence(self) -> None:
        if self._criterion_shown():
            self.card.start_evidence(self._document)
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
            self._home()

    def _escape(self) -> None:
        self._panes.close_overlay()
        self._home()

    # Answers: each is one act, and what it returns is shown

    def _marked(self, mark: Mark, note: str, missed_date: bool | None) -> None:
        item = self.current
        given = acts.mark(self._session, self.open_review, item, mark, note, missed_date=missed_date)
        self._take(given, *acts.answered_fields(item.id))
        if item.id in given.unsaved:
            self._refresh()
        else:
            self._go_on(self._order.open_after(self.state, self._at), before=item.id)

    def _noted(self, note: str) -> None:
        item = self.current
        self._take(acts.note(self._session, self.open_review, item, note), acts.note_field(item.id))
        self._refresh()

    def _evidence_added(self, piece: Evidence) -> None:
        item, self._document = self.current, piece.document
        given = acts.add_evidence(self._session, self.open_review, item, piece)
        self._take(given, *acts.evidence_fields(item.id))
        self._refresh()

    def _evidence_removed(self, index: int) -> None:
        self._take(acts.remove_evidence(self._session, self.open_review, self.current, index))
        self._refresh()

    def _facts_changed(self, changed: Review) -> None:
        self._take(acts.change_facts(self._session, self.open_review, changed))
        self._refresh()

    def _take(self, review: OpenReview, *settled: str) -> None:
        """Take what an act returned; ``settled`` are the draft fields that became part of it."""
        self._open = review
        self._drafts.forget(settled)
        self.unsaved.say(review.unsaved)

    def _save_draft(self, key: str, text: str) -> None:
        saved_drafts.save(self._session, self.review.case_id, acts.DRAFTS, key, text)

    def _finish(self) -> None:
        if not self._refusal():
            self._drafts.flush()
            self.completed.emit(acts.complete(self._session, self.open_review))

    def _refusal(self) -> str:
        """Why the review can't be finished yet; empty when it can."""
        if self.open_review.unsaved:
            return f"Finish is not available: {self.unsaved.named} is not saved"
        left = len(self.state.finding.unanswered)
        return f"Finish is not available: {left} to answer" if left else ""

    # Where the reviewer is

    @property
    def _last_step(self) -> int:
        return len(self._order.sections) + 1

    def _on_criterion(self) -> bool:
        return 0 < self._step < self._last_step

    def _criterion_shown(self) -> bool:
        """Whether the current criterion is on the screen, with nothing over it."""
        return self._on_criterion() and not self._panes.is_step_covered

    def _leave(self) -> None:
        """Save the note of the current criterion before anything else is shown."""
        if self._on_criterion():
            self.card.commit()

    def _go_on(self, index: int | None, before: str = "") -> None:
        """Go to an open criterion, or to the finding when there is none."""
        if index is None:
            self._go_to_step(self._last_step)
        else:
            self._go(index, before)
            self._home()

    def _go(self, index: int, before: str = "") -> None:
        """Show a criterion; ``before`` is the one to show above it when that is not its neighbor."""
        self._at, self._before = index, before
        self._step = self._order.steps[index]
        self._refresh()
        self.main.verticalScrollBar().setValue(0)

    def _go_to_step(self, step: int) -> None:
        self._step = step
        if self._on_criterion():
            items = self._order.sections[step - 1].items
            first = next((item for item in items if self.state.is_open(item)), items[0])
            self._go(self._order.index[first.id])
        else:
            self._refresh()
        self._home()

    def _chosen(self, criterion_id: str) -> None:
        self.go_to(criterion_id)
        self._home()

    def _home(self) -> None:
        """Give the keyboard to the part where the review's shortcuts act."""
        if self._step == 0:
            self.facts.take_keyboard()
        else:
            page = self.main if self._on_criterion() else self.finding
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is shown

    def _refresh(self) -> None:
        state, order = self.state, self._order
        words = verdict(state, physician=self._session.me.role is Role.PHYSICIAN)
        self.tree.refresh(state, frozenset(self.open_review.unsaved))
        self.strip.refresh(tuple(self._steps(state)), self._step)
        self.bar.refresh(words, state.tally((state.finding.checklist.root,), deciding=True))
        last = self._step == self._last_step
        anything_open = order.open_after(state, -1) is not None
        self.bar.on_last_step(last=last, refusal=self._refusal(), anything_open=anything_open)
        self.tree.set_current(self.current.id if self._on_criterion() else "")
        if self._on_criterion():
            self.pages.setCurrentWidget(self.main)
            before = order.index[self._before] if self._before else self._at - 1
            self.main.show_place(state, order, self._at, before, self._drafts.texts)
            self.policy_text.show_criterion(self.current, order.above.get(self.current.id))
        elif last:
            self.finding.refresh(state, words)
            self.finding.lay_out_now()
            self.pages.setCurrentWidget(self.finding)
        else:
            self.facts.refresh(state)
            self.pages.setCurrentWidget(self.facts)

    def _steps(self, state: ReviewState) -> Iterator[Step]:
        known, asked = known_facts(state.policy, state.review)
        yield Step("Facts", f"{known} of {asked}", done=known == asked)
        for section in self._order.sections:
            done, total = state.progress(section.items)
            yield Step(section.title, f"{done} of {total}", done == total, section.advisory)
        yield Step("Finding")

    def _name_of(self, user_id: str) -> str:
        return self._reviewer_name(user_id)

    def _make_parts(self) -> None:
        self.tree = CriteriaTree(self)
        self.middle = QWidget(self)
        theme.fill(self.middle, "bg")
        self.strip = StepStrip(self.middle)
        self.unsaved = UnsavedBanner(self.middle)
        self.facts = FactsStep(self.middle)
        self.main = CriterionPage(self._name_of, self.middle)
        self.card = self.main.card
        self.finding = FindingStep(self.middle)
        self.bar = ResultBar(self.middle)
        self.policy_text = PolicyText(self)
        self.keys = ShortcutOverlay(KEYS, NOTE, self)
        self.pages = QStackedWidget(self.middle)
        for page in (self.facts, self.main, self.finding):
            self.pages.addWidget(page)
        column = QVBoxLayout(self.middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.unsaved)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        self._panes = Panes(self, self.tree, self.middle, self.policy_text, self.keys)

    def _connect_parts(self) -> None:
        for part in (self.tree, self.main, self.finding):
            part.chosen.connect(self._chosen)
        self.strip.chosen.connect(self.go_to_step)
        self.unsaved.again.connect(self.save_again)
        self.facts.changed.connect(self._facts_changed)
        self.card.marked.connect(self._marked)
        self.card.note_changed.connect(self._noted)
        self.card.evidence_added.connect(self._evidence_added)
        self.card.evidence_removed.connect(self._evidence_removed)
        self.card.typed.connect(self._drafts.type)
        self.card.left.connect(self._home)
        self.card.policy_text.connect(self._toggle_policy)
        self.card.facts.connect(lambda: self.go_to_step(0))
        self.card.add_evidence.clicked.connect(self._start_evidence)
        self.bar.next_step.clicked.connect(self._next_step)
        self.bar.next_open.clicked.connect(self._next_open)
        self.bar.finish.clicked.connect(self._next_step)
        self.policy_text.closed.connect(self._escape)
        self.keys.closed.connect(self._escape)

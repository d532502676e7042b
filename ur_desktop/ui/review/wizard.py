"""The review: facts, one criterion at a time with its whole checklist in view, and the finding."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from ur_desktop.domain.determination import Reviewer, Role
from ur_desktop.domain.policy import Criterion, Policy
from ur_desktop.domain.review import Evidence, Mark, Review
from ur_desktop.ui.kit.fields.drafts import Drafts
from ur_desktop.ui.parts.review_state import ReviewState, known_facts
from ur_desktop.ui.review.answers import Answers
from ur_desktop.ui.review.criterion_order import CriterionOrder
from ur_desktop.ui.review.frame import ReviewFrame
from ur_desktop.ui.review.shortcuts import ReviewKeys
from ur_desktop.ui.review.step_strip import Step

FACTS = "the facts"


class ReviewWizard(ReviewFrame):
    """Facts, the checklist's sections and the finding of one review.

    Where the reviewer is and what the result is follow from the answers. ``answered`` carries the new review
    and the criterion's id and is emitted before the next key is handled, ``facts_changed`` the review alone;
    whoever keeps it calls ``mark_unsaved`` or ``mark_facts_unsaved`` when that failed. ``completed`` carries
    the finished review, ``draft_changed`` a field's key and its half-typed text, empty once it is kept.
    """

    answered = Signal(object, str)
    facts_changed = Signal(object)
    completed = Signal(object)
    draft_changed = Signal(str, str)

    def __init__(
        self, me: Callable[[], Reviewer], now: Callable[[], datetime], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(self._name_of, parent)
        self.setAccessibleName("Review")
        self._me = me
        self._book = Answers(me, now)
        self._reviewer_name: Callable[[str], str] = str
        self._course = CriterionOrder((), (), (), {}, {})
        self._at = self._step = 0
        self._before = self._document = ""
        self._drafts = Drafts(self)
        self._drafts.changed.connect(self.draft_changed)
        self._connect_parts()
        self.shortcuts = self._make_keys()

    @property
    def review(self) -> Review:
        """The review as answered so far."""
        return self.sitting.review

    @property
    def sitting(self) -> ReviewState:
        """The review with all that follows from it; RuntimeError before one is open."""
        return self._book.sitting

    @property
    def current(self) -> Criterion:
        """The criterion that the reviewer is at, also while the facts or the finding are open."""
        return self._course.items[self._at]

    @property
    def step(self) -> int:
        """The open step: 0 the facts, then the sections, last the finding."""
        return self._step

    def open(
        self,
        policy: Policy,
        review: Review,
        *,
        last: Review | None,
        reviewer_name: Callable[[str], str],
        drafts: Mapping[str, str],
    ) -> None:
        """Show a review at its first unanswered criterion; one that is all answered at its finding.

        Raises InvalidAnswer when the review does not fit the policy.
        """
        self._book.open(policy, review, last)
        self._course = CriterionOrder.of(policy, review.checklist_id)
        self._reviewer_name = reviewer_name
        self._drafts.open(drafts)
        self.card.forget()
        self._before = self._document = ""
        self.unsaved.take()
        self.unsaved.say()
        self.keys.hide()
        self.tree.build(self._course.sections)
        self.strip.build(len(self._course.sections) + 2)
        self.policy_text.open(policy, policy.checklists[review.checklist_id])
        self.facts.open(self.sitting)
        self._at = 0
        self._go_on(self._course.first_open(self.sitting))

    def go_to_step(self, step: int) -> None:
        """Open a step by its place: 0 the facts, then the sections, last the finding."""
        self._leave()
        self._go_to_step(step)

    def go_to(self, criterion_id: str) -> None:
        """Open a criterion; KeyError for one that the sitting lacks."""
        self._leave()
        self._go(self._course.places[criterion_id])

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
        if shown.get("criterion") in self._course.places:
            self.go_to(shown["criterion"])
            if shown.get("adding") and self.card.entry.isHidden():
                self._start_evidence()
            if waiting := shown.get("waiting"):
                self.card.ask_again(Mark(waiting))
        elif step in (0, self._last_step):
            self.go_to_step(step)

    def mark_unsaved(self, criterion_id: str, why: str = "") -> None:
        """Say that the answer last given is not kept; called while ``answered`` is handled."""
        self.unsaved.add(criterion_id, why)

    def mark_facts_unsaved(self, why: str = "") -> None:
        """Say that facts or schedule are not kept; called while ``facts_changed`` is handled."""
        self.unsaved.add(FACTS, why)

    def save_again(self) -> None:
        """Emit again whatever could not be kept."""
        for key in (lost := self.unsaved.take()):
            if key == FACTS:
                self.facts_changed.emit(self.review)
            else:
                self.answered.emit(self.review, key)
        if lost:
            self.unsaved.say()
            self._refresh()

    def flush_drafts(self) -> None:
        """Emit whatever is half typed, now."""
        self._drafts.flush()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._course.items:
            self._home()

    # What the keys do

    def _make_keys(self) -> ReviewKeys:
        return ReviewKeys(
            self,
            self.tree,
            letters={
                "M": lambda: self._mark(Mark.MET),
                "N": lambda: self._mark(Mark.NOT_MET),
                "D": lambda: self._mark(Mark.NOT_DOCUMENTED),
                "Up": lambda: self._move(-1),
                "Down": lambda: self._move(1),
                "Return": self._next_open,
                "Enter": self._next_open,
                "Ctrl+Z": self._take_back,
                "E": self._start_evidence,
                "T": self._start_note,
                "?": self.toggle_keys,
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
            self._go(self._course.beside(self.sitting, self._at, by))

    def _next_open(self) -> None:
        self._leave()
        after = self._at if self._on_criterion() else -1
        self._go_on(self._course.open_after(self.sitting, after))

    def _next_step(self) -> None:
        self._leave()
        if self._step == self._last_step:
            self._finish()
        else:
            self._go_to_step(self._step + 1)

    def _take_back(self) -> None:
        self._leave()
        if criterion_id := self._book.take_back():
            self._keep(criterion_id)
            self._go(self._course.places[criterion_id])

    def _start_evidence(self) -> None:
        if self._criterion_shown():
            self.card.start_evidence(self._document)
            self.main.settle()
            self.main.ensureWidgetVisible(self.card.entry)

    def _start_note(self) -> None:
        if self._criterion_shown():
            self.card.start_note()
            self.main.ensureWidgetVisible(self.card.note)

    def _toggle_policy(self) -> None:
        self.toggle_policy()
        if self.policy_text.isVisible():
            self.policy_text.area.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._home()

    def _escape(self) -> None:
        self.uncover()
        self._home()

    # Answers

    def _marked(self, mark: str, note: str) -> None:
        item = self.current
        self._book.mark(item, Mark(mark), note)
        for each in Mark:
            self._drafts.keep(f"reason.{each.value}:{item.id}")
        self._keep(item.id)
        if item.id in self.unsaved.ids:
            self._refresh()
        else:
            self._go_on(self._course.open_after(self.sitting, self._at), before=item.id)

    def _noted(self, note: str) -> None:
        self._book.note(self.current, note)
        self._keep(self.current.id)
        self._refresh()

    def _evidence_added(self, piece: Evidence) -> None:
        self._document = piece.document
        self._book.cite(self.current, piece)
        self._keep(self.current.id)
        self._refresh()

    def _evidence_removed(self, place: int) -> None:
        self._book.drop(self.current, place)
        self._keep(self.current.id)
        self._refresh()

    def _keep(self, criterion_id: str) -> None:
        """Have an answer saved; what became of it is shown by whoever moves on."""
        self.unsaved.drop(criterion_id)
        self._drafts.keep(f"note:{criterion_id}")
        self.answered.emit(self.review, criterion_id)
        self.unsaved.say()

    def _facts_changed(self, changed: Review) -> None:
        self._book.learn(changed)
        self.unsaved.drop(FACTS)
        self.facts_changed.emit(self.review)
        self.unsaved.say()
        self._refresh()

    def _finish(self) -> None:
        if not self._refusal():
            self.flush_drafts()
            self.completed.emit(self._book.finish())

    def _refusal(self) -> str:
        """Why the review can't be finished yet; empty when it can."""
        if self.unsaved.ids:
            return f"Finish is not available: {self.unsaved.named} is not saved"
        left = len(self.sitting.finding.unanswered)
        return f"Finish is not available: {left} to answer" if left else ""

    # Where the reviewer is

    @property
    def _last_step(self) -> int:
        return len(self._course.sections) + 1

    def _on_criterion(self) -> bool:
        return 0 < self._step < self._last_step

    def _criterion_shown(self) -> bool:
        """Whether the current criterion is on the screen, with nothing over it."""
        return self._on_criterion() and not self.is_covered

    def _leave(self) -> None:
        """Keep what is typed of the current criterion before anything else is shown."""
        if self._on_criterion():
            self.card.commit()

    def _go_on(self, place: int | None, before: str = "") -> None:
        """Go to an open criterion, or to the finding when there is none."""
        if place is None:
            self._go_to_step(self._last_step)
        else:
            self._go(place, before)
            self._home()

    def _go(self, place: int, before: str = "") -> None:
        """Show a criterion; ``before`` is the one to show over it when that is not its neighbor."""
        self._at, self._before = place, before
        self._step = self._course.steps[place]
        self._refresh()
        self.main.verticalScrollBar().setValue(0)

    def _go_to_step(self, step: int) -> None:
        self._step = step
        if self._on_criterion():
            items = self._course.sections[step - 1].items
            first = next((item for item in items if self.sitting.is_open(item)), items[0])
            self._go(self._course.places[first.id])
        else:
            self._refresh()
        self._home()

    def _chosen(self, criterion_id: str) -> None:
        self.go_to(criterion_id)
        self._home()

    def _home(self) -> None:
        """Put the keyboard where the review's keys act."""
        if self._step == 0:
            self.facts.take_keyboard()
        else:
            page = self.main if self._on_criterion() else self.finding
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is shown

    def _refresh(self) -> None:
        sitting = self.sitting
        verdict = sitting.verdict(physician=self._me().role is Role.PHYSICIAN)
        self.tree.refresh(sitting, self.unsaved.ids)
        self.strip.refresh(tuple(self._steps(sitting)), self._step)
        self.bar.refresh(verdict, sitting.tally((sitting.finding.checklist.root,), deciding=True))
        last = self._step == self._last_step
        anything_open = self._course.open_after(sitting, -1) is not None
        self.bar.on_last_step(last=last, refusal=self._refusal(), anything_open=anything_open)
        self.tree.set_current(self.current.id if self._on_criterion() else "")
        if self._on_criterion():
            self.pages.setCurrentWidget(self.main)
            before = self._course.places[self._before] if self._before else self._at - 1
            self.main.show_place(sitting, self._course, self._at, before, self._drafts.texts)
            self.policy_text.show_criterion(self.current, self._course.above.get(self.current.id))
        elif last:
            self.finding.refresh(sitting, verdict)
            self.finding.settle()
            self.pages.setCurrentWidget(self.finding)
        else:
            self.facts.refresh(sitting)
            self.pages.setCurrentWidget(self.facts)

    def _steps(self, sitting: ReviewState) -> Iterator[Step]:
        known, asked = known_facts(sitting.policy, sitting.review)
        yield Step("Facts", f"{known} of {asked}", done=known == asked)
        for section in self._course.sections:
            done, total = sitting.progress(section.items)
            yield Step(section.title, f"{done} of {total}", done == total, section.advisory)
        yield Step("Finding")

    def _name_of(self, user_id: str) -> str:
        return self._reviewer_name(user_id)

    def _connect_parts(self) -> None:
        for part in (self.tree, self.main, self.finding):
            part.chosen.connect(self._chosen)
        self.strip.chosen.connect(self.go_to_step)
        self.unsaved.again.connect(self.save_again)
        self.facts.changed.connect(self._facts_changed)
        self.card.marked.connect(self._marked)
        self.card.noted.connect(self._noted)
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

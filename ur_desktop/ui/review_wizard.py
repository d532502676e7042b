"""The review: facts, one criterion at a time with its whole checklist in view, and the finding."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ur_desktop.domain.determination import Reviewer, Role
from ur_desktop.domain.policy import Criterion, Policy, criteria
from ur_desktop.domain.review import Answer, Evidence, Mark, Review
from ur_desktop.ui import criteria_tree, theme
from ur_desktop.ui.answer_field import AnswerField
from ur_desktop.ui.buttons import KeyButton
from ur_desktop.ui.criteria_tree import CriteriaTree
from ur_desktop.ui.facts_step import FactsStep
from ur_desktop.ui.finding_step import FindingStep
from ur_desktop.ui.item_lines import LINE, ItemLine, ItemLines
from ur_desktop.ui.keys_overlay import KeysOverlay
from ur_desktop.ui.messages import Banner
from ur_desktop.ui.panels import Hairline
from ur_desktop.ui.policy_text import WIDTH as POLICY_WIDTH
from ur_desktop.ui.policy_text import PolicyText
from ur_desktop.ui.result_bar import ResultBar
from ur_desktop.ui.scroll_page import MARGIN, ScrollPage
from ur_desktop.ui.sitting import Section, Sitting, known_facts, parents, sections
from ur_desktop.ui.step_strip import Step, StepStrip

WIDE = 1600 - 80
NARROW = 1000 - 80
CARD_WIDTH = 960
DRAFT_DELAY = 1000
MOST_LINES = 10
_EDITORS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)


class ReviewWizard(QWidget):
    """Facts, the checklist's sections and the finding of one review.

    Where the reviewer is and what the result is follow from the answers. ``answered`` carries the new review
    and the criterion's id and is emitted before the next key is handled; whoever keeps it calls
    ``mark_unsaved`` when that failed. ``completed`` carries the finished review, ``draft_changed`` a field's
    key and its half-typed text, empty once it is kept.
    """

    answered = Signal(object, str)
    facts_changed = Signal(object)
    completed = Signal(object)
    draft_changed = Signal(str, str)

    def __init__(
        self, reviewer: Reviewer, now: Callable[[], datetime], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Review")
        self._reviewer, self._now = reviewer, now
        self._reviewer_name: Callable[[str], str] = str
        self._sitting: Sitting | None = None
        self._sections: tuple[Section, ...] = ()
        self._items: tuple[Criterion, ...] = ()
        self._at = 0
        self._step = 0
        self._before = ""
        self._undo: list[tuple[str, Answer | None]] = []
        self._unsaved: dict[str, str] = {}
        self._drafts: dict[str, str] = {}
        self._half_typed: set[str] = set()
        self._document = ""
        self._policy_asked = False
        self._make_parts()
        self._lay_out()
        self._make_keys()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_DELAY)
        self._timer.timeout.connect(self.flush_drafts)

    @property
    def review(self) -> Review:
        """The review as answered so far."""
        return self._now_at().review

    @property
    def sitting(self) -> Sitting:
        """The review with all that follows from it."""
        return self._now_at()

    @property
    def current(self) -> Criterion:
        """The criterion that the reviewer is at, also while the facts or the finding are open."""
        return self._items[self._at]

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
        self._timer.stop()
        self._sitting = Sitting.of(policy, review, last)
        self._reviewer_name = reviewer_name
        self._sections = sections(policy, review.checklist_id)
        self._items = tuple(item for section in self._sections for item in section.items)
        self._places = {item.id: place for place, item in enumerate(self._items)}
        self._step_of = [n for n, section in enumerate(self._sections, start=1) for _ in section.items]
        self._above = parents(policy, review.checklist_id)
        self._drafts = {key: text for key, text in drafts.items() if text}
        self._half_typed.clear()
        self._undo.clear()
        self._unsaved.clear()
        self._before, self._document = "", ""
        self.warned.hide()
        self.keys.hide()
        self.tree.build(self._sections)
        self.strip.build(len(self._sections) + 2)
        self.policy_text.open(policy, policy.checklists[review.checklist_id])
        self.facts.open(self._sitting)
        self._at = 0
        first = self._first_open()
        if first is None:
            self._go_to_step(self._last_step)
        else:
            self._go(first)

    def go_to_step(self, step: int) -> None:
        """Open a step by its place: 0 the facts, then the sections, last the finding."""
        self._leave()
        self._go_to_step(step)

    def go_to(self, criterion_id: str) -> None:
        """Open a criterion; KeyError for one that the sitting lacks."""
        self._leave()
        self._go(self._places[criterion_id])

    def mark_unsaved(self, criterion_id: str, why: str = "") -> None:
        """Say that the answer last given is not kept; called while ``answered`` is handled."""
        self._unsaved[criterion_id] = why

    def flush_drafts(self) -> None:
        """Emit whatever is half typed, now."""
        self._timer.stop()
        for key in sorted(self._half_typed):
            self.draft_changed.emit(key, self._drafts.get(key, ""))
        self._half_typed.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @property
    def _last_step(self) -> int:
        return len(self._sections) + 1

    def _now_at(self) -> Sitting:
        if self._sitting is None:
            raise RuntimeError("no review is open")
        return self._sitting

    # Keys

    def _make_keys(self) -> None:
        """Keys that are off while the keyboard is in a field, and those that always act."""
        self._letters = [
            self._key(keys, act, repeat=keys in {"Up", "Down"})
            for keys, act in (
                ("M", lambda: self._mark(Mark.MET)),
                ("N", lambda: self._mark(Mark.NOT_MET)),
                ("D", lambda: self._mark(Mark.NOT_DOCUMENTED)),
                ("Up", lambda: self._move(-1)),
                ("Down", lambda: self._move(1)),
                ("Return", self._next_open),
                ("Enter", self._next_open),
                ("Ctrl+Z", self._take_back),
                ("E", self._start_evidence),
                ("T", self._start_note),
                ("?", self._toggle_keys),
                ("Esc", self._escape),
            )
        ]
        for keys, act in (
            ("F1", self._toggle_policy),
            ("Ctrl+Return", self._next_step),
            ("Ctrl+Enter", self._next_step),
        ):
            self._key(keys, act)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._arm)

    def _key(self, keys: str, act: Callable[[], None], *, repeat: bool = False) -> QShortcut:
        made = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.setAutoRepeat(repeat)
        made.activated.connect(act)
        return made

    def _arm(self, _old: QWidget | None, new: QWidget | None) -> None:
        typing = isinstance(new, _EDITORS) or (isinstance(new, QAbstractItemView) and new is not self.tree)
        for key in self._letters:
            key.setEnabled(not typing)

    def _mark(self, mark: Mark) -> None:
        if self._criterion_shown():
            self.card.answer(mark)

    def _move(self, by: int) -> None:
        if not self._criterion_shown():
            return
        self._leave()
        place = self._at + by
        while 0 <= place < len(self._items) and self._is_passed_over(place):
            place += by
        self._before = ""
        self._go(place if 0 <= place < len(self._items) else self._at)

    def _next_open(self) -> None:
        self._leave()
        after = self._at if self._on_criterion() else -1
        place = self._open_after(after)
        self._before = ""
        if place is None:
            self._go_to_step(self._last_step)
        else:
            self._go(place)

    def _next_step(self) -> None:
        self._leave()
        if self._step == self._last_step:
            self._finish()
        else:
            self._go_to_step(self._step + 1)

    def _take_back(self) -> None:
        if not self._undo:
            return
        criterion_id, before = self._undo.pop()
        self._leave()
        answer = before or Answer(None, self._reviewer.user_id, self._now())
        self._keep(criterion_id, replace(answer, by=self._reviewer.user_id, at=self._now()))
        self._before = ""
        self._go(self._places[criterion_id])

    def _start_evidence(self) -> None:
        if self._criterion_shown():
            self.card.start_evidence(self._document)
            self.main.ensureWidgetVisible(self.card.entry)

    def _start_note(self) -> None:
        if self._criterion_shown():
            self.card.start_note()
            self.main.ensureWidgetVisible(self.card.note)

    def _toggle_keys(self) -> None:
        self.keys.setVisible(self.keys.isHidden())
        self.keys.raise_()
        self._place()

    def _toggle_policy(self) -> None:
        if self.width() < WIDE:
            self._policy_asked = not self._policy_asked
            self._place()
        if self.policy_text.isVisible():
            self.policy_text.area.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._home()

    def _escape(self) -> None:
        if self.keys.isVisible():
            self.keys.hide()
        elif self._policy_asked:
            self._policy_asked = False
            self._place()
        self._home()

    # Answers

    def _marked(self, mark: str, note: str) -> None:
        item, sitting = self.current, self._now_at()
        before = sitting.review.answers.get(item.id)
        proposal, carried = sitting.proposal(item), sitting.carried(item)
        evidence = before.evidence if before else ()
        carried_from = None
        if carried is not None and carried.mark is not None and carried.mark.value == mark and sitting.last:
            carried_from = carried.carried_from or sitting.last.on
            note, evidence = note or carried.note, evidence or carried.evidence
        said = f"{proposal.because}; proposed {theme.MARKS[proposal.mark.value].words}" if proposal else ""
        self._answer(
            item.id,
            Answer(Mark(mark), self._reviewer.user_id, self._now(), note, evidence, said, carried_from),
        )
        if item.id in self._unsaved:
            self._refresh()
            return
        place = self._open_after(self._at)
        self._before = item.id
        if place is None:
            self._go_to_step(self._last_step)
        else:
            self._go(place)
            self._home()

    def _noted(self, note: str) -> None:
        self._change(note=note)

    def _evidence_added(self, piece: Evidence) -> None:
        self._document = piece.document
        self._change(evidence=(*self._standing().evidence, piece))

    def _evidence_removed(self, place: int) -> None:
        pieces = self._standing().evidence
        self._change(evidence=pieces[:place] + pieces[place + 1 :])

    def _standing(self) -> Answer:
        answer = self.review.answers.get(self.current.id)
        return answer or Answer(None, self._reviewer.user_id, self._now())

    def _change(self, *, note: str | None = None, evidence: tuple[Evidence, ...] | None = None) -> None:
        answer = replace(self._standing(), by=self._reviewer.user_id, at=self._now())
        if note is not None:
            answer = replace(answer, note=note)
        if evidence is not None:
            answer = replace(answer, evidence=evidence)
        self._answer(self.current.id, answer)
        self._refresh()

    def _answer(self, criterion_id: str, answer: Answer) -> None:
        self._undo.append((criterion_id, self.review.answers.get(criterion_id)))
        self._keep(criterion_id, answer)

    def _keep(self, criterion_id: str, answer: Answer) -> None:
        """Take an answer in and have it saved; what became of it is shown by whoever moves on."""
        sitting = self._now_at()
        review = replace(sitting.review.answered(criterion_id, answer), completed_at=None, completed_by="")
        self._sitting = Sitting.of(sitting.policy, review, sitting.last)
        self._unsaved.pop(criterion_id, None)
        self._draft_kept(f"note:{criterion_id}")
        self.answered.emit(review, criterion_id)
        self._say_unsaved()

    def _save_again(self) -> None:
        for criterion_id in tuple(self._unsaved):
            del self._unsaved[criterion_id]
            self.answered.emit(self.review, criterion_id)
        self._say_unsaved()
        self._refresh()

    def _say_unsaved(self) -> None:
        if not self._unsaved:
            self.warned.hide()
            return
        named, why = ", ".join(self._unsaved), next(iter(self._unsaved.values()))
        self.banner.say(
            f"Not saved: {named}. {why}".strip(),
            "The answer is still on this screen. Save it again before you go on.",
        )
        self.warned.show()

    def _facts_changed(self, review: Review) -> None:
        sitting = self._now_at()
        review = replace(
            sitting.review, facts=review.facts, schedule=review.schedule, completed_at=None, completed_by=""
        )
        self._sitting = Sitting.of(sitting.policy, review, sitting.last)
        self.facts_changed.emit(review)
        self._refresh()

    def _finish(self) -> None:
        if self._refusal():
            return
        self.flush_drafts()
        done = replace(self.review, completed_at=self._now(), completed_by=self._reviewer.user_id)
        sitting = self._now_at()
        self._sitting = Sitting.of(sitting.policy, done, sitting.last)
        self.completed.emit(done)

    def _refusal(self) -> str:
        if self._unsaved:
            return f"Finish is not available: {', '.join(self._unsaved)} is not saved"
        left = len(self._now_at().finding.unanswered)
        return f"Finish is not available: {left} to answer" if left else ""

    # Drafts

    def _typed(self, key: str, text: str) -> None:
        if text:
            self._drafts[key] = text
        elif self._drafts.pop(key, None) is None:
            return
        self._half_typed.add(key)
        self._timer.start()

    def _draft_kept(self, key: str) -> None:
        self._half_typed.discard(key)
        if self._drafts.pop(key, None) is not None:
            self.draft_changed.emit(key, "")

    # Where the reviewer is

    def _first_open(self) -> int | None:
        unanswered = self._now_at().finding.unanswered
        if unanswered:
            return self._places[unanswered[0]]
        return self._open_after(-1)

    def _open_after(self, place: int) -> int | None:
        order = (*range(place + 1, len(self._items)), *range(place + 1))
        sitting = self._now_at()
        return next((each for each in order if sitting.is_open(self._items[each])), None)

    def _is_passed_over(self, place: int) -> bool:
        """Whether a criterion stands in a group that does not apply and is not its first."""
        item = self._items[place]
        group = self._now_at().ruled_out_group(item, self._above)
        return group is not None and next(criteria(group)) is not item

    def _on_criterion(self) -> bool:
        return 0 < self._step < self._last_step

    def _criterion_shown(self) -> bool:
        """Whether the current criterion is on the screen, with nothing over it."""
        covered = self.keys.isVisible() or (self._policy_asked and self.width() < WIDE)
        return self._on_criterion() and not covered

    def _leave(self) -> None:
        if self._on_criterion():
            self.card.commit()

    def _go(self, place: int) -> None:
        self._at = place
        self._step = self._step_of[place]
        self._refresh()
        self.main.verticalScrollBar().setValue(0)

    def _go_to_step(self, step: int) -> None:
        self._step = step
        if self._on_criterion():
            items = self._sections[step - 1].items
            sitting = self._now_at()
            first = next((item for item in items if sitting.is_open(item)), items[0])
            self._before = ""
            self._go(self._places[first.id])
        else:
            self._refresh()
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
        sitting = self._now_at()
        verdict = sitting.verdict(physician=self._reviewer.role is Role.PHYSICIAN)
        self.tree.refresh(sitting, frozenset(self._unsaved))
        self.strip.refresh(tuple(self._steps(sitting)), self._step)
        self.bar.refresh(verdict, sitting.tally((sitting.finding.checklist.root,), deciding=True))
        last = self._step == self._last_step
        self.bar.on_last_step(
            last=last, refusal=self._refusal(), anything_open=self._open_after(-1) is not None
        )
        if self._on_criterion():
            self.pages.setCurrentWidget(self.main)
            self._show_criterion(sitting)
        elif last:
            self.tree.set_current("")
            self.finding.refresh(sitting, verdict)
            self.finding.settle()
            self.pages.setCurrentWidget(self.finding)
        else:
            self.tree.set_current("")
            self.facts.refresh(sitting)
            self.pages.setCurrentWidget(self.facts)

    def _show_criterion(self, sitting: Sitting) -> None:
        item = self.current
        self.tree.set_current(item.id)
        self.card.show_criterion(sitting, item, self._above, self._drafts)
        self.policy_text.show_criterion(item, self._above.get(item.id))
        before = self._places[self._before] if self._before else self._at - 1
        self.line_before.set_lines((self._line(sitting, before),) if before >= 0 else ())
        following = (
            place for place in range(self._at + 1, len(self._items)) if not self._is_passed_over(place)
        )
        self.lines_after.set_lines(
            tuple(self._line(sitting, place) for place in islice(following, MOST_LINES))
        )
        self.main.setAccessibleName(f"{item.id}, {item.section}. {item.text}")
        self.main.settle()

    def _line(self, sitting: Sitting, place: int) -> ItemLine:
        item = self._items[place]
        shown = sitting.ruled_out_group(item, self._above) or item
        sign = sitting.sign(shown)
        return ItemLine(shown.id, shown.text or shown.title, sign, theme.MARKS[sign].words, item.id)

    def _steps(self, sitting: Sitting) -> Iterator[Step]:
        known, asked = known_facts(sitting.policy, sitting.review)
        yield Step("Facts", f"{known} of {asked}", done=known == asked)
        for section in self._sections:
            done, total = sitting.progress(section.items)
            yield Step(section.title, f"{done} of {total}", done == total, section.advisory)
        yield Step("Finding")

    # Parts

    def _make_parts(self) -> None:
        self.tree = CriteriaTree(self)
        self.tree.chosen.connect(self._tree_chosen)
        self.column = QWidget(self)
        theme.fill(self.column, "bg")
        self.strip = StepStrip(self.column)
        self.strip.chosen.connect(self.go_to_step)
        self.warned = QWidget(self.column)
        self.banner = Banner(self.warned)
        self.again = KeyButton("Save again", parent=self.banner)
        self.again.clicked.connect(self._save_again)
        layout = self.banner.layout()
        if layout is not None:
            layout.addWidget(self.again)
        warned = QVBoxLayout(self.warned)
        warned.setContentsMargins(MARGIN, 8, MARGIN, 0)
        warned.addWidget(self.banner)
        self.warned.hide()
        self.card = AnswerField(self._name_of, self.column)
        self.card.marked.connect(self._marked)
        self.card.noted.connect(self._noted)
        self.card.evidence_added.connect(self._evidence_added)
        self.card.evidence_removed.connect(self._evidence_removed)
        self.card.typed.connect(self._typed)
        self.card.left.connect(self._home)
        self.card.policy_text.connect(self._toggle_policy)
        self.card.facts.connect(lambda: self.go_to_step(0))
        self.card.add_evidence.clicked.connect(self._start_evidence)
        self.line_before = ItemLines(parent=self.column)
        self.line_before.setAccessibleName("Criterion before")
        self.lines_after = ItemLines(fitting=True, parent=self.column)
        self.lines_after.setAccessibleName("Criteria after")
        for lines in (self.line_before, self.lines_after):
            lines.chosen.connect(self._tree_chosen)
        self.facts = FactsStep(self.column)
        self.facts.changed.connect(self._facts_changed)
        self.finding = FindingStep(self.column)
        self.finding.chosen.connect(self._tree_chosen)
        self.bar = ResultBar(self.column)
        self.bar.next_step.clicked.connect(self._next_step)
        self.bar.next_open.clicked.connect(self._next_open)
        self.bar.finish.clicked.connect(self._next_step)
        self.policy_text = PolicyText(self)
        self.policy_text.closed.connect(self._escape)
        self.keys = KeysOverlay(self)
        self.keys.closed.connect(self._escape)

    def _name_of(self, user_id: str) -> str:
        return self._reviewer_name(user_id)

    def _tree_chosen(self, criterion_id: str) -> None:
        self._before = ""
        self.go_to(criterion_id)
        self._home()

    def _lay_out(self) -> None:
        self.main = ScrollPage("Current criterion", home=True, parent=self.column)
        middle = self.main.column
        middle.setContentsMargins(MARGIN, 6, MARGIN, 0)
        middle.setSpacing(6)
        before = QHBoxLayout()
        before.setContentsMargins(20, 0, 20, 0)
        before.addWidget(self.line_before)
        after = QHBoxLayout()
        after.setContentsMargins(20, 0, 20, 0)
        after.addWidget(self.lines_after)
        middle.addLayout(before)
        middle.addWidget(self.card)
        middle.addLayout(after, 1)
        self.line_before.setMinimumHeight(LINE)
        self.pages = QStackedWidget(self.column)
        for each in (self.facts, self.main, self.finding):
            self.pages.addWidget(each)
        column = QVBoxLayout(self.column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.warned)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._across.addWidget(self.tree)
        self._across.addWidget(Hairline(vertical=True, strong=True, parent=self))
        self._across.addWidget(self.column, 1)

    def _place(self) -> None:
        """Give tree, policy text and overlays their places for the width there is."""
        wide = self.width() >= WIDE
        tree = criteria_tree.WIDE_WIDTH if wide else criteria_tree.WIDTH
        if self.width() < NARROW:
            tree = criteria_tree.NARROW_WIDTH
        self.tree.setFixedWidth(tree - 1)
        self._across.setContentsMargins(0, 0, POLICY_WIDTH if wide else 0, 0)
        left, over = tree, self.width() - tree
        if wide:
            self.policy_text.setGeometry(QRect(self.width() - POLICY_WIDTH, 0, POLICY_WIDTH, self.height()))
        else:
            self.policy_text.setGeometry(QRect(left, 0, over, self.height()))
        self.policy_text.close_button.setVisible(not wide)
        self.policy_text.setVisible(wide or self._policy_asked)
        self.policy_text.raise_()
        self.keys.setGeometry(QRect(left, 0, over - (POLICY_WIDTH if wide else 0), self.height()))
        self.keys.raise_()

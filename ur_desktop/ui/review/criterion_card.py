"""The current criterion: its text, what is already known of it, the three answers, evidence and note."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.policy import Criterion, Group
from ur_desktop.domain.review import Answer, Evidence, Mark
from ur_desktop.domain.review_state import ReviewState
from ur_desktop.ui.kit import buttons
from ur_desktop.ui.kit.buttons import KeyButton
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.messages import ErrorLine
from ur_desktop.ui.kit.panels import Card, Hairline
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.review_text import words_needed
from ur_desktop.ui.review.answer_button import AnswerButton
from ur_desktop.ui.review.criterion_head import CriterionHead
from ur_desktop.ui.review.evidence_list import FIELDS, EvidenceEntry, EvidenceList
from ur_desktop.ui.review.known_panel import KEYS, ContextPanel
from ur_desktop.ui.review.last_review import LastReview
from ur_desktop.ui.review.note_edit import NoteEdit
from ur_desktop.ui.review.unmet_part import UnmetPart

_SHARES = (19, 17, 21)
_NOTE_HINT = "Why, in a few words (optional)"
_LEAST_WIDTH, _ACROSS_WIDTH = 480, 816
_ANY_WIDTH = 16_777_215  # what Qt calls QWIDGETSIZE_MAX


class CriterionCard(Card):
    """The card of one criterion. ``marked`` carries the Mark, the note and ``missed_date``; ``note_changed`` a note.

    A deadline that is not met after its day is not answered before it is said which part of it is not met.
    An answer against a measure's proposal is not given before a reason is typed; half typed, it is a draft of
    its own, named by mark and criterion, and never a note.
    """

    marked = Signal(object, str, object)
    note_changed = Signal(str)
    evidence_added = Signal(object)
    evidence_removed = Signal(int)
    typed = Signal(str, str)
    left = Signal()
    policy_text = Signal()
    facts = Signal()

    def __init__(self, reviewer_name: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(current=True, padding=0, parent=parent)
        self.setAccessibleName("Current criterion")
        self.criterion: Criterion | None = None
        self._answer: Answer | None = None
        self._pending: Mark | None = None
        self._proposed: Mark | None = None
        self._asks_about_date = False
        self._note_of_part = ""
        self.head = CriterionHead(self)
        self.head.policy_text.connect(self.policy_text)
        self.inset = ContextPanel(self)
        self.inset.button.clicked.connect(self.facts)
        self.answers = {mark: AnswerButton(mark, key, parent=self) for mark, key in KEYS.items()}
        for mark, button in self.answers.items():
            button.clicked.connect(lambda _on=False, mark=mark: self.answer(mark))
        buttons.one_choice(self, self.answers.values())
        self.part = UnmetPart(self)
        self.part.chosen.connect(self._part_chosen)
        self._make_evidence()
        self._make_note()
        self.side = LastReview(reviewer_name, self)
        self._lay_out()

    def show_criterion(
        self, state: ReviewState, item: Criterion, above: Mapping[str, Group], drafts: Mapping[str, str]
    ) -> None:
        """Show a criterion with its answer so far, and what was half typed of it."""
        moved = self.criterion is None or item.id != self.criterion.id
        self.criterion = item
        self._answer = state.review.answers.get(item.id)
        self.head.show_criterion(state, item, above)
        self.inset.show_criterion(state, item, above)
        self._show_answers(state, item)
        self.evidence.show_pieces(self._answer.evidence if self._answer else ())
        self.side.show_criterion(state, item)
        if moved:
            self._end_reason()
            half = {field: drafts.get(f"evidence.{field}:{item.id}", "") for field in FIELDS}
            if any(half.values()):
                self.entry.start(half)
            else:
                self.entry.hide()
        if moved or self._pending is not None or not self.note.hasFocus():
            self._show_words(item, drafts)

    def forget(self) -> None:
        """Forget the criterion, so that what is half typed of another review's is not taken for it."""
        self.criterion = None

    @property
    def pending(self) -> Mark | None:
        """The answer that waits for its reason."""
        return self._pending

    def answer(self, mark: Mark) -> None:
        """Give an answer, or ask for the reason first when it goes against the measure's proposal."""
        self._restore_buttons()
        if not self.answers[mark].isEnabled():
            return
        if self._lacks(mark, "" if self._pending is not None else self.note.words()):
            self._ask_reason(mark)
            return
        self._cancel_reason()
        self._give(mark, self.note.words())

    def say_part(self, *, date_missed: bool) -> None:
        """Say what is not met of a deadline, where that is asked."""
        if self.part.isVisible():
            self._part_chosen(date_missed)

    def ask_again(self, mark: Mark) -> None:
        """Ask again for the reason for an answer, if it still needs one; never give it."""
        if self._lacks(mark, ""):
            self._ask_reason(mark)

    def commit(self) -> None:
        """Keep a changed note; a reason stays half typed."""
        if self.criterion is None or self._pending is not None:
            return
        if self.note.words() != self._noted():
            self.note_changed.emit(self.note.words())

    def start_note(self) -> None:
        """Move the keyboard to the note."""
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def start_evidence(self, document: str) -> None:
        """Open the line that adds a piece, with the document cited last."""
        if self.entry.isHidden():
            self.entry.start({"document": document})
        self.entry.take_keyboard()

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _ACROSS_WIDTH
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._across.direction() != direction:
            self._across.setDirection(direction)
            self._rule.setVisible(not narrow)
            self._beside_rule.setContentsMargins(0, 0 if narrow else 10, 0, 0 if narrow else 18)
            self.side.setMinimumWidth(0 if narrow else LastReview.WIDTH)
            self.side.setMaximumWidth(_ANY_WIDTH if narrow else LastReview.WIDTH)

    def _make_evidence(self) -> None:
        self.add_evidence = KeyButton(
            "Add evidence", buttons.Emphasis.TEXT, key="E", icon="paperclip", parent=self
        )
        self.evidence = EvidenceList(self)
        self.evidence.removed.connect(self.evidence_removed)
        self.entry = EvidenceEntry(self)
        self.entry.added.connect(self._add_evidence)
        self.entry.closed.connect(self._close_entry)
        self.entry.typed.connect(lambda field, text: self._type(f"evidence.{field}", text))

    def _make_note(self) -> None:
        self.note_label = label("Note", "strong", parent=self)
        self.note = NoteEdit(self)
        self.note.setAccessibleName("Note")
        self.note.setPlaceholderText(_NOTE_HINT)
        self.note_label.setBuddy(self.note)
        self.note_error = ErrorLine(self)
        self.note_error.setContentsMargins(0, 4, 0, 0)
        self.note.textChanged.connect(lambda: self._type(self._words_field, self.note.toPlainText()))
        self.note.shortened.connect(self.note_error.say)
        self.note.done.connect(self._note_done)
        self.note.left.connect(self._note_left)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for share, button in zip(_SHARES, self.answers.values(), strict=True):
            row.addWidget(button, share)
        cited = QHBoxLayout()
        cited.addWidget(label("Evidence", "strong", parent=self), 1)
        cited.addWidget(self.add_evidence)
        column = QVBoxLayout()
        column.setContentsMargins(20, 10, 20, 18)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addSpacing(16)
        column.addWidget(self.inset)
        column.addLayout(row)
        column.addWidget(self.part)
        column.addSpacing(14)
        column.addLayout(cited)
        column.addWidget(self.evidence)
        column.addWidget(self.entry)
        column.addSpacing(10)
        column.addWidget(self.note_label)
        column.addSpacing(5)
        column.addWidget(self.note)
        column.addWidget(self.note_error)
        column.addStretch(1)
        self._rule = Hairline(vertical=True, strong=True, parent=self)
        self._beside_rule = rule = QVBoxLayout()
        rule.setContentsMargins(0, 10, 0, 18)
        rule.addWidget(self._rule)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(0)
        self._across.addLayout(column, 1)
        self._across.addLayout(rule)
        self._across.addWidget(self.side)
        self.column.addLayout(self._across)

    def _show_answers(self, state: ReviewState, item: Criterion) -> None:
        proposal, carried = state.proposal(item), state.carried(item)
        self._proposed = proposal.mark if proposal else None
        offered, word = (carried.mark, "carried") if carried else (self._proposed, "proposed")
        if state.review.mark(item.id) is not None:
            offered = None
        applies = state.status(item) != "not_applicable"
        for mark, button in self.answers.items():
            button.setEnabled(applies)
            button.set_offer(word if mark is offered else "")
        self._restore_buttons()
        self._asks_about_date = state.asks_about_date(item, Mark.NOT_MET)
        given = state.review.answers.get(item.id)
        not_met = given is not None and given.mark is Mark.NOT_MET
        self.part.setVisible(self._asks_about_date and not_met)
        if given is not None:
            self.part.show_chosen(given.missed_date is not False)

    def _give(self, mark: Mark, note: str) -> None:
        """Give an answer; of a deadline that is not met, only once it is said what of it is not."""
        if mark is Mark.NOT_MET and self._asks_about_date:
            self._note_of_part = note
            if not (self._answer and self._answer.mark is Mark.NOT_MET):
                self.part.show_chosen(None)
            self.part.setVisible(True)
            self.part.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.marked.emit(mark, note, None)

    def _part_chosen(self, missed: bool) -> None:
        note, self._note_of_part = self._note_of_part or self.note.words(), ""
        self.marked.emit(Mark.NOT_MET, note, missed)

    def _restore_buttons(self) -> None:
        given = self._answer.mark if self._answer else None
        for mark, button in self.answers.items():
            if button.isChecked() != (mark is given):
                button.setChecked(mark is given)

    def _is_against(self, mark: Mark) -> bool:
        """Whether an answer goes against the measure's proposal."""
        return self._proposed is not None and mark is not self._proposed

    def _lacks(self, mark: Mark, words: str) -> str:
        """What an answer still needs in words; empty when nothing, or where none can be given."""
        if self.criterion is None or not self.answers[mark].isEnabled():
            return ""
        return words_needed(self.criterion, self._proposed, mark, words)

    @property
    def _words_field(self) -> str:
        """What the words typed are: the note, or the reason for the answer that waits."""
        return "note" if self._pending is None else f"reason.{self._pending.value}"

    def _show_words(self, item: Criterion, drafts: Mapping[str, str]) -> None:
        """Show the reason that an answer waits for, as far as it is typed, or else the note."""
        half = (mark for mark in Mark if f"reason.{mark.value}:{item.id}" in drafts)
        mark = next(half, self._pending)
        if mark is not None and self._lacks(mark, ""):
            self._show_reason(mark)
            self._set_note(drafts.get(f"reason.{mark.value}:{item.id}", ""))
        else:
            self._end_reason()
            self._set_note(drafts.get(f"note:{item.id}") or self._noted())

    def _ask_reason(self, mark: Mark) -> None:
        if self._pending is None:
            self.commit()
            self._set_note("" if self._is_against(mark) else self.note.words())
        elif self._pending is not mark:
            self._type(self._words_field, "")
        self._show_reason(mark)
        self._type(self._words_field, self.note.toPlainText())
        self.start_note()

    def _show_reason(self, mark: Mark) -> None:
        self._pending = mark
        self.note_label.setText(f"Reason for {signs.MARKS[mark.value].words}")
        self.note.setAccessibleName(self.note_label.text())
        self.note_error.say(self._lacks(mark, ""))
        self.note.setPlaceholderText("What the records show instead")
        theme.set_style(self.note, "fault", True)

    def _end_reason(self) -> None:
        if self._pending is None:
            return
        self._pending = None
        self.note_label.setText("Note")
        self.note.setAccessibleName("Note")
        self.note.setPlaceholderText(_NOTE_HINT)
        self.note_error.say("")
        theme.set_style(self.note, "fault", False)

    def _cancel_reason(self) -> None:
        """Drop the answer that waits with its half-typed reason, and show the note again."""
        if self._pending is not None:
            self._type(self._words_field, "")
            self._end_reason()
            self._set_note(self._noted())

    def _note_done(self) -> None:
        """Take in what is typed; a reason only by Enter, not because the keyboard is gone."""
        mark, words, held = self._pending, self.note.words(), self.note.hasFocus()
        if mark is None:
            self.commit()
        elif words and held and not self._lacks(mark, words):
            self._end_reason()
            self._give(mark, words)
        else:
            return  # the sentence under the field still says why
        if held:
            self.left.emit()

    def _note_left(self) -> None:
        self._cancel_reason()
        self.commit()
        self.left.emit()

    def _noted(self) -> str:
        return self._answer.note if self._answer else ""

    def _set_note(self, words: str) -> None:
        if words != self.note.toPlainText():
            self.note.blockSignals(True)
            self.note.setPlainText(words)
            self.note.blockSignals(False)
            self.note.fit()
            if self._pending is None:
                self.note_error.say("")

    def _type(self, field: str, words: str) -> None:
        if self.criterion is not None:
            self.typed.emit(f"{field}:{self.criterion.id}", words)

    def _add_evidence(self, piece: Evidence) -> None:
        self._close_entry()
        self.evidence_added.emit(piece)

    def _close_entry(self) -> None:
        self.entry.hide()
        for field in FIELDS:
            self._type(f"evidence.{field}", "")
        self.left.emit()

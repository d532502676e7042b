"""Beside the current criterion: what the last review said of it, and the policy's guidance."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.domain.policy import Criterion
from ur_desktop.domain.review import Answer
from ur_desktop.domain.review_state import ReviewState
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.review_text import answer_words, short_date
from ur_desktop.ui.review.evidence_list import evidence_words


class LastReview(QWidget):
    """The column at the right of the card; each part only where there is something to say."""

    WIDTH = 288

    def __init__(self, reviewer_name: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = reviewer_name
        self.setFixedWidth(self.WIDTH)
        self.mark = StateWord(signs.MARKS["met"], parent=self)
        self.who = paragraph("", "second", parent=self)
        self.note = paragraph("", "body", "muted", parent=self)
        self.none = paragraph("", "body", "muted", parent=self)
        self.guidance = paragraph("", "body", "muted", parent=self)
        self.guidance_head = label("Guidance", "strong", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 17, 20, 18)
        column.setSpacing(6)
        column.addWidget(label("Last review", "strong", parent=self))
        column.addWidget(self.mark)
        column.addWidget(self.who)
        column.addWidget(self.note)
        column.addWidget(self.none)
        column.addSpacing(14)
        column.addWidget(self.guidance_head)
        column.addWidget(self.guidance)
        column.addStretch(1)

    def show_criterion(self, state: ReviewState, item: Criterion) -> None:
        """Show what there is to one criterion."""
        answer = state.last.answers.get(item.id) if state.last else None
        given = answer is not None and answer.mark is not None
        self.mark.setVisible(given)
        self.who.setVisible(given)
        self.none.setVisible(not given)
        self.note.setVisible(given and bool(self._reasons(answer)))
        if answer is not None and answer.mark is not None and state.last is not None:
            self.mark.set_sign(signs.MARKS[answer.mark.value])
            self.mark.setFixedWidth(self.mark.sizeHint().width())
            day = state.last.on
            self.who.setText(f"{short_date(day)}, {day.year}, {self._name(answer.by)}")
            self.note.setText(self._reasons(answer))
        else:
            self.none.setText("Not answered last time" if state.last else "This is the first review")
        self.guidance.setText(item.guidance)
        self.guidance.setVisible(bool(item.guidance))
        self.guidance_head.setVisible(bool(item.guidance))

    def _reasons(self, answer: Answer | None) -> str:
        if answer is None:
            return ""
        part = answer_words(answer) if answer.missed_date is not None else ""
        return "\n".join(
            words for words in (part, answer.note, *map(evidence_words, answer.evidence)) if words
        )

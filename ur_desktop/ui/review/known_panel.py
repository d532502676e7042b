"""What is known of a criterion before it is answered: a measure, a date, a fact, an earlier answer."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.domain.evaluation.measures import Proposal
from ur_desktop.domain.policy import Criterion, Group
from ur_desktop.domain.review import Mark
from ur_desktop.domain.review_state import NOT_DUE, ReviewState
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import paragraph
from ur_desktop.ui.kit.panels import Inset
from ur_desktop.ui.kit.status_icon import Icon
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.review_text import fact_words, needs_words, short_date

KEYS: Mapping[Mark, str] = {Mark.MET: "M", Mark.NOT_MET: "N", Mark.NOT_DOCUMENTED: "D"}


class Known(NamedTuple):
    """One thing known, in words, with the button that leads to where it comes from."""

    icon: str
    title: str
    words: str
    button: str = ""


class ContextPanel(QWidget):
    """The sunken strip over the answers; ``button`` leads to where it comes from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon = Icon("calculator", size=20, parent=self)
        self.title = paragraph("", "strong", parent=self)
        self.words = paragraph("", "second", parent=self)
        self.button = KeyButton("Open schedule", Emphasis.TEXT, parent=self)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.words)
        inset = Inset(self)
        inset.row.setContentsMargins(16, 7, 6, 8)
        inset.row.setSpacing(14)
        inset.row.addWidget(self.icon)
        inset.row.addLayout(words, 1)
        inset.row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(inset)

    def show_criterion(self, state: ReviewState, item: Criterion, above: Mapping[str, Group]) -> None:
        """Show what is known of a criterion; hidden when that is nothing."""
        shown = known(state, item, above)
        if shown is not None:
            self.icon.set(shown.icon)
            self.title.setText(shown.title)
            self.words.setText(shown.words)
            self.words.setVisible(bool(shown.words))
            self.button.setVisible(bool(shown.button))
            if shown.button and shown.button != self.button.text():
                self.button.set_word(shown.button)
        self.setVisible(shown is not None)


def known(state: ReviewState, item: Criterion, above: Mapping[str, Group]) -> Known | None:
    """What matters most of what is known of a criterion; None when nothing is."""
    sign, judged = state.status(item), state.judged.get(item.id)
    fact, proposal, carried = state.missing_fact(item, above), state.proposal(item), state.carried(item)
    answer = state.review.answers.get(item.id)
    if sign == "not_applicable":
        why = state.ruled_out(item, above)
        words = f"{fact_words(state.review, why)}. Change the fact if this is wrong." if why else ""
        return Known("minus-circle", "Not applicable", words, "Open facts")
    if hint := state.contradiction(item, above):
        return Known("warning-circle-fill", "Check both answers", hint)
    if carried is not None and carried.mark is not None and state.last is not None:
        day = short_date(carried.carried_from or state.last.on, state.review.on)
        title = f"{signs.MARKS[carried.mark.value].words} in the review of {day}"
        words = f"Asked only once. Press {KEYS[carried.mark]} to carry it over from {day}."
        return Known("clock-counter-clockwise", title, words)
    if sign == NOT_DUE:
        title = f"Due {short_date(judged.due)}" if judged and judged.due else "Not yet due"
        return Known("hourglass-medium-fill", title, "Answer it now, or leave it for the next review.")
    if fact:
        words = f"{fact_words(state.review, fact)}. Until then it counts as unanswered."
        return Known("info", "Not known yet if this applies", words, "Open facts")
    if proposal is not None:
        return _measured(state, item, proposal)
    if item.measure is not None and not state.review.schedule:
        return Known("calculator", "No weekly schedule yet", needs_words(item), "Open schedule")
    if answer is not None and answer.carried_from is not None:
        title = f"Carried from {short_date(answer.carried_from, state.review.on)}"
        return Known("clock-counter-clockwise", title, "Answer again if it changed.")
    return None


def _measured(state: ReviewState, item: Criterion, proposal: Proposal) -> Known:
    found, _, rest = proposal.because.partition("; ")
    left_out = rest.partition("; ")[2]
    needs = f"{needs_words(item).removesuffix('.')}; {left_out}." if left_out else needs_words(item)
    said = "proposed" if state.review.mark(item.id) is None else "the schedule shows"
    mark = signs.MARKS[proposal.mark.value].words
    return Known("calculator", f"{found}: {said} {mark}", needs, "Open schedule")

"""The last step: what the answers amount to, and what is still to be answered."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.domain.evaluation.finding import Citation, Finding
from ur_desktop.domain.evaluation.judge import MET, NOT_MET
from ur_desktop.domain.policy import Criterion, Node, criteria
from ur_desktop.domain.review_state import TO_ANSWER, ReviewState
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.panels import Card
from ur_desktop.ui.kit.scroll_page import MARGIN, ScrollPage
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.review_text import short_date
from ur_desktop.ui.review.criterion_lines import CriterionLines, ItemLine

PARTS = ("unmet", "not_found", "to_answer", "not_due", "attention")
_HEADS = {
    "unmet": ("Not met", "not_met"),
    "not_found": ("Could not be found in the records", "not_documented"),
    "to_answer": ("Still to answer", "to_answer"),
    "not_due": ("Not yet due: returns in the next review", "not_yet_due"),
    "attention": ("Advisory items not met: approve with a reason, or refer", "not_met"),
}


class FindingStep(ScrollPage):
    """The finding in lists; ``chosen`` carries the criterion of the line clicked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Finding", home=True, parent=parent)
        page = self.page
        self.verdict = paragraph("", "section", parent=page)
        self.words = paragraph("", "body", "muted", parent=page)
        self.column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        card = Card(parent=page)
        card.column.setSpacing(4)
        card.column.addWidget(self.verdict)
        card.column.addWidget(self.words)
        self.lists: dict[str, CriterionLines] = {}
        self._parts: dict[str, QWidget] = {}
        for name in PARTS:
            part = QWidget(page)
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 14, 0, 0)
            column.setSpacing(2)
            column.addWidget(label(_HEADS[name][0], "strong", parent=part))
            lines = CriterionLines(parent=part)
            lines.setAccessibleName(_HEADS[name][0])
            lines.chosen.connect(self.chosen)
            column.addWidget(lines)
            card.column.addWidget(part)
            self.lists[name], self._parts[name] = lines, part
        self.column.addWidget(card)
        self.column.addStretch(1)
        card.setMaximumWidth(960)

    def refresh(self, state: ReviewState, verdict: str) -> None:
        """Show the finding of a state."""
        finding = state.finding
        self.verdict.setText(verdict)
        explained = " ".join(filter(None, (_explained(finding), *state.contradictions())))
        self.words.setText(explained)
        self.words.setVisible(bool(explained))
        nodes = state.policy.nodes
        open_ids = finding.unanswered
        found = [item for item in finding.undetermined if not self._only_open(state, item)]
        shown: dict[str, tuple[ItemLine, ...]] = {
            "unmet": self._cited(finding.unmet, "not_met"),
            "not_found": self._cited(found, "not_documented"),
            "to_answer": tuple(self._line(nodes[each], TO_ANSWER, "") for each in open_ids),
            "not_due": tuple(
                self._line(nodes[each], "not_yet_due", f"Due {short_date(day)}" if day else "Not yet due")
                for each, day in finding.not_yet_due.items()
            ),
            "attention": tuple(self._line(nodes[each], "not_met", "") for each in finding.attention),
        }
        every = tuple(line for lines in shown.values() for line in lines)
        for name, lines in shown.items():
            self.lists[name].set_lines(lines, aligned_with=every)
            self._parts[name].setVisible(bool(lines))

    def _cited(self, citations: Iterable[Citation], sign: str) -> tuple[ItemLine, ...]:
        return tuple(
            self._line(each.judged.node, sign, "Fact unknown" if each.missing_fact else each.tally)
            for each in citations
        )

    def _line(self, node: Node, sign: str, state: str) -> ItemLine:
        first = node if isinstance(node, Criterion) else next(criteria(node))
        return ItemLine(node.id, node.title, sign, state or signs.MARKS[sign].words, first.id)

    def _only_open(self, state: ReviewState, citation: Citation) -> bool:
        """Whether an undetermined entry is so only because nobody has answered yet."""
        node = citation.judged.node
        return not citation.missing_fact and state.status(node) == TO_ANSWER


def _explained(finding: Finding) -> str:
    """What a finding leads to; empty while the lists say what is still to answer."""
    if not finding.is_complete:
        return ""
    if finding.result is MET:
        return "All criteria that apply and are due are answered. Next: determination."
    if finding.result is NOT_MET:
        return "A nurse can’t deny. Refer to a physician or request records."
    return "Request what the records do not show. None of this counts as not met."

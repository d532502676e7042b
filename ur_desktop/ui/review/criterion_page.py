"""One criterion at a time: the line before it, its card, and as many of the next as there is room for."""

from collections.abc import Callable, Mapping
from itertools import islice

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ur_desktop.domain.criterion_order import CriterionOrder
from ur_desktop.domain.review_state import ReviewState
from ur_desktop.ui.kit.scroll_page import MARGIN, ScrollPage
from ur_desktop.ui.parts import signs
from ur_desktop.ui.review.criterion_card import CriterionCard
from ur_desktop.ui.review.criterion_lines import LINE, CriterionLines, ItemLine

_MOST_LINES = 10


class CriterionPage(ScrollPage):
    """The middle of a review; ``chosen`` carries the criterion of a line clicked."""

    chosen = Signal(str)

    def __init__(self, reviewer_name: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__("Current criterion", home=True, parent=parent)
        self.card = CriterionCard(reviewer_name, self.page)
        self.line_before = CriterionLines(parent=self.page)
        self.line_before.setAccessibleName("Previous criterion")
        self.line_before.setMinimumHeight(LINE)
        self.lines_after = CriterionLines(fitting=True, parent=self.page)
        self.lines_after.setAccessibleName("Next criteria")
        self.column.setContentsMargins(MARGIN, 6, MARGIN, 0)
        self.column.setSpacing(6)
        self._add_lines(self.line_before, 0)
        self.column.addWidget(self.card)
        self._add_lines(self.lines_after, 1)

    def show_place(
        self, state: ReviewState, order: CriterionOrder, place: int, before: int, drafts: Mapping[str, str]
    ) -> None:
        """Show the criterion at a place; ``before`` is that of the line over it, below 0 for none."""
        item = order.items[place]
        self.card.show_criterion(state, item, order.above, drafts)
        over = (self._line(state, order, before),) if before >= 0 else ()
        following = islice(order.following(state, place), _MOST_LINES)
        under = tuple(self._line(state, order, each) for each in following)
        self.line_before.set_lines(over, aligned_with=under)
        self.lines_after.set_lines(under, aligned_with=over)
        self.setAccessibleName(f"{item.id}, {item.section}. {item.text}")
        self.lay_out_now()

    def _line(self, state: ReviewState, order: CriterionOrder, place: int) -> ItemLine:
        item = order.items[place]
        shown = state.ruled_out_group(item, order.above) or item
        sign = state.status(shown)
        return ItemLine(shown.id, shown.text or shown.title, sign, signs.MARKS[sign].words, item.id)

    def _add_lines(self, lines: CriterionLines, stretch: int) -> None:
        lines.chosen.connect(self.chosen)
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 20, 0)
        row.addWidget(lines)
        self.column.addLayout(row, stretch)

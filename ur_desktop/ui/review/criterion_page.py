"""One criterion at a time: the line before it, its card, and as many of the next as there is room for."""

from collections.abc import Callable, Mapping
from itertools import islice

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ur_desktop.domain.criterion_order import CriterionOrder
from ur_desktop.domain.review_position import ReviewPosition
from ur_desktop.domain.review_state import ReviewState
from ur_desktop.ui.kit.announce import announce
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

    def show_criterion(self, state: ReviewState, position: ReviewPosition, drafts: Mapping[str, str]) -> None:
        """Show the current criterion of a position, with the lines above and below it."""
        item, order = position.current, position.order
        self.card.show_criterion(state, item, order.above, drafts)
        above = (self._line(state, order, position.above),) if position.above >= 0 else ()
        following = islice(order.following(state, position.index), _MOST_LINES)
        below = tuple(self._line(state, order, each) for each in following)
        self.line_before.set_lines(above, aligned_with=below)
        self.lines_after.set_lines(below, aligned_with=above)
        answer = signs.MARKS[state.status(item)].words
        spoken = f"{item.id}, {answer}, {item.section}. {item.text}"
        if spoken != self.accessibleName():
            self.setAccessibleName(spoken)
            announce(self, spoken)
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

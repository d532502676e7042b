"""The open step of a review: the strip of all steps over the facts, a criterion or the finding, and the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ur_desktop.domain.review_position import ReviewPosition
from ur_desktop.domain.review_state import ReviewState, known_facts
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.notice_bar import NoticeBar
from ur_desktop.ui.review.criterion_page import CriterionPage
from ur_desktop.ui.review.facts_step import FactsStep
from ur_desktop.ui.review.finding_step import FindingStep
from ur_desktop.ui.review.result_bar import ResultBar
from ur_desktop.ui.review.step_strip import Step, StepStrip
from ur_desktop.ui.review.unsaved_banner import UnsavedBanner


class StepPane(QWidget):
    """Shows the step that a review is at; its parts emit what the reviewer does."""

    def __init__(self, reviewer_name: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "bg")
        self.strip = StepStrip(self)
        self.changed = NoticeBar("", name="Request changed", dismiss="Dismiss", parent=self)
        self.unsaved = UnsavedBanner(self)
        self.facts = FactsStep(self)
        self.main = CriterionPage(reviewer_name, self)
        self.finding = FindingStep(self)
        self.bar = ResultBar(self)
        self.pages = QStackedWidget(self)
        for page in (self.facts, self.main, self.finding):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.changed)
        column.addWidget(self.unsaved)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)

    def refresh(
        self,
        state: ReviewState,
        position: ReviewPosition,
        words: str,
        refusal: str,
        drafts: Mapping[str, str],
    ) -> None:
        """Show a step; ``words`` are the result so far, ``refusal`` why the review can't be finished yet."""
        self.strip.refresh(tuple(_steps(state, position)), position.step)
        self.bar.refresh(words, state.tally((state.finding.checklist.root,), deciding=True))
        last = position.step == position.last_step
        anything_open = position.order.open_after(state, -1) is not None
        self.bar.on_last_step(last=last, refusal=refusal, anything_open=anything_open)
        if position.is_on_criterion:
            self.pages.setCurrentWidget(self.main)
            self.main.show_criterion(state, position, drafts)
        elif last:
            self.finding.refresh(state, words)
            self.finding.lay_out_now()
            self.pages.setCurrentWidget(self.finding)
        else:
            self.facts.refresh(state)
            self.pages.setCurrentWidget(self.facts)

    def take_keyboard(self) -> None:
        """Give the keyboard to the part where the review's shortcuts act."""
        page = self.pages.currentWidget()
        if page is self.facts:
            self.facts.take_keyboard()
        elif page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)


def _steps(state: ReviewState, position: ReviewPosition) -> Iterator[Step]:
    known, asked = known_facts(state.policy, state.review)
    yield Step("Facts", f"{known} of {asked}", done=known == asked)
    for section in position.order.sections:
        done, total = state.progress(section.items)
        yield Step(section.title, f"{done} of {total}", done == total, section.advisory)
    yield Step("Finding")

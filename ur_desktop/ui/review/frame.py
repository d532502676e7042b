"""The parts of a review and their places: the tree, the open step over its foot, policy text and keys."""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import Hairline
from ur_desktop.ui.review import criteria_tree
from ur_desktop.ui.review.criteria_tree import CriteriaTree
from ur_desktop.ui.review.criterion_page import CriterionPage
from ur_desktop.ui.review.facts_step import FactsStep
from ur_desktop.ui.review.finding_step import FindingStep
from ur_desktop.ui.review.policy_text import WIDTH as POLICY_WIDTH
from ur_desktop.ui.review.policy_text import PolicyText
from ur_desktop.ui.review.result_bar import ResultBar
from ur_desktop.ui.review.shortcut_overlay import KeysOverlay
from ur_desktop.ui.review.step_strip import StepStrip
from ur_desktop.ui.review.unsaved_banner import Unsaved

# Of this screen: the window less the 80 px rail.
WIDE = 1600 - 80
ROOMY = 1340 - 80
NARROW = 1000 - 80


class ReviewFrame(QWidget):
    """What a review is shown in. Where it is wide, policy text is a third column; else it lies on top."""

    def __init__(self, reviewer_name: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._policy_asked = False
        self._make_parts(reviewer_name)
        self._lay_out()

    @property
    def is_covered(self) -> bool:
        """Whether keys or policy text lie over the open step."""
        return self.keys.isVisible() or (self._policy_asked and self.width() < WIDE)

    def toggle_keys(self) -> None:
        """Show the keys over the open step, or take them away."""
        self.keys.setVisible(self.keys.isHidden())

    def toggle_policy(self) -> None:
        """Show the policy text or take it away; where it is wide it stays."""
        if self.width() < WIDE:
            self._policy_asked = not self._policy_asked
            self._place_parts()

    def uncover(self) -> None:
        """Take away what lies on top."""
        if self.keys.isVisible():
            self.keys.hide()
        elif self._policy_asked:
            self._policy_asked = False
            self._place_parts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_parts()

    def _make_parts(self, reviewer_name: Callable[[str], str]) -> None:
        self.tree = CriteriaTree(self)
        self.middle = QWidget(self)
        theme.fill(self.middle, "bg")
        self.strip = StepStrip(self.middle)
        self.unsaved = Unsaved(self.middle)
        self.facts = FactsStep(self.middle)
        self.main = CriterionPage(reviewer_name, self.middle)
        self.card = self.main.card
        self.finding = FindingStep(self.middle)
        self.bar = ResultBar(self.middle)
        self.policy_text = PolicyText(self)
        self.keys = KeysOverlay(self)

    def _lay_out(self) -> None:
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
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._across.addWidget(self.tree)
        self._across.addWidget(Hairline(vertical=True, strong=True, parent=self))
        self._across.addWidget(self.middle, 1)

    def _place_parts(self) -> None:
        """Give tree, policy text and keys their places: side by side where it is wide, else on top."""
        wide = self.width() >= WIDE
        tree = criteria_tree.WIDE_WIDTH if self.width() >= ROOMY else criteria_tree.WIDTH
        if self.width() < NARROW:
            tree = criteria_tree.NARROW_WIDTH
        beside = POLICY_WIDTH if wide else 0
        middle = QRect(tree, 0, self.width() - tree - beside, self.height())
        self.tree.setFixedWidth(tree - 1)
        self._across.setContentsMargins(0, 0, beside, 0)
        column = QRect(self.width() - beside, 0, beside, self.height())
        self.policy_text.setGeometry(column if wide else middle)
        self.policy_text.close_button.setVisible(not wide)
        self.policy_text.setVisible(wide or self._policy_asked)
        self.keys.setGeometry(middle)
        self.policy_text.raise_()
        self.keys.raise_()

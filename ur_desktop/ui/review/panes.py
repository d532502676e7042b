"""Where the parts of a review are: side by side in a wide window, else policy text and shortcuts on top."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ur_desktop.ui.kit.panels import Hairline
from ur_desktop.ui.review import criteria_tree
from ur_desktop.ui.review.criteria_tree import CriteriaTree
from ur_desktop.ui.review.policy_text import WIDTH as POLICY_WIDTH
from ur_desktop.ui.review.policy_text import PolicyText

# Of the review: the window less the 80 px rail.
WIDE = 1600 - 80
ROOMY = 1340 - 80
NARROW = 1000 - 80


class Panes:
    """The tree at the left and the open step at the right of it.

    The shortcuts cover the step, and so does the policy text unless the window has room for a third column.
    """

    def __init__(
        self, screen: QWidget, tree: CriteriaTree, step: QWidget, policy_text: PolicyText, help_: QWidget
    ) -> None:
        self._screen, self._tree, self._policy_text, self._help = screen, tree, policy_text, help_
        self._is_policy_open = False
        self._row = QHBoxLayout(screen)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(tree)
        self._row.addWidget(Hairline(vertical=True, strong=True, parent=screen))
        self._row.addWidget(step, 1)

    @property
    def is_step_covered(self) -> bool:
        """Whether the shortcuts or the policy text cover the open step."""
        return self._help.isVisible() or (self._is_policy_open and self._screen.width() < WIDE)

    def toggle_help(self) -> None:
        """Show or hide the shortcuts over the open step."""
        self._help.setVisible(self._help.isHidden())

    def toggle_policy(self) -> None:
        """Show or hide the policy text; in a wide window it is always shown."""
        if self._screen.width() < WIDE:
            self._is_policy_open = not self._is_policy_open
            self.fit()

    def close_overlay(self) -> None:
        """Hide whatever covers the open step."""
        if self._help.isVisible():
            self._help.hide()
        elif self._is_policy_open:
            self._is_policy_open = False
            self.fit()

    def fit(self) -> None:
        """Fit the parts to the screen's width."""
        width, height = self._screen.width(), self._screen.height()
        wide = width >= WIDE
        tree = criteria_tree.WIDE_WIDTH if width >= ROOMY else criteria_tree.WIDTH
        if width < NARROW:
            tree = criteria_tree.NARROW_WIDTH
        third = POLICY_WIDTH if wide else 0
        step = QRect(tree, 0, width - tree - third, height)
        self._tree.setFixedWidth(tree - 1)
        self._row.setContentsMargins(0, 0, third, 0)
        self._policy_text.setGeometry(QRect(width - third, 0, third, height) if wide else step)
        self._policy_text.close_button.setVisible(not wide)
        self._policy_text.setVisible(wide or self._is_policy_open)
        self._help.setGeometry(step)
        self._policy_text.raise_()
        self._help.raise_()

"""The head of the current criterion: its id and section, the group that it counts for, and its text."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.policy import Criterion, CriterionKind, Group
from ur_desktop.domain.review_state import ReviewState
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import elided, label, paragraph
from ur_desktop.ui.kit.status_icon import Icon
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.review_text import reason_context

_LEAST_TEXT = 3 * 24  # most texts are no longer, so that the answers stay at one place
_KINDS = {
    CriterionKind.ATTENTION: "advisory: never changes the result; if not met, approve with a reason or refer",
    CriterionKind.INFORMATION: "information: recorded, never changes the result",
}


class CriterionHead(QWidget):
    """What a criterion asks, and where the policy says it; ``policy_text`` follows the button that shows it."""

    policy_text = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.id = label("", "strong", parent=self)
        self.section = elided("", "body", "muted", parent=self)
        self.policy = KeyButton("Policy text", Emphasis.TEXT, key="F1", icon="book-open", parent=self)
        self.policy.clicked.connect(self.policy_text)
        self.group_icon = Icon("circle", "control", 14, parent=self)
        self.group = paragraph("", "second", parent=self)
        self.group_line = QWidget(self)
        self.text = paragraph("", "criterion", parent=self)
        self.text.setMinimumHeight(_LEAST_TEXT)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.id)
        line.addWidget(self.section, 1)
        line.addWidget(self.policy)
        row = QHBoxLayout(self.group_line)
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(6)
        row.addWidget(self.group_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.group, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addSpacing(4)
        column.addWidget(self.group_line)
        column.addWidget(self.text)

    def show_criterion(self, state: ReviewState, item: Criterion, above: Mapping[str, Group]) -> None:
        """Show a criterion, and the group that ``above`` holds for it."""
        self.id.setText(item.id)
        kind = _KINDS.get(item.kind, "")
        self.section.setText(f"{item.section} · {kind}" if kind else item.section)
        self.text.setText(item.text)
        group = above.get(item.id)
        self.group_line.setVisible(group is not None)
        if group is not None:
            self.group.setText(reason_context(group, state.judged.get(group.id)))
            sign = signs.MARKS[state.status(group)]
            self.group_icon.set(sign.icon, sign.token)

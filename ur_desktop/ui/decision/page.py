"""The column at the right of a finding: what was asked, the acts to choose from, and the form of one."""

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.ui.decision.action_list import ActionList
from ur_desktop.ui.decision.form import DecisionForm
from ur_desktop.ui.decision.referral_card import ReferralInset
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import elided, label
from ur_desktop.ui.kit.messages import Banner
from ur_desktop.ui.kit.scroll_page import ScrollPage

WIDEST = 968
ROOM = 16


class DecisionPage(ScrollPage):
    """At most 960 px wide; scrolls where that is not tall enough."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Your action", parent=parent)
        self.referral = ReferralInset()
        self.who_denies = elided("", "second")
        self.who_denies.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.options = ActionList()
        self.others = KeyButton("Other actions", Emphasis.TEXT, key="Esc", height=24)
        self.others.hide()
        self.banner = Banner()
        self.form = DecisionForm()
        head = QHBoxLayout()
        head.addWidget(label("Your action", "section"))
        head.addWidget(self.who_denies, 1)
        head.addWidget(self.others)
        acts = QVBoxLayout()
        acts.setSpacing(7)
        acts.addLayout(head)
        acts.addWidget(self.options)
        body = QWidget()
        body.setMaximumWidth(WIDEST)
        column = QVBoxLayout(body)
        column.setContentsMargins(4, 18, 4, 16)
        column.setSpacing(14)
        column.addWidget(self.referral)
        column.addLayout(acts)
        column.addWidget(self.banner)
        column.addWidget(self.form, 1)
        line = QHBoxLayout()
        line.addWidget(body, 1)
        line.addStretch(0)
        self.column.addLayout(line, 1)

    def fold(self, *, on: bool) -> None:
        """Show the chosen act alone where all of them leave too little room for what is written."""
        self._show_acts(alone=False)
        if on and self.verticalScrollBar().maximum() > 0:
            self._show_acts(alone=True)

    def see(self, widget: QWidget) -> None:
        """Bring the whole of a widget into sight, also of one that was hidden until now."""
        self._lay_out_now()
        # ensureWidgetVisible is content with the line of a text that has the cursor.
        place = QRect(widget.mapTo(self.page, QPoint()), widget.size())
        for edge in (place.bottomLeft(), place.topLeft()):
            self.ensureVisible(edge.x(), edge.y(), 0, ROOM)

    def _show_acts(self, *, alone: bool) -> None:
        self.options.fold(on=alone)
        self.others.setVisible(alone)
        self._lay_out_now()

    def _lay_out_now(self) -> None:
        self.settle()
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))

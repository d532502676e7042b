"""The column right of a finding: the referral, the actions to choose from, the form of one, and the bar below."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.determination import ADVERSE, Action, Referral
from ur_desktop.ui.decision.action_list import ACTION_OFFERS, ActionList
from ur_desktop.ui.decision.form import DecisionForm
from ur_desktop.ui.kit.action_bar import ActionBar
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import elided, label, paragraph
from ur_desktop.ui.kit.messages import Banner
from ur_desktop.ui.kit.panels import Inset
from ur_desktop.ui.kit.scroll_page import ScrollPage
from ur_desktop.ui.kit.status_icon import Icon
from ur_desktop.ui.kit.text import own_time, plural
from ur_desktop.ui.parts.review_text import short_date

WIDEST = 968
ROOM = 16


class DecisionPage(ScrollPage):
    """The scrolling column of the decision, at most 960 px wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Your action", parent=parent)
        self.referral = ReferralCard()
        self.who_denies = elided("", "second")
        self.who_denies.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.options = ActionList()
        self.others = KeyButton("Other actions", Emphasis.TEXT, key="Esc", height=24)
        self.others.hide()
        self.end = KeyButton("End early", Emphasis.TEXT, key="F9", height=24)
        self.end.setAccessibleDescription("Ends the case without a clinical decision.")
        self.banner = Banner()
        self.form = DecisionForm()
        head = QHBoxLayout()
        head.addWidget(label("Your action", "section"))
        head.addWidget(self.who_denies, 1)
        head.addWidget(self.others)
        head.addWidget(self.end)
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
        """Show only the chosen action when the whole list leaves too little room for the form."""
        self._show_acts(alone=False)
        if on and self.verticalScrollBar().maximum() > 0:
            self._show_acts(alone=True)

    def ensure_visible(self, widget: QWidget) -> None:
        """Scroll a whole widget into view, even one that was just shown."""
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
        self.lay_out_now()
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))


class ReferralCard(Inset):
    """Who referred the case and when, the question, and the note; hidden without a referral."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = paragraph("", "strong", parent=self)
        self.question = paragraph("", "body", parent=self)
        self.note = paragraph("", "body", "muted", parent=self)
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self.head, self.question, self.note):
            words.addWidget(part)
        self.row.setContentsMargins(14, 10, 14, 12)
        self.row.addWidget(Icon("first-aid-kit", "accent", parent=self), 0, Qt.AlignmentFlag.AlignTop)
        self.row.addLayout(words, 1)

    def show_referral(self, referral: Referral | None, referred_by: str, now: datetime) -> None:
        """Show a referral; ``referred_by`` is a name, ``now`` is aware and gives the time zone."""
        self.setVisible(referral is not None)
        if referral is not None:
            asked = short_date(own_time(now, referral.at).date())
            self.head.setText(f"Question from {referred_by}, {asked}")
            self.question.setText(referral.question)
            self.note.setText(f"Note: {referral.note}")
            self.note.setVisible(bool(referral.note))


class DecisionBar(ActionBar):
    """Says what an action still needs; "Save for later" is always there, the action's button once it is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setContentsMargins(4, 0, 4, 0)
        self.keep = KeyButton("Save for later", parent=self)
        self.primary = KeyButton("Send", Emphasis.PRIMARY, key="Ctrl ↵", shortcut="Ctrl+Return", parent=self)
        self.add(self.keep)
        self.add(self.primary)

    def show_act(self, action: Action | None) -> None:
        """Show the button of an action, or none."""
        self.primary.setVisible(action is not None)
        if action is not None:
            self.primary.set_word(ACTION_OFFERS[action].button)

    def show_next(self, action: Action, blanks: int, *, signing: bool, more: str = "") -> None:
        """Say what the action still needs: ``blanks`` to fill, or the password while ``signing``."""
        letter = action is Action.REQUEST_INFORMATION
        verb = "sign" if ACTION_OFFERS[action].signs else "prepare the letter" if letter else "send"
        words = f"Fill {plural(blanks, 'blank')}, then {verb}." if blanks else ""
        first = "Check the box and type your password" if action in ADVERSE else "Type your password"
        words = f"{first}, then sign. Esc goes back." if signing else words
        self.set_words(f"{words} {more}".strip())

    def show_fault_count(self, faults: tuple[str, ...]) -> None:
        """Say how many faults keep it from being signed, and the first of them."""
        self.set_faults(faults)
        self.words.setText(f"{plural(len(faults), 'item')} to fix: {faults[0]}")

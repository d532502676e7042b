"""The foot of the decision: what is next in words, and at the right the button that does the chosen act."""

from PySide6.QtWidgets import QWidget

from ur_desktop.domain.determination import ADVERSE, Action
from ur_desktop.ui.decision.action_list import ACTION_OFFERS
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.panels import ActionBar
from ur_desktop.ui.kit.text import plural


class DecisionBar(ActionBar):
    """Says what is still to do for an act; "Keep for later" is always there, the act's button once chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setContentsMargins(4, 0, 4, 0)
        self.keep = KeyButton("Keep for later", parent=self)
        self.primary = KeyButton("Send", Emphasis.PRIMARY, key="Ctrl ↵", shortcut="Ctrl+Return", parent=self)
        self.add(self.keep)
        self.add(self.primary)

    def show_act(self, action: Action | None) -> None:
        """Offer to do an act, or none."""
        self.primary.setVisible(action is not None)
        if action is not None:
            self.primary.set_word(ACTION_OFFERS[action].button)

    def say_next(self, action: Action, blanks: int, *, signing: bool, more: str = "") -> None:
        """Say what an act still wants: its ``blanks`` filled, or the password while it is being signed."""
        verb = "sign" if ACTION_OFFERS[action].signs else "send"
        words = f"Fill {plural(blanks, 'blank')}, then {verb}." if blanks else ""
        first = "Tick the box and type your password" if action in ADVERSE else "Type your password"
        words = f"{first}, then sign. Esc goes back." if signing else words
        self.set_words(f"{words} {more}".strip())

    def say_faults(self, faults: tuple[str, ...]) -> None:
        """Count what keeps the act from being signed, say the first and lead there."""
        self.set_faults(faults)
        self.words.setText(f"{plural(len(faults), 'thing')} to put right: {faults[0]}")

"""The foot of the letters: void, print, save, mark as sent, accept, and why a letter can't be accepted yet."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from ur_desktop.casework.letters import LetterCopy
from ur_desktop.ui.kit.action_bar import ActionBar
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.text import plural
from ur_desktop.ui.letters.sending_form import sent_words

VOID, DISCARD = "Void determination", "Discard letter"


class LetterBar(ActionBar):
    """The buttons of a letter, and its state in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.cancel = KeyButton("Cancel printing", Emphasis.TEXT, key="Esc", shortcut="Esc", parent=self)
        self.cancel.hide()
        self.take_back = KeyButton(
            VOID, Emphasis.TEXT, key="Ctrl D", shortcut="Ctrl+D", icon="clock-counter-clockwise", parent=self
        )
        self.print_button = KeyButton("Print", key="Ctrl P", shortcut="Ctrl+P", icon="printer", parent=self)
        self.save = KeyButton("Save PDF", key="Ctrl S", shortcut="Ctrl+S", icon="floppy-disk", parent=self)
        self.send = KeyButton(
            "Mark as sent", key="Ctrl M", shortcut="Ctrl+M", icon="envelope-simple", parent=self
        )
        self.accept = KeyButton(
            "Accept letter",
            Emphasis.PRIMARY,
            key="Ctrl Shift A",  # not the key that signed
            shortcut="Ctrl+Shift+A",
            icon="check",
            parent=self,
        )
        for button in (self.cancel, self.take_back, self.print_button, self.save, self.send, self.accept):
            self.add(button)

    def offer_take_back(self, words: str) -> None:
        """Offer to take the letter back, `VOID` or `DISCARD`, or hide that."""
        self.take_back.set_word(words or VOID)
        self.take_back.setVisible(bool(words))

    def show_accepted(self, copy: LetterCopy | None, now: datetime | None) -> None:
        """Show an accepted letter: nothing is left to accept, and how the copy in sight was sent."""
        self.accept.hide()
        self.set_reason(sent_words(copy, now) if copy and now else "Accepted")

    def show_owed(
        self, copies: Sequence[LetterCopy], shown: LetterCopy | None, unread: Sequence[str]
    ) -> None:
        """Show what the letter still needs: a missing element, or copies that were not read to their end."""
        short = [copy for copy in copies if copy.missing]
        self.accept.setVisible(True)
        self.accept.setEnabled(not short)
        if short and (shown is None or not shown.missing):
            self.set_reason(f"{short[0].name}: {plural(len(short[0].missing), 'element')} missing")
        elif short:
            count = len(shown.missing) if shown else 0
            self.set_reason(f"Add the missing {'element' if count == 1 else 'elements'} to accept")
        else:
            self.set_reason(f"Not read to the end: {', '.join(unread)}" if unread else "")

    def show_unwritten(self, words: str) -> None:
        """Show that there is nothing to accept, print or send, and why."""
        self.set_words(words)
        self.set_reason("")
        for button in (self.accept, self.send):
            button.hide()

    def set_printing(self, *, on: bool) -> None:
        """Offer to cancel while pages print; all that needs the printer or the pages waits."""
        self.cancel.setVisible(on)
        for button in (self.print_button, self.save):
            button.setEnabled(not on)

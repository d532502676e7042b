"""A password field and the strength of a password; the vault decides what is allowed."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ur_desktop.domain.password import is_common
from ur_desktop.domain.settings import SHORTEST_PASSWORD
from ur_desktop.ui.kit.fields.editors import PasswordEdit
from ur_desktop.ui.kit.fields.field import Field
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.kit.text import plural

STRONG = 16
FEW_CHARACTERS = 6


@dataclass(frozen=True, slots=True)
class Strength:
    """Whether a password is strong enough, and how that is said."""

    enough: bool
    sign: Sign


def strength(password: str, also_known: str = "") -> Strength:
    """Rate a password by length and variety; it must not contain the user id ``also_known``."""
    short = SHORTEST_PASSWORD - len(password)
    if short > 0:
        more = f": {plural(short, 'more', 'more')}" if password else ""
        return Strength(
            enough=False, sign=Sign("circle", "control", f"At least {SHORTEST_PASSWORD} characters{more}")
        )
    if len(set(password.lower())) < FEW_CHARACTERS:
        return _weak("Weak: too few different characters")
    if is_common(password):
        return _weak("Weak: a common word or only digits")
    if also_known and also_known.lower() in password.lower():
        return _weak("Weak: contains the user ID")
    more = plural(STRONG - len(password), "more character makes", "more characters make")
    words = "Strong" if len(password) >= STRONG else f"Long enough; {more} it strong"
    return Strength(enough=True, sign=Sign("check-circle-fill", "met", words))


def _weak(words: str) -> Strength:
    return Strength(enough=False, sign=Sign("warning-circle-fill", "not_documented", words))


def caps_lock_on(typed: str, *, shift: bool) -> bool | None:
    """Whether Caps Lock is on, from a letter typed; None where that is unknown, as from a digit."""
    if len(typed) != 1 or not typed.isalpha() or typed.upper() == typed.lower():
        return None
    return typed.isupper() is not shift


class CapsWatchingEdit(PasswordEdit):
    """A password editor that detects Caps Lock from what is typed: Qt can't ask the keyboard."""

    caps_lock = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        seen = caps_lock_on(event.text(), shift=shift)
        if event.key() == Qt.Key.Key_CapsLock:
            seen = not self._on
        if seen is not None and seen is not self._on:
            self._on = seen
            self.caps_lock.emit(seen)
        super().keyPressEvent(event)


class PasswordField(Field):
    """A password with an eye button, and a note next to the label while Caps Lock is on."""

    def __init__(self, title: str, *, height: int = 40, parent: QWidget | None = None) -> None:
        self.edit = CapsWatchingEdit()
        super().__init__(title, self.edit, height=height, parent=parent)
        sign = Sign("arrow-fat-up", "not_documented", "Caps Lock is on")
        self.caps = StateWord(sign, role="second", tone="muted", parent=self)
        self.caps.hide()
        self.head.addWidget(self.caps)
        self.edit.caps_lock.connect(self.caps.setVisible)

    def text(self) -> str:
        """Return the password, spaces around it included."""
        return self.edit.text()

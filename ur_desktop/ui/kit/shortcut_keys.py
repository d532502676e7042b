"""A shortcut by the place of its key: the same key on keyboards that type something else there.

A layout that types Cyrillic, Greek, Hebrew or Arabic has no M; AZERTY and Czech type digits only with Shift.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

_PLACES = "qwertyuiopasdfghjklzxcvbnm"
_LAYOUTS = (
    "йцукенгшщзфывапролдячсмить",  # Russian
    ";ςερτυθιοπασδφγηξκλζχψωβνμ",  # Greek
    "/'קראטוןםפשדגכעיחלךזסבהנמצ",  # Hebrew
    "ضصثقفغعهخحشسيبلاتنمئءؤر٠ىة",  # Arabic; its B types two letters, which is no key
)
_DIGITS = ("&é\"'(-", "+ěščřž")
"""What the keys 1 to 6 type without Shift: AZERTY, Czech."""
_NO_KEY = "٠;/'ς"
"""No letter of its own: a placeholder, signs, and a letter that shares its capital."""


def key_sequences(shortcut: str) -> list[QKeySequence]:
    """The key sequences of a shortcut, "M" or "Ctrl+Return": also the keypad's Enter, and other layouts' keys."""
    if not shortcut:
        return []
    before, plus, key = shortcut.rpartition("+") if len(shortcut) > 1 else ("", "", shortcut)
    if not key:  # the key is + itself
        return [QKeySequence(shortcut)]
    keys = [key, *_others(key)]
    return [QKeySequence(f"{before}{plus}{each}") for each in keys]


def shortcut(
    keys: str,
    part: QWidget,
    where: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> QShortcut:
    """Make a shortcut of a part; ``where`` says where the keyboard has to be. A key held down acts once."""
    made = QShortcut(part)
    made.setAutoRepeat(False)
    made.setKeys(key_sequences(keys))
    made.setContext(where)
    return made


def _others(key: str) -> tuple[str, ...]:
    if key == "Return":
        return ("Enter",)
    if key.isdigit() and 1 <= int(key) <= len(_DIGITS[0]):
        return tuple(layout[int(key) - 1].upper() for layout in _DIGITS)
    if len(key) == 1 and key.lower() in _PLACES:
        typed = (layout[_PLACES.index(key.lower())] for layout in _LAYOUTS)
        return tuple(letter.upper() for letter in typed if letter not in _NO_KEY)
    return ()

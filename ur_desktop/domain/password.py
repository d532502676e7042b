"""Which passwords may be chosen: long ones that are not a common word with digits or signs around it."""

from __future__ import annotations

import unicodedata

from ur_desktop.domain.common_passwords import COMMON_WORDS
from ur_desktop.domain.settings import SHORTEST_PASSWORD

_LOOK_ALIKES = str.maketrans("013457@$!", "oieastasi")


def is_long_enough(password: str) -> bool:
    """Whether a password has enough characters, however its accents are typed."""
    return len(unicodedata.normalize("NFKC", password)) >= SHORTEST_PASSWORD


def is_common(password: str) -> bool:
    """Whether a password is one common word, once or repeated, with only digits and signs around it: "Password1234".

    Without any letter it is common too. NIST SP 800-63B asks to compare with what is commonly used (3.1.1.2).
    """
    typed = unicodedata.normalize("NFKC", password).casefold()
    return any(_is_common_core(_core(text)) for text in (typed, _core(typed).translate(_LOOK_ALIKES)))


def _core(text: str) -> str:
    """The text from its first letter to its last, with a sign among the letters left in."""
    letters = [place for place, sign in enumerate(text) if sign.isalpha()]
    return text[letters[0] : letters[-1] + 1] if letters else ""


def _is_common_core(core: str) -> bool:
    if not core or core in COMMON_WORDS:
        return True
    parts = "".join(sign if sign.isalpha() else " " for sign in core).split()
    if len(set(parts)) == 1 and parts[0] in COMMON_WORDS:
        return True
    period = (core + core).find(core, 1)  # "passwordpassword" repeats after 8
    return period < len(core) and core[:period] in COMMON_WORDS

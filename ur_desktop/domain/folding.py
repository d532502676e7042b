"""Fold text to compare it: the same person or name, however it was typed."""

from __future__ import annotations

import re
import unicodedata

from ur_desktop.domain.clean_text import clean_line

_HYPHENS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d", "-")
)
_LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n", "ħ": "h", "ŧ": "t", "ƶ": "z",
    "æ": "ae", "œ": "oe", "ĸ": "k", "ə": "e", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɨ": "i", "ʉ": "u", "ƀ": "b",
})  # fmt: skip
"""Letters that have no decomposition, by the letters that people type for them."""
_APOSTROPHES = "`´‘’‛ʹʻʼʽˈʾʿ′＇\ua78b\ua78c"
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[^\W_]+(?:['-][^\W_]+)+")


def identity(text: str) -> str:
    """Fold an ID: no invisible characters, every kind of hyphen and space alike, no case.

    Hyphens and spaces inside it count: 12-34 and 123-4 may be two members.
    """
    return unicodedata.normalize("NFKC", clean_line(text)).translate(_HYPHENS).casefold()


def search_words(text: str) -> tuple[str, ...]:
    """Return the words that a search looks for: no accents, no case, nothing but letters and digits."""
    return tuple(dict.fromkeys(_WORD.findall(_folded(text))))


def indexed_words(text: str) -> tuple[str, ...]:
    """Return the words that a text is found by: those of `search_words`, and O'Brien and Anne-Marie as one word too."""
    folded = _folded(text)
    joined = (word.replace("'", "").replace("-", "") for word in _JOINED.findall(folded))
    return tuple(dict.fromkeys((*_WORD.findall(folded), *joined)))


def _folded(text: str) -> str:
    """Return the text without accents and case, its letters as people type them."""
    if not text.isascii():
        text = clean_line(text).translate(_HYPHENS).translate(_ONE_APOSTROPHE)
        bare = unicodedata.normalize("NFKD", text)
        text = "".join(mark for mark in bare if unicodedata.category(mark) != "Mn")
    return text.casefold().translate(_LETTERS)

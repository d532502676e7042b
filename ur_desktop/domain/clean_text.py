"""Clean text from outside, alike for every way in: typed, pasted, read from a file or given to a command."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, cast

_Value = TypeVar("_Value")

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
MOST_MARKS = 8
"""Accents on one letter; no written language has more."""
_REMOVED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_BLANK_BY_LOOK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
)
"""Letters and marks that show nothing: joiners, fillers, variation selectors."""
_BULLET = re.compile("^ *[•‣◦⁃∙▪▫■□●○◆◇►▶▸➢➤➔❖☐☑☒✓✔✗✘\uf0a7\uf0b7\uf0d8] *", re.MULTILINE)
"""The marks that other programs put before the items of a list, Word's own among them."""
_PLAIN_ASCII = re.compile(r"[\n -~]*")


def clean(text: str) -> str:
    r"""Return text of several lines as the program keeps it: composed characters, "\n" as its only line end.

    Every kind of space and the tab become a space, hyphens that look alike a hyphen; characters that show nothing
    are removed. The mark before an item of a list becomes a hyphen.
    """
    if _PLAIN_ASCII.fullmatch(text):
        return text
    composed = unicodedata.normalize("NFC", _with_few_marks(text))
    return _BULLET.sub("- ", _LINE_ENDS.sub("\n", composed).replace("\t", " ")).translate(_Kept())


def clean_line(text: str) -> str:
    """Return text of one line: clean, each run of spaces and line ends as one space, none around it."""
    return " ".join(clean(text).split())


def clean_values(value: Any) -> Any:
    """Return the values of a JSON or YAML file with every text clean; keys stay as they are."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: clean_values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean_values(item) for item in value]
    return value


def clean_fields(value: _Value, cleaned: Callable[[str], str] = clean_line) -> _Value:
    """Return a frozen value in which every text, at any depth, is clean: a line, or ``clean`` for several."""
    return cast("_Value", _cleaned(value, cleaned))


def _with_few_marks(text: str) -> str:
    """Return the text with the first marks of each letter only: composing takes the square of their number."""
    if not any(map(unicodedata.combining, text)):
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _cleaned(value: object, cleaned: Callable[[str], str]) -> object:
    if isinstance(value, str) and not isinstance(value, Enum):
        return cleaned(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(item, cleaned) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{each.name: _cleaned(getattr(value, each.name), cleaned) for each in fields(value)}
        )
    return value


class _Kept:
    """What becomes of each character, for `str.translate`."""

    def __getitem__(self, code: int) -> str | None:
        return _kept(code)


@lru_cache(maxsize=4096)
def _kept(code: int) -> str | None:
    character = chr(code)
    if character == "\n":
        return character
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    if character in "\u2010\u2011":
        return "-"
    removed = unicodedata.category(character) in _REMOVED or character in _BLANK_BY_LOOK
    return None if removed or 0xE0100 <= code <= 0xE01EF else character

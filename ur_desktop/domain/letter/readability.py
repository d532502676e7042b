"""How hard a text is to read: a hint for the writer of the reasons; a low grade alone proves nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONG = 4

_WORD = re.compile(r"[^\W\d_][\w'’-]*|\d[\d.,:/-]*\d|\d")
_SENTENCE = re.compile(r"[.!?]+(?=[\s”’\")]|$)")
_SHORT_FORM = re.compile(r"\b(Dr|Mr|Ms|[ap]\.m|U\.S|No|pp?)\.")
_VOWELS = re.compile(r"[aeiouy]+")
_ABBREVIATION = re.compile(
    r"(?<![\w.-])(?:[IVX]+(?:\.[A-Z0-9]+)+|[A-Z]{2,}[a-z]?(?:-?\d+)?|[A-Z]\d+[a-z]*(?:\.\d+)?[a-z]?\d?)(?![\w-])"
)
_KNOWN = frozenset({"TTY", "MD", "DO", "RN", "PO", "US"})
_EXPLAINED_AFTER = re.compile(r" \(|,? (?:which )?means\b| \d{5}\b")


@dataclass(frozen=True, slots=True)
class Readability:
    """The Flesch-Kincaid grade, words of four or more syllables, abbreviations and codes left unexplained."""

    grade: float
    long_words: tuple[str, ...]
    abbreviations: tuple[str, ...]


def readability(text: str) -> Readability:
    """Read a text whose every line ends a sentence; an empty one has grade 0.

    Grade = 0.39 × words/sentences + 11.8 × syllables/words − 15.59; syllables are vowel groups, a number or
    phone number is one word of one syllable. An abbreviation counts as explained when its meaning
    is next to it the first time.
    """
    plain = _SHORT_FORM.sub(lambda match: match[1].replace(".", ""), text.replace("\u00a0", " "))
    sentences = [part for line in plain.splitlines() for part in _SENTENCE.split(line) if _WORD.search(part)]
    found = _WORD.findall(plain)
    if not found:
        return Readability(0.0, (), ())
    counted = [syllables(word) for word in found]
    grade = 0.39 * len(found) / len(sentences) + 11.8 * sum(counted) / len(found) - 15.59
    long_words = [word.lower() for word, number in zip(found, counted, strict=True) if number >= LONG]
    return Readability(round(grade, 1), tuple(dict.fromkeys(long_words)), tuple(_unexplained(plain)))


def syllables(word: str) -> int:
    """Vowel groups, a silent final e left out; at least one."""
    letters = word.lower().replace("’", "").replace("'", "")
    number = len(_VOWELS.findall(letters))
    if letters.endswith("e") and not letters.endswith(("le", "ee")) and number > 1:
        number -= 1
    return max(number, 1)


def _unexplained(text: str) -> list[str]:
    first: dict[str, bool] = {}
    for match in _ABBREVIATION.finditer(text):
        in_brackets = (
            text[match.start() - 1 : match.start()] == "(" and text[match.end() : match.end() + 1] == ")"
        )
        explained = in_brackets or bool(_EXPLAINED_AFTER.match(text, match.end()))
        first.setdefault(match[0], explained)
    return [name for name, explained in first.items() if not explained and name not in _KNOWN]

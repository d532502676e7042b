"""The words of a letter's HTML, passage by passage, as its reader meets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

_CURLED = {"'": ("‘", "’"), '"': ("“", "”")}
_BEFORE_OPENING = frozenset({"", " ", "\n", "\u00a0", "(", "[", "“", "‘", '"', "'", "—", "–", "-", "/"})
_ONE_SHAPE = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_BLOCKS = frozenset({"h1", "h2", "h3", "p", "li", "dt", "dd", "th", "td", "address"})
_VOID = frozenset({"br", "img", "meta"})
_PROSE = frozenset({"p", "li", "dd"})
_NOT_PROSE = frozenset({"header", "address", "table", "reference", "notices", "copies", "small", "signature"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph, list item, term or cell.

    ``section`` is the text of the h2 above it, ``inside`` its own and its ancestors' tags and classes.
    """

    tag: str
    text: str = field(repr=False)
    section: str
    inside: frozenset[str]

    @property
    def is_prose(self) -> bool:
        """Whether its reading level counts: running text, not addresses, tables, notices or small print."""
        return self.tag in _PROSE and not self.inside & _NOT_PROSE


def passages(html: str) -> tuple[Passage, ...]:
    """The passages of a letter in reading order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.found)


def prose(html: str) -> str:
    """The running text of a letter, a passage a line, for its reading level."""
    return "\n".join(passage.text for passage in passages(html) if passage.is_prose)


def words(text: str) -> str:
    """The text with every run of blanks as one space, no-break spaces too, so that line ends don't matter."""
    return " ".join(text.split())


def comparable(text: str) -> str:
    """The text as it is compared: its words, with every apostrophe and quotation mark of one shape."""
    return words(text).translate(_ONE_SHAPE)


def with_curly_quotes(text: str) -> str:
    """The text with typewriter apostrophes and quotation marks as a letter prints them: ’ “ ”.

    A mark after a figure stays as it is where it closes nothing: feet, inches and minutes are told by it.
    """
    marks, open_marks = list(text), set[str]()
    for place, mark in enumerate(text):
        if mark in _CURLED:
            before, after = text[place - 1 : place], text[place + 1 : place + 2]
            shape = _shape(mark, before, after, is_open=mark in open_marks)
            marks[place] = shape
            if shape == _CURLED[mark][0]:
                open_marks.add(mark)
            elif not (before.isalnum() and after.isalnum()):
                open_marks.discard(mark)
    return "".join(marks)


def _shape(mark: str, before: str, after: str, *, is_open: bool) -> str:
    opening, closing = _CURLED[mark]
    if mark == "'" and after.isalnum() and (before.isalpha() or (after.isdigit() and not before.isalnum())):
        return closing
    if before.isdigit():
        return closing if is_open and not after.isalnum() else mark
    if before in _BEFORE_OPENING and after.strip():
        return opening
    return closing if before.strip() else mark


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []
        self.open: list[tuple[str, str]] = []
        self.pieces: list[str] = []
        self.section = ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._end()
        if tag == "br":
            self.pieces.append(" ")
        if tag not in _VOID:
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end()
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def _end(self) -> None:
        """Close the passage that the text read so far belongs to: the innermost open block."""
        text = words("".join(self.pieces))
        self.pieces.clear()
        block = next((tag for tag, _ in reversed(self.open) if tag in _BLOCKS), "")
        if not text or not block:
            return
        if block == "h2":
            self.section = text
        self.found.append(
            Passage(block, text, self.section, frozenset(part for pair in self.open for part in pair))
        )

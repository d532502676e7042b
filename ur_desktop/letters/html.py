"""Parse letter HTML into a tree of elements; refuse every tag, attribute or nesting that is not allowed.

The vocabulary is written down in docs/decisions/0010-html-subset-for-letters.md. Anything outside it is a
fault that names the source, the line, and the tag or attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from html.parser import HTMLParser
from itertools import islice
from typing import NoReturn

from ur_desktop.domain.errors import LetterError

_VOID = frozenset({"br", "img", "meta"})
_INLINE = frozenset({"strong", "em", "span", "br"})
_FLOW = frozenset({"h2", "h3", "p", "ul", "ol", "dl", "table", "section"})
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_BLANKS = re.compile("[ \t\r\n\f]+")  # never \s: it would eat no-break spaces
_ISOLATES = re.compile("[^\u2066-\u2069]+")
# Both here and in an attribute's value Python would read the number, and end at 4,300 digits.
_NO_CHARACTER = re.compile("&#(?:[0-9]{9,}|[xX][0-9a-fA-F]{9,})")
_FIX = "Letters are written with the tags and attributes of docs/decisions/0010-html-subset-for-letters.md."


@dataclass(frozen=True, slots=True)
class Tag:
    """What one tag may hold and carry: ``classes`` lists the values of ``class``, "" meaning none."""

    holds: frozenset[str] = frozenset()
    text: bool = False
    classes: frozenset[str] = frozenset({""})
    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MARKS = _words("met not-met not-found not-due not-applicable")
_LINES = Tag(_INLINE, text=True)
_BODY = _FLOW | {"h1", "header", "address"}
VOCABULARY: dict[str, Tag] = {
    "html": Tag(_words("head body"), needs=_words("lang")),
    "head": Tag(_words("title meta")),
    "title": Tag(text=True),
    "meta": Tag(needs=_words("name content")),
    "body": Tag(_BODY),
    "header": Tag(_words("img p address"), classes=_words("letterhead"), needs=_words("class")),
    "img": Tag(classes=_words("logo"), needs=_words("class alt")),
    "address": Tag(_INLINE, text=True, classes=frozenset({"", "window"})),
    "h1": _LINES,
    "h2": _LINES,
    "h3": _LINES,
    "p": Tag(
        _INLINE,
        text=True,
        classes=frozenset({"", "lead", "crisis", "small", "signature", "plan", "tagline"}),
        may=_words("lang dir"),
    ),
    "ul": Tag(_words("li")),
    "ol": Tag(_words("li")),
    "li": Tag(_INLINE | {"p"}, text=True),
    "strong": _LINES,
    "em": _LINES,
    "br": Tag(),
    "span": Tag(_INLINE, text=True, classes=MARKS | {""}, may=_words("lang dir")),
    "dl": Tag(_words("dt dd"), classes=frozenset({"", "box", "reference"})),
    "dt": _LINES,
    "dd": Tag(_INLINE | {"p"}, text=True),
    "table": Tag(_words("thead tbody"), classes=frozenset({"", "worksheet"})),
    "thead": Tag(_words("tr")),
    "tbody": Tag(_words("tr")),
    "tr": Tag(_words("th td"), classes=frozenset({"", "child", "flag", "child flag", "group"})),
    "th": _LINES,
    "td": _LINES,
    "section": Tag(_FLOW, classes=_words("keep notices newpage copies"), needs=_words("class")),
}


@dataclass(frozen=True, slots=True)
class Element:
    """One tag with what it holds, in order: texts and further elements. ``line`` counts from 1."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict, repr=False)
    body: list[str | Element] = field(default_factory=list, repr=False)

    @property
    def style(self) -> str:
        """Its class, or an empty string."""
        return self.attributes.get("class", "")

    @property
    def children(self) -> list[Element]:
        """The elements directly inside."""
        return [part for part in self.body if isinstance(part, Element)]

    @property
    def words(self) -> str:
        """The text inside, tags left out."""
        return "".join(part if isinstance(part, str) else part.words for part in self.body)

    def all(self, *tags: str) -> Iterator[Element]:
        """Itself and every element inside, in reading order; only ``tags`` if any are given."""
        if not tags or self.tag in tags:
            yield self
        for child in self.children:
            yield from child.all(*tags)

    def texts(self) -> Iterator[tuple[str, int]]:
        """Every text inside, with its line: what is printed, and attributes that are shown or read aloud."""
        for name in ("alt", "content"):
            if name in self.attributes:
                yield self.attributes[name], self.line
        for part in self.body:
            if isinstance(part, Element):
                yield from part.texts()
            else:
                yield part, self.line


def parse(html: str, source: str) -> Element:
    """The ``<html>`` element of a letter; raises ``LetterError`` with every fault of tags and attributes."""
    if too_long := [
        (html.count("\n", 0, found.start()) + 1, f"{found[0][:12]}… is not a character.")
        for found in islice(_NO_CHARACTER.finditer(html), 100)
    ]:
        refuse(source, too_long)
    reader = _Reader(source)
    reader.feed(html)
    reader.close()
    return reader.finished()


def refuse(source: str, faults: list[tuple[int, str]]) -> NoReturn:
    """Raise ``LetterError`` with every fault, each naming the source and its line."""
    lines = tuple(f"{source}, line {line}: {what}" for line, what in faults)
    raise LetterError(lines[0], _FIX, faults=lines)


class _Reader(HTMLParser):
    """Builds the tree; notes every fault and goes on, except where the nesting itself is broken."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.source = source
        self.top = Element("document", 1)
        self.open = [self.top]
        self.faults: list[tuple[int, str]] = []
        self.pieces: list[str] = []
        self.text_line = 1
        self.last_text: list[str | Element] = []  # the body that ends with the paragraph's latest text
        self.at_start = True

    def finished(self) -> Element:
        """The ``<html>`` element; raises ``LetterError`` with every fault noted."""
        self._flush()
        for element in self.open[1:]:
            self.faults.append((element.line, f"<{element.tag}> is never closed."))
        roots = self.top.children
        if not self.faults and [root.tag for root in roots] != ["html"]:
            self.faults.append((1, "a letter is one <html> element."))
        if self.faults:
            refuse(self.source, self.faults)
        return roots[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        line = self.getpos()[0]
        parent = self.open[-1]
        known = VOCABULARY.get(tag)
        if known is None:
            self.faults.append((line, f"the tag <{tag}> is not allowed."))
            refuse(self.source, self.faults)
        if tag not in (VOCABULARY[parent.tag].holds if parent is not self.top else {"html"}):
            where = f"inside <{parent.tag}>" if parent is not self.top else "here"
            self.faults.append((line, f"<{tag}> is not allowed {where}."))
        element = Element(tag, line, self._attributes(tag, known, attrs))
        if tag not in _INLINE or tag == "br":
            self._end_of_line()
        parent.body.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.faults.append((self.getpos()[0], f"<{tag}/> must be closed by </{tag}>."))
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        self._flush()
        element = self.open[-1]
        if element.tag != tag or element is self.top:
            state = f"<{element.tag}> is open" if element is not self.top else "nothing is open"
            self.faults.append((self.getpos()[0], f"</{tag}> closes nothing: {state}."))
            refuse(self.source, self.faults)
        if tag not in _INLINE:
            self._end_of_line()
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for sign in "<&":
            if sign in data:
                name = "&lt;" if sign == "<" else "&amp;"
                self.faults.append((self.getpos()[0], f"a bare {sign} in the text: write {name}."))
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        if f"{name};" in html5:
            self._add(html5[f"{name};"])
        else:
            self.faults.append((self.getpos()[0], f"the entity &{name}; does not exist."))

    def handle_charref(self, name: str) -> None:
        number = int(name[1:], 16) if name[0] in "xX" else int(name)
        if number < 0x20 or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
            self.faults.append((self.getpos()[0], f"&#{name}; is not a character."))
        else:
            self._add(chr(number))

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.unknown_decl(decl)

    def handle_comment(self, data: str) -> None:
        self.unknown_decl(f"--{data[:20]}")

    def handle_pi(self, data: str) -> None:
        self.unknown_decl(f"?{data[:20]}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append((self.getpos()[0], f"the declaration or comment “{data}” is not allowed."))

    def _attributes(self, tag: str, known: Tag, given: list[tuple[str, str | None]]) -> dict[str, str]:
        line = self.getpos()[0]
        allowed = known.needs | known.may | ({"class"} if known.classes != {""} else set())
        attributes: dict[str, str] = {}
        for name, value in given:
            if name not in allowed:
                self.faults.append((line, f"the attribute {name} is not allowed on <{tag}>."))
            elif name in attributes:
                self.faults.append((line, f"the attribute {name} is given twice on <{tag}>."))
            else:
                attributes[name] = _BLANKS.sub(" ", value or "").strip(" ")
                problem = _value_problem(name, attributes[name], known)
                if problem:
                    self.faults.append((line, f'{name}="{attributes[name]}" on <{tag}>: {problem}.'))
        missing = sorted(known.needs - set(attributes))
        self.faults += [(line, f"<{tag}> lacks the attribute {name}.") for name in missing]
        return attributes

    def _add(self, text: str) -> None:
        if not any(piece.strip() for piece in self.pieces):
            blank = text[: len(text) - len(text.lstrip())]
            self.text_line = self.getpos()[0] + blank.count("\n")
        self.pieces.append(text)

    def _flush(self) -> None:
        """Give the text read so far to the open element, blanks collapsed as a browser does."""
        raw = "".join(self.pieces)
        text = _BLANKS.sub(" ", raw)
        self.pieces.clear()
        if self.at_start:
            text = text.removeprefix(" ")
        if not text:
            return
        holder = self.open[-1]
        if holder is self.top or not VOCABULARY[holder.tag].text:
            if text.strip(" "):
                where = "outside <html>" if holder is self.top else f"directly inside <{holder.tag}>"
                self.faults.append((self.text_line, f"text is not allowed {where}."))
            return
        if not _isolates_close(text):
            self.faults.append((self.text_line, "U+2066 to U+2068 and U+2069 come in pairs within one text."))
        holder.body.append(text)
        self.last_text = holder.body
        self.at_start = text.endswith(" ")

    def _end_of_line(self) -> None:
        last = self.last_text[-1] if self.last_text else None
        if isinstance(last, str):
            self.last_text[-1] = last.removesuffix(" ")
        self.last_text = []
        self.at_start = True


def _value_problem(name: str, value: str, tag: Tag) -> str:
    if name == "class" and value not in tag.classes:
        return f"the class is one of {', '.join(sorted(tag.classes - {''}))}"
    if name == "lang" and not _LANGUAGE.fullmatch(value):
        return "a language is written like en, es or pt-BR"
    if name == "dir" and value not in {"ltr", "rtl"}:
        return "the direction is ltr or rtl"
    if name == "alt" and not value:
        return "an image needs words for those who can't see it"
    return ""


def _isolates_close(text: str) -> bool:
    depth = 0
    for character in _ISOLATES.sub("", text):
        depth += -1 if character == "\u2069" else 1
        if depth < 0:
            return False
    return depth == 0

"""Letter HTML → a checked tree: a closed vocabulary, closed nesting, one sentence for everything else.

The vocabulary is written down in docs/decisions/0010-html-subset-for-letters.md. Anything outside it is a
``LetterError`` that names the source, the line, and the tag or attribute; all faults are listed at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from html.parser import HTMLParser
from typing import NoReturn

from ur_desktop.domain.errors import LetterError

WINDOW_LINES = 5
REFERENCE_ROWS = 6

_VOID = frozenset({"br", "img", "meta"})
_INLINE = frozenset({"strong", "em", "span", "br"})
_FLOW = frozenset({"h2", "h3", "p", "ul", "ol", "dl", "table", "section"})
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_BLANKS = re.compile("[ \t\r\n\f]+")  # never \s: it would eat no-break spaces
_ISOLATES = re.compile("[^\u2066-\u2069]+")
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
METAS = ("kind", "following", "foot")
KINDS = ("letter", "worksheet")


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

    def all(self, *tags: str) -> Iterator[Element]:
        """Walk through this element and everything inside it, in reading order; only ``tags`` if any are given."""
        if not tags or self.tag in tags:
            yield self
        for child in self.children:
            yield from child.all(*tags)

    def texts(self) -> Iterator[tuple[str, int]]:
        """Every text inside with its line: what is printed, and the attributes that are shown or read aloud."""
        for name in ("alt", "content"):
            if name in self.attributes:
                yield self.attributes[name], self.line
        for part in self.body:
            if isinstance(part, Element):
                yield from part.texts()
            else:
                yield part, self.line


@dataclass(frozen=True, slots=True)
class Document:
    """A letter that keeps the vocabulary. ``following`` is the running header: bold part, rest, right side."""

    kind: str
    language: str
    title: str = field(repr=False)
    following: tuple[str, str, str] = field(repr=False)
    foot: str = field(repr=False)
    root: Element = field(repr=False)

    @property
    def body(self) -> Element:
        """What is printed."""
        return next(self.root.all("body"))


def read_letter(html: str, source: str = "letter") -> Document:
    """Read the HTML of a letter.

    Raises ``LetterError`` naming ``source`` and the line for whatever the vocabulary does not have: all faults of
    tags and attributes at once, then all faults of structure at once.
    """
    reader = _Reader(source)
    reader.feed(html)
    reader.close()
    root = reader.finished()
    faults = list(_structure_faults(root))
    if faults:
        _refuse(source, faults)
    metas = {meta.attributes["name"]: meta.attributes["content"] for meta in root.all("meta")}
    bold, rest, right = (part.strip(" ") for part in metas["following"].split("|"))
    return Document(
        kind=metas["kind"],
        language=root.attributes["lang"],
        title=_plain(next(root.all("title"))),
        following=(bold, rest, right),
        foot=metas["foot"],
        root=root,
    )


def _refuse(source: str, faults: list[tuple[int, str]]) -> NoReturn:
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
            _refuse(self.source, self.faults)
        return roots[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        line = self.getpos()[0]
        parent = self.open[-1]
        known = VOCABULARY.get(tag)
        if known is None:
            self.faults.append((line, f"the tag <{tag}> is not allowed."))
            _refuse(self.source, self.faults)
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
            _refuse(self.source, self.faults)
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
        self.faults += [(line, f"<{tag}> lacks the attribute {name}.") for name in sorted(known.needs - set(attributes))]
        return attributes

    def _add(self, text: str) -> None:
        if not self.pieces:
            self.text_line = self.getpos()[0]
        self.pieces.append(text)

    def _flush(self) -> None:
        """Give the text read so far to the open element, its spaces and line ends collapsed as a browser does."""
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
            self.faults.append((self.text_line, "U+2066 to U+2068 and U+2069 must come in pairs within one text."))
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


def _plain(element: Element) -> str:
    return "".join(part if isinstance(part, str) else _plain(part) for part in element.body)


def _structure_faults(root: Element) -> Iterator[tuple[int, str]]:
    """Yield what single tags can't show: order, number, required parts."""
    if [child.tag for child in root.children] != ["head", "body"]:
        yield root.line, "<html> holds one <head> and then one <body>."
        return
    yield from _head_faults(root.children[0])
    body = root.children[1]
    yield from _heading_faults(body)
    yield from _first_page_faults(body, worksheet=_kind(root) == "worksheet")
    for listing in body.all("dl"):
        yield from _pair_faults(listing)
    for table in body.all("table"):
        yield from _table_faults(table)


def _kind(root: Element) -> str:
    return next((m.attributes["content"] for m in root.all("meta") if m.attributes["name"] == "kind"), "")


def _head_faults(head: Element) -> Iterator[tuple[int, str]]:
    titles = list(head.all("title"))
    if len(titles) != 1 or not _plain(titles[0]).strip():
        yield head.line, "<head> needs one <title> with words."
    names = [meta.attributes["name"] for meta in head.all("meta")]
    for meta in head.all("meta"):
        name, content = meta.attributes["name"], meta.attributes["content"]
        if name not in METAS:
            yield meta.line, f'<meta name="{name}"> is not known; the names are {", ".join(METAS)}.'
        elif name == "kind" and content not in KINDS:
            yield meta.line, f'<meta name="kind"> is letter or worksheet, not "{content}".'
        elif name == "following" and content.count("|") != 2:
            yield meta.line, '<meta name="following"> has three parts, divided by two bars: who | which case | date.'
    for name in METAS:
        if names.count(name) != 1:
            yield head.line, f'<head> needs one <meta name="{name}">; it has {names.count(name)}.'


def _heading_faults(body: Element) -> Iterator[tuple[int, str]]:
    headings = list(body.all("h1", "h2", "h3"))
    titles = [heading for heading in headings if heading.tag == "h1"]
    if len(titles) != 1:
        yield (titles[1] if titles else body).line, f"a letter has one <h1>; this one has {len(titles)}."
    level = 0
    for heading in headings:
        new = int(heading.tag[1])
        if new > level + 1:
            yield heading.line, f"<{heading.tag}> skips a level: <h{level + 1}> comes first."
        if not _plain(heading).strip():
            yield heading.line, f"<{heading.tag}> has no words."
        level = new


def _first_page_faults(body: Element, *, worksheet: bool) -> Iterator[tuple[int, str]]:
    first = [
        element
        for element in body.all("header", "address", "dl")
        if element.tag == "header" or element.style in {"window", "reference"}
    ]
    tops = body.children
    title = next((index for index, child in enumerate(tops) if child.tag == "h1"), len(tops))
    for element in first:
        name = f"<{element.tag} class=\"{element.style}\">"
        if worksheet:
            yield element.line, f"{name} belongs to letters, not to worksheets."
        elif all(element is not before for before in tops[:title]):
            yield element.line, f"{name} stands directly in <body>, before <h1>."
        elif sum(other.style == element.style for other in first) > 1:
            yield element.line, f"{name} appears twice."
        elif element.style == "window" and (lines := 1 + len(list(element.all("br")))) > WINDOW_LINES:
            yield element.line, f"the address has {lines} lines; the envelope's window shows {WINDOW_LINES}."
        elif element.style == "reference" and (rows := len(element.children) // 2) > REFERENCE_ROWS:
            yield element.line, f"{name} has {rows} rows; there is room for {REFERENCE_ROWS}."
    for address in body.all("address"):
        inside = any(address is child for header in body.all("header") for child in header.children)
        if (address.style == "window") is inside:
            yield address.line, 'an <address> is class="window", or stands in the letterhead without a class.'
    for paragraph in body.all("p"):
        inside = any(paragraph is child for header in body.all("header") for child in header.children)
        if (paragraph.style in {"plan", "tagline"}) is not inside:
            yield paragraph.line, 'class="plan" and class="tagline" belong to the paragraphs of the letterhead.'


def _pair_faults(listing: Element) -> Iterator[tuple[int, str]]:
    tags = [child.tag for child in listing.children]
    if not tags or tags != ["dt", "dd"] * (len(tags) // 2):
        yield listing.line, "<dl> holds pairs: each <dt> is followed by one <dd>."


def _table_faults(table: Element) -> Iterator[tuple[int, str]]:
    if [child.tag for child in table.children] != ["thead", "tbody"] or len(table.children[0].children) != 1:
        yield table.line, "<table> holds one <thead> with one row and then one <tbody>."
        return
    head, body = table.children
    width = len(head.children[0].children)
    if not width or any(cell.tag != "th" for cell in head.all("th", "td")):
        yield head.line, "the first row of a table is made of <th>."
    for row in body.children:
        cells = len(row.children)
        if cells != (1 if row.style == "group" else width):
            yield row.line, f"this row has {cells} cells; the table has {width} columns."

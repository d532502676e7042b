"""A letter as a document: check order, number and required parts, which no single tag shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ur_desktop.letters.html import Element, parse, refuse

WINDOW_LINES = 5
REFERENCE_ROWS = 6

METAS = ("kind", "following", "foot")
KINDS = ("letter", "worksheet")


@dataclass(frozen=True, slots=True)
class Document:
    """A letter that keeps the rules. ``following`` is the running header: bold part, rest, right side."""

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

    Raises ``LetterError`` naming ``source`` and the line of each fault: all faults of tags and attributes
    at once, then all of structure at once.
    """
    root = parse(html, source)
    faults = list(_structure_faults(root))
    if faults:
        refuse(source, faults)
    metas = {meta.attributes["name"]: meta.attributes["content"] for meta in root.all("meta")}
    bold, rest, right = (part.strip(" ") for part in metas["following"].split("|"))
    return Document(
        kind=metas["kind"],
        language=root.attributes["lang"],
        title=next(root.all("title")).words,
        following=(bold, rest, right),
        foot=metas["foot"],
        root=root,
    )


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
    if len(titles) != 1 or not titles[0].words.strip():
        yield head.line, "<head> needs one <title> with words."
    names = [meta.attributes["name"] for meta in head.all("meta")]
    for meta in head.all("meta"):
        name, content = meta.attributes["name"], meta.attributes["content"]
        if name not in METAS:
            yield meta.line, f'<meta name="{name}"> is not known; the names are {", ".join(METAS)}.'
        elif name == "kind" and content not in KINDS:
            yield meta.line, f'<meta name="kind"> is letter or worksheet, not "{content}".'
        elif name == "following" and content.count("|") != 2:
            yield (
                meta.line,
                '<meta name="following"> has three parts with two bars between: who | case | date.',
            )
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
        if not heading.words.strip():
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
        name = f'<{element.tag} class="{element.style}">'
        if worksheet:
            yield element.line, f"{name} belongs to letters, not to worksheets."
        elif all(element is not before for before in tops[:title]):
            yield element.line, f"{name} belongs directly in <body>, before <h1>."
        elif sum(other.style == element.style for other in first) > 1:
            yield element.line, f"{name} appears twice."
        elif element.style == "window" and (lines := 1 + len(list(element.all("br")))) > WINDOW_LINES:
            yield element.line, f"the address has {lines} lines; the envelope's window shows {WINDOW_LINES}."
        elif element.style == "reference" and (rows := len(element.children) // 2) > REFERENCE_ROWS:
            yield element.line, f"{name} has {rows} rows; there is room for {REFERENCE_ROWS}."
    letterhead = {id(child) for header in body.all("header") for child in header.children}
    for address in body.all("address"):
        if (address.style == "window") is (id(address) in letterhead):
            yield address.line, 'an <address> has class="window", or is in the letterhead without a class.'
    for paragraph in body.all("p"):
        if (paragraph.style in {"plan", "tagline"}) is not (id(paragraph) in letterhead):
            yield paragraph.line, 'class="plan" and class="tagline" belong to the letterhead, and no others.'


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

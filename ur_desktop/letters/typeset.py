"""Letter HTML → the bytes of a tagged PDF (PDF/A-2a and PDF/UA-1), through Typst.

Nothing of a letter touches the disk: layout, text and logo reach Typst as files in memory, and the text
travels as JSON. It is never made into Typst code: what a name contains is printed as it is, or refused.
"""

from __future__ import annotations

import json
import re
import struct
import tempfile
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

import pypdfium2
import typst

from ur_desktop.domain.errors import LetterError
from ur_desktop.letters.document import Document, read_letter
from ur_desktop.letters.html import Element
from ur_desktop.letters.logo import checked

_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
SHORT = 1100
"""The characters of a last page that is nearly empty, about a third of a page with its head and foot."""
_NO_PICTURE = ("failed to decode image", "failed to parse SVG", "unknown image format")
_SPACES = frozenset(" \t\n")
_RUN = re.compile(r"[^ \t\n]{30}")
# U+2067 would turn "$100 - $250" into "$250 - $100"; no shipped font has a script that is written so.
_ISOLATES = frozenset("\u2066\u2068\u2069")
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def typeset(
    html: str,
    *,
    logo: bytes | None,
    fonts: Path,
    template: Path,
    issued: date,
    source: str = "letter",
    draft: bool = False,
) -> bytes:
    """Set the HTML of a letter as a PDF; the same arguments give the same bytes.

    A letter whose last page would be nearly empty is set a little closer, where that saves the page.

    ``logo`` is a PNG, JPEG or self-contained SVG, shown where the HTML has its ``<img class="logo">``.
    ``fonts`` is the folder of shipped fonts (no other font is used), ``template`` the page layout
    (letter.typ), ``issued`` the date in the PDF's own record, ``source`` the name that errors give the HTML. A
    ``draft`` says on each page that it is one.

    Raises ``LetterError`` for HTML outside the vocabulary, characters no shipped font has or nobody could
    see, a logo that can't be read, an address that does not fit its window, and text that would run off the paper.
    """
    letter = read_letter(html, source)
    press = _compiler(fonts)
    press.check_characters(letter, source)
    files = {"main.typ": template.read_bytes()}
    if any(letter.root.all("img")):
        if not logo:
            what, fix = f"{source} shows a logo, but no logo was given.", "Add the logo to the plan profile."
            raise LetterError(what, fix)
        # As numbers, since the compiler takes a file in memory for text.
        files["logo.json"] = json.dumps(list(checked(logo))).encode()

    def set_as(*, tight: bool) -> bytes:
        data = json.dumps(_as_data(letter, issued, tight=tight, draft=draft), ensure_ascii=False)
        return press.print({**files, "letter.json": data.encode()}, source)

    roomy = set_as(tight=False)
    count, last = _length(roomy)
    chosen = roomy
    if count > 1 and last < SHORT:
        tight = set_as(tight=True)
        chosen = tight if _length(tight)[0] < count else roomy
    if any(_RUN.search(text) for text, _line in letter.root.texts()):
        _check_on_paper(chosen, source)
    return chosen


def unprintable(text: str, fonts: Path) -> str:
    """Why a text can't be printed with the shipped fonts, in a sentence that follows its name; empty when it can."""
    if not (left := set(text) - _compiler(fonts).printable):
        return ""
    character = next(each for each in text if each in left)
    return _character_fault(character)


def _check_on_paper(pdf: bytes, source: str) -> None:
    """Raise LetterError for text beyond an edge of its page, with its first words."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            width, height = page.get_size()
            text = page.get_textpage()
            for index in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(index)
                if left < 0 or bottom < 0 or right > width or top > height:
                    words = text.get_text_bounded(left, bottom, right, top).strip()[:30]
                    raise LetterError(
                        f"{source}, page {number}: “{words}…” runs off the paper.", "Break it up."
                    )


def _length(pdf: bytes) -> tuple[int, int]:
    """How many pages there are, and how many characters are on the last one, with its header and footer."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document), document[len(document) - 1].get_textpage().count_chars()
    finally:
        document.close()


def _as_data(letter: Document, issued: date, *, tight: bool, draft: bool) -> dict[str, object]:
    """What letter.typ reads: a tree of strings and of objects with tag, body and the attributes given."""
    language, _, region = letter.language.partition("-")
    return {
        "kind": letter.kind,
        "lang": language,
        "region": region or None,
        "title": letter.title,
        "following": letter.following,
        "foot": letter.foot,
        "tight": tight,
        "draft": draft,
        "issued": {"year": issued.year, "month": issued.month, "day": issued.day},
        "body": _tree(letter.body)["body"],
    }


def _tree(element: Element) -> dict[str, object]:
    body = [part if isinstance(part, str) else _tree(part) for part in element.body]
    return {"tag": element.tag, "class": "", **element.attributes, "body": body}


@dataclass(frozen=True, slots=True)
class _Compiler:
    """One folder of fonts, loaded once. Typst's compiler takes one letter at a time, hence the lock."""

    compiler: typst.Compiler
    printable: frozenset[str]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def check_characters(self, letter: Document, source: str) -> None:
        """Refuse every character that would print as nothing, or that no shipped font has."""
        faults: dict[str, None] = {}
        for text, line in letter.root.texts():
            for character in sorted(set(text) - self.printable):
                faults[f"{source}, line {line}: {_character_fault(character)}"] = None
        if faults:
            lines = tuple(faults)
            fix = "Write it with other letters, or add a font that has it."
            raise LetterError(lines[0], fix, faults=lines)

    def print(self, files: dict[str, bytes], source: str) -> bytes:
        """Compile the files in memory to PDF bytes; of the disk, the layout could read an empty folder."""
        with self.lock, tempfile.TemporaryDirectory() as root:
            try:
                pdf = self.compiler.compile(  # type: ignore[type-var]
                    input=files, format="pdf", pdf_standards=_STANDARDS, root=root
                )
            except RuntimeError as error:
                # Typst's own errors are TypstError; a layout that is no text ends as a bare RuntimeError.
                reason = error.message if isinstance(error, typst.TypstError) else "the layout can't be read"
                if reason.startswith(_NO_PICTURE):
                    reason = "the logo can't be read"
                reason = re.sub(r"^(PDF.*?error: |assertion failed: |panicked with: )", "", reason)
                what = f"{source} can't be set: {reason.rstrip('.')}."
                raise LetterError(what) from None
            except _panic_types():
                _compiler.cache_clear()  # nobody knows in what state the compiler is now
                what = f"{source} can't be set: the typesetter gave up on it."
                fix = "Shorten what was pasted into it, and remove pictures and rows of one sign."
                raise LetterError(what, fix) from None
        if not isinstance(pdf, bytes):
            raise TypeError(type(pdf))
        return pdf


def _panic_types() -> tuple[type[BaseException], ...]:
    """The exception of a panic in Typst; no module exports it."""
    return tuple(kind for kind in BaseException.__subclasses__() if kind.__name__ == "PanicException")


def _character_fault(character: str) -> str:
    name = unicodedata.name(character, "a character without a name")
    code = f"U+{ord(character):04X}"
    if unicodedata.category(character) in _INVISIBLE:
        return f"Delete the invisible character {code} {name}."
    return f"No shipped font has {character} ({code} {name})."


@lru_cache(maxsize=4)
def _compiler(folder: Path) -> _Compiler:
    shipped = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    faces: defaultdict[str, list[frozenset[int]]] = defaultdict(list)
    for face in shipped.fonts():
        if face.path is not None:
            faces[face.family].append(frozenset(characters_of(Path(face.path).read_bytes())))
    if not faces:
        what, fix = f"There are no fonts in {folder}.", "Install the program again."
        raise LetterError(what, fix)
    # In the layout each family stands in for the others: one with the character in all its faces is enough.
    covered = {chr(code) for family in faces.values() for code in frozenset.intersection(*family)}
    visible = {character for character in covered if unicodedata.category(character) not in _INVISIBLE}
    compiler = typst.Compiler(font_paths=shipped, ignore_system_fonts=True)
    return _Compiler(compiler, frozenset(visible | _ISOLATES | _SPACES))


def characters_of(font: bytes) -> Iterator[int]:
    """Yield the code points an OpenType font maps to a glyph: its cmap table, formats 4 and 12.

    Source: OpenType 1.9.1, cmap, https://learn.microsoft.com/typography/opentype/spec/cmap
    """
    for record in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, cmap, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * record)
        if tag != b"cmap":
            continue
        for table in range(struct.unpack_from(">H", font, cmap + 2)[0]):
            start = cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * table)[2]
            form = struct.unpack_from(">H", font, start)[0]
            if form == 4:
                yield from _format_4(font, start)
            elif form == 12:
                for group in range(struct.unpack_from(">L", font, start + 12)[0]):
                    first, last, glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * group)
                    yield from range(first + (glyph == 0), last + 1)


def _format_4(font: bytes, start: int) -> Iterator[int]:
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends, firsts, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, start + 14 + 2 * count * column + (2 if column else 0))
        for column in range(4)
    )
    for segment, (first, last) in enumerate(zip(firsts, ends, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if offsets[segment]:
                at = start + 16 + 6 * count + 2 * segment + offsets[segment] + 2 * (code - first)
                glyph = struct.unpack_from(">H", font, at)[0]
                if not glyph:
                    continue
            if (glyph + deltas[segment]) % 0x10000:
                yield code

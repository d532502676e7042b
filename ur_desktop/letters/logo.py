"""A plan's logo before it is shown: a PNG, JPEG or SVG of a size that the typesetter can draw at once."""

from __future__ import annotations

import re
import struct
from xml.parsers import expat

from ur_desktop.domain.errors import LetterError

WIDEST = 4_000
"""The pixels of a picture's longer side; a letter shows it 0.6 inches high."""
MOST_ELEMENTS = 10_000
DEEPEST = 50
"""The levels of nested elements."""
PLAIN = frozenset({
    "svg", "g", "defs", "title", "desc", "metadata", "style", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop",
})  # fmt: skip
"""What a drawing may be made of: nothing that shows another part once more, or that is computed dot by dot."""

_SPACE = "http://www.w3.org/2000/svg"
_OUTSIDE = re.compile(
    rb"""<(image|foreignObject|script)\b|href\s*=\s*["'](?!\#)|url\(\s*["']?(?!["'\#])|<!ENTITY|@import""",
    re.IGNORECASE,
)
# The marks that begin a frame, with its height and width: ITU-T T.81, table B.1.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def checked(logo: bytes) -> bytes:
    """The logo; LetterError when it is no picture, refers to something outside its file, or is too much to draw."""
    if b"<svg" in logo[:4096]:
        if _OUTSIDE.search(logo):
            raise LetterError(
                "The logo refers to something outside its own file.",
                "Save it as SVG with everything embedded, or as PNG.",
            )
        _read_drawing(logo)
        return logo
    if logo.startswith(b"\x89PNG\r\n"):
        size = struct.unpack(">II", logo[16:24]) if len(logo) >= 24 else (0, 0)
    elif logo.startswith(b"\xff\xd8\xff"):
        size = _frame(logo)
        if size == (0, 0):
            raise _unreadable()
    else:
        raise LetterError("The logo is not a PNG, JPEG or SVG picture.", "Save it as one of these.")
    if max(size) > WIDEST:
        raise LetterError(
            f"The logo is {max(size):,} pixels wide or high; {WIDEST:,} is the most.", "Make it smaller."
        )
    return logo


def _unreadable() -> LetterError:
    return LetterError("The logo can't be read.", "Save it as PNG, JPEG or SVG again.")


def _frame(jpeg: bytes) -> tuple[int, int]:
    """The largest height and width that a JPEG's frames tell."""
    at, found = 2, (0, 0)
    while at + 9 <= len(jpeg) and jpeg[at] == 0xFF:
        if jpeg[at + 1] in _FRAMES:
            found = max(found, struct.unpack(">HH", jpeg[at + 5 : at + 9]), key=max)
        at += 1 if jpeg[at + 1] == 0xFF else 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return found


def _read_drawing(svg: bytes) -> None:
    """LetterError unless an SVG is made of few enough plain parts."""
    reader, count, depth = expat.ParserCreate(namespace_separator=" "), 0, 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal count, depth
        count, depth = count + 1, depth + 1
        if count > MOST_ELEMENTS or depth > DEEPEST:
            raise LetterError("The logo is too intricate to be drawn.", "Save it as PNG.")
        space, _blank, part = name.rpartition(" ")
        if space == _SPACE and part not in PLAIN:  # what other programs note in it is not drawn
            raise LetterError(f"The logo is drawn with <{part:.40}>.", "Save it as PNG.")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    reader.StartElementHandler, reader.EndElementHandler = start, end
    try:
        reader.Parse(svg, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise _unreadable() from None

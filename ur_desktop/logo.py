"""A plan's logo before it is shown: a PNG, JPEG or SVG of a size that the typesetter can draw at once."""

from __future__ import annotations

import re
import struct
from xml.parsers import expat

from ur_desktop.domain.errors import LetterError

WIDEST = 4_000
"""The pixels of a picture's longer side; a letter shows it 0.6 inches high."""
MOST_ELEMENTS = 10_000
MOST_DRAWN = 100_000
"""The elements of a drawing, each counted as often as others show it."""
DEEPEST = 50
"""How deep elements may stand in one another and show one another."""

_OUTSIDE = re.compile(
    rb"""<(image|foreignObject|script)\b|href\s*=\s*["'](?!\#)|url\(\s*["']?(?!["'\#])|<!ENTITY|@import""",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"""url\(\s*["']?#([^"')]+)""")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)")
_GRADIENTS = frozenset({"linearGradient", "radialGradient", "stop"})
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
        if not _can_be_drawn(logo):
            raise LetterError("The logo is too intricate to be drawn.", "Save it as PNG.")
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


class _Drawing:
    """What of a drawing's elements shows what: those inside, and those named."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.shown: list[list[int]] = []
        self.named: list[list[str]] = []
        self.classes: list[list[str]] = []
        self.by_id: dict[str, int] = {}
        self.open: list[int] = []
        self.style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        number, local = len(self.names), name.rpartition(":")[2]
        if self.open:
            self.shown[self.open[-1]].append(number)
        self.open.append(number)
        if number >= MOST_ELEMENTS or len(self.open) > DEEPEST:
            raise OverflowError
        self.names.append(local)
        self.shown.append([])
        links = [value[1:] for key, value in attributes.items() if key.rpartition(":")[2] == "href"]
        self.named.append(links + [name for value in attributes.values() for name in _SHOWN.findall(value)])
        self.classes.append(attributes.get("class", "").split())
        self.by_id.setdefault(attributes.get("id", ""), number)

    def end(self, _name: str) -> None:
        self.open.pop()

    def text(self, data: str) -> None:
        if self.open and self.names[self.open[-1]] == "style":
            self.style += data

    def drawn(self) -> int:
        """How many elements are drawn in all, or more than may be when some show themselves."""
        by_class: dict[str, list[str]] = {"": []}
        for selector, body in _RULE.findall(self.style):
            for name in _CLASS.findall(selector) or [""]:
                by_class.setdefault(name, []).extend(_SHOWN.findall(body))
        shown = []
        for number, inside in enumerate(self.shown):
            names = list(self.named[number])
            if self.names[number] not in _GRADIENTS:
                names += [name for given in ("", *self.classes[number]) for name in by_class.get(given, [])]
            shown.append(inside + [self.by_id[name] for name in names if name in self.by_id])
        if sum(map(len, shown)) > MOST_DRAWN:
            return MOST_DRAWN + 1
        cost = [1] * len(shown)
        for _ in range(2 * DEEPEST):
            before = cost
            cost = [min(1 + sum(before[other] for other in others), MOST_DRAWN + 1) for others in shown]
            if cost == before:
                return max(cost, default=0)
        return MOST_DRAWN + 1


def _can_be_drawn(svg: bytes) -> bool:
    drawing, reader = _Drawing(), expat.ParserCreate()
    reader.StartElementHandler = drawing.start
    reader.EndElementHandler = drawing.end
    reader.CharacterDataHandler = drawing.text
    try:
        reader.Parse(svg, True)
    except OverflowError:
        return False
    except (expat.ExpatError, ValueError, LookupError):
        raise _unreadable() from None
    return drawing.drawn() <= MOST_DRAWN

"""Looks for words in every file below a folder, also where they are typeset, packed, escaped or written wide."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")
LARGEST = 64 * 1024 * 1024
DEEPEST = 3
"""How often what was unpacked is unpacked again."""
_PDF = re.compile(rb"%PDF-")
_STREAM = re.compile(rb"stream\r?\n")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_GZIP = re.compile(rb"\x1f\x8b\x08")
_ZIPPED = re.compile(rb"PK\x03\x04.{22}(..)(..)", re.DOTALL)
_ESCAPES = [
    re.compile(rb"\\x([0-9a-f]{1,%d})|\\u([0-9a-f]{4})|%%([0-9a-f]{2})|\\(0)" % longest, re.IGNORECASE)
    for longest in (4, 2)  # QSettings takes all digits that follow, Python two
]
_HYPHENS = re.compile("[\ufffe\x02]\\s*|-\r?\n")
"""How PDFium tells a word that goes on in the next line."""


def leaks(folder: Path, words: Iterable[str]) -> list[str]:
    """Each word with the file, relative to the folder, whose name or content holds it, whatever the case."""
    words = tuple(words)
    found = []
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        content = held(file, words) if file.is_file() else set()
        found += [f"{word} in {name}" for word in words if word in content or word.lower() in name.lower()]
    return found


def held(file: Path, words: Iterable[str]) -> set[str]:
    """The words that a file holds, whatever it is called."""
    wanted = {word: [word.lower().encode(encoding) for encoding in ENCODINGS] for word in words}
    contents = [content.lower() for content in _contents(file.read_bytes()[:LARGEST], DEEPEST)]
    return {
        word
        for word, forms in wanted.items()
        if any(form in content for content in contents for form in forms)
    }


def strangers(folder: Path, known: Iterable[str]) -> list[str]:
    """The files, pipes and sockets, relative to the folder, whose names no pattern knows."""
    names = [
        file.relative_to(folder).as_posix()
        for file in sorted(folder.rglob("*"))
        if file.is_symlink() or not file.is_dir()
    ]
    return [name for name in names if not any(re.fullmatch(pattern, name) for pattern in known)]


def _contents(raw: bytes, deep: int) -> Iterator[bytes]:
    """What bytes hold: as they stand, without escapes, typeset, and unpacked."""
    yield raw
    for escape in _ESCAPES:
        plain = escape.sub(_meant, raw)
        if plain != raw:
            yield plain
    for match in _PDF.finditer(raw):
        yield from (text.encode("utf-8", "surrogatepass") for text in _printed(raw[match.start() :]))
    if deep:
        for unpacked in _unpacked(raw):
            yield from _contents(unpacked, deep - 1)


def _meant(escape: re.Match[bytes]) -> bytes:
    code = int(next(filter(None, escape.groups())), 16)
    return bytes([code]) if code < 256 else chr(code).encode("utf-8", "surrogatepass")


def _printed(pdf: bytes) -> Iterator[str]:
    """What a reader of a PDF sees, and what it says of itself; nothing where it can't be opened."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return
    with document:
        yield from document.get_metadata_dict().values()
        for page in document:
            text = page.get_textpage().get_text_range()
            yield text
            yield _HYPHENS.sub("", text)


def _unpacked(raw: bytes) -> Iterator[bytes]:
    starts = {(match.end(), zlib.MAX_WBITS) for match in _STREAM.finditer(raw)}
    starts |= {(match.start(), zlib.MAX_WBITS) for match in _ZLIB.finditer(raw)}
    starts |= {(match.start(), zlib.MAX_WBITS | 16) for match in _GZIP.finditer(raw)}
    for match in _ZIPPED.finditer(raw):
        name, more = (int.from_bytes(part, "little") for part in match.groups())
        starts.add((match.end() + name + more, -zlib.MAX_WBITS))
    for start, form in sorted(starts):
        unpacked = _inflated(memoryview(raw)[start:], form)
        if unpacked:
            yield unpacked


def _inflated(packed: memoryview, form: int) -> bytes:
    """What a stream gives, up to where it is damaged."""
    unpacker, given = zlib.decompressobj(form), bytearray()
    try:
        for at in range(len(packed)):
            given += unpacker.decompress(packed[at : at + 1])
            if unpacker.eof or len(given) > LARGEST:
                break
    except zlib.error:
        pass
    return bytes(given)

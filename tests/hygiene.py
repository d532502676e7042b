"""Looks for words in every file below a folder, also where they are packed or written two bytes a letter."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
LARGEST = 64 * 1024 * 1024
_STREAM = re.compile(rb"stream\r?\n")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")


def leaks(folder: Path, words: Iterable[str]) -> list[str]:
    """Each word with the file, relative to the folder, whose name or content holds it, whatever the case."""
    wanted = {word: [word.lower().encode(encoding) for encoding in ENCODINGS] for word in words}
    found = []
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        contents = [name.lower().encode(), *(_contents(file) if file.is_file() else ())]
        found += [
            f"{word} in {name}"
            for word, forms in wanted.items()
            if any(form in content for content in contents for form in forms)
        ]
    return found


def _contents(file: Path) -> Iterator[bytes]:
    """What a file holds, as it stands and unpacked, in small letters."""
    raw = file.read_bytes()[:LARGEST]
    yield raw.lower()
    if zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            yield from (packed.read(name).lower() for name in packed.namelist())
    starts = {match.end() for match in _STREAM.finditer(raw)} | {
        match.start() for match in _ZLIB.finditer(raw)
    }
    for start in starts:
        unpacked = _inflated(raw[start:])
        if unpacked:
            yield unpacked.lower()


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, LARGEST)
    except zlib.error:
        return b""

"""What a watched process opened, as opened.c and sitecustomize.py write it down."""

from __future__ import annotations

from pathlib import Path

SOURCE = Path(__file__).with_name("opened.c")
LOG = "UR_OPENED"
"""The variable that names the file where it is written down."""


def records(log: Path) -> list[tuple[str, str]]:
    """Each record once, in order: r, w or n, and the path or address."""
    told = log.read_bytes().decode("utf-8", "surrogateescape").split("\0")[:-1]
    return [(line[0], line[2:]) for line in dict.fromkeys(told)]

"""The wordings of a form, checked for what no letter can print: a character no font has, a lone blank mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ur_desktop.domain.errors import FormError
from ur_desktop.domain.readiness import Unprintable
from ur_desktop.yaml_file import KeyPath, YamlFile

_WHOLE_BLANK = re.compile(r"«[^«»]+»")
_HAS_BLANKS = frozenset({"unmet"})
"""The wordings that start a rationale, in which a person fills each blank; the others are printed as they are."""


def check_wordings(path: Path, unprintable: Unprintable) -> None:
    """Raise FormError with a line for each text of a form that a letter can't print."""
    source = YamlFile(path)
    faults = tuple(
        source.fault(key, fault)
        for key, text in _texts(source.values)
        if (fault := _fault(str(key[-1]), text, unprintable))
    )
    if faults:
        raise FormError(f"{source.name} has errors.", "", faults)


def _fault(name: str, text: str, unprintable: Unprintable) -> str:
    left = _WHOLE_BLANK.sub("", text)
    if "«" in left or "»" in left:
        return "« and » mark a blank: write both, with words between them."
    if left != text and name not in _HAS_BLANKS:
        return f"Only {', '.join(sorted(_HAS_BLANKS))} has «blanks» to fill; write the words themselves."
    return unprintable(text)


def _texts(value: Any, key: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, (*key, name))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _texts(item, (*key, place))

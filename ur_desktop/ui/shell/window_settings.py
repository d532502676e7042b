"""The window's own settings, in a JSON file that anybody may have edited."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray

from ur_desktop import safe_read
from ur_desktop.domain.settings import LOCK_AFTER_MINUTES
from ur_desktop.ui.kit.look import theme

TABLES = ("worklist", "letters", "audit")
LARGEST = 100_000


class WindowSettings:
    """Size and place of the window, theme, idle minutes, and who signed in last; nothing of any case.

    QSettings is not used: a file that it reads may hold a Python object, which runs code when it is unpickled.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._values = _read(file)

    def scheme(self) -> theme.Scheme:
        """The theme that was chosen; at first the computer's own."""
        found = self._values.get("scheme")
        return (
            theme.Scheme(found)
            if isinstance(found, str) and found in set(theme.Scheme)
            else theme.Scheme.SYSTEM
        )

    def lock_after(self) -> int:
        """After how many idle minutes to lock."""
        found = self._values.get("lock_after")
        return found if isinstance(found, int) and not isinstance(found, bool) else LOCK_AFTER_MINUTES

    def person(self) -> str:
        """The ID of the user who signed in last."""
        found = self._values.get("person")
        return found if isinstance(found, str) else ""

    def state(self, name: str) -> bytes:
        """What Qt saved under this name; empty when it was edited into something else."""
        try:
            return base64.b64decode(str(self._values.get(name, "")), validate=True)
        except ValueError:
            return b""

    def widths(self) -> Mapping[str, bytes]:
        """The column widths of each table."""
        return {name: self.state(name) for name in TABLES}

    def save(self, **values: str | int | bytes | QByteArray) -> None:
        """Save these; if they can't be written, they count until the program ends."""
        self._values |= {name: _plain(value) for name, value in values.items()}
        part = self._file.with_name(f"{self._file.name}.tmp")
        with suppress(OSError):
            part.unlink(missing_ok=True)
            part.write_text(json.dumps(self._values, indent=1), encoding="utf-8")
            part.replace(self._file)


def _read(file: Path) -> dict[str, object]:
    try:
        found = safe_read.values(file, LARGEST)
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _plain(value: str | int | bytes | QByteArray) -> str | int:
    if isinstance(value, str | int):
        return value
    return base64.b64encode(value if isinstance(value, bytes) else bytes(value.data())).decode()

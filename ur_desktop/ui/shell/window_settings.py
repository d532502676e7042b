"""What the window remembers from one start to the next, in a file that anybody may have edited."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray

from ur_desktop import safe_read
from ur_desktop.ui.kit.look import theme

TABLES = ("worklist", "letters", "audit")
LARGEST = 100_000


class WindowSettings:
    """How the window stood, what was chosen in its settings, and who was here last; nothing of any case.

    In JSON, since what QSettings reads may be a Python object, whose making runs whatever it names.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._values = _read(file)

    def scheme(self) -> theme.Scheme:
        """The theme chosen; the computer's own at first."""
        kept = self._values.get("scheme")
        return (
            theme.Scheme(kept) if isinstance(kept, str) and kept in set(theme.Scheme) else theme.Scheme.SYSTEM
        )

    def lock_after(self, usual: int) -> int:
        """After how many minutes without a key to lock; ``usual`` when nothing was chosen."""
        kept = self._values.get("lock_after")
        return kept if isinstance(kept, int) and not isinstance(kept, bool) else usual

    def person(self) -> str:
        """The user id of who signed in last."""
        kept = self._values.get("person")
        return kept if isinstance(kept, str) else ""

    def state(self, name: str) -> bytes:
        """What Qt kept under this name; nothing when it was changed into something else."""
        try:
            return base64.b64decode(str(self._values.get(name, "")), validate=True)
        except ValueError:
            return b""

    def widths(self) -> Mapping[str, bytes]:
        """The widths that a person gave the columns of each table."""
        return {name: self.state(name) for name in TABLES}

    def keep(self, **values: str | int | bytes | QByteArray) -> None:
        """Remember these from now on; where they can't be written, until the program ends."""
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

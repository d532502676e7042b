"""What the window remembers from one start to the next, in a file that anybody may have edited."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QSettings

from ur_desktop.ui import theme

TABLES = ("worklist", "letters", "audit")


class Remembered:
    """How the window stood, what was chosen in its settings, and who was here last; nothing of any case."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def scheme(self) -> theme.Scheme:
        """The theme chosen; the computer's own at first."""
        kept = str(self._settings.value("scheme", theme.Scheme.SYSTEM.value))
        return theme.Scheme(kept) if kept in set(theme.Scheme) else theme.Scheme.SYSTEM

    def lock_after(self, usual: int) -> int:
        """After how many minutes without a key to lock; ``usual`` when nothing was chosen."""
        kept = str(self._settings.value("lock_after"))
        return int(kept) if len(kept) <= len("30") and kept.isdecimal() else usual

    def person(self) -> str:
        """The user id of who signed in last."""
        return str(self._settings.value("person", ""))

    def state(self, name: str) -> bytes:
        """What Qt kept under this name; nothing when it was changed into something else."""
        kept = self._settings.value(name)
        if isinstance(kept, QByteArray):
            return bytes(kept.data())
        return kept if isinstance(kept, bytes) else b""  # not read from the file again yet

    def widths(self) -> Mapping[str, bytes]:
        """The widths that a person gave the columns of each table."""
        return {name: self.state(name) for name in TABLES}

    def keep(self, **values: object) -> None:
        """Remember these from now on."""
        for name, value in values.items():
            self._settings.setValue(name, value)

    def write(self) -> None:
        """Write what is remembered into its file, now."""
        self._settings.sync()

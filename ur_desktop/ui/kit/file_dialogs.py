"""Where a file that leaves the vault is offered to be saved, and what a file dialog may remember of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

_MEMORY = ("FileDialog/history", "FileDialog/lastVisited")
"""Where Qt's own dialog keeps the folders that were visited, in a file that all programs with Qt share."""


def in_documents(name: str) -> str:
    """The path of a file of this name in the documents folder, or the home folder where there is none."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return str((Path(folder) if folder and Path(folder).is_dir() else Path.home()) / name)


@contextmanager
def unremembered() -> Iterator[None]:
    """Keep Qt's own file dialog from remembering folders visited meanwhile: one may be called after a member."""
    kept = QSettings(QSettings.Scope.UserScope, "QtProject")
    before = {name: kept.value(name) for name in _MEMORY}
    try:
        yield
    finally:
        kept.sync()
        for name, value in before.items():
            if value is None:
                kept.remove(name)
            else:
                kept.setValue(name, value)
        kept.sync()

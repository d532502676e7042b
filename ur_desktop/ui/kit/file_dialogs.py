"""Where file dialogs offer to save a file, and what they may remember of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

_MEMORY = ("FileDialog/history", "FileDialog/lastVisited")
"""Where Qt's own dialog saves the folders visited, in a file shared by all Qt programs."""


def in_documents(name: str) -> str:
    """The path of a file of this name in the documents folder, or the home folder where there is none."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return str((Path(folder) if folder and Path(folder).is_dir() else Path.home()) / name)


@contextmanager
def without_folder_history() -> Iterator[None]:
    """Keep Qt's file dialog from remembering the folders visited: a folder's name may be a member's."""
    memory = QSettings(QSettings.Scope.UserScope, "QtProject")
    before = {name: memory.value(name) for name in _MEMORY}
    try:
        yield
    finally:
        memory.sync()
        for name, value in before.items():
            if value is None:
                memory.remove(name)
            else:
                memory.setValue(name, value)
        memory.sync()

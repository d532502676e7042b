"""Where a file that leaves the vault is offered to be saved: the person's own documents folder."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def in_documents(name: str) -> str:
    """The path of a file of this name in the documents folder, or the home folder where there is none."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return str((Path(folder) if folder and Path(folder).is_dir() else Path.home()) / name)

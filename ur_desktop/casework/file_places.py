"""What to know of the place where a file with a member's data was saved."""

from __future__ import annotations

from pathlib import Path

from ur_desktop.storage.disk.folder_kind import placement_of


def said_of_place(folder: Path) -> str:
    """A space and a sentence, if a program syncs this folder or others share it; else nothing."""
    warning = placement_of(folder).file_warning
    return f" {warning}" if warning else ""

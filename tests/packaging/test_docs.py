"""The guides and the records of decisions name files that there are."""

import re
from pathlib import Path

import dev
import pytest

PAGES = sorted([*(dev.ROOT / "docs").rglob("*.md"), dev.ROOT / "README.md"])
FILE = re.compile(r"`([\w.-]+(?:/[\w.*-]+)+/?|[\w-]+\.(?:py|txt))`|\]\((?!http)([^)#]+)\)")
ROOMS = ("", "ur_desktop", "ur_desktop/ui", "tests", "packaging")
"""Where a path may begin."""


def is_there(name: str, page: Path) -> bool:
    """Whether a page's word is a file or folder: from a room, from the page, or a bare name that one file has."""
    if "/" not in name and (page.parent / name).exists():
        return True
    if "/" not in name:
        return any(
            next((dev.ROOT / room).rglob(name), None)
            for room in ("ur_desktop", "tests", "packaging", "forms")
        )
    return any(next((dev.ROOT / room).glob(name.rstrip("/")), None) for room in ROOMS) or (
        (page.parent / name).exists()
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_files_that_there_are(page: Path) -> None:
    named = {one or other for one, other in FILE.findall(page.read_text(encoding="utf-8"))}
    assert [name for name in sorted(named) if not is_there(name, page)] == []

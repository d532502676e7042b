"""A letter in a folder is complete, exists once, and never replaces another file."""

import os
import time
from pathlib import Path

import pytest

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.disk.export_file import STALE
from ur_desktop.storage.disk.letter_files import put

NAME = "2026-000417 Denial, member"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_letter_is_saved_under_its_name(tmp_path: Path) -> None:
    put(tmp_path, NAME, b"%PDF one")
    assert names(tmp_path) == [f"{NAME}.pdf"]
    assert (tmp_path / f"{NAME}.pdf").read_bytes() == b"%PDF one"


def test_an_existing_letter_is_not_written_again(tmp_path: Path) -> None:
    put(tmp_path, NAME, b"%PDF one")
    before = (tmp_path / f"{NAME}.pdf").stat().st_mtime_ns
    put(tmp_path, NAME, b"%PDF one")
    assert names(tmp_path) == [f"{NAME}.pdf"]
    assert (tmp_path / f"{NAME}.pdf").stat().st_mtime_ns == before


def test_a_different_file_stays_and_the_letter_gets_a_numbered_name(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.pdf").write_bytes(b"%PDF on")
    (tmp_path / f"{NAME} (2).pdf").mkdir()
    for _time in (1, 2):
        put(tmp_path, NAME, b"%PDF one")
    assert names(tmp_path) == [f"{NAME} (2).pdf", f"{NAME} (3).pdf", f"{NAME}.pdf"]
    assert (tmp_path / f"{NAME}.pdf").read_bytes() == b"%PDF on"
    assert (tmp_path / f"{NAME} (3).pdf").read_bytes() == b"%PDF one"


def test_an_incomplete_letter_is_written_again(tmp_path: Path) -> None:
    for left, age in ((".ur-desktop-0a.part", STALE + 60), (".ur-desktop-0b.part", 60)):
        (tmp_path / left).write_bytes(b"%PDF ha")
        os.utime(tmp_path / left, (time.time() - age,) * 2)
    put(tmp_path, NAME, b"%PDF one")
    assert names(tmp_path) == [".ur-desktop-0b.part", f"{NAME}.pdf"]


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"Denial, member\.pdf can't be written: No such file"):
        put(tmp_path / "gone", NAME, b"%PDF")


def test_a_full_disk_leaves_no_incomplete_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageError, match="No space left on device"):
        put(tmp_path, NAME, b"%PDF")
    assert names(tmp_path) == []

"""A rename is repeated while another program has the file open; a permanent error is reported."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.disk import atomic_file
from ur_desktop.storage.disk.atomic_file import make_folder, move, replace_file


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Refuse this many renames with this Windows error code, then none."""
    monkeypatch.setattr(atomic_file, "WAITS", (0, 0, 0))

    def refuse(times: int, number: int | None) -> list[Path]:
        tries: list[Path] = []
        rename = Path.replace

        def refused(old: Path, new: Path) -> Path | None:
            tries.append(old)
            if len(tries) <= times:
                error = PermissionError(13, "The process cannot access the file")
                error.winerror = number  # type: ignore[attr-defined] # Windows gives it
                raise error
            return rename(old, new)

        monkeypatch.setattr(Path, "replace", refused)
        return tries

    return refuse


@pytest.mark.parametrize("number", [5, 32, 33])
def test_a_file_open_in_a_virus_scanner_is_tried_again(
    tmp_path: Path, refusing: Callable[..., Any], number: int
) -> None:
    tries = refusing(3, number)
    replace_file(tmp_path / "vault.json", b"new")
    assert (tmp_path / "vault.json").read_bytes() == b"new"
    assert len(tries) == 4


def test_a_folder_is_tried_again_too(tmp_path: Path, refusing: Callable[..., Any]) -> None:
    (tmp_path / "old").mkdir()
    refusing(1, 32)
    assert move(tmp_path / "old", tmp_path / "new") == tmp_path / "new"
    assert (tmp_path / "new").is_dir()


def test_a_file_that_stays_open_is_reported_after_a_few_tries(
    tmp_path: Path, refusing: Callable[..., Any]
) -> None:
    (tmp_path / "vault.json").write_bytes(b"old")
    tries = refusing(100, 32)
    with pytest.raises(StorageError, match=r"vault\.json can't be written"):
        replace_file(tmp_path / "vault.json", b"new")
    assert len(tries) == 4
    assert (tmp_path / "vault.json").read_bytes() == b"old"


def test_a_permanent_error_is_not_tried_again(tmp_path: Path, refusing: Callable[..., Any]) -> None:
    tries = refusing(100, None)
    with pytest.raises(StorageError, match=r"vault\.json can't be written"):
        replace_file(tmp_path / "vault.json", b"new")
    assert len(tries) == 1


def test_a_folder_is_made_with_all_above_it(tmp_path: Path) -> None:
    make_folder(tmp_path / "one" / "two")
    make_folder(tmp_path / "one" / "two")
    assert (tmp_path / "one" / "two").stat().st_mode & 0o777 == 0o700

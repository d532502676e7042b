"""A file that leaves the vault is in its place whole, or what lay there is as it was."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.disk.export_file import put_whole

LETTER = (b"%PDF ", b"one")


def refused() -> None:
    raise StorageError("The disk is full.")


@pytest.fixture(params=["nothing", "a file", "a link"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where the letter goes, and what lies there."""
    path = tmp_path / "letter.pdf"
    if request.param == "a file":
        path.write_bytes(b"older")
    elif request.param == "a link":
        (tmp_path / "elsewhere").write_bytes(b"older")
        path.symlink_to(tmp_path / "elsewhere")
    return path


def lies(folder: Path) -> dict[str, tuple[bool, bytes]]:
    return {path.name: (path.is_symlink(), path.read_bytes()) for path in folder.iterdir()}


def test_it_is_there_before_anything_is_written_down(place: Path) -> None:
    seen: list[bytes] = []
    put_whole(place, LETTER, lambda: seen.append(place.read_bytes()))
    assert seen == [b"%PDF one"] == [place.read_bytes()]
    assert {path.name for path in place.parent.iterdir()} <= {"letter.pdf", "elsewhere"}


def test_what_can_not_be_written_down_leaves_everything_as_it_was(place: Path) -> None:
    before = lies(place.parent)
    with pytest.raises(StorageError):
        put_whole(place, LETTER, refused)
    assert lies(place.parent) == before


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fails_at_any_step_leaves_everything_as_it_was_and_no_line(
    place: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, done = lies(place.parent), getattr(os, step)
    lines: list[None] = []
    for nth in range(4):
        calls: list[None] = []

        def fails(*args: object, nth: int = nth, calls: list[None] = calls) -> object:
            calls.append(None)
            if len(calls) == nth + 1:
                raise OSError(5, "Input/output error")
            return done(*args)

        with monkeypatch.context() as patched:
            patched.setattr(os, step, fails)
            try:
                put_whole(place, LETTER, lambda: lines.append(None))
            except OSError:
                assert lies(place.parent) == before
                assert lines == []
            else:
                break
    assert nth > 0
    assert lines == [None]


class Killed(BaseException):
    """Nothing runs after it, as after a kill."""


@pytest.mark.parametrize("step", range(1, 8))
def test_a_kill_at_any_step_leaves_one_file_or_the_other_in_its_place(
    place: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = 0

    def counted(done: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls >= step:
                raise Killed
            return done(*args, **named)

        return call

    before = place.read_bytes() if place.exists() else None
    with monkeypatch.context() as patched:
        for name in ("link", "replace", "unlink", "fsync"):
            patched.setattr(os, name, counted(getattr(os, name)))
        with suppress(Killed):
            put_whole(place, LETTER)
    assert (place.read_bytes() if place.exists() else None) in (before, b"%PDF one")


def test_another_save_meanwhile_takes_nothing_of_the_first_away(tmp_path: Path) -> None:
    path = tmp_path / "journal.csv"
    path.write_bytes(b"older")
    os.utime(path, (0, 0))

    def meanwhile() -> None:
        put_whole(tmp_path / "letter.pdf", LETTER)
        refused()

    with pytest.raises(StorageError):
        put_whole(path, LETTER, meanwhile)
    assert lies(tmp_path) == {"journal.csv": (False, b"older"), "letter.pdf": (False, b"%PDF one")}


def test_a_disk_without_second_names_keeps_what_lay_there_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused_link(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused_link)
    path = tmp_path / "journal.csv"
    path.write_bytes(b"older")
    with pytest.raises(StorageError):
        put_whole(path, LETTER, refused)
    assert lies(tmp_path) == {"journal.csv": (False, b"older")}


def test_a_folder_of_that_name_is_said_and_nothing_is_written_down(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").mkdir()
    with pytest.raises(IsADirectoryError):
        put_whole(tmp_path / "letter.pdf", LETTER, refused)


def test_nothing_takes_the_place_of_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "letter.pdf")
    with pytest.raises(OSError, match="not a file"):
        put_whole(tmp_path / "letter.pdf", LETTER)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.pdf"]


def test_a_vaults_own_folder_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "vault.json").write_bytes(b"{}")
    with pytest.raises(StorageError, match="vault's own folder"):
        put_whole(tmp_path / "vault.json", LETTER)
    assert (tmp_path / "vault.json").read_bytes() == b"{}"


def test_the_rights_of_what_it_replaces_stay(tmp_path: Path) -> None:
    path = tmp_path / "journal.csv"
    path.write_bytes(b"older")
    path.chmod(0o600)
    put_whole(path, LETTER)
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_longest_name_that_the_disk_takes_is_taken(tmp_path: Path) -> None:
    path = tmp_path / f"{'n' * 251}.pdf"
    put_whole(path, LETTER)
    assert path.read_bytes() == b"%PDF one"

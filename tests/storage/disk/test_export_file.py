"""An exported file is in place completely, or the earlier file is unchanged."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.disk.export_file import write_atomically

LETTER = (b"%PDF ", b"one")


def refused() -> None:
    raise StorageError("The disk is full.")


@pytest.fixture(params=["nothing", "a file", "a link"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The letter's path, with or without an earlier file."""
    path = tmp_path / "letter.pdf"
    if request.param == "a file":
        path.write_bytes(b"older")
    elif request.param == "a link":
        (tmp_path / "elsewhere").write_bytes(b"older")
        path.symlink_to(tmp_path / "elsewhere")
    return path


def lies(folder: Path) -> dict[str, tuple[bool, bytes]]:
    return {path.name: (path.is_symlink(), path.read_bytes()) for path in folder.iterdir()}


def test_the_file_exists_before_its_journal_line(place: Path) -> None:
    seen: list[bytes] = []
    write_atomically(place, LETTER, lambda: seen.append(place.read_bytes()))
    assert seen == [b"%PDF one"] == [place.read_bytes()]
    assert {path.name for path in place.parent.iterdir()} <= {"letter.pdf", "elsewhere"}


def test_a_failed_journal_line_restores_the_earlier_file(place: Path) -> None:
    before = lies(place.parent)
    with pytest.raises(StorageError):
        write_atomically(place, LETTER, refused)
    assert lies(place.parent) == before


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_error_at_any_step_leaves_the_earlier_file_and_no_line(
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
                write_atomically(place, LETTER, lambda: lines.append(None))
            except OSError:
                assert lies(place.parent) == before
                assert lines == []
            else:
                break
    assert nth > 0
    assert lines == [None]


class Killed(BaseException):
    """Raised in place of a crash: no code runs after it."""


@pytest.mark.parametrize("step", range(1, 8))
def test_a_crash_at_any_step_leaves_the_old_or_the_new_file(
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
            write_atomically(place, LETTER)
    assert (place.read_bytes() if place.exists() else None) in (before, b"%PDF one")


def test_a_second_save_meanwhile_deletes_nothing_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "journal.csv"
    path.write_bytes(b"older")
    os.utime(path, (0, 0))

    def meanwhile() -> None:
        write_atomically(tmp_path / "letter.pdf", LETTER)
        refused()

    with pytest.raises(StorageError):
        write_atomically(path, LETTER, meanwhile)
    assert lies(tmp_path) == {"journal.csv": (False, b"older"), "letter.pdf": (False, b"%PDF one")}


def test_a_disk_without_hard_links_still_keeps_the_earlier_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused_link(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused_link)
    path = tmp_path / "journal.csv"
    path.write_bytes(b"older")
    with pytest.raises(StorageError):
        write_atomically(path, LETTER, refused)
    assert lies(tmp_path) == {"journal.csv": (False, b"older")}


def test_a_folder_of_that_name_is_refused_without_a_journal_line(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").mkdir()
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path / "letter.pdf", LETTER, refused)


def test_only_regular_files_are_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "letter.pdf")
    with pytest.raises(OSError, match="not a file"):
        write_atomically(tmp_path / "letter.pdf", LETTER)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.pdf"]


def test_no_file_is_exported_to_a_vaults_folder(tmp_path: Path) -> None:
    (tmp_path / "vault.json").write_bytes(b"{}")
    with pytest.raises(StorageError, match="vault's own folder"):
        write_atomically(tmp_path / "vault.json", LETTER)
    assert (tmp_path / "vault.json").read_bytes() == b"{}"


def test_the_permissions_of_a_replaced_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "journal.csv"
    path.write_bytes(b"older")
    path.chmod(0o600)
    write_atomically(path, LETTER)
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_longest_possible_file_name_works(tmp_path: Path) -> None:
    path = tmp_path / f"{'n' * 251}.pdf"
    write_atomically(path, LETTER)
    assert path.read_bytes() == b"%PDF one"

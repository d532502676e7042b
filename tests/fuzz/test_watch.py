"""The watch must fail where it should, or the inputs that pass prove nothing."""

import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz import watch
from ur_desktop import paths


def read_a_file() -> None:
    (paths.forms_dir() / "form.schema.json").read_bytes()


def call_the_network() -> None:
    with socket.socket() as caller, pytest.raises(OSError, match=r"."):
        caller.connect(("127.0.0.1", 1))


def run_a_command() -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


@pytest.mark.parametrize("act", [read_a_file, call_the_network, run_a_command])
def test_what_touches_the_world_outside_is_seen(act: Callable[[], None], tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"open|socket|Popen"), watch.watched(tmp_path):
        act()


def test_a_temporary_folder_made_before_is_outside(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "file")
        file.write_text("")
        with pytest.raises(AssertionError, match=r"opened"), watch.watched(tmp_path):
            file.read_text()


def test_a_folder_whose_name_only_starts_the_same_is_outside(tmp_path: Path) -> None:
    other = tmp_path / "folder-too"
    other.mkdir()
    with pytest.raises(AssertionError, match=r"opened"), watch.watched(tmp_path / "folder"):
        (other / "file").write_text("")


def test_an_empty_temporary_folder_made_under_the_watch_passes(tmp_path: Path) -> None:
    with watch.watched(tmp_path), tempfile.TemporaryDirectory():
        pass


def test_what_hangs_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LONGEST", 0.0)
    with pytest.raises(AssertionError, match=r"s$"), watch.watched(tmp_path):
        pass


def test_what_stays_inside_passes(tmp_path: Path) -> None:
    with watch.watched(tmp_path):
        (tmp_path / "file").write_text("")

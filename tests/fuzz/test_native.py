"""What Typst and PDFium open natively at the letter door, where Python's own watch sees nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.watching import opened

ROOT = Path(__file__).resolve().parents[2]
INSTALLED = (ROOT, Path(sys.prefix), Path(sys.base_prefix), Path("/usr/lib"), Path("/usr/share/zoneinfo"))
"""The program, its fonts and layout, Python, and what the system gives every program."""
OF_THE_SYSTEM = re.compile(
    r"/dev/(?:null|u?random)|/etc/(?:localtime|ssl/openssl\.cnf)|/proc/self/(?:cgroup|maps)|/sys/fs/cgroup/.*"
)
OWN_FOLDER = r"/tmp\w{8}|/[a-z0-9_]{8}"
"""Typst's root, of which nothing is read, and the file by which Python finds out where it may write."""


@pytest.fixture(scope="module")
def recorder(compiled: Callable[[Path], Path]) -> Path:
    """The recorder of what is opened."""
    return compiled(opened.SOURCE)


def run(recorder: Path, place: Path, what: str, *folder: Path) -> tuple[int, list[tuple[str, str]]]:
    """Typeset in a process with the recorder in it; what it counted, and what was opened and called."""
    recording = {"LD_PRELOAD": str(recorder), opened.LOG: str(place / "log"), "TMPDIR": str(place)}
    recording["PYTHONDONTWRITEBYTECODE"] = "1"
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.set_letters", what, *folder],
        capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ | recording,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return int(done.stdout), opened.records(place / "log")


def strange(records: list[tuple[str, str]], place: Path) -> list[tuple[str, str]]:
    """What was opened or called that no letter needs."""
    own = re.compile(re.escape(str(place)) + f"(?:{OWN_FOLDER})")

    def is_needed(kind: str, name: str) -> bool:
        installed = any(map(Path(os.path.normpath(name)).is_relative_to, INSTALLED))
        return bool(own.fullmatch(name) or OF_THE_SYSTEM.fullmatch(name) or (kind == "r" and installed))

    return [(kind, name) for kind, name in records if kind == "n" or not is_needed(kind, name)]


def test_hostile_letters_open_nothing_but_the_program_and_call_nobody(recorder: Path, tmp_path: Path) -> None:
    were_set, records = run(recorder, tmp_path, "hostile")
    assert were_set >= 12
    assert any(name.endswith("NotoSans-Regular.ttf") for _kind, name in records)
    assert strange(records, tmp_path) == []


def test_a_layout_that_reads_a_file_would_be_seen(recorder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    _size, records = run(recorder, tmp_path, "reading", folder)
    assert ("r", str(folder / "notes.txt")) in strange(records, tmp_path)


def test_a_call_to_the_network_would_be_seen(recorder: Path, tmp_path: Path) -> None:
    assert ("n", "127.0.0.1 9") in strange(run(recorder, tmp_path, "calling")[1], tmp_path)

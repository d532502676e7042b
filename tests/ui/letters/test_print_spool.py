"""Through Qt's own CUPS plugin a letter arrives whole or not at all, and no file of it is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ur_desktop.ui.letters import print_spool

SOURCE = Path(__file__).with_name("fake_cups.c")


@pytest.fixture(scope="module")
def library(compiled: Callable[[Path], Path]) -> Path:
    """The library of a computer whose printing service is a folder."""
    return compiled(SOURCE)


@dataclass(frozen=True)
class Desk:
    """A computer with a printer: where its jobs arrive, its memory, and its temp folder."""

    jobs: Path
    memory: Path
    temp: Path
    library: Path

    def prints(self, story: str) -> subprocess.CompletedProcess[str]:
        places = {
            "FAKE_CUPS": str(self.jobs),
            "XDG_RUNTIME_DIR": str(self.memory),
            "TMPDIR": str(self.temp),
            "LD_PRELOAD": str(self.library),
            "QT_QPA_PLATFORM": "offscreen",
        }
        return subprocess.run(
            [sys.executable, "-m", "tests.ui.letters.cups_process", story],
            capture_output=True, text=True, check=False, env=os.environ | places, cwd=SOURCE.parents[3],
        )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, library: Path) -> Desk:
    for name in ("jobs", "memory", "temp"):
        (tmp_path / name).mkdir(mode=0o700)
    return Desk(tmp_path / "jobs", tmp_path / "memory", tmp_path / "temp", library)


def test_a_canceled_letter_is_never_sent_and_the_next_one_is_sent_whole(desk: Desk) -> None:
    done = desk.prints("cancel+whole+cancel")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "said": ["canceled, 0 may be out", "finished, 0 may be out", "canceled, 0 may be out"],
        "jobs": {"job-1.pdf": 5},
        "left": [],
    }
    assert [path.name for path in desk.jobs.iterdir()] == ["job-1.pdf"]
    assert list(desk.temp.iterdir()) == []


def test_a_killed_print_sends_nothing_and_is_swept_from_memory(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.prints("kill").returncode == 7
    assert list(desk.jobs.iterdir()) == []
    assert list(desk.temp.iterdir()) == []
    [left] = desk.memory.iterdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(desk.memory))
    running = desk.memory / f"ur-desktop-print-{os.getppid()}-x"
    running.mkdir()
    print_spool.sweep()
    assert not left.exists()
    assert running.exists()

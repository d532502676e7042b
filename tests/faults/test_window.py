"""The real window, killed while a note is half typed, and on a disk that is full."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.effort import Effort
from tests.faults import preload
from tests.faults.windowed import CASE, LETTERS
from ur_desktop import paths, samples
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.password import LEAST
from ur_desktop.storage.vault import Vault
from ur_desktop.ui import sample_vault

TYPED = 3.2
"""Seconds of typing until the kill."""
PROMISED = 2.0
"""Seconds after which what was typed is in the vault."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the sample vault, quick to open."""
    home = tmp_path / "home"
    library = Library(paths.forms_dir(), paths.templates_dir())
    sample_vault.make(home / sample_vault.FOLDER, library, datetime.now().astimezone(), LEAST)
    return home


def opened(home: Path) -> Vault:
    folder = home / sample_vault.FOLDER
    return vault.open_vault(folder, samples.NURSE.user_id, samples.PASSWORD, datetime.now(UTC))


def test_a_note_half_typed_is_there_after_a_kill(home: Path, effort: Effort) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.windowed", home, "typing"], stdout=subprocess.PIPE, text=True,
        cwd=preload.SOURCE.parents[2], env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    ) as process:  # fmt: skip
        said: list[tuple[int, float]] = []
        for line in process.stdout or ():
            length, at = line.split()
            said.append((int(length), float(at)))
            if said[-1][1] - said[0][1] > TYPED:
                break
        process.kill()
        killed = time.monotonic()
    effort.counts["kills"] += 1
    owed = max(length for length, at in said if at < killed - PROMISED)
    with opened(home) as later:
        [kept] = [text for field, text in later.cases.drafts(CASE).items() if "note:" in field]
        later.journal.verify()
    assert owed > 10
    assert len(kept) >= owed
    assert kept == "".join(LETTERS[place % len(LETTERS)] for place in range(len(kept)))


def test_an_answer_that_the_full_disk_refused_is_marked_unsaved_until_there_is_room(
    recorder: Path, home: Path
) -> None:
    criterion, named, seen, after = preload.run(recorder, "windowed", home, "failing").splitlines()
    assert named == criterion
    assert seen == "True"
    assert after == "now unsaved: "
    with opened(home) as later:
        assert later.cases.reviews(CASE)[-1].mark(criterion) is not None

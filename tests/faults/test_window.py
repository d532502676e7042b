"""The real window, killed while a note is typed, and on a full disk."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from tests.effort import Effort
from tests.faults import preload, world
from tests.faults.windowed import AT_ONCE, CASE, LETTERS
from ur_desktop.casework import sample_vault, samples
from ur_desktop.domain.journal import EventKind
from ur_desktop.storage import vault
from ur_desktop.storage.vault import Vault

TYPED = 3.2
"""Seconds of typing until the kill."""
LOCKING = 0.1
"""The approximate seconds of a lock."""
PROMISED = 2.0
"""Seconds after which typed text is in the vault."""


@pytest.fixture
def home(tmp_path: Path, samples_of_today: Path) -> Path:
    """A folder with the sample vault, quick to open."""
    home = tmp_path / "home"
    copytree(samples_of_today, home / sample_vault.FOLDER)
    return home


def opened(home: Path) -> Vault:
    folder = home / sample_vault.FOLDER
    return vault.open_vault(folder, samples.NURSE.user_id, samples.PASSWORD, datetime.now(UTC))


@contextmanager
def working(home: Path, what: str) -> Iterator[subprocess.Popen[str]]:
    """Run the window in a process that will be killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.windowed", home, what], stdout=subprocess.PIPE, text=True,
        cwd=preload.SOURCE.parents[2], env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    ) as process:  # fmt: skip
        yield process


def note_kept(later: Vault) -> str:
    """Return the note, as draft or answer, which must be a prefix of the typed text."""
    drafts = [text for field, text in later.drafts.texts(CASE).items() if "note:" in field and text]
    answers = later.cases.reviews(CASE)[-1].answers.values()
    taken_in = [answer.note for answer in answers if answer.note.startswith(LETTERS[0])]
    [note] = drafts or taken_in or [""]
    assert note == "".join(LETTERS[place % len(LETTERS)] for place in range(len(note)))
    return note


def test_a_note_half_typed_is_there_after_a_kill(home: Path, effort: Effort) -> None:
    with working(home, "typing") as process:
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
        kept = note_kept(later)
        later.journal.verify()
    assert owed > 10
    assert len(kept) >= owed


def test_a_note_half_typed_is_there_after_a_kill_while_it_is_locked(
    home: Path, tmp_path: Path, effort: Effort
) -> None:
    for seed in range(effort.of(quick=1, long=8)):
        place, chance = tmp_path / str(seed), Random(seed)
        copytree(home, place)
        locks = chance.randrange(3)
        with working(place, "locking") as process:
            assert process.stdout is not None
            told = [process.stdout.readline().split() for _ in range(2 * locks + 1)]
            assert told[-1][0] == "locking"
            until = time.perf_counter() + chance.random() * LOCKING
            while time.perf_counter() < until:
                pass
            process.kill()
            told += [line.split() for line in process.stdout if line.endswith("\n")]
        effort.counts["kills"] += 1
        owed = max((int(length) for what, length in told if what == "locked"), default=0)
        with opened(place) as later:
            world.verify(later)
            kept, lines = note_kept(later), later.journal.entries(limit=1000)
        assert owed <= len(kept) <= int(told[-1][1]) + AT_ONCE
        done = sum(what == "locked" for what, _ in told)
        assert done <= sum(line.kind is EventKind.LOCK for line in lines) <= done + 1


def test_an_answer_that_the_full_disk_refused_is_marked_unsaved_until_there_is_room(
    recorder: Path, home: Path
) -> None:
    criterion, named, seen, after = preload.run(recorder, "windowed", home, "failing").splitlines()
    assert named == criterion
    assert seen == "True"
    assert after == "now unsaved: "
    with opened(home) as later:
        assert later.cases.reviews(CASE)[-1].mark(criterion) is not None

"""A process killed at any moment loses nothing that it acknowledged."""

from __future__ import annotations

from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from tests.effort import Effort
from tests.faults import world
from tests.faults.activities import ACTIVITIES, WHOLE, restored_whole
from tests.faults.conftest import Spread
from tests.faults.killing import killed, kills


@pytest.mark.parametrize("name", ACTIVITIES)
def test_what_was_acknowledged_survives_a_kill(
    name: str, sample: Path, spread: Spread, effort: Effort
) -> None:
    wanted = effort.of(quick=2, long=40 if name in WHOLE else 100)
    effort.counts["kills"] += sum(spread(kills, name, sample, seeds=range(wanted)))


def test_every_backup_left_by_a_kill_is_restored_and_looked_through_whole(
    sample: Path, tmp_path: Path, effort: Effort
) -> None:
    """Only the last backup in the quick profile."""
    for seed in range(effort.of(quick=1, long=20)):
        place = tmp_path / str(seed)
        copytree(sample, place)
        told = killed("backup", place, Random(seed))
        with world.opened(place) as vault:
            found = vault.backups.all()
        assert len(found) >= min(len(told), 12)
        for backup in found[: effort.of(quick=1, long=len(found))]:
            restored_whole(backup, place / "restored")
            effort.counts["backups restored"] += 1

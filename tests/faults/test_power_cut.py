"""After a power cut at any moment the vault opens with all that was acknowledged, whatever became of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest

from tests.effort import Effort
from tests.faults import power, preload
from tests.faults.activities import ACTIVITIES
from tests.faults.conftest import Spread
from tests.faults.world import Lost

TIMES = 12
PAGES = 30
"""After so many the write-ahead log is moved into the database, which it is a few times in a recording."""


def recorded(recorder: Path, sample: Path, folder: Path, name: str, synchronous: str) -> Path:
    """The log of an activity done on a copy of the sample."""
    place, log = folder / "place", folder / "log"
    copytree(sample, place)
    preload.run(recorder, "recorded", place, name, str(TIMES), synchronous, str(PAGES), log=log)
    return log


def survived(name: str, log: Path, sample: Path, wanted: int, seeds: Sequence[int]) -> set[bytes]:
    """Cut the power all along a log once for each seed and check what is left; the states that were checked."""
    checked: set[bytes] = set()
    steps = list(preload.steps(log))
    for seed in seeds:
        for number, (state, acknowledged) in enumerate(power.cuts(steps, sample, wanted, seed)):
            print_of_state = sha256(repr(sorted(state.items())).encode()).digest()
            if print_of_state in checked:
                continue
            checked.add(print_of_state)
            with TemporaryDirectory() as folder:
                power.write(state, Path(folder))
                try:
                    ACTIVITIES[name].check(Path(folder), acknowledged)
                except Exception as error:
                    error.add_note(f"{name}, power cut {number} of {wanted}, seed {seed}")
                    raise
    return checked


@pytest.mark.parametrize("name", ACTIVITIES)
def test_what_was_acknowledged_survives_a_power_cut(
    name: str, recorder: Path, sample: Path, tmp_path: Path, spread: Spread, effort: Effort
) -> None:
    log = recorded(recorder, sample, tmp_path, name, "FULL")
    wanted = effort.of(quick=8, long=250)
    rounds = effort.of(quick=2, long=2 + 5_000 // 200 // len(ACTIVITIES))
    done = spread(survived, name, log, sample, wanted, seeds=range(rounds))
    effort.counts["power-cut states"] += len(set.union(*done))


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_the_simulator_sees_what_a_weaker_setting_loses(
    synchronous: str, recorder: Path, sample: Path, tmp_path: Path, effort: Effort
) -> None:
    log = recorded(recorder, sample, tmp_path, "answers", synchronous)
    with pytest.raises(Lost) as lost:
        survived("answers", log, sample, 200, [0])
    effort.controls.append(f"  control: synchronous={synchronous} must lose answers, and did: {lost.value}")

"""After a power failure at any moment the vault opens with everything that was acknowledged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from shutil import copytree

import pytest

from tests.effort import Effort
from tests.faults import power, preload, world
from tests.faults.activities import ACTIVITIES, WHOLE
from tests.faults.conftest import Spread
from tests.faults.world import Lost
from ur_desktop.domain.errors import StorageError

PAGES = 30
"""Pages between checkpoints, so that a recording has a few of them."""


def recorded(recorder: Path, sample: Path, folder: Path, name: str, synchronous: str, times: int) -> Path:
    """Return the log of an activity on a copy of the sample."""
    place, log = folder / "place", folder / "log"
    copytree(sample, place)
    preload.run(recorder, "recorded", place, name, str(times), synchronous, str(PAGES), log=log)
    return log


def fates(
    name: str, log: Path, sample: Path, wanted: int, names: int | None, seeds: Sequence[int]
) -> Iterator[tuple[bytes, Exception | None]]:
    """Cut the power at many steps of a log, for each seed; return each disk state's digest and error."""
    steps, seen = list(preload.steps(log)), set()
    for seed in seeds:
        for number, (state, acknowledged) in enumerate(power.cuts(steps, sample, wanted, seed, names)):
            digest = sha256(repr((sorted(state.items()), acknowledged)).encode()).digest()
            if digest in seen:
                continue
            seen.add(digest)
            found = None
            with world.scratch() as folder:
                power.write(state, Path(folder))
                try:
                    ACTIVITIES[name].check(Path(folder), acknowledged)
                except Exception as error:  # noqa: BLE001, whatever it is
                    error.add_note(f"{name}, power failure {number}, seed {seed}")
                    found = error
            yield digest, found


def survived(
    name: str, log: Path, sample: Path, wanted: int, names: int | None, seeds: Sequence[int]
) -> set[bytes]:
    """Cut the power at many steps of a log, for each seed; return the checked states, all without errors."""
    checked = set()
    for state, fault in fates(name, log, sample, wanted, names, seeds):
        if fault is not None:
            raise fault
        checked.add(state)
    return checked


@pytest.mark.parametrize("name", ACTIVITIES)
def test_what_was_acknowledged_survives_a_power_failure(
    name: str, recorder: Path, sample: Path, tmp_path: Path, spread: Spread, effort: Effort
) -> None:
    log = recorded(recorder, sample, tmp_path, name, "FULL", effort.of(quick=8, long=60))
    wanted = effort.of(quick=3, long=40 if name in WHOLE else 200)
    rounds = effort.of(quick=2, long=2 if name in WHOLE else 4)
    names = effort.of(quick=3, long=20 if name in WHOLE else 50)
    done = spread(survived, name, log, sample, wanted, names, seeds=range(rounds))
    effort.counts["power-failure states"] += len(set.union(*done))


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_the_simulator_sees_what_a_weaker_setting_loses(
    synchronous: str, recorder: Path, sample: Path, tmp_path: Path, effort: Effort
) -> None:
    log = recorded(recorder, sample, tmp_path, "answers", synchronous, 12)
    found = dict(fates("answers", log, sample, effort.of(quick=20, long=200), 0, [0]))
    # With OFF the anchor reaches the disk before the rows it covers: the vault does not open, so all are lost.
    losing = (Lost, StorageError) if synchronous == "OFF" else Lost
    lost = [fault for fault in found.values() if isinstance(fault, losing)]
    assert lost
    effort.controls[f"synchronous={synchronous}"] = (
        f"must lose answers, and did in {len(lost)} of {len(found)} states"
    )

"""A process that is killed at any moment of its work has lost nothing that it acknowledged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.effort import Effort
from tests.faults.activities import ACTIVITIES
from tests.faults.conftest import Spread
from tests.faults.killing import kills


@pytest.mark.parametrize("name", ACTIVITIES)
def test_what_was_acknowledged_survives_a_kill(
    name: str, sample: Path, spread: Spread, effort: Effort
) -> None:
    wanted = effort.of(quick=4, long=1 + 1_000 // len(ACTIVITIES))
    effort.counts["kills"] += sum(spread(kills, name, sample, seeds=range(wanted)))

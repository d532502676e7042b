"""A disk that is full, broken or read-only at any moment: said in words, nothing acknowledged lost, work goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from shutil import copytree

import pytest

from tests.effort import Effort
from tests.faults import preload
from tests.faults.activities import ACTIVITIES
from tests.faults.conftest import Spread

WORDS = {
    "full": r"disk is full|did not confirm|can['’]t be ((read or )?written|opened|put in place)",
    "broken": r"did not confirm|can['’]t be ((read or )?written|opened|put in place)",
    "read-only": r"read-only|did not confirm|can['’]t be ((read or )?written|opened|put in place)",
}

Left = tuple[str, int, list[str]]
"""An activity, the number of a failure, and what was acknowledged until then."""


def checked(kept: Path, left: Sequence[Left]) -> None:
    """Open what lay on the disk at these failures, as after a kill."""
    for name, number, acknowledged in left:
        try:
            ACTIVITIES[name].check(kept / name / str(number), acknowledged)
        except Exception as error:
            error.add_note(f"{name}, failure {number}")
            raise


@pytest.mark.parametrize("fault", ["full", "broken", "read-only"])
def test_a_failing_disk_loses_nothing_and_is_said(
    fault: str, recorder: Path, sample: Path, tmp_path: Path, spread: Spread, effort: Effort
) -> None:
    for lasting in ("once", "lasting"):
        if not effort.long and (lasting == "once") == (fault == "read-only"):
            continue
        place, kept = tmp_path / lasting, tmp_path / f"kept {lasting}"
        for name in ACTIVITIES:
            copytree(sample, place / name)
        widening = str(effort.of(quick=1, long=25)), str(effort.of(quick=40, long=8))
        out = preload.run(recorder, "failing", place, str(kept), fault, lasting, *widening)
        lines = [json.loads(line) for line in out.splitlines()]
        for name, activity in ACTIVITIES.items():
            *failures, (_, acknowledged, _) = [line for line in lines if line[0] == name]
            activity.check(place / name, acknowledged)
            words = {words for _, _, words in failures if words}
            assert words or not effort.long, name
            assert [each for each in words if not re.search(WORDS[fault], each)] == []
            left = [(name, number, told) for number, (_, told, _) in enumerate(failures)]
            spread(checked, kept, seeds=left[:: effort.of(quick=3, long=1)])
            effort.counts["disk failures"] += len(failures)

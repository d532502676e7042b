"""A disk that is full, broken or read-only at any moment: an error is shown, nothing saved is lost, work continues."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from shutil import copytree

import pytest

from tests.effort import Effort
from tests.faults import preload, world
from tests.faults.activities import ACTIVITIES
from tests.faults.conftest import Spread

WORDS = {
    "full": r"disk is full|did not confirm|can['’]t be ((read or )?written|opened|put in place)",
    "broken": r"did not confirm|can['’]t be ((read or )?written|opened|put in place)",
    "read-only": r"read-only|did not confirm|can['’]t be ((read or )?written|opened|put in place)",
}


def tried(
    recorder: Path,
    sample: Path,
    way: tuple[str, str],
    widening: tuple[int, int],
    each: int,
    names: Sequence[str],
) -> int:
    """Run activities on a failing disk, and check the files at every nth failure.

    Return the number of failures.
    """
    tried = 0
    with world.scratch() as folder:
        place, kept = Path(folder, "place"), Path(folder, "kept")
        for name in names:
            copytree(sample, place / name)
        out = preload.run(recorder, "failing", place, str(kept), *way, *map(str, widening))
        lines = [json.loads(line) for line in out.splitlines()]
        for name in names:
            *failures, (_, acknowledged, _) = [line for line in lines if line[0] == name]
            ACTIVITIES[name].check(place / name, acknowledged)
            said = {words for _, _, words in failures if words}
            assert said or each > 1, name
            assert [words for words in said if not re.search(WORDS[way[0]], words)] == []
            for number, (_, told, _) in list(enumerate(failures))[::each]:
                lay_there(kept / name / str(number), name, number, told)
            tried += len(failures)
    return tried


def lay_there(place: Path, name: str, number: int, acknowledged: Sequence[str]) -> None:
    """Open the files from the moment of a failure, as after a crash."""
    try:
        ACTIVITIES[name].check(place, acknowledged)
    except Exception as error:
        error.add_note(f"{name}, failure {number}")
        raise


@pytest.mark.parametrize("fault", WORDS)
def test_a_failing_disk_loses_nothing_and_is_reported(
    fault: str, recorder: Path, sample: Path, spread: Spread, effort: Effort
) -> None:
    for lasting in ("once", "lasting"):
        if not effort.long and (lasting == "once") == (fault == "read-only"):
            continue
        widening = effort.of(quick=1, long=12), effort.of(quick=40, long=16)
        each = effort.of(quick=3, long=1)
        done = spread(tried, recorder, sample, (fault, lasting), widening, each, seeds=list(ACTIVITIES))
        effort.counts["disk failures"] += sum(done)

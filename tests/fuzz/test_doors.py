"""Whatever comes from outside is taken or refused in words: no traceback, hang, file read or network call."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.effort import Effort
from tests.fuzz.doors import Door, doors
from tests.fuzz.mangled import grafted, mangled
from tests.fuzz.watch import watched
from ur_desktop import paths
from ur_desktop.domain.errors import UserError

DOORS = {door.name: door for door in doors()}
QUICK, LONG = 3, 201
"""Inputs for each hundredth of a door's share."""


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_mangled_text_is_taken_or_refused_in_words(door: Door, tmp_path: Path, effort: Effort) -> None:
    door.enter(door.seeds[0], tmp_path)

    @settings(max_examples=effort.of(QUICK, LONG) * door.share, deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(mangled(door.seeds) | grafted(door.structure) if door.structure else mangled(door.seeds))
    def enter(text: str) -> None:
        effort.counts["fuzzed inputs"] += 1
        with watched(tmp_path, paths.forms_dir(), paths.templates_dir()):
            try:
                door.enter(text, tmp_path)
            except UserError as error:
                said = error.faults
            else:
                return
        assert said
        assert all(line.strip() for line in said)

    enter()

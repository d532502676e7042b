"""How hard the tests try that can try for ever: quick in every run, long for `./ur faults`, and what they did.

`python -m tests.effort TALLY…` sums what the processes of a long run wrote, and fails where it is too little.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

LEAST = {
    "kills": 1_000,
    "power-failure states": 5_000,
    "disk failures": 1_000,
    "damaged pages": 150,
    "damaged headers": 1_500,
    "damaged logs": 600,
    "histories of the store": 120,
    "fuzzed inputs": 20_000,
}
"""What the long profile must come to."""
CONTROLS = ("synchronous=NORMAL", "synchronous=OFF")
"""What must fail in it, or what passes proves nothing."""


@dataclass(slots=True)
class Effort:
    """The profile of a run, what was counted in it, and what each of its controls showed."""

    long: bool
    counts: Counter[str] = field(default_factory=Counter)
    controls: dict[str, str] = field(default_factory=dict)

    def of(self, quick: int, long: int) -> int:
        """How many in this profile."""
        return long if self.long else quick

    def missing(self) -> list[str]:
        """What a long run still owes."""
        few = [
            f"too few: {self.counts[name]:,} {name} of {least:,}"
            for name, least in LEAST.items()
            if self.counts[name] < least
        ]
        return few + [f"no control: {name}" for name in CONTROLS if name not in self.controls]

    def report(self) -> list[str]:
        """The counts and controls, a line each."""
        counted = [f"{number:>9,} {name}" for name, number in sorted(self.counts.items())]
        return counted + [f"  control: {name} {showed}" for name, showed in self.controls.items()]

    def write(self, tally: Path) -> None:
        """Keep what was done for whoever sums it."""
        tally.write_text(json.dumps({"counts": self.counts, "controls": self.controls}), encoding="utf-8")


def summed(tallies: Iterable[Path]) -> Effort:
    """All that was done in a long run; a process that ended before it wrote has done nothing."""
    whole = Effort(long=True)
    for tally in tallies:
        if tally.exists():
            kept = json.loads(tally.read_text(encoding="utf-8"))
            whole.counts.update(kept["counts"])
            whole.controls.update(kept["controls"])
    return whole


def main(tallies: Iterable[Path]) -> int:
    """Print what a long run came to; 1 when that is too little."""
    whole = summed(tallies)
    lines = (*whole.report(), *(f"  {owed}" for owed in whole.missing()))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if whole.missing() else 0


if __name__ == "__main__":
    sys.exit(main(map(Path, sys.argv[1:])))

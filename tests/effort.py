"""How hard the tests try that can try for ever: quick in every run, long for `./ur faults`, and what they did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

LEAST = {"kills": 1_000, "power-cut states": 5_000, "fuzzed inputs": 20_000}
"""What the long profile must come to."""


@dataclass(slots=True)
class Effort:
    """The profile of a run, what was counted in it, and what its controls showed."""

    long: bool
    counts: Counter[str] = field(default_factory=Counter)
    controls: list[str] = field(default_factory=list)

    def of(self, quick: int, long: int) -> int:
        """How many in this profile."""
        return long if self.long else quick

    def missing(self) -> list[str]:
        """What a long run still owes."""
        return [
            f"{self.counts[name]:,} {name} of {least:,}"
            for name, least in LEAST.items()
            if self.counts[name] < least
        ]

    def report(self) -> list[str]:
        """The counts and controls, a line each."""
        return [f"{number:>9,} {name}" for name, number in self.counts.items()] + self.controls

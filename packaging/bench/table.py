"""What ./ur bench prints: a line for each measurement, beside the bare tool beneath it, with its target."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median

COLUMNS = (48, 7, 23, 7, 6, 17, 6)
HEAD = ("measured", "median", "beside it", "median", "ratio", "target", "kept")


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement in ``unit`` ("s" or "MB"); ``ratio`` is against ``reference``, the bare tool's.

    Targets are ``at_most`` in the same unit, ``at_most_times`` of the reference, or ``times_less`` than it;
    0 is none.
    """

    what: str
    value: float
    beside: str = ""
    reference: float = 0.0
    unit: str = "s"
    at_most: float = 0.0
    at_most_times: float = 0.0
    times_less: float = 0.0

    @property
    def ratio(self) -> float:
        """How many times the reference it takes; with ``times_less``, how many times less."""
        return self.reference / self.value if self.times_less else self.value / self.reference

    @property
    def targets(self) -> Mapping[str, bool]:
        """Each target in words, and whether it is kept."""
        kept = {}
        if self.at_most:
            kept[f"≤ {amount(self.at_most, self.unit)}"] = self.value <= self.at_most
        if self.at_most_times:
            kept[f"≤ {self.at_most_times:g}×"] = self.ratio <= self.at_most_times
        if self.times_less:
            kept[f"≥ {self.times_less:g}× less"] = self.ratio >= self.times_less
        return kept

    @property
    def verdict(self) -> str:
        """Whether every target is kept: "ok" or "MISSES"; empty without one."""
        return "" if not self.targets else "ok" if all(self.targets.values()) else "MISSES"

    def __str__(self) -> str:
        """The line as it stands in the table."""
        beside = (amount(self.reference, self.unit), f"{self.ratio:.1f}×") if self.reference else ("", "")
        return row(
            self.what,
            amount(self.value, self.unit),
            self.beside,
            *beside,
            ", ".join(self.targets),
            self.verdict,
        )


def row(*cells: str) -> str:
    """One line of the table: words to the left, numbers to the right."""
    words = {0, 2, 5, 6}
    sized = (
        cell.ljust(width) if place in words else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, COLUMNS, strict=True))
    )
    return "  ".join(sized).rstrip()


def amount(value: float, unit: str) -> str:
    """A number with its unit, three digits of it: "57.4 µs", "182 ms", "143 MB"."""
    if unit == "s":
        for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):  # noqa: B007, PLR1704, the unit that fits
            if value >= size:
                break
        value /= size
    return f"{value:.0f} {unit}" if value >= 99.5 else f"{value:.3g} {unit}"


def seconds(act: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def side_by_side(times: int, *acts: Callable[[], object]) -> list[float]:
    """The median of each, in seconds; they take turns, so that what else the machine does meets all alike."""
    taken = [[seconds(act) for act in acts] for _ in range(times)]
    return [median(of_one) for of_one in zip(*taken, strict=True)]


def show(lines: Iterable[Line]) -> None:
    """Print lines as they come."""
    for line in lines:
        print(line, flush=True)

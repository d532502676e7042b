"""Measures the pauses that a reviewer feels, each beside the bare tool beneath it where there is one.

`./ur bench` runs every part, `./ur bench letter` the one named; each is a process of its own, in turn.
"""

import subprocess
import sys

from bench.table import HEAD, row

PARTS = ("start", "answer", "evaluation", "letter", "worklist", "lock", "record", "backup", "long_day")
"""Run one after the other, when none is named."""
LONG = ("million",)
"""Run only when named: making the vault takes minutes."""


def main(names: list[str]) -> int:
    """Print the table of the parts named, or of all; 1 when one of them broke, 2 for an unknown name."""
    unknown = [name for name in names if name not in PARTS + LONG]
    if unknown:
        print(f"There is no part {', '.join(unknown)}; there are {', '.join(PARTS + LONG)}.", file=sys.stderr)
        return 2
    print(row(*HEAD), flush=True)
    broken = [
        name
        for name in names or PARTS
        if subprocess.run((sys.executable, "-m", f"bench.{name}"), check=False).returncode
    ]
    for name in broken:
        print(f"The part {name} ended with an error.", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Runs the program in processes of their own, with every folder that it may write to below one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

DRIVEN = Path(__file__).with_name("driven.py")
WATCHING = Path(__file__).with_name("watching")
"""What Python imports from here on its own tells of whoever calls the network, in each of the processes."""


@dataclass
class Session:
    """An empty computer: home, settings, data and temp folders below ``root``."""

    root: Path
    said: str = field(default="", init=False)

    def __post_init__(self) -> None:
        for name in ("home", "data", "config", "cache", "state", "runtime", "tmp"):
            (self.root / name).mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def home(self) -> Path:
        """The program's data folder."""
        return self.root / "data" / "ur-desktop"

    def environment(self) -> dict[str, str]:
        """What the processes are told of the computer."""
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "LC_ALL"}}
        folders = {f"XDG_{name.upper()}_HOME": name for name in ("data", "config", "cache", "state")}
        folders |= {
            "HOME": "home",
            "XDG_RUNTIME_DIR": "runtime",
            "TMPDIR": "tmp",
            "TEMP": "tmp",
            "TMP": "tmp",
        }
        return {
            **kept,
            **{name: str(self.root / folder) for name, folder in folders.items()},
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": "1",
            "PYTHONPATH": os.pathsep.join((str(WATCHING), str(DRIVEN.parents[1]))),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def run(
        self,
        story: str,
        meanwhile: Callable[[], None] | None = None,
        more: Mapping[str, str] | None = None,
    ) -> list[dict[str, object]]:
        """Work a story to its end, or several joined by +, through every process that follows; what was told.

        A line that was not told, of a fault or of a call to the network, fails.
        ``meanwhile`` is called where the story tells that it is waiting; ``more`` is told of the computer too.
        """
        with subprocess.Popen(
            [sys.executable, str(DRIVEN), story],
            env={**self.environment(), **(more or {})},
            cwd=self.root / "home",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdout is not None
            # Whoever follows a locked process has its output: the end of that is the end of the last of them.
            # None of them outlives its alarm.
            said = ""
            for line in process.stdout:
                said += line
                if meanwhile is not None and '"waiting"' in line:
                    meanwhile()
        self.said += said
        lines = said.splitlines()
        assert all(line.startswith("{") for line in lines), said
        assert process.returncode in (0, -signal.SIGKILL), (process.returncode, said)
        return [json.loads(line) for line in lines]

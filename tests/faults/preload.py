"""The recorder: compiled once, preloaded into a process, its log read back."""

from __future__ import annotations

import ctypes
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("recorder.c")
NEEDED = "gcc and libc6-dev (Debian's names: apt-get install gcc libc6-dev)"


class NoCompiler(Exception):
    """No compiler for the recorder; the text says what to install."""


def compiled(folder: Path, source: Path = SOURCE) -> Path:
    """The recorder, or another source to preload, as a library in a folder; NoCompiler naming the packages."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        raise NoCompiler(f"{source.name} needs Linux, {NEEDED}")
    library = folder / source.with_suffix(".so").name
    done = subprocess.run(
        [compiler, "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library, source, "-ldl"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NoCompiler(f"{source.name} does not compile; it needs {NEEDED}\n{done.stderr}")
    return library


def run(library: Path, module: str, place: Path, *arguments: str, log: Path | None = None) -> str:
    """Run a module of this folder on a place with the recorder loaded; return its output."""
    recording = {"LD_PRELOAD": str(library), "UR_ROOT": str(place), "QT_QPA_PLATFORM": "offscreen"}
    if log is not None:
        recording["UR_LOG"] = str(log)
    done = subprocess.run(
        [sys.executable, "-m", f"tests.faults.{module}", place, *arguments],
        capture_output=True, text=True, check=False, cwd=SOURCE.parents[2], env=os.environ | recording,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


class Disk:
    """The disk as seen by a process with the recorder: it fails on request."""

    def __init__(self) -> None:
        self._fault_at = ctypes.CDLL(None).fault_at

    def fail(self, nth: int, number: int, *, lasting: bool) -> None:
        """Let the nth change from now fail with an errno, or all from the nth on."""
        self._fault_at(nth, number, int(lasting))

    def heal(self) -> int:
        """End the failure; return how many changes were tried since ``fail``."""
        return int(self._fault_at(0, 0, 0))


@dataclass(frozen=True, slots=True)
class Step:
    """One record of the log, as recorder.c says."""

    kind: str
    handle: int
    offset: int
    data: bytes


def steps(log: Path) -> Iterator[Step]:
    """The records of a log, in order."""
    content, at = log.read_bytes(), 0
    while at < len(content):
        kind, handle, offset, length = struct.unpack_from("<ciqi", content, at)
        at += 17
        yield Step(kind.decode(), handle, offset, content[at : at + length])
        at += length

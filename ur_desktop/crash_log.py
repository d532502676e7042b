"""Log errors without any value of a member: the type, file and line, never a message or a memory dump."""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

LOG = "ur-desktop.log"
ALLOWED = re.compile(r"[\w.]+ at (?:(?:<frozen [\w.]+>|[\w.<>]+)(?::\d+)?|unknown place)")
"""All that a line of the log may say: what kind of fault, and in which file and line, or part of Qt."""
PR_SET_DUMPABLE = 4
SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX = 0x0001, 0x0002

log = logging.getLogger("ur_desktop")


def forbid_memory_dumps() -> None:
    """Forbid memory dumps of this process, and reading its memory by the user's other programs.

    Linux: no core file, none through a crash handler either, and no debugger without root's rights. macOS: no
    core file. Windows: no report from its error handling.
    """
    import ctypes  # noqa: PLC0415, only a program that runs needs it

    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX)
        return
    import resource  # noqa: PLC0415, Windows has none

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def keep_log(home: Path) -> None:
    """Write the program's own log into the data folder; discard the logs of libraries."""
    place = home / LOG
    if place.exists() and not place.is_file():  # a pipe that nobody reads would keep the program waiting
        place = Path(os.devnull)
    own = logging.FileHandler(place, encoding="utf-8", delay=True)
    own.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    own.addFilter(is_allowed)
    log.addHandler(own)
    log.propagate = False
    logging.getLogger().addHandler(logging.NullHandler())


def is_allowed(record: logging.LogRecord) -> bool:
    """Whether a line says no more than what kind of fault it was and where; a traceback never goes along."""
    record.exc_info = record.exc_text = record.stack_info = None
    return ALLOWED.fullmatch(record.getMessage()) is not None


def log_fault(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> str:
    """Log and return an error's type and place, not its message, which may name a member."""
    place = place_of(trace)
    log.error("%s at %s", kind.__name__, place)
    return place


def report_bugs() -> None:
    """Report an uncaught error in one line on standard error, by type and place; the exit code is 1.

    What Python prints of itself holds the words of the fault, which may be a member's.
    """
    sys.excepthook = _report
    sys.unraisablehook = lambda lost: _report(lost.exc_type, lost.exc_value, lost.exc_traceback)
    threading.excepthook = lambda lost: _report(lost.exc_type, lost.exc_value, lost.exc_traceback)


def _report(kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None) -> None:
    if sys.stderr is not None:  # a program started without a terminal on Windows has none
        sys.stderr.write(f"Unexpected error ({kind.__name__}, {place_of(trace)}).\n")


def silence_libraries() -> None:
    """Discard what libraries print past Python; ``sys.stderr`` still works.

    A bug in Typst prints the words of Rust's panic, which may be a member's, to the process's standard error.
    """
    if sys.stderr is None:
        _occupy_standard_error()
        return
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    sys.stderr = os.fdopen(kept, "w", buffering=1, encoding=sys.stderr.encoding, errors="backslashreplace")
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _occupy_standard_error() -> None:
    """If the program started without standard error, keep any later file from taking its number."""
    if os.name == "posix":
        try:
            os.fstat(2)
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            if nowhere != 2:
                os.dup2(nowhere, 2)
                os.close(nowhere)


@contextmanager
def original_standard_error() -> Iterator[None]:
    """Give a new process the original standard error while it starts."""
    try:
        before = os.dup(2)
        os.dup2(sys.stderr.fileno(), 2)
    except (OSError, AttributeError):  # none to take over, or no handle left: it starts all the same
        yield
        return
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


def place_of(trace: TracebackType | None) -> str:
    """The file and line of an error: "place.py:12"."""
    frames = traceback.extract_tb(trace)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown place"

"""A watch over what the program touches while it reads from outside: files, processes and the network."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST = 2.0
"""Seconds of work after which an input is said to hang the program."""
BUSY = 15
"""So many times as long it may take on a machine that has other things to do."""

_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ctypes.dlopen",
              "urllib.", "ftplib.", "webbrowser.", "os.remove", "os.rename", "shutil.")  # fmt: skip
_allowed: tuple[str, ...] | None = None
_made: list[str] = []
"""Temporary folders made under the watch: the typesetter's root, its own for a moment, with nothing in it."""
_seen: list[str] = []


def _is_in(name: str, folders: Iterable[str]) -> bool:
    return any(name == folder or name.startswith(folder + os.sep) for folder in folders)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _allowed is None:
        return
    if event == "tempfile.mkdtemp":
        _made.append(str(arguments[0]))
        return
    if event == "shutil.rmtree" and _is_in(str(arguments[0]), _made):
        return
    if event in {"os.remove", "os.rename"} and all(
        _is_in(str(name), _allowed) for name in arguments if isinstance(name, str | Path)
    ):
        return
    if event == "open" and isinstance(arguments[0], str | bytes):
        name = arguments[0] if isinstance(arguments[0], str) else arguments[0].decode("utf-8", "replace")
        is_module = name.endswith((".py", ".pyc", ".so", ".pyd")) or "tzdata" in name
        if not (is_module or _is_in(name, (*_allowed, *_made))):
            _seen.append(f"opened {name}")
    elif event.startswith(_FORBIDDEN):
        _seen.append(f"{event}{arguments!r:.100}")


sys.addaudithook(_hook)


@contextmanager
def watched(*folders: Path, longest: float | None = None) -> Iterator[None]:
    """Fail when a file outside these folders is opened, the network or a process is used, or time runs out.

    Python's modules, the zone files and temporary folders made meanwhile may be opened.
    """
    global _allowed  # noqa: PLW0603, an audit hook can't be removed
    _made.clear()
    _seen.clear()
    start, work = time.perf_counter(), time.process_time()
    _allowed = (*map(str, folders), "/usr/share/zoneinfo")
    try:
        yield
    finally:
        _allowed = None
    taken = max(time.process_time() - work, (time.perf_counter() - start) / BUSY)
    assert not _seen, _seen
    assert taken < (LONGEST if longest is None else longest), f"{taken:.1f} s"

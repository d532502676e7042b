"""A watch over what the program touches while it reads from outside: files, processes and the network."""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST = 2.0
"""Seconds of work after which an input is said to hang the program."""
BUSY = 15
"""So many times as long it may take on a machine that has other things to do."""

_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ctypes.dlopen",
              "urllib.", "ftplib.", "webbrowser.", "os.remove", "os.rename", "shutil.")  # fmt: skip
_OWN = str(Path(tempfile.gettempdir(), tempfile.gettempprefix()))
"""The typesetter's root: a folder of its own for a moment, with nothing in it."""
_allowed: tuple[str, ...] | None = None
_seen: list[str] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _allowed is None:
        return
    if event == "shutil.rmtree" and str(arguments[0]).startswith(_OWN):
        return
    if event in {"os.remove", "os.rename"} and all(
        str(name).startswith(_allowed) for name in arguments if isinstance(name, str | Path)
    ):
        return
    if event == "open" and isinstance(arguments[0], str | bytes):
        name = arguments[0] if isinstance(arguments[0], str) else arguments[0].decode("utf-8", "replace")
        is_module = name.endswith((".py", ".pyc", ".so", ".pyd")) or "tzdata" in name
        if not (is_module or name.startswith((*_allowed, _OWN))):
            _seen.append(f"opened {name}")
    elif event.startswith(_FORBIDDEN):
        _seen.append(f"{event}{arguments!r:.100}")


sys.addaudithook(_hook)


@contextmanager
def watched(*folders: Path, longest: float | None = None) -> Iterator[None]:
    """Fail when anything outside these folders, Python's modules and the zone files is opened, or time runs out."""
    global _allowed  # noqa: PLW0603, an audit hook can't be taken off again
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

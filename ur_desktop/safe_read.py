"""Read a small file that anybody may have written: up to a limit, and only a regular file."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@contextmanager
def regular(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file to read; OSError for anything else: a pipe or a device might never end."""
    with os.fdopen(os.open(path, _READ), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "It is not a file")
        yield file


def content(path: Path, largest: int) -> bytes:
    """The bytes of a regular file; OSError when it isn't one or is larger."""
    with regular(path) as file:
        found = file.read(largest + 1)
    if len(found) > largest:
        raise OSError(errno.EFBIG, "It is too large")
    return found


def values(path: Path, largest: int) -> Any:
    """The values of a JSON file; OSError as above, ValueError or RecursionError when it isn't valid JSON."""
    found = json.loads(content(path, largest))
    json.dumps(found, ensure_ascii=False).encode()
    return found

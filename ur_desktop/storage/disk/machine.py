"""An ID of this computer, which stays when the computer is renamed."""

from __future__ import annotations

import hashlib
import platform
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

_LINUX = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


@cache
def machine_id() -> str:
    """Return a digest of the system's ID of this computer, of its name if there is none.

    A digest, because the ID itself shall not be written where others read it (man 5 machine-id).
    """
    found = ""
    with suppress(OSError, ValueError):
        found = _system_id()
    return hashlib.sha256(f"ur-desktop {found or platform.node()}".encode()).hexdigest()[:32]


if sys.platform == "win32":

    def _system_id() -> str:
        import winreg  # noqa: PLC0415, only on Windows

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])

elif sys.platform == "darwin":

    def _system_id() -> str:
        import ctypes  # noqa: PLC0415, only on macOS

        found, no_wait = ctypes.create_string_buffer(16), (ctypes.c_long * 2)(0, 0)
        failed = ctypes.CDLL(None, use_errno=True).gethostuuid(found, no_wait)
        return "" if failed else found.raw.hex()

else:

    def _system_id() -> str:
        for path in _LINUX:
            with suppress(OSError):
                return path.read_text(encoding="ascii").strip()
        return ""

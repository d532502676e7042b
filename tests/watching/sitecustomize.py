"""Python imports this before a driven process imports anything else: whoever calls the network is told of.

Where UR_OPENED names a file, every path that is opened to be written goes into it, in records as opened.c writes them.
"""

import os
import socket
import sys
from pathlib import Path

CALLS = (
    "socket.connect",
    "socket.bind",
    "socket.send",
    "socket.get",
    "urllib.",
    "http.",
    "ftplib.",
    "smtplib.",
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
TOLD = os.dup(2)
"""Standard error as the process began with it."""
OPENED = os.environ.get("UR_OPENED")
NOTED = os.open(OPENED, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if OPENED else -1


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        name, _mode, flags = arguments
        if NOTED >= 0 and isinstance(name, str | bytes) and isinstance(flags, int) and flags & WRITING:
            os.write(NOTED, b"w %b\0" % bytes(Path(os.fsdecode(name)).absolute()))
        return
    if not event.startswith(CALLS):
        return
    own = isinstance(arguments[0], socket.socket) and arguments[0].family == getattr(socket, "AF_UNIX", None)
    if not own:
        os.write(TOLD, f"the network is called: {event} {arguments[1:]!r}\n".encode())


sys.addaudithook(_watch)

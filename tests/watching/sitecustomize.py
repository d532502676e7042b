"""Python imports this before a driven process imports anything else: whoever calls the network is told of."""

import os
import socket
import sys

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


TOLD = os.dup(2)
"""Standard error as the process began with it."""


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if not event.startswith(CALLS):
        return
    own = isinstance(arguments[0], socket.socket) and arguments[0].family == getattr(socket, "AF_UNIX", None)
    if not own:
        os.write(TOLD, f"the network is called: {event} {arguments[1:]!r}\n".encode())


sys.addaudithook(_watch)

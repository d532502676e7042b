"""The program calls no network: every story of the driven processes is watched, and the watch sees who does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import Session

CALLED = "the network is called: socket.connect"


def test_a_window_that_called_the_network_would_be_told_of(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=CALLED):
        Session(tmp_path).run("a_call")


@pytest.mark.parametrize(
    "call",
    ["socket.create_connection(('127.0.0.1', 1))", "urllib.request.urlopen('http://127.0.0.1:1')",
     "socket.getaddrinfo('localhost', 80)", "socket.socket().bind(('127.0.0.1', 0))"],
)  # fmt: skip
def test_every_way_to_call_it_is_seen_from_the_first_import_on(tmp_path: Path, call: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import socket, urllib.request; {call}"],
        env=Session(tmp_path).environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "the network is called" in done.stderr


def test_a_socket_of_this_computer_is_no_network(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import socket; socket.socket(socket.AF_UNIX).bind({str(tmp_path / 's')!r})"],
        env=Session(tmp_path).environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert not done.stderr

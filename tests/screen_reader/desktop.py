"""A screen without a display, its buses, and what a screen reader asks there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ctypes import CDLL
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

SHOWN = Path(__file__).with_name("shown.py")
PROGRAMS = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus-daemon",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
}
LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""What must be there, and the Debian package that brings it."""
LONGEST_WAIT = 10
ATSPI = "org.a11y.atspi."
ANNOUNCEMENT = MatchRule(type="signal", interface=f"{ATSPI}Event.Object", member="Announcement")
_CHECKED, _SHOWING = 4, 25


def missing() -> list[str]:
    """The packages that are not here."""
    programs = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    return programs + [package for library, package in LIBRARIES.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        CDLL(library)
    except OSError:
        return False
    return True


@dataclass(frozen=True)
class Part:
    """One object of the program, as a screen reader is told of it."""

    bus: DBusConnection
    service: str
    path: str

    def ask(self, interface: str, method: str, signature: str = "", *values: object) -> Any:
        """Call a method and return what it answers."""
        address = DBusAddress(self.path, self.service, interface)
        message = new_method_call(address, method, signature or None, values)
        return self.bus.send_and_get_reply(message, timeout=LONGEST_WAIT).body[0]

    @property
    def role(self) -> str:
        return str(self.ask(f"{ATSPI}Accessible", "GetRoleName"))

    @property
    def name(self) -> str:
        return str(self.ask("org.freedesktop.DBus.Properties", "Get", "ss", f"{ATSPI}Accessible", "Name")[1])

    @property
    def is_checked(self) -> bool:
        low, _high = self.ask(f"{ATSPI}Accessible", "GetState")
        return bool(low & 1 << _CHECKED)

    @property
    def is_in_sight(self) -> bool:
        low, _high = self.ask(f"{ATSPI}Accessible", "GetState")
        return bool(low & 1 << _SHOWING)

    @property
    def text(self) -> str:
        """All its text."""
        return str(self.ask(f"{ATSPI}Text", "GetText", "ii", 0, -1))

    def children(self) -> list[Part]:
        return [Part(self.bus, *each) for each in self.ask(f"{ATSPI}Accessible", "GetChildren")]

    def walk(self) -> Iterator[Part]:
        """This part and everything in it that is in sight."""
        yield self
        for child in self.children():
            if child.is_in_sight or child.role in {"application", "frame"}:
                yield from child.walk()


@dataclass
class Reader:
    """A screen reader before the program."""

    bus: DBusConnection
    program: subprocess.Popen[str]

    def do(self, command: str, expects: str = "") -> list[str]:
        """Have the program do something; return what it announced, and wait for what is expected of that."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        with self.bus.filter(ANNOUNCEMENT) as announced:
            self.program.stdin.write(f"{command}\n")
            self.program.stdin.flush()
            assert self.program.stdout.readline() == "done\n"
            self.root.children()  # what was sent before this answer has come
            said = [str(message.body[3][1]) for message in announced]
            announced.clear()
            while expects and not any(expects in words for words in said):
                late = self.bus.recv_until_filtered(announced, timeout=LONGEST_WAIT)
                said.append(str(late.body[3][1]))
        return said

    @property
    def root(self) -> Part:
        """The program's own object."""
        [program] = Part(self.bus, f"{ATSPI}Registry", "/org/a11y/atspi/accessible/root").children()
        return program

    def parts(self) -> list[Part]:
        """Everything in sight."""
        return list(self.root.walk())


@contextmanager
def reader(home: Path) -> Iterator[Reader]:
    """Start a screen, the buses and the program, and end them."""
    with ExitStack() as stack:
        read, write = os.pipe()
        stack.callback(os.close, read)
        screen = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
        _start(stack, screen, pass_fds=(write,), stderr=subprocess.DEVNULL)
        os.close(write)
        display = f":{os.read(read, 20).decode().strip()}"
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        folders = {f"XDG_{name}_HOME": str(home) for name in ("DATA", "CONFIG", "CACHE", "STATE")}
        environment = {**kept, **folders, "DISPLAY": display, "HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
        daemon = _start(
            stack,
            ["dbus-daemon", "--session", "--nofork", f"--address=unix:path={home}/bus", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        assert daemon.stdout is not None
        session = stack.enter_context(open_dbus_connection(daemon.stdout.readline().strip()))
        place = Part(session, "org.a11y.Bus", "/org/a11y/bus").ask("org.a11y.Bus", "GetAddress")
        bus = stack.enter_context(open_dbus_connection(place))
        bus.send_and_get_reply(message_bus.AddMatch(ANNOUNCEMENT))
        registry = DBusAddress("/org/a11y/atspi/registry", f"{ATSPI}Registry", f"{ATSPI}Registry")
        bus.send_and_get_reply(new_method_call(registry, "RegisterEvent", "s", ("object:announcement",)))
        more = {
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={home}/bus",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        program = _start(
            stack,
            [sys.executable, str(SHOWN), str(home / "program")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**environment, **more},
        )
        assert program.stdout is not None
        assert program.stdout.readline() == "done\n"
        yield Reader(bus, program)
        assert program.stdin is not None
        program.stdin.close()
        program.wait(LONGEST_WAIT)


def _start(stack: ExitStack, command: list[str], **more: Any) -> subprocess.Popen[str]:
    process = stack.enter_context(subprocess.Popen(command, text=True, **more))
    stack.callback(process.terminate)
    return process

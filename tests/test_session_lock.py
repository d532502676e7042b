"""The computer's own lock and sleep, told on a real bus, end the process that held the data."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication

from tests.driven import settled
from tests.processes import Session
from ur_desktop.ui.shell.session_watch import SAVER_SIGNALS, SessionWatch, login_signals

FREEDESKTOP, GNOME, LOGIND = "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.freedesktop.login1"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a bus of the test's own is, which stands for the session's and for the system's."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("There is no dbus-daemon here (Debian's package dbus-daemon) to be told a lock by.")
    place = tmp_path_factory.mktemp("bus") / "socket"
    with subprocess.Popen(
        [daemon, "--session", "--nofork", f"--address=unix:path={place}", "--print-address"],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture
def bus(qapp: object, address: str, request: pytest.FixtureRequest) -> Iterator[QDBusConnection]:
    """A connection for whoever tells, as the desktop or the login manager is one."""
    yield QDBusConnection.connectToBus(address, request.node.name)
    QDBusConnection.disconnectFromBus(request.node.name)


def is_running(pid: object) -> bool:
    try:
        os.kill(int(str(pid)), 0)
    except ProcessLookupError:
        return False
    return True


ACTIVE, SLEEP = "ActiveChanged", "PrepareForSleep"
SAVER = (FREEDESKTOP, "/org/freedesktop/ScreenSaver", FREEDESKTOP, ACTIVE)
LOCK = (LOGIND, "/org/freedesktop/login1/session/_32", f"{LOGIND}.Session", "Lock")
Told = tuple[str, str, str, str]


def tell(bus: QDBusConnection, told: Told, *values: object) -> None:
    """Send a signal in the name of a service."""
    service, *signal = told
    assert bus.registerService(service)
    message = QDBusMessage.createSignal(*signal)
    message.setArguments(list(values))
    assert bus.send(message)


@pytest.mark.parametrize(("told", "values"), [(SAVER, (True,)), (LOCK, ())], ids=["screen saver", "login"])
def test_a_session_that_is_left_locks_the_vault_and_loses_nothing(
    tmp_path: Path,
    samples_of_today: Path,
    address: str,
    bus: QDBusConnection,
    told: Told,
    values: tuple[object, ...],
) -> None:
    session = Session(tmp_path)
    copytree(samples_of_today, session.home / "vault")
    buses = {"DBUS_SESSION_BUS_ADDRESS": address, "DBUS_SYSTEM_BUS_ADDRESS": address, "XDG_SESSION_ID": "2"}
    first, *_, last = session.run("a_session_left", lambda: tell(bus, told, *values), buses)
    assert last["pid"] != first["pid"]
    assert not is_running(first["pid"])
    assert "Locked. Your work is saved." in str(last["words"])
    assert (last["field"], last["text"]) == ("Note", "half a thought, ")


@pytest.mark.parametrize(
    ("told", "begins"),
    [
        (SAVER, True),
        ((FREEDESKTOP, "/ScreenSaver", FREEDESKTOP, ACTIVE), True),
        ((GNOME, "/org/gnome/ScreenSaver", GNOME, ACTIVE), True),
        ((LOGIND, "/org/freedesktop/login1", f"{LOGIND}.Manager", SLEEP), True),
        (SAVER, False),
        ((LOGIND, "/org/freedesktop/login1", f"{LOGIND}.Manager", SLEEP), False),
    ],
    ids=["freedesktop", "KDE", "GNOME", "sleep", "back at the screen", "awake"],
)
def test_each_desktop_is_heard_when_it_begins_and_not_when_it_ends(
    address: str, bus: QDBusConnection, told: Told, begins: object
) -> None:
    watch, heard = SessionWatch(), "heard by the watch"
    own = QDBusConnection.connectToBus(address, heard)
    watch.listen(own, (*SAVER_SIGNALS, *login_signals("2")))
    seen: list[bool] = []
    watch.left.connect(lambda: seen.append(True))
    settled(own)
    tell(bus, told, begins)
    settled(bus)
    settled(own)
    QApplication.processEvents()
    assert seen == [True] * bool(begins)
    QDBusConnection.disconnectFromBus(heard)

"""The computer's own lock and sleep, as each system tells them."""

from __future__ import annotations

from ctypes import addressof, wintypes

import pytest
from PySide6.QtCore import SLOT
from pytestqt.qtbot import QtBot

from ur_desktop.ui.shell.session_watch import SAVER_SIGNALS, SessionWatch, WindowsMessages, login_signals


@pytest.fixture
def watch(qtbot: QtBot) -> SessionWatch:
    return SessionWatch()


def test_a_screen_saver_that_begins_is_told_and_one_that_ends_is_not(
    watch: SessionWatch, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(watch.left, timeout=100):
        watch.on_active(True)
    with qtbot.assertNotEmitted(watch.left):
        watch.on_active(False)


def test_a_session_locked_by_the_login_manager_is_told(watch: SessionWatch, qtbot: QtBot) -> None:
    with qtbot.waitSignal(watch.left, timeout=100):
        watch.on_lock()


def test_every_signal_that_is_asked_for_has_its_slot(watch: SessionWatch) -> None:
    for *_names, slot in (*SAVER_SIGNALS, *login_signals("2")):
        assert watch.metaObject().indexOfSlot(SLOT(slot)[1:]) >= 0


@pytest.mark.parametrize(("session", "label"), [("2", "_32"), ("12", "_312"), ("c2", "c2")])
def test_the_own_session_is_named_as_logind_names_it(session: str, label: str) -> None:
    assert login_signals(session)[1][1] == f"/org/freedesktop/login1/session/{label}"


def test_without_a_session_of_its_own_only_sleep_is_heard_of() -> None:
    assert [signal[3] for signal in login_signals("")] == ["PrepareForSleep"]


@pytest.mark.parametrize(
    ("message", "what", "told"),
    [(0x02B1, 7, True), (0x0218, 4, True), (0x02B1, 8, False), (0x0218, 7, False), (0x0100, 7, False)],
    ids=["locked", "sleeps", "unlocked", "wakes", "another message"],
)
def test_windows_tells_the_window(
    watch: SessionWatch, qtbot: QtBot, message: int, what: int, told: object
) -> None:
    heard: list[bool] = []
    watch.left.connect(lambda: heard.append(True))
    sent = wintypes.MSG(message=message, wParam=what)
    reader = WindowsMessages(watch)
    assert reader.nativeEventFilter(b"windows_generic_MSG", addressof(sent)) == (False, 0)
    assert bool(heard) is told

"""The claim to be the one window over a data folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ur_desktop.app import start_new_process
from ur_desktop.ui.shell.single_instance import LOCK, SingleInstance


def test_a_second_start_asks_the_first_window_to_come_up(tmp_path: Path, qtbot: QtBot) -> None:
    first = SingleInstance(tmp_path)
    first.listen()
    second = SingleInstance(tmp_path)
    assert (first.is_first, second.is_first) == (True, False)
    with qtbot.waitSignal(first.asked):
        assert second.ask()
    first.release()


def test_releasing_the_lock_lets_the_next_process_take_it(tmp_path: Path, qtbot: QtBot) -> None:
    first = SingleInstance(tmp_path)
    first.listen()
    first.release()
    second = SingleInstance(tmp_path)
    assert second.is_first
    second.release()


def test_a_lock_left_by_a_killed_process_does_not_count(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / LOCK).write_text("999999\nur-desktop\n\n\n\n")
    assert SingleInstance(tmp_path).is_first


def test_other_folders_have_windows_of_their_own(tmp_path: Path, qtbot: QtBot) -> None:
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        folder.mkdir()
    both = [SingleInstance(folder) for folder in folders]
    assert all(each.is_first for each in both)


def test_a_window_that_does_not_answer_does_not_prevent_a_start(tmp_path: Path, qtbot: QtBot) -> None:
    silent, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert silent.is_first
    assert not second.is_first
    assert not second.ask()


def test_a_window_that_could_start_no_other_process_still_comes_up(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = SingleInstance(tmp_path)
    first.listen()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no such program"))
    start_new_process(first, "vault")
    second = SingleInstance(tmp_path)
    assert (first.is_first, second.is_first) == (True, False)
    with qtbot.waitSignal(first.asked):
        assert second.ask()
    first.release()

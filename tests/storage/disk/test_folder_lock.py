"""Attempts to sign in and the creation of a vault happen one after the other, whoever makes them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from ur_desktop.domain.errors import StorageError, TooSoon, WrongPassword
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.disk.folder_lock import folder_locked
from ur_desktop.storage.keys import sign_in_attempts
from ur_desktop.storage.keys.password import LEAST

NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
NURSE = Reviewer("tspecimen", "Taylor Specimen", Role.NURSE, Credential("RN"))


def test_every_wrong_password_of_parallel_attempts_is_counted(tmp_path: Path) -> None:
    def wrong() -> None:
        raise WrongPassword("Wrong password.", "Try again.")

    def attempt(_number: int) -> str:
        try:
            with sign_in_attempts.counted(tmp_path, "tspecimen", NOW):
                wrong()
        except WrongPassword:
            return "tried"
        except TooSoon:
            pass
        return "refused"

    with ThreadPoolExecutor(9) as threads:
        outcomes = list(threads.map(attempt, range(9)))
    assert outcomes.count("tried") == 2, "the third has to wait"
    assert sign_in_attempts.seconds_to_wait(tmp_path, "tspecimen", NOW) == 1


def test_the_lock_is_held_until_its_end(tmp_path: Path) -> None:
    inside = Event()

    def enter() -> None:
        with folder_locked(tmp_path):
            inside.set()

    with ThreadPoolExecutor(1) as threads:
        with folder_locked(tmp_path):
            entering = threads.submit(enter)
            assert not inside.wait(0.05)
        entering.result()
    assert inside.is_set()


def test_two_vaults_are_not_created_in_one_folder(tmp_path: Path) -> None:
    def create(_number: int) -> str:
        try:
            vault.create(tmp_path / "vault", NURSE, "seven sample words", NOW, LEAST)[0].close()
        except StorageError as error:
            return error.what
        return "created"

    with ThreadPoolExecutor(3) as threads:
        outcomes = sorted(threads.map(create, range(3)))
    assert outcomes == ["This folder already has a vault."] * 2 + ["created"]
    vault.open_vault(tmp_path / "vault", "tspecimen", "seven sample words", NOW).close()


def test_a_folder_that_is_not_there_is_not_locked(tmp_path: Path) -> None:
    with folder_locked(tmp_path / "nowhere"):
        pass
    assert not (tmp_path / "nowhere").exists()


def test_an_error_releases_the_lock(tmp_path: Path) -> None:
    def fail() -> None:
        with folder_locked(tmp_path):
            raise ValueError("x")

    for _time in range(2):
        with pytest.raises(ValueError, match="x"):
            fail()

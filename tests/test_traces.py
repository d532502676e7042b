"""What is left behind by a fault: no core file, and a log of kinds and places alone."""

from __future__ import annotations

import logging
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.processes import Desk
from ur_desktop import paths
from ur_desktop.library import Library
from ur_desktop.storage.password import LEAST
from ur_desktop.traces import is_allowed
from ur_desktop.ui import sample_vault

COMMAND = """
import atexit, sys
from tests.driven import left_of_memory
atexit.register(lambda: print(left_of_memory()))
from ur_desktop.__main__ import main
main()
"""
"""The command with the arguments after it, which tells as it ends what would be left of its memory."""
NOTHING = (0, 0)


def record(message: str, *values: object, error: BaseException | None = None) -> logging.LogRecord:
    about = (type(error), error, None) if error else None
    return logging.LogRecord("ur_desktop", logging.ERROR, __file__, 1, message, values, about)


@pytest.mark.parametrize(
    "message", ["KeyError at driven.py:12", "QtWarningMsg at qt.qpa.fonts", "ValueError at unknown place"]
)
def test_a_kind_and_a_place_may_be_logged(message: str) -> None:
    assert is_allowed(record(message))


@pytest.mark.parametrize(
    "message", ["Jordan Sampleton at a.py:1", "KeyError: 'Sampleton'", "KeyError at a.py:1 TEST-00417", ""]
)
def test_nothing_else_may(message: str) -> None:
    assert not is_allowed(record(message))


def test_a_traceback_never_goes_along() -> None:
    told = record("%s at %s", "KeyError", "a.py:1", error=KeyError("Sampleton"))
    assert is_allowed(told)
    assert "Sampleton" not in logging.Formatter().format(told)


def test_a_window_leaves_no_core_file_and_no_other_program_of_the_person_may_read_its_memory(
    qapp: object, tmp_path: Path
) -> None:
    desk = Desk(tmp_path)
    library = Library(paths.forms_dir(), paths.templates_dir())
    sample_vault.make(desk.home / "vault", library, datetime.now().astimezone(), LEAST)
    told = [line["left"] for line in desk.run("a_core") if "left" in line]
    assert told == [[*NOTHING]] * 2


def test_neither_does_a_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "--version"],
        env=Desk(tmp_path).environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == str(NOTHING)

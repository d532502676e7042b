"""What is left behind by a fault: no core file, and a log of kinds and places alone."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from ur_desktop.traces import is_allowed

NO_DUMP = """
import ctypes, resource
from ur_desktop.traces import leave_no_dump
leave_no_dump()
print(resource.getrlimit(resource.RLIMIT_CORE))
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""
"""Asks for the limit, and for PR_GET_DUMPABLE."""


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


def test_a_process_leaves_no_core_file_and_no_other_program_of_the_person_may_read_its_memory() -> None:
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", NO_DUMP], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout == "(0, 0)\n0\n"

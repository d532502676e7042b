"""What is left behind by a fault: no core file, and a log of kinds and places alone."""

from __future__ import annotations

import codecs
import json
import logging
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from tests.processes import Session
from ur_desktop import paths
from ur_desktop.casework import example_case, samples
from ur_desktop.crash_log import is_allowed, log_fault
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.files import case as case_file
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import LEAST

COMMAND = """
import atexit, sys
from tests.driven import left_of_memory
atexit.register(lambda: print(left_of_memory()))
from ur_desktop.__main__ import main
main()
"""
"""The command with the arguments after it, which tells as it ends what would be left of its memory."""
NOTHING = (0, 0)


PLANTED = """
import os, sys, tempfile
import click
def planted(*_arguments, **_named):
    raise KeyError("Sampleton")
where, name = sys.argv[1].split(":")
setattr(sys.modules[where], name, planted)
sys.argv = ["ur-desktop", *sys.argv[2:]]
from ur_desktop.__main__ import main
main()
"""
"""The command with a bug in something that it uses."""
COMMANDS = {
    "assess": ("click:echo", "assess", "{here}/review.json"),
    "forms check": ("click:echo", "forms", "check", "forms"),
    "example-case": ("click:echo", "example-case"),
    "letter": ("tempfile:_get_candidate_names", "letter", "{here}/case.json", "--kind", "denial",
               "--out", "{here}/letter.pdf"),
    "vault verify": ("click:echo", "vault", "verify", "--vault", "{here}/vault", "--password-file", "{here}/password"),
    "vault backup": ("os:fsync", "vault", "backup", "--vault", "{here}/vault", "--password-file", "{here}/password"),
}  # fmt: skip


def record(message: str, *values: object, error: BaseException | None = None) -> logging.LogRecord:
    about = (type(error), error, None) if error else None
    return logging.LogRecord("ur_desktop", logging.ERROR, __file__, 1, message, values, about)


@pytest.mark.parametrize(
    "message",
    ["KeyError at driven.py:12", "QtWarningMsg at qt.qpa.fonts", "ValueError at unknown place",
     "UnicodeDecodeError at <frozen codecs>:322"],
)  # fmt: skip
def test_a_kind_and_a_place_may_be_logged(message: str) -> None:
    assert is_allowed(record(message))


@pytest.mark.parametrize(
    "message",
    ["Jordan Sampleton at a.py:1", "KeyError: 'Sampleton'", "KeyError at a.py:1 TEST-00417", "",
     "KeyError at <Jordan Sampleton>:1", "KeyError at <frozen Jordan Sampleton>:1"],
)  # fmt: skip
def test_nothing_else_may(message: str) -> None:
    assert not is_allowed(record(message))


def test_a_bug_in_what_python_is_frozen_with_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(b"\xff")
    except UnicodeDecodeError as error:
        log_fault(type(error), error, error.__traceback__)
    [told] = caplog.records
    assert told.getMessage().startswith("UnicodeDecodeError at <frozen codecs>:")
    assert is_allowed(told)


def test_a_traceback_never_goes_along() -> None:
    told = record("%s at %s", "KeyError", "a.py:1", error=KeyError("Sampleton"))
    assert is_allowed(told)
    assert "Sampleton" not in logging.Formatter().format(told)


def test_a_window_leaves_no_core_file_and_no_other_program_of_the_person_may_read_its_memory(
    qapp: object, tmp_path: Path, samples_of_today: Path
) -> None:
    session = Session(tmp_path)
    copytree(samples_of_today, session.home / "vault")
    told = [line["left"] for line in session.run("a_core") if "left" in line]
    assert told == [[*NOTHING]] * 2


def test_what_a_library_prints_past_python_reaches_nobody_from_the_window(
    qapp: object, tmp_path: Path, samples_of_today: Path
) -> None:
    session = Session(tmp_path)
    copytree(samples_of_today, session.home / "vault")
    told = session.run("a_panic")
    assert "the typesetter gave up" in next(str(line["gave_up"]) for line in told if "gave_up" in line)
    assert told.count({"heard": True}) == 1


def test_the_process_after_a_lock_still_reaches_who_started_the_program(
    qapp: object, tmp_path: Path, samples_of_today: Path
) -> None:
    session = Session(tmp_path)
    copytree(samples_of_today, session.home / "vault")
    with pytest.raises(AssertionError, match="the network is called"):
        session.run("a_core+a_call")


def test_neither_does_a_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "--version"],
        env=Session(tmp_path).environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == str(NOTHING)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """What the commands work on."""
    now = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
    vault.create(tmp_path / "vault", samples.NURSE, samples.PASSWORD, now, LEAST)[0].close()
    (tmp_path / "password").write_text(samples.PASSWORD)
    library = Library(paths.forms_dir(), paths.templates_dir())
    (tmp_path / "case.json").write_text(case_file.dump(example_case.example(LetterKind.DENIAL, library, now)))
    review = {"policy": "bcbsnc-psychiatric-iop", "checklist": "admission", "on": "2026-01-15", "answers": {}}
    (tmp_path / "review.json").write_text(json.dumps(review))
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_bug_in_a_command_is_one_line_of_its_kind_and_place(command: tuple[str, ...], files: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PLANTED, *(part.format(here=files) for part in command)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
    )
    assert done.returncode == 1
    assert re.fullmatch(r"Unexpected error \(KeyError, \S+:\d+\)\.\n", done.stderr), done.stderr
    assert done.stdout == ""

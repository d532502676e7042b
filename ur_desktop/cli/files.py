"""Reading input and writing output of commands: whole files, with errors that a person can act on."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from ur_desktop import paths
from ur_desktop.domain.errors import InvalidAnswer, LetterError
from ur_desktop.library import Library

LARGEST_INPUT = 20_000_000


def installed() -> Library:
    """The policies, plans and letters that are installed."""
    return Library(paths.forms_dir(), paths.templates_dir())


def read_text(name: str) -> str:
    """A file's text, or that of standard input for -; InvalidAnswer when it is missing, too large or not UTF-8."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST_INPUT + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(LARGEST_INPUT + 1)
    except FileNotFoundError:
        raise InvalidAnswer(f"{name}: there is no such file.", "Check the path.") from None
    except (OSError, ValueError) as error:
        raise InvalidAnswer(f"{name}: can't be read ({error}).") from None
    if len(data) > LARGEST_INPUT:
        raise InvalidAnswer(f"{name}: larger than {LARGEST_INPUT // 1_000_000} MB.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidAnswer(f"{name}: not UTF-8.", "Save the file as UTF-8.") from None


def write_letter(out: Path, pdf: bytes) -> None:
    """Write a letter whole or not at all; a pipe or a terminal takes it as it comes."""
    try:
        if out.exists() and not out.is_file():
            out.write_bytes(pdf)
            return
        whole = Path(os.path.realpath(out))
        with NamedTemporaryFile(dir=whole.parent, delete=False) as file, ExitStack() as failing:
            failing.callback(_remove, Path(file.name))
            file.write(pdf)
            file.close()
            Path(file.name).replace(whole)
            failing.pop_all()
    except OSError as error:
        raise LetterError(f"{out}: can't be written ({error.strerror}).", "Choose another folder.") from None


def is_same(one: Path, other: str) -> bool:
    """Whether two paths lead to the same file."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink()

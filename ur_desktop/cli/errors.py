"""How a command reports what a person can act on: one line an error, and exit 1."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from ur_desktop.domain.errors import UserError

Args = ParamSpec("Args")
Out = TypeVar("Out")
LONGEST_LINE = 1_000


def reports_errors(command: Callable[Args, Out]) -> Callable[Args, Out]:
    """Print what a person can act on, one line an error, and exit with 1."""

    @wraps(command)
    def run(*args: Args.args, **kwargs: Args.kwargs) -> Out:
        try:
            return command(*args, **kwargs)
        except UserError as error:
            print_errors(error.faults)
            sys.exit(1)

    return run


def print_errors(faults: tuple[str, ...]) -> None:
    """Print errors on standard error, one a line."""
    for fault in faults:
        click.echo(_one_line(fault), err=True)


def _one_line(fault: str) -> str:
    """An error as a terminal can show it: blanks collapsed, no control or direction characters, of limited length."""
    line = " ".join(fault.split())
    shown = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line[:LONGEST_LINE])
    return shown if len(line) <= LONGEST_LINE else f"{shown}…"

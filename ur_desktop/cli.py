"""The command line: the window, and everything that works without one."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from ur_desktop import paths
from ur_desktop.domain.errors import FormError, InvalidAnswer, UserError
from ur_desktop.form_examples import check_examples, examples_path
from ur_desktop.forms import load_policy, read_form
from ur_desktop.review_file import finding_json, parse, review_of

Args = ParamSpec("Args")
Out = TypeVar("Out")
LARGEST_INPUT = 20_000_000


def says_faults(command: Callable[Args, Out]) -> Callable[Args, Out]:
    """Print what a person can act on, one line a fault, and exit with 1."""

    @wraps(command)
    def run(*args: Args.args, **kwargs: Args.kwargs) -> Out:
        try:
            return command(*args, **kwargs)
        except UserError as error:
            for fault in error.faults:
                click.echo(" ".join(fault.split()), err=True)
            sys.exit(1)

    return run


@click.group(invoke_without_command=True)
@click.version_option(package_name="ur-desktop")
@click.pass_context
def main(context: click.Context) -> None:
    """Utilization review on this computer: opens the window, or does one thing and ends."""
    if context.invoked_subcommand is None:
        from ur_desktop.app import run_window  # noqa: PLC0415, Qt loads only for the window

        sys.exit(run_window())


@main.command()
@click.argument("review", metavar="REVIEW.json")
@says_faults
def assess(review: str) -> None:
    """Print the finding of a review, or of an array of reviews; - reads standard input."""
    shapes, many = parse(_read(review))
    findings, faults = [], []
    for number, shape in enumerate(shapes, start=1):
        try:
            policy = load_policy(paths.forms_dir(), shape.policy, shape.in_force_on)
            findings.append(finding_json(policy, review_of(shape, policy)))
        except UserError as error:
            prefix = f"review {number}: " if many else ""
            faults += [f"{prefix}{fault}" for fault in error.faults]
    if faults:
        raise InvalidAnswer("The reviews can't be used.", "", tuple(faults))
    click.echo(json.dumps(findings if many else findings[0], indent=2, ensure_ascii=False))


@main.group()
def forms() -> None:
    """Look after the forms that hold the criteria."""


@forms.command()
@click.argument("path", type=click.Path(path_type=Path))
@says_faults
def check(path: Path) -> None:
    """Check a form file, or every form below a folder, with the examples beside each."""
    files = sorted(_forms_below(path))
    if not files:
        raise FormError(f"{path}: no form was found here.", 'A form is named by its date, "2024-07-01.yaml".')
    faults: list[str] = []
    for file in files:
        try:
            count = check_examples(read_form(file), examples_path(file))
        except UserError as error:
            faults += error.faults
        else:
            click.echo(f"{file}: in order, {count} examples agree.")
    if faults:
        raise FormError("The forms have faults.", "", tuple(faults))


def _forms_below(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return [file for file in path.rglob("*.yaml") if not file.name.endswith(".examples.yaml")]


def _read(name: str) -> str:
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

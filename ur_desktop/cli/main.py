"""The command line: the window, and everything that works without one."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir

import click

from ur_desktop import paths
from ur_desktop.casework import samples
from ur_desktop.cli import backup as cli_backup
from ur_desktop.cli import vault as cli_vault
from ur_desktop.cli.errors import says_faults
from ur_desktop.domain.errors import FormError, InvalidAnswer, LetterError, UserError
from ur_desktop.domain.letter.kind import INTERNAL, Copy, LetterKind
from ur_desktop.files import case as case_file
from ur_desktop.files.form_examples import check_examples, examples_path
from ur_desktop.files.review import finding_json, parse, review_of
from ur_desktop.forms.load import read_form
from ur_desktop.library import Library

LARGEST_INPUT = 20_000_000


@click.group(invoke_without_command=True)
@click.version_option(package_name="ur-desktop")
@click.pass_context
def main(context: click.Context) -> None:
    """Utilization review on this computer: opens the window, or does one thing and ends."""
    if context.invoked_subcommand is None:
        from ur_desktop.app import has_display, run_window

        if has_display():
            sys.exit(run_window())
        _demonstrate()


@says_faults
def _demonstrate() -> None:
    """Work the window off-screen where no display can show it, and print what was written."""
    from ur_desktop.demo import demonstration

    folder = Path(gettempdir()) / f"ur-desktop-demonstration-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}"
    click.echo(f"There is no display here, so the window is worked off-screen; see {folder}.")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    demonstration.run(folder, click.echo)


@main.command(hidden=True)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@says_faults
def screens(folder: Path) -> None:
    """Write every screen as pictures, and every letter, into a folder."""
    from ur_desktop.demo.screens import write

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    write(folder, click.echo)


@main.command()
@click.argument("review", metavar="REVIEW.json")
@says_faults
def assess(review: str) -> None:
    """Print the finding of a review, or of an array of reviews; - reads standard input."""
    shapes, many = parse(_read(review))
    library = _library()
    findings, faults = [], []
    for number, shape in enumerate(shapes, start=1):
        try:
            policy = library.policy(shape.policy, shape.in_force_on)
            findings.append(finding_json(policy, review_of(shape, policy)))
        except UserError as error:
            prefix = f"review {number}: " if many else ""
            faults += [f"{prefix}{fault}" for fault in error.faults]
    if faults:
        raise InvalidAnswer("The reviews can't be used.", "", tuple(faults))
    click.echo(json.dumps(findings if many else findings[0], indent=2))


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


KINDS = click.Choice([kind.value for kind in LetterKind])


@main.command("example-case")
@click.option(
    "--kind", type=KINDS, default=LetterKind.DENIAL.value, show_default=True, help="The letter it fits."
)
@says_faults
def example_case(kind: str) -> None:
    """Print an invented case file that a letter of this kind fits."""
    now = datetime.now(UTC).replace(microsecond=0)
    click.echo(case_file.dump(samples.example(LetterKind(kind), _library(), now)).encode(), nl=False)


@main.command()
@click.argument("case", metavar="CASE.json")
@click.option("--kind", type=KINDS, required=True, help="What the letter is for.")
@click.option(
    "--copy", type=click.Choice([copy.value for copy in Copy]), help="Whose copy; the member's, or internal."
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FILE.pdf", help="Where to write it."
)
@says_faults
def letter(case: str, kind: str, copy: str | None, out: Path) -> None:
    """Write a letter from a whole case file; - reads standard input.

    Its record code is a digest of the case file, since no archive is at hand.
    """
    text = _read(case)
    if _is_same(out, case):
        raise LetterError(f"{out}: this is the case file.", "Choose another place.")
    wanted = LetterKind(kind)
    whose = Copy(copy) if copy else Copy.INTERNAL if wanted in INTERNAL else Copy.MEMBER
    library = _library()
    file = case_file.load(text)
    facts = file.facts(wanted, whose, library, case_file.digest_code(text))
    pdf = library.pdf(library.html(facts), library.plan(file.case.plan_id), file.issued(library))
    _write(out, pdf)
    click.echo(click.format_filename(out))


def _write(out: Path, pdf: bytes) -> None:
    """Put a letter in place whole or not at all; a pipe or a terminal takes it as it comes."""
    try:
        if out.exists() and not out.is_file():
            out.write_bytes(pdf)
            return
        whole = Path(os.path.realpath(out))
        with NamedTemporaryFile(dir=whole.parent, delete=False) as file, ExitStack() as failing:
            failing.callback(_take_away, Path(file.name))
            file.write(pdf)
            file.close()
            Path(file.name).replace(whole)
            failing.pop_all()
    except OSError as error:
        raise LetterError(f"{out}: can't be written ({error.strerror}).", "Choose another place.") from None


def _take_away(file: Path) -> None:
    with suppress(OSError):
        file.unlink()


def _is_same(one: Path, other: str) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


main.add_command(cli_vault.vault)
for command in cli_backup.COMMANDS:
    cli_vault.vault.add_command(command)


def _library() -> Library:
    return Library(paths.forms_dir(), paths.templates_dir())

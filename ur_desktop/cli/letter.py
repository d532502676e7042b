"""Commands that write a letter from a case file, and an example of such a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from ur_desktop.casework.example_case import example
from ur_desktop.casework.letter_file import letter_from_text
from ur_desktop.cli.errors import reports_errors
from ur_desktop.cli.files import installed, is_same, read_text, write_letter
from ur_desktop.domain.errors import LetterError
from ur_desktop.domain.letter.kind import Copy, LetterKind
from ur_desktop.files import case as case_file

KINDS = click.Choice([kind.value for kind in LetterKind])


@click.command("example-case")
@click.option("--kind", type=KINDS, default=LetterKind.DENIAL.value, show_default=True, help="Letter type.")
@reports_errors
def example_case(kind: str) -> None:
    """Print an invented case file that a letter of this kind fits."""
    now = datetime.now(UTC).replace(microsecond=0)
    click.echo(case_file.dump(example(LetterKind(kind), installed(), now)).encode(), nl=False)


@click.command()
@click.argument("case", metavar="CASE.json")
@click.option("--kind", type=KINDS, required=True, help="Letter type.")
@click.option(
    "--copy", type=click.Choice([copy.value for copy in Copy]), help="Copy: member, provider or internal."
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FILE.pdf", help="Where to write it."
)
@reports_errors
def letter(case: str, kind: str, copy: str | None, out: Path) -> None:
    """Write a letter from a whole case file; - reads standard input.

    Its record code is a digest of the case file, since no archive is at hand.
    """
    text = read_text(case)
    if is_same(out, case):
        raise LetterError(f"{out}: this is the case file.", "Choose another name.")
    pdf = letter_from_text(text, LetterKind(kind), Copy(copy) if copy else None, installed())
    write_letter(out, pdf)
    click.echo(click.format_filename(out))

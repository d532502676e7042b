"""Commands for policy forms."""

from __future__ import annotations

from pathlib import Path

import click

from ur_desktop import paths
from ur_desktop.cli.errors import reports_errors
from ur_desktop.domain.errors import FormError, UserError
from ur_desktop.files.form_examples import check_examples, examples_path
from ur_desktop.files.form_wordings import check_wordings
from ur_desktop.forms.cards import FILE as CARDS_FILE
from ur_desktop.forms.cards import read_cards
from ur_desktop.forms.load import read_form
from ur_desktop.library import Library


@click.group()
def forms() -> None:
    """Check policy forms."""


@forms.command()
@click.argument("path", type=click.Path(path_type=Path))
@reports_errors
def check(path: Path) -> None:
    """Check a form file, or every form below a folder: its wordings, and the examples next to each."""
    unprintable = Library(paths.forms_dir(), paths.templates_dir()).unprintable
    files = sorted(_forms_below(path))
    if not files:
        raise FormError(f"{path}: no form was found here.", 'A form is named by its date, "2024-07-01.yaml".')
    faults: list[str] = []
    for file in files:
        try:
            policy = read_form(file)
            check_wordings(file, unprintable)
            count = check_examples(policy, examples_path(file))
        except UserError as error:
            faults += error.faults
        else:
            click.echo(f"{file}: valid, {count} examples passed.")
    if (path / CARDS_FILE).is_file():
        try:
            click.echo(f"{path / CARDS_FILE}: valid, {len(read_cards(path))} cards.")
        except UserError as error:
            faults += error.faults
    if faults:
        raise FormError("The forms have errors.", "", tuple(faults))


def _forms_below(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return [
        file
        for file in path.rglob("*.yaml")
        if not file.name.endswith(".examples.yaml") and file.name != CARDS_FILE
    ]

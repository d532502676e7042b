"""The command line: the window, and everything that works without one."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir

import click

from ur_desktop.cli.backup import backup, backups, restore
from ur_desktop.cli.errors import reports_errors
from ur_desktop.cli.forms import forms
from ur_desktop.cli.letter import example_case, letter
from ur_desktop.cli.review import assess
from ur_desktop.cli.vault import vault


@click.group(invoke_without_command=True)
@click.version_option(package_name="ur-desktop")
@click.pass_context
def main(context: click.Context) -> None:
    """Open UR Desktop, or run one command."""
    if context.invoked_subcommand is None:
        from ur_desktop.app import has_display, run_window

        if has_display():
            sys.exit(run_window())
        _demonstrate()


@reports_errors
def _demonstrate() -> None:
    """Run the window off-screen where no display can show it, and print what was written."""
    from ur_desktop.demo import demonstration

    folder = Path(gettempdir()) / f"ur-desktop-demonstration-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}"
    click.echo(f"No display found. Running the demo off-screen; see {folder}.")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    demonstration.run(folder, click.echo)


@main.command(hidden=True)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@reports_errors
def screens(folder: Path) -> None:
    """Write every screen as pictures, and every letter, into a folder."""
    from ur_desktop.demo.screens import write

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    write(folder, click.echo)


for command in (assess, forms, example_case, letter, vault):
    main.add_command(command)
for command in (backup, backups, restore):
    vault.add_command(command)

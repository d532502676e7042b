"""Commands that look after a vault; while the window has it open they say so and exit with 1."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from ur_desktop import paths
from ur_desktop.cli.errors import says_faults
from ur_desktop.domain.errors import StorageError
from ur_desktop.library import Library
from ur_desktop.storage import vault as store
from ur_desktop.storage.sign_in import Refused, sign_in
from ur_desktop.storage.vault import Vault

LONGEST_PASSWORD = 10_000
CODE = re.compile(r"[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}")


def whole_path(_context: click.Context, _option: click.Parameter, path: Path) -> Path:
    """A folder as it is found from anywhere, so that it has a name and a place beside it."""
    try:
        return Path(os.path.realpath(path)) if ".." in path.parts else path.absolute()
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"{path} leads nowhere.") from error


at_vault: Callable[[Callable[..., None]], Callable[..., None]] = click.option(
    "--vault",
    "folder",
    type=click.Path(path_type=Path),
    callback=whole_path,
    required=True,
    metavar="PATH",
    help="The folder of the vault.",
)
as_user: Callable[[Callable[..., None]], Callable[..., None]] = click.option(
    "--user", "user_id", metavar="ID", help="Who signs in; needed where several people may."
)
with_password_file: Callable[[Callable[..., None]], Callable[..., None]] = click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read the password from a file's first line; without it the terminal asks.",
)


@click.group()
def vault() -> None:
    """Look after a vault: the folder with everybody's records."""


def signed_in(folder: Path, user_id: str | None, password_file: Path | None) -> Vault:
    """The vault, open, as whoever the options name; wrong passwords wait as in the window."""
    came = sign_in(folder, who(folder, user_id), password(password_file), datetime.now(UTC))
    if isinstance(came, Refused):
        raise StorageError(came.words)
    return came


def who(folder: Path, user_id: str | None) -> str:
    """The user id to sign in with: the one named, or that of the only person there is."""
    if user_id:
        return user_id
    people = store.users(folder)
    if len(people) == 1:
        return people[0].user_id
    ids = ", ".join(sorted(person.user_id for person in people))
    raise StorageError("Several people may sign in here.", f"Say who with --user: {ids}.")


def password(file: Path | None) -> str:
    """The first line of a file, or what is typed on the terminal without being shown."""
    if file is None:
        typed: str = click.prompt("Password", hide_input=True, err=True)
        return typed
    try:
        with file.open(encoding="utf-8-sig") as text:
            return text.readline(LONGEST_PASSWORD).rstrip("\r\n")
    except (OSError, ValueError):
        raise StorageError("The password file can't be read.", "Check its path; it is UTF-8 text.") from None


@vault.command()
@at_vault
@as_user
@with_password_file
@click.option(
    "--code",
    metavar="CODE",
    default="",
    help="Also say which letters the record code of a printed one proves.",
)
@says_faults
def verify(folder: Path, user_id: str | None, password_file: Path | None, code: str) -> None:
    """Check the whole record: the file, every line of the journal, every letter, and their anchors."""
    if code and not CODE.fullmatch(code.strip()):
        raise StorageError(
            f"{code} is no record code.", "It looks like 7F3A-91C2-0D5E, on each page of a letter."
        )
    library = Library(paths.forms_dir(), paths.templates_dir())
    user = who(folder, user_id)
    report = store.verify_closed(
        folder, user, password(password_file), datetime.now(UTC), library.record_codes, code
    )
    if report.faults:
        raise StorageError("The record is not in order.", "", report.faults)
    checked = f"lines of the journal: {report.lines:,}, letters: {report.letters:,}"
    click.echo(f"{click.format_filename(folder)}: in order ({checked}).")
    if report.proof:
        click.echo(report.proof)

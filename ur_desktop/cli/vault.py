"""Commands for a vault, and how they sign in; while the window has it open they say so and exit with 1."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from ur_desktop.casework import audit
from ur_desktop.casework.people import users_of
from ur_desktop.casework.session import Session
from ur_desktop.casework.sign_in import Refused, sign_in
from ur_desktop.cli.errors import reports_errors
from ur_desktop.cli.files import installed
from ur_desktop.domain.errors import StorageError

LONGEST_PASSWORD = 10_000
CODE = re.compile(r"[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}")


def absolute_path(_context: click.Context, _option: click.Parameter, path: Path) -> Path:
    """An absolute path, so that the folder has a name and a parent."""
    try:
        return Path(os.path.realpath(path)) if ".." in path.parts else path.absolute()
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"{path} does not exist.") from error


at_vault: Callable[[Callable[..., None]], Callable[..., None]] = click.option(
    "--vault",
    "folder",
    type=click.Path(path_type=Path),
    callback=absolute_path,
    required=True,
    metavar="PATH",
    help="The folder of the vault.",
)
as_user: Callable[[Callable[..., None]], Callable[..., None]] = click.option(
    "--user", "user_id", metavar="ID", help="User ID, if there are several users."
)
with_password_file: Callable[[Callable[..., None]], Callable[..., None]] = click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read the password from a file's first line; without it the terminal asks.",
)


@click.group()
def vault() -> None:
    """Manage a vault."""


@contextmanager
def signed_in(folder: Path, user_id: str | None, password_file: Path | None) -> Iterator[Session]:
    """A session of the user that the options name; wrong passwords wait as in the window."""
    user, secret = user_to_sign_in(folder, user_id), password(password_file)
    session = sign_in(folder, user, secret, installed(), lambda: datetime.now(UTC))
    if isinstance(session, Refused):
        raise StorageError(session.words)
    with session.vault:
        yield session


def user_to_sign_in(folder: Path, user_id: str | None) -> str:
    """The user ID to sign in with: the one named, or that of the only user."""
    if user_id:
        return user_id
    people = users_of(folder)
    if len(people) == 1:
        return people[0].user_id
    ids = ", ".join(sorted(person.user_id for person in people))
    raise StorageError("Several users can sign in.", f"Choose one with --user: {ids}.")


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
    help="Also show which letters this record code proves.",
)
@reports_errors
def verify(folder: Path, user_id: str | None, password_file: Path | None, code: str) -> None:
    """Verify the database, audit log and letters."""
    if code and not CODE.fullmatch(code.strip()):
        raise StorageError(
            f"{code} is not a record code.", "It looks like 7F3A-91C2-0D5E, on each page of a letter."
        )
    user = user_to_sign_in(folder, user_id)
    report = audit.verify_closed(folder, user, password(password_file), datetime.now(UTC), installed(), code)
    if report.faults:
        raise StorageError("Problems found.", "", report.faults)
    checked = f"log entries: {report.lines:,}, letters: {report.letters:,}"
    click.echo(f"{click.format_filename(folder)}: no problems found ({checked}).")
    if report.proof:
        click.echo(report.proof)

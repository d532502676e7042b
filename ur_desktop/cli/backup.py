"""Commands for a vault's backups: make one, list them, restore one."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from ur_desktop.casework import backup as casework_backup
from ur_desktop.casework import restore as casework_restore
from ur_desktop.cli.errors import reports_errors
from ur_desktop.cli.vault import absolute_path, as_user, at_vault, password, signed_in, with_password_file
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.vault.backup import BackupSummary


@click.command()
@at_vault
@as_user
@click.option(
    "--to", type=click.Path(path_type=Path), metavar="FOLDER", help="Where, instead of next to the vault."
)
@with_password_file
@reports_errors
def backup(folder: Path, user_id: str | None, to: Path | None, password_file: Path | None) -> None:
    """Make a backup, verify it, and print its folder."""
    with signed_in(folder, user_id, password_file) as session:
        job = casework_backup.begin(session, to)
        made = job.wait()
    click.echo(click.format_filename(made.folder))
    if job.second_fault is not None:
        raise job.second_fault


@click.command()
@at_vault
@reports_errors
def backups(folder: Path) -> None:
    """List the vault's backups, the newest first; no password is needed."""
    any_there = os.path.isdir(folder)  # noqa: PTH112, which fails where a name is too long
    for found in (casework_restore.backups_of, casework_restore.backups_in_second_folder):
        for one in found(folder):
            click.echo(_line(one))
            any_there = True
    if not any_there:
        raise StorageError("There is no vault here, and no backups next to it.", "Check the path.")


@click.command()
@click.argument("folder_of_backup", metavar="BACKUP", type=click.Path(path_type=Path), callback=absolute_path)
@at_vault
@as_user
@with_password_file
@reports_errors
def restore(folder_of_backup: Path, folder: Path, user_id: str | None, password_file: Path | None) -> None:
    """Restore a backup. The current vault is moved, never deleted.

    The password is the one that the person had when the backup was made.
    """
    chosen = casework_restore.backup_at(folder_of_backup)
    choice = casework_restore.look(chosen.key, folder)
    who = user_id or _only(tuple(person.user_id for person in choice.users))
    aside = casework_restore.restore(chosen.key, folder, who, password(password_file), datetime.now(UTC))
    click.echo(f"{click.format_filename(folder)}: restored as of {_time(chosen)}.")
    if aside is not None:
        click.echo(f"The previous vault is in {click.format_filename(aside)}.")


def _only(user_ids: tuple[str, ...]) -> str:
    if len(user_ids) == 1:
        return user_ids[0]
    ids = ", ".join(sorted(user_ids))
    raise StorageError(
        "Several users could sign in when this backup was made.", f"Choose one with --user: {ids}."
    )


def _line(found: BackupSummary) -> str:
    contents = f"cases: {found.cases:,}, letters: {found.letters:,}, bytes: {found.size:,}"
    place = click.format_filename(found.key)
    return f"{found.sequence:>6}  {_time(found)}  {contents}  {place}  {found.fault}".rstrip()


def _time(found: BackupSummary) -> str:
    return f"{found.made.astimezone(UTC):%Y-%m-%d %H:%M} UTC"

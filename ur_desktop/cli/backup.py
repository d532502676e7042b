"""Commands for a vault's backups: make one, list them, put one in the vault's place."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from ur_desktop.cli.errors import says_faults
from ur_desktop.cli.vault import as_user, at_vault, password, signed_in, whole_path, with_password_file
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage.backup import manifest, second_folder
from ur_desktop.storage.backup.job import default_folder
from ur_desktop.storage.backup.manifest import Backup
from ur_desktop.storage.backup.restore import people, refuse, restore, vault_id


@click.command("backup")
@at_vault
@as_user
@click.option(
    "--to", type=click.Path(path_type=Path), metavar="FOLDER", help="Where, instead of beside the vault."
)
@with_password_file
@says_faults
def make(folder: Path, user_id: str | None, to: Path | None, password_file: Path | None) -> None:
    """Make a backup, check it, and print its folder."""
    with signed_in(folder, user_id, password_file) as opened:
        making = opened.backups.begin(BackupReason.ASKED, datetime.now(UTC), to)
        made = making.wait()
    click.echo(click.format_filename(made.folder))
    if making.second_fault is not None:
        raise making.second_fault


@click.command("backups")
@at_vault
@says_faults
def show(folder: Path) -> None:
    """List the vault's backups, the newest first; no password is needed."""
    found = vault_id(folder)
    beside = default_folder(folder)
    any_there = os.path.isdir(folder)  # noqa: PTH112, which fails where a name is too long
    places = [beside, *map(Path, filter(None, [second_folder.load(beside, found).folder] if found else []))]
    for place in places:
        for backup in manifest.newest_first(manifest.backups(place, found)):
            click.echo(_line(backup))
            any_there = True
    if not any_there:
        raise StorageError("There is no vault here, and no backups beside it.", "Check the path.")


@click.command("restore")
@click.argument("folder_of_backup", metavar="BACKUP", type=click.Path(path_type=Path), callback=whole_path)
@at_vault
@as_user
@with_password_file
@says_faults
def put_back(folder_of_backup: Path, folder: Path, user_id: str | None, password_file: Path | None) -> None:
    """Put a backup in the vault's place; the vault that was there is moved aside and never deleted.

    The password is the one that the person had when the backup was made.
    """
    backup = manifest.read(folder_of_backup)
    refuse(backup, folder)
    aside = restore(backup, folder, _who(backup, user_id), password(password_file), datetime.now(UTC))
    made = f"{backup.manifest.made.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    click.echo(f"{click.format_filename(folder)}: restored as of {made}.")
    if aside is not None:
        click.echo(f"The vault that was there is now {click.format_filename(aside)}.")


COMMANDS = (make, show, put_back)
"""What the group `vault` gets."""


def _who(backup: Backup, user_id: str | None) -> str:
    if user_id:
        return user_id
    known = people(backup)
    if len(known) == 1:
        return known[0].user_id
    ids = ", ".join(sorted(person.user_id for person in known))
    raise StorageError("Several people could sign in when this was made.", f"Say who with --user: {ids}.")


def _line(backup: Backup) -> str:
    held = backup.manifest
    when = f"{held.made.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    what = f"cases: {held.cases:,}, letters: {held.letters:,}, bytes: {held.size:,}"
    return (
        f"{held.sequence:>6}  {when}  {what}  {click.format_filename(backup.folder)}  {backup.fault}".rstrip()
    )

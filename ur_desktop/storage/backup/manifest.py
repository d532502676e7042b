"""A backup in its folder: its name, its manifest, and checks that need no key.

``ur-vault-3f2a91c0-20260115T093000Z-000017`` holds ``vault.db``, ``vault.json`` and ``manifest.json``. The
manifest names no member and no person: numbers, times, digests and chain heads, sealed under the data key.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ur_desktop import safe_read
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage.disk.untrusted_types import Count, Hex, Moment, Word
from ur_desktop.storage.keys.seal import seal_of

NAME, PARTIAL = "manifest.json", ".partial"
FILES = frozenset({"vault.db", "vault.json", "vault.anchor.json"})
"""The files of a backup besides its manifest; the last one is optional."""
FORMAT = 1
LARGEST = 1024 * 1024
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """One file of a backup: its size in bytes and its SHA-256."""

    size: Count
    digest: Hex


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. ``steps`` are the schema's, ``archive`` and ``journal`` where the chains end.

    ``sequence`` counts a vault's backups from 1, ``made`` is aware, ``program`` the version that made it.
    """

    vault: Hex
    sequence: Count
    made: Moment
    reason: BackupReason
    program: Word
    steps: tuple[Word, ...]
    cases: Count
    letters: Count
    answers: Count
    archive: tuple[Count, Hex]
    journal: tuple[Count, Hex]
    files: Mapping[str, File]
    seal: Hex = ""

    @property
    def name(self) -> str:
        """The name of the backup's folder."""
        made = f"{self.made.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        return f"{prefix(self.vault)}{made}-{self.sequence:06}"

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files.values())

    def sealed(self, data_key: bytes) -> Manifest:
        """Return the manifest with a seal for its content."""
        body = _MANIFEST.dump_python(replace(self, seal=""), mode="json")
        return replace(self, seal=seal_of(data_key, "backup", body))

    def text(self) -> bytes:
        """Return the content of ``manifest.json``."""
        body = _MANIFEST.dump_python(self, mode="json")
        return json.dumps({"format": FORMAT, "manifest": body}, indent=1).encode()


_MANIFEST = TypeAdapter(Manifest)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in its folder; ``fault`` is a sentence that says why it can't be used, from a check without a key."""

    folder: Path
    manifest: Manifest
    fault: str = ""


def prefix(vault_id: str) -> str:
    """Return the prefix of the names of a vault's backups."""
    return f"ur-vault-{vault_id[:8]}-"


def read(folder: Path) -> Backup:
    """Return a backup from its manifest and file sizes; StorageError when the manifest can't be read."""
    try:
        whole = safe_read.values(folder / NAME, LARGEST)
        if whole["format"] != FORMAT:
            raise StorageError(
                "This backup was made by a newer version of UR Desktop.",
                "Install that version to restore it.",
            )
        manifest = _MANIFEST.validate_python(whole["manifest"])
    except FileNotFoundError:
        raise StorageError(f"{folder.name} is not a backup: it has no {NAME}.", "Choose another.") from None
    except OSError as error:
        raise StorageError(f"This backup can't be read: {error.strerror}.", "Check its folder.") from error
    except (ValidationError, ValueError, TypeError, KeyError, RecursionError):
        raise StorageError(f"The manifest of {folder.name} is damaged.", "Choose another backup.") from None
    return Backup(folder, manifest, _fault(folder, manifest))


def backups(folder: Path, vault_id: str = "") -> tuple[Backup, ...]:
    """Return the backups in a folder, newest first; of one vault if ``vault_id`` is given.

    Incomplete backups and other files are left out; StorageError when the folder can't be read.
    """
    found = []
    try:
        places = [
            place
            for place in folder.iterdir()
            if place.name.startswith(prefix(vault_id) if vault_id else "ur-vault-")
            and not place.name.endswith(PARTIAL)
        ]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise StorageError(
            f"The backup folder can't be read: {error.strerror}.", "Check it, or choose another."
        ) from error
    for place in places:
        try:
            backup = read(place)
        except StorageError:
            continue
        if not vault_id or backup.manifest.vault == vault_id:
            found.append(backup)
    return tuple(sorted(found, key=lambda one: (one.manifest.sequence, one.manifest.made), reverse=True))


def newest_first(found: Iterable[Backup]) -> tuple[Backup, ...]:
    """Backups sorted by time; their numbers start again at one after the vault keys are replaced."""
    return tuple(sorted(found, key=lambda one: (one.manifest.made, one.manifest.sequence), reverse=True))


def check_files(backup: Backup) -> None:
    """Read every file of a backup; StorageError when one is missing or changed."""
    if backup.fault:
        raise StorageError(backup.fault, "Choose another backup.")
    for name, expected in backup.manifest.files.items():
        try:
            with (backup.folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise StorageError(
                f"{name} of this backup can't be read: {error.strerror}.", "Choose another."
            ) from error
        if found != expected.digest:
            raise StorageError(f"{name} of this backup is damaged.", "Choose another backup.")


def _fault(folder: Path, manifest: Manifest) -> str:
    for name, expected in manifest.files.items():
        if name not in FILES:
            return "The manifest of this backup is damaged."
        try:
            found = (folder / name).stat()
            if not stat.S_ISREG(found.st_mode) or found.st_size != expected.size:
                return f"This backup is damaged ({name})."
        except OSError:
            return f"{name} of this backup is missing."
    return "" if {"vault.db", "vault.json"} <= manifest.files.keys() else "This backup is incomplete."

"""Endless files, and paths that are not regular files."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ur_desktop import safe_read
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage import vault
from ur_desktop.storage.backup import restore_note
from ur_desktop.storage.backup.manifest import read
from ur_desktop.storage.backup.restore_note import NOTE
from ur_desktop.storage.disk import open_marker
from ur_desktop.storage.disk.vault_files import names
from ur_desktop.storage.keys import header
from ur_desktop.storage.records import anchor
from ur_desktop.storage.records.anchor import Untrusted
from ur_desktop.storage.vault import Vault


def pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("put", [pipe, endless, Path.mkdir])
def test_only_regular_files_are_read(put: Callable[..., Any], tmp_path: Path) -> None:
    put(tmp_path / "it")
    with pytest.raises(OSError, match=r"not a file|directory"):
        safe_read.content(tmp_path / "it", 10)


def test_a_file_is_read_up_to_the_size_limit(tmp_path: Path) -> None:
    (tmp_path / "it").write_bytes(b"0123456789")
    assert safe_read.content(tmp_path / "it", 10) == b"0123456789"
    with pytest.raises(OSError, match="too large"):
        safe_read.content(tmp_path / "it", 9)


@pytest.mark.parametrize("put", [pipe, endless])
def test_no_file_of_a_vault_keeps_a_reader_waiting(
    put: Callable[..., Any], made: str, folder: Path, password: str, now: datetime
) -> None:
    for name in (anchor.NAME, open_marker.NAME, NOTE):
        put(folder / name)
    with pytest.raises(Untrusted):
        anchor.read(folder, "", b"")
    assert open_marker.find(folder) is None
    assert restore_note.read(folder, b"") is None
    vault.open_vault(folder, "tspecimen", password, now).close()
    put(folder / "vault.db")
    with pytest.raises(StorageError, match="not a file"):
        vault.open_vault(folder, "tspecimen", password, now)
    for name in (header.NAME, header.COPY):
        put(folder / name)
    assert names(folder) == ()
    with pytest.raises(StorageError, match="not a file"):
        header.load(folder)


@pytest.mark.parametrize("put", [pipe, endless])
def test_no_file_of_a_backup_keeps_a_reader_waiting(
    put: Callable[..., Any], opened: Vault, now: datetime
) -> None:
    made = opened.backups.make(BackupReason.ASKED, now)
    put(made.folder / "vault.db")
    assert "is damaged" in read(made.folder).fault
    put(made.folder / "manifest.json")
    with pytest.raises(StorageError, match="not a file"):
        read(made.folder)
    assert opened.backups.all() == ()

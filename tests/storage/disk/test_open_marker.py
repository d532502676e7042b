"""The file next to a vault that says where it is open."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage import vault
from ur_desktop.storage.disk import open_marker
from ur_desktop.storage.disk.open_marker import Occupancy
from ur_desktop.storage.vault import Vault


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / "vault.open"


def test_an_open_vault_says_where_and_since_when(opened: Vault, folder: Path, now: datetime) -> None:
    found = open_marker.find(folder)
    assert found == Occupancy.this_process("tspecimen", now)
    assert not found.is_elsewhere


def test_a_closed_vault_says_nothing(opened: Vault, file: Path) -> None:
    opened.close()
    assert not file.exists()


def test_a_vault_open_on_another_computer_is_refused_with_its_name(
    made: str, folder: Path, password: str, now: datetime, file: Path
) -> None:
    open_marker.note(folder, Occupancy("front-desk", 4711, "mexample", now - timedelta(days=1)))
    with pytest.raises(StorageError) as refused:
        vault.open_vault(folder, "tspecimen", password, now)
    assert str(refused.value).startswith(
        "This vault is open on the computer front-desk since Jan 14, 2026, 9:30 AM (mexample)."
    )
    assert "delete vault.open" in refused.value.fix
    file.unlink()
    vault.open_vault(folder, "tspecimen", password, now).close()


def test_a_file_left_by_a_killed_process_does_not_prevent_opening(
    made: str, folder: Path, password: str, now: datetime, file: Path
) -> None:
    gone = Occupancy.this_process("mexample", now)
    file.write_text(json.dumps({"host": gone.host, "pid": 4711, "user": gone.user, "since": now.isoformat()}))
    with vault.open_vault(folder, "tspecimen", password, now):
        assert open_marker.find(folder) == Occupancy.this_process("tspecimen", now)


def test_a_renamed_computer_is_the_same_computer(
    made: str, folder: Path, password: str, now: datetime
) -> None:
    gone = replace(Occupancy.this_process("mexample", now), host="its-old-name")
    open_marker.note(folder, gone)
    assert open_marker.find(folder) == gone
    with vault.open_vault(folder, "tspecimen", password, now):
        pass


def test_another_computer_of_the_same_name_is_another_computer(
    made: str, folder: Path, password: str, now: datetime
) -> None:
    open_marker.note(folder, replace(Occupancy.this_process("mexample", now), machine="another"))
    with pytest.raises(StorageError, match="open on the computer"):
        vault.open_vault(folder, "tspecimen", password, now)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[]", b"{}", b'{"host": "a", "pid": "b"}', b"[" * 9999]
)
def test_an_unreadable_file_does_not_prevent_opening(
    made: str, folder: Path, password: str, now: datetime, file: Path, content: bytes
) -> None:
    file.write_bytes(content)
    vault.open_vault(folder, "tspecimen", password, now).close()
    assert not file.exists()


def test_a_vault_opens_when_the_file_can_not_be_written(
    made: str, folder: Path, password: str, now: datetime, file: Path
) -> None:
    file.mkdir()
    vault.open_vault(folder, "tspecimen", password, now).close()
    assert file.is_dir()


def test_another_process_does_not_delete_the_file(folder: Path, now: datetime, file: Path) -> None:
    folder.mkdir()
    here = Occupancy.this_process("tspecimen", now)
    open_marker.note(folder, Occupancy(here.host, here.pid + 1, here.user, now))
    open_marker.clear(folder)
    assert file.exists()


@pytest.mark.parametrize("pid", ["Infinity", "1e400", "NaN", "null"])
def test_an_invalid_process_id_is_ignored(folder: Path, made: str, file: Path, pid: str) -> None:
    file.write_text(f'{{"host": "front-desk", "pid": {pid}, "user": "x", "since": "2026-01-15T09:30:00Z"}}')
    assert open_marker.find(folder) is None


def test_an_existing_link_is_never_written_through(
    made: str, folder: Path, password: str, now: datetime, file: Path
) -> None:
    before = (folder / "vault.json").read_bytes()
    file.symlink_to("vault.json")
    with vault.open_vault(folder, "tspecimen", password, now):
        assert not file.is_symlink()
    assert (folder / "vault.json").read_bytes() == before


def test_a_long_name_that_anybody_wrote_there_is_cut(
    made: str, folder: Path, now: datetime, file: Path
) -> None:
    told = {"host": "h" * 5_000, "pid": 1, "user": "u" * 3_000, "since": now.isoformat()}
    file.write_text(json.dumps(told))
    found = open_marker.find(folder)
    assert found is not None
    assert len(found.refusal().what) < 250

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ur_desktop.domain.errors import InUse, NotAuthorized, StorageError
from ur_desktop.domain.journal import Event, EventKind
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage import vault, verify
from ur_desktop.storage.backup import manifest, restore
from ur_desktop.storage.backup.manifest import Backup, read
from ur_desktop.storage.backup.restore import finish_interrupted, people, refuse
from ur_desktop.storage.backup.restore_note import NOTE
from ur_desktop.storage.database import inspect
from ur_desktop.storage.disk.vault_files import is_vault, names
from ur_desktop.storage.keys import header
from ur_desktop.storage.keys.header import Header
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import Vault

OPENING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ur_desktop.storage import vault
held = vault.open_vault(Path(sys.argv[1]), "tspecimen", sys.argv[2], datetime(2026, 1, 16, tzinfo=UTC))
print("open", flush=True)
sys.stdin.read()
"""
CRASHING = Path(__file__).with_name("crashing_restore.py")


@pytest.fixture
def made_backup(opened: Vault, sample_case: Callable[..., Any], now: datetime) -> Backup:
    """A backup of a vault with one case; the vault itself then has two, and is closed."""
    opened.cases.add(sample_case(1), None)
    made = opened.backups.make(BackupReason.ASKED, now)
    opened.cases.add(sample_case(2), None)
    opened.close()
    return made


@pytest.fixture
def opening(folder: Path, password: str, now: datetime) -> Callable[..., Any]:
    def open_it(where: Path = folder, user_id: str = "tspecimen", secret: str = password) -> Vault:
        return vault.open_vault(where, user_id, secret, now + timedelta(days=1))

    return open_it


def cases(open_one: Vault) -> set[int]:
    with open_one:
        return {number for number in (1, 2) if open_one.cases.earlier("example-nc", f"TEST-{number:05}")}


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_restore_replaces_the_vault_and_moves_it_aside(
    made_backup: Backup, folder: Path, password: str, now: datetime, opening: Callable[..., Any]
) -> None:
    aside = restore.restore(made_backup, folder, "tspecimen", password, now)
    assert cases(opening()) == {1}
    assert aside == folder.with_name("vault-replaced-20260115T093000Z")
    assert cases(opening(aside)) == {1, 2}
    assert made_backup == read(made_backup.folder)


def test_two_restores_in_one_second_keep_both_vaults(
    made_backup: Backup, folder: Path, password: str, now: datetime
) -> None:
    first = restore.restore(made_backup, folder, "tspecimen", password, now)
    second = restore.restore(made_backup, folder, "tspecimen", password, now)
    assert {first, second} <= set(folder.parent.iterdir())


def test_a_restored_vault_journals_the_restore_once(
    made_backup: Backup, folder: Path, password: str, now: datetime, opening: Callable[..., Any]
) -> None:
    restore.restore(made_backup, folder, "tspecimen", password, now)
    said = []
    for _ in range(2):
        with opening() as again:
            said.append(again.notice)
            lines = [line for line in again.journal.entries() if line.kind is EventKind.RESTORE]
            again.journal.verify()
    assert said == ["This vault was restored by tspecimen from the backup of Jan 15, 2026.", ""]
    [line] = lines
    assert (line.by, line.detail["backup"], line.detail["at"]) == ("tspecimen", 1, now.isoformat())


def test_a_restore_note_without_a_valid_seal_is_ignored(
    made_backup: Backup, folder: Path, opening: Callable[..., Any]
) -> None:
    (folder / NOTE).write_text(
        '{"sequence": 1, "made": "2026-01-01T00:00:00Z", "by": "eve", "at": "2026-01-01T00:00:00Z", "seal": "00"}'
    )
    with opening() as again:
        assert not [line for line in again.journal.entries() if line.kind is EventKind.RESTORE]


def test_a_restored_vault_has_both_copies_of_its_header(
    made_backup: Backup, folder: Path, password: str, now: datetime, opening: Callable[..., Any]
) -> None:
    restore.restore(made_backup, folder, "tspecimen", password, now)
    (folder / "vault.json").unlink()
    assert cases(opening()) == {1}


def test_a_backup_can_be_restored_to_another_folder_or_computer(
    made_backup: Backup, tmp_path: Path, password: str, now: datetime, opening: Callable[..., Any]
) -> None:
    elsewhere = tmp_path / "other computer" / "vault"
    assert restore.restore(made_backup, elsewhere, "tspecimen", password, now) is None
    assert cases(opening(elsewhere)) == {1}


def test_the_password_of_that_time_opens_it_and_todays_does_not(
    opened: Vault, folder: Path, nurse: Reviewer, now: datetime, opening: Callable[..., Any], password: str
) -> None:
    made = opened.backups.make(BackupReason.ASKED, now)
    opened.set_password(nurse, "another sample phrase", LEAST)
    opened.close()
    with pytest.raises(StorageError, match="Use the one you had when the backup was made"):
        restore.restore(made, folder, "tspecimen", "another sample phrase", now)
    restore.restore(made, folder, "tspecimen", password, now)
    opening().close()


def test_a_user_added_after_the_backup_can_not_restore(
    opened: Vault, folder: Path, physician: Reviewer, now: datetime
) -> None:
    made = opened.backups.make(BackupReason.ASKED, now)
    opened.add_user(physician, "another sample phrase", LEAST)
    opened.close()
    assert [person.user_id for person in people(made)] == ["tspecimen"]
    with pytest.raises(StorageError, match="could not sign in when the backup was made"):
        restore.restore(made, folder, "mexample", "another sample phrase", now)


def test_who_may_not_restore_is_told_who_may(
    opened: Vault, folder: Path, physician: Reviewer, now: datetime
) -> None:
    opened.add_user(physician, "another sample phrase", LEAST)
    made = opened.backups.make(BackupReason.CLOSE, now)
    opened.close()
    with pytest.raises(NotAuthorized, match="may restore a backup"):
        restore.restore(made, folder, "mexample", "another sample phrase", now)
    assert [person.user_id for person in restore.who_may_restore(made)] == ["tspecimen", "recovery"]


def test_the_recovery_key_of_that_time_restores_too(
    made_backup: Backup, made: str, folder: Path, now: datetime, opening: Callable[..., Any]
) -> None:
    restore.restore(made_backup, folder, "recovery", made.lower(), now)
    assert cases(opening()) == {1}


def lines_of(open_one: Vault, kind: EventKind) -> list[Event]:
    return [line for line in open_one.journal.entries() if line.kind is kind]


@pytest.mark.parametrize("chosen", [0, 1, 2])
def test_after_a_restore_of_any_backup_the_vault_opens_now_and_later_and_numbers_on(
    opened: Vault,
    folder: Path,
    sample_case: Callable[..., Any],
    now: datetime,
    password: str,
    opening: Callable[..., Any],
    chosen: int,
) -> None:
    """Backups that the restore made obsolete raise no alarm, with later ones of both branches in one folder."""
    made = []
    for number in range(3):
        opened.cases.add(sample_case(number + 1), None)
        made.append(opened.backups.make(BackupReason.ASKED, now + timedelta(minutes=number)))
    opened.close()
    restore.restore(made[chosen], folder, "tspecimen", password, now + timedelta(hours=1))
    for later in range(2):
        with opening() as again:
            assert (
                again.backups.make(BackupReason.ASKED, now + timedelta(days=2)).manifest.sequence == 4 + later
            )
            assert not list(verify.run_all(again.examine()).faults)
    restore.restore(made[0], folder, "tspecimen", password, now + timedelta(days=3))
    for _ in range(2):
        with opening() as again:
            assert again.backups.make(BackupReason.ASKED, now + timedelta(days=4)).manifest.sequence >= 6
    with opening() as again:
        assert [one.manifest.sequence for one in again.backups.all()] == list(range(7, 0, -1))


def test_a_restore_elsewhere_counts_on_from_the_backups_that_it_was_chosen_among(
    opened: Vault, tmp_path: Path, now: datetime, password: str, opening: Callable[..., Any]
) -> None:
    made = [opened.backups.make(BackupReason.ASKED, now + timedelta(minutes=number)) for number in range(3)]
    elsewhere = tmp_path / "other computer" / "vault"
    restore.restore(made[0], elsewhere, "tspecimen", password, now)
    with opening(elsewhere) as again:
        assert again.backups.make(BackupReason.ASKED, now).manifest.sequence == 4


# After damage


def harm_nothing(folder: object) -> object:
    return folder


def cut_database(folder: Path) -> None:
    os.truncate(folder / "vault.db", 10_000)


def empty_database(folder: Path) -> None:
    os.truncate(folder / "vault.db", 0)


def lose_database(folder: Path) -> None:
    (folder / "vault.db").unlink()


def lose_header(folder: Path) -> None:
    (folder / "vault.json").unlink()
    (folder / "vault.json.bak").unlink()


def scramble_both(folder: Path) -> None:
    for name in ("vault.json", "vault.json.bak"):
        (folder / name).write_bytes(b"\0" * 100)
    os.truncate(folder / "vault.db", 0)


def lose_everything(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


@pytest.mark.parametrize(
    "harm", [cut_database, empty_database, lose_database, lose_header, scramble_both, lose_everything]
)
def test_a_restore_repairs_damage(
    made_backup: Backup,
    folder: Path,
    password: str,
    now: datetime,
    opening: Callable[..., Any],
    harm: Callable[..., Any],
) -> None:
    harm(folder)
    with pytest.raises(StorageError):
        opening()
    restore.restore(made_backup, folder, "tspecimen", password, now)
    assert cases(opening()) == {1}


# Refusals


def test_another_vaults_backup_is_refused(
    made_backup: Backup, tmp_path: Path, nurse: Reviewer, now: datetime, password: str
) -> None:
    other = tmp_path / "other"
    vault.create(other, nurse, password, now, LEAST)[0].close()
    before = everything(other)
    with pytest.raises(StorageError, match="backup of another vault"):
        restore.restore(made_backup, other, "tspecimen", password, now)
    assert everything(other) == before


def test_another_vaults_backup_is_refused_by_the_database_when_the_header_is_lost(
    made_backup: Backup, tmp_path: Path, nurse: Reviewer, now: datetime, password: str
) -> None:
    other = tmp_path / "other"
    vault.create(other, nurse, password, now, LEAST)[0].close()
    lose_header(other)
    with pytest.raises(StorageError, match="backup of another vault"):
        refuse(made_backup, other)


def test_a_newer_programs_backup_is_refused(
    made_backup: Backup, folder: Path, password: str, now: datetime
) -> None:
    newer = replace(
        made_backup, manifest=replace(made_backup.manifest, steps=("first_schema", "a_later_step"))
    )
    before = everything(folder.parent)
    with pytest.raises(StorageError, match="newer version of UR Desktop"):
        restore.restore(newer, folder, "tspecimen", password, now)
    assert everything(folder.parent) == before


def test_a_vault_that_is_open_is_not_replaced(
    made_backup: Backup, folder: Path, password: str, now: datetime, opening: Callable[..., Any]
) -> None:
    # Another process, as locks are a process's own.
    with subprocess.Popen(
        (sys.executable, "-c", OPENING, str(folder), password),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StorageError, match="open in another window"):
            restore.restore(made_backup, folder, "tspecimen", password, now)
        other.communicate("")
    assert cases(opening()) == {1, 2}


def test_a_damaged_backup_leaves_the_vault_as_it_is(
    made_backup: Backup, folder: Path, password: str, now: datetime, opening: Callable[..., Any]
) -> None:
    content = bytearray((made_backup.folder / "vault.db").read_bytes())
    content[9000] ^= 1
    (made_backup.folder / "vault.db").write_bytes(content)
    with pytest.raises(StorageError, match="damaged"):
        restore.restore(made_backup, folder, "tspecimen", password, now)
    assert cases(opening()) == {1, 2}
    assert {path.name for path in folder.parent.iterdir()} == {"vault", "backups"}


def test_a_header_put_into_a_backup_from_elsewhere_is_refused(
    made_backup: Backup, folder: Path, tmp_path: Path, nurse: Reviewer, now: datetime, password: str
) -> None:
    other = tmp_path / "other"
    vault.create(other, nurse, password, now, LEAST)[0].close()
    content = (other / "vault.json").read_bytes()
    (made_backup.folder / "vault.json").write_bytes(content)
    files = {**made_backup.manifest.files, "vault.json": manifest.File(len(content), "0")}
    forged = replace(made_backup, manifest=replace(made_backup.manifest, files=files))
    with pytest.raises(StorageError, match="header in this backup is of another vault"):
        restore.restore(forged, folder, "tspecimen", password, now)


# Cut short


@pytest.mark.parametrize("way", ["crash", "raise"])
def test_a_restore_interrupted_at_any_step_leaves_a_vault_that_opens(
    made_backup: Backup, folder: Path, password: str, way: str
) -> None:
    """Each step is a system call: a file opened, renamed or removed, a folder created."""
    command = (sys.executable, str(CRASHING), way, str(folder.parent), made_backup.folder.name, password)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    outcomes = done.stdout.split()
    assert outcomes[-1] == "whole"
    assert len(outcomes) > 15
    assert set(outcomes) == {"old", "restored", "whole"}
    if way == "crash":  # what the disk refuses may be what the restore can do without
        assert outcomes == sorted(outcomes, key=["old", "restored", "whole"].index)


def test_a_complete_restored_vault_takes_the_empty_place(
    made_backup: Backup, folder: Path, opening: Callable[..., Any]
) -> None:
    (folder / NOTE).write_bytes(b"{}")
    folder.rename(folder.with_name("vault.restored"))
    finish_interrupted(folder)
    assert is_vault(folder)
    assert names(folder)
    assert cases(opening()) == {1, 2}


def test_opening_finishes_an_interrupted_restore(
    made_backup: Backup, folder: Path, opening: Callable[..., Any]
) -> None:
    (folder / NOTE).write_bytes(b"{}")
    folder.rename(folder.with_name("vault.restored"))
    assert cases(opening()) == {1, 2}


def test_what_had_arrived_when_the_vault_was_moved_aside_already_takes_its_place(
    made_backup: Backup, folder: Path, password: str, now: datetime, opening: Callable[..., Any]
) -> None:
    """As after a power failure that lost the first of two renames but not the second."""
    aside = restore.restore(made_backup, folder, "tspecimen", password, now)
    folder.rename(folder.with_name("vault.restoring"))
    assert cases(opening()) == {1}
    assert aside is not None
    assert aside.is_dir()


def test_an_incomplete_copy_replaces_nothing(
    made_backup: Backup, folder: Path, opening: Callable[..., Any]
) -> None:
    folder.rename(folder.with_name("vault.restoring"))
    with pytest.raises(StorageError, match=r"no vault\.json in this folder"):
        opening()


def test_a_copy_beside_an_open_vault_may_be_a_restore_that_goes_on(
    made_backup: Backup, folder: Path, opening: Callable[..., Any]
) -> None:
    ready = folder.with_name("vault.restored")
    with opening():
        ready.mkdir()
        (ready / NOTE).write_bytes(b"{}")
        finish_interrupted(folder)
        assert ready.exists()
    finish_interrupted(folder)
    assert not ready.exists()


def test_nobody_opens_the_vault_while_a_backup_takes_its_place(
    made_backup: Backup, folder: Path, password: str, now: datetime, opening: Callable[..., Any]
) -> None:
    """Neither this process nor another, because their saves would be moved aside with the folder."""
    said: list[str] = []

    def step(_size: int) -> None:
        for look in (opening, lambda: refuse(made_backup, folder)):
            with pytest.raises(InUse, match="open in another window"):
                look()
        if not said:
            done = subprocess.run(
                (sys.executable, "-c", OPENING, str(folder), password),
                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            )  # fmt: skip
            said.append(done.stderr)

    aside = restore.restore(made_backup, folder, "tspecimen", password, now, step)
    assert "InUse: This vault is open in another window" in said[0]
    assert cases(opening()) == {1}
    assert cases(opening(aside)) == {1, 2}


def test_a_vault_replaced_while_it_is_opened_is_refused(
    made_backup: Backup,
    folder: Path,
    password: str,
    now: datetime,
    opening: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The restore happens after the header is read and before the database is opened."""
    load = header.load
    done: list[Path] = []

    def load_then_restore(where: Path) -> tuple[Header, bool]:
        found = load(where)
        if not done and where == folder:
            done.append(where)
            restore.restore(made_backup, folder, "tspecimen", password, now)
        return found

    opened = vault.open_vault(folder, "tspecimen", password, now)
    opened.set_password(opened.reviewer, "another sample phrase", LEAST)
    opened.close()
    monkeypatch.setattr(header, "load", load_then_restore)
    with pytest.raises(StorageError, match="just replaced"):
        opening(secret="another sample phrase")
    assert cases(opening()) == {1}


def test_a_vault_still_in_place_stays_and_the_copy_is_deleted(
    made_backup: Backup, folder: Path, opening: Callable[..., Any]
) -> None:
    ready = folder.with_name("vault.restored")
    ready.mkdir()
    (ready / "vault.db").write_bytes(b"a copy")
    (ready / NOTE).write_bytes(b"{}")
    assert cases(opening()) == {1, 2}
    assert not ready.exists()


def test_an_unrelated_folder_of_that_name_stays(
    made_backup: Backup, folder: Path, password: str, now: datetime, opening: Callable[..., Any]
) -> None:
    ready = folder.with_name("vault.restored")
    ready.mkdir()
    (ready / "vault.db").write_bytes(b"somebody's own copy")
    folder.rename(folder.with_name("elsewhere"))
    finish_interrupted(folder)
    assert not folder.exists()
    folder.with_name("elsewhere").rename(folder)
    assert cases(opening()) == {1, 2}
    restore.restore(made_backup, folder, "tspecimen", password, now)
    assert cases(opening()) == {1}
    [kept] = folder.parent.glob("vault.restored-replaced-*")
    assert (kept / "vault.db").read_bytes() == b"somebody's own copy"


def test_a_vaults_id_is_read_from_its_header_else_its_database(made_backup: Backup, folder: Path) -> None:
    found = header.load(folder)[0].vault
    assert restore.vault_id(folder) == found == inspect(folder / "vault.db").hex()
    lose_header(folder)
    assert restore.vault_id(folder) == found
    lose_database(folder)
    assert restore.vault_id(folder) == ""


def test_a_restore_never_moves_a_folder_that_is_not_a_vault(
    made_backup: Backup, folder: Path, password: str, now: datetime, tmp_path: Path
) -> None:
    foreign = tmp_path / "letters"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("years of work")
    copied = shutil.copytree(made_backup.folder, tmp_path / "copy of a backup")
    before = everything(tmp_path)
    for place in (
        foreign, folder / "vault.db", copied, made_backup.folder,
        made_backup.folder.parent, made_backup.folder / "inside", tmp_path, Path("/"),
    ):  # fmt: skip
        with pytest.raises(StorageError):
            restore.restore(made_backup, place, "tspecimen", password, now)
    assert everything(tmp_path) == before


def test_an_empty_folder_or_damaged_vault_is_replaced(
    made_backup: Backup, folder: Path, password: str, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    restore.restore(made_backup, tmp_path / "empty", "tspecimen", password, now)
    for path in folder.iterdir():
        if path.name != "vault.anchor.json":
            path.unlink()
    assert restore.restore(made_backup, folder, "tspecimen", password, now) is not None

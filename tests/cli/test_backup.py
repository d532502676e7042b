"""Backups from the shell: made, listed and put back, each fault in one line with exit 1."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.storage import vault_of_now
from tests.storage.vault_of_now import NOW, NURSE, PASSWORD
from ur_desktop.cli.main import main
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.backup.manifest import backups
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.sign_in import sign_in
from ur_desktop.storage.vault import Vault

HOLDING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ur_desktop.storage import vault
from ur_desktop.storage.records.journal import EventKind
held = vault.open_vault(Path(sys.argv[1]), "tspecimen", sys.argv[2], datetime(2026, 1, 16, tzinfo=UTC))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    vault_of_now.make(tmp_path / "vault")
    return tmp_path / "vault"


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "password.txt").write_text(PASSWORD + "\n")
    return ("--password-file", str(tmp_path / "password.txt"))


def run(*arguments: Path | str, text: str = "") -> Result:
    return CliRunner().invoke(main, ["vault", *map(str, arguments)], input=text)


def make(folder: Path, key: tuple[str, ...], *more: Path | str) -> Path:
    done = run("backup", "--vault", folder, *key, *more)
    assert done.exit_code == 0, done.output
    return Path(done.stdout.strip())


def test_a_backup_is_made_next_to_the_vault_and_its_folder_printed(
    folder: Path, key: tuple[str, ...]
) -> None:
    made = make(folder, key)
    assert made.parent == folder.parent / "backups"
    assert backups(made.parent)[0].folder == made


def test_a_backup_goes_where_it_is_sent(folder: Path, key: tuple[str, ...], tmp_path: Path) -> None:
    made = make(folder, key, "--to", tmp_path / "stick")
    assert made.parent == tmp_path / "stick"
    assert not (tmp_path / "backups").exists()
    with vault.open_vault(folder, NURSE.user_id, PASSWORD, NOW) as opened:
        lines = [event.detail for event in opened.journal.entries() if event.kind is EventKind.BACKUP]
    assert lines == [
        {"made": "asked", "folder": str(made)}, {"begun": "asked", "folder": str(tmp_path / "stick")}
    ]  # fmt: skip


def test_a_backup_that_failed_is_in_the_journal(folder: Path, key: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "stick").write_text("in the way")
    assert run("backup", "--vault", folder, "--to", tmp_path / "stick", *key).exit_code == 1
    with vault.open_vault(folder, NURSE.user_id, PASSWORD, NOW) as opened:
        [failed, _begun] = [event for event in opened.journal.entries() if event.kind is EventKind.BACKUP]
    assert "can’t be written" in str(failed.detail["failed"])
    assert failed.detail["folder"] == str(tmp_path / "stick")


def test_the_terminal_asks_for_the_password(folder: Path) -> None:
    assert run("backup", "--vault", folder, text=PASSWORD + "\n").exit_code == 0


def test_backups_are_listed_without_a_password_and_damage_is_named(
    folder: Path, key: tuple[str, ...]
) -> None:
    first, second = make(folder, key), make(folder, key)
    os.truncate(first / "vault.db", 4096)
    done = run("backups", "--vault", folder)
    newest, oldest = done.stdout.splitlines()
    assert newest.split()[0] == "2"
    assert "cases: 2, letters: 2" in newest
    assert newest.endswith(str(second))
    assert oldest.endswith("This backup is damaged (vault.db).")


def test_copies_in_the_second_folder_are_listed_too(
    folder: Path, key: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    with vault.open_vault(folder, NURSE.user_id, PASSWORD, NOW) as opened:
        opened.backups.choose_second(tmp_path / "stick", NOW)
    made = make(folder, key)
    listed = run("backups", "--vault", folder).stdout
    assert [line.split()[-1] for line in listed.splitlines()] == [
        str(made), str(tmp_path / "stick" / made.name)
    ]  # fmt: skip


def test_no_backups_list_nothing(folder: Path) -> None:
    done = run("backups", "--vault", folder)
    assert (done.exit_code, done.stdout) == (0, "")


def test_a_failed_copy_is_an_error_after_the_backup_is_made(
    folder: Path, key: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    with vault.open_vault(folder, NURSE.user_id, PASSWORD, NOW) as opened:
        opened.backups.choose_second(tmp_path / "stick", NOW)
    (tmp_path / "stick").rmdir()
    done = run("backup", "--vault", folder, *key)
    assert done.exit_code == 1
    assert Path(done.stdout.strip()).is_dir()
    assert "can’t be found" in done.stderr


def test_a_backup_is_restored_and_the_previous_vault_moved(folder: Path, key: tuple[str, ...]) -> None:
    made = make(folder, key)
    with vault.open_vault(folder, NURSE.user_id, PASSWORD, NOW) as opened:
        opened.drafts.store("case-2", "note", "changed")
    done = run("restore", made, "--vault", folder, *key)
    assert done.exit_code == 0, done.output
    restored, moved = done.stdout.splitlines()
    assert restored.startswith(f"{folder}: restored as of 20")
    aside = Path(moved.removeprefix("The previous vault is in ").removesuffix("."))
    for place, note in ((folder, "half a sentence"), (aside, "changed")):
        with vault.open_vault(place, NURSE.user_id, PASSWORD, NOW) as opened:
            assert opened.drafts.texts("case-2") == {"note": note}


def test_a_wrong_password_restores_nothing(folder: Path, key: tuple[str, ...]) -> None:
    made = make(folder, key)
    done = run("restore", made, "--vault", folder, text="another sample phrase\n")
    assert done.exit_code == 1
    assert "Use the one you had when the backup was made" in done.stderr
    assert {path.name for path in folder.parent.iterdir()} == {"vault", "backups", "password.txt"}


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_wrong_passwords_wait_and_the_vault_hears_of_them(
    folder: Path, key: tuple[str, ...], command: str
) -> None:
    made = make(folder, key)
    asked: tuple[str | Path, ...] = (command, *([made] if command == "restore" else []), "--vault", folder)
    for _ in range(2):
        assert "Wrong password" in run(*asked, text="another sample phrase\n").stderr
    assert run(*asked, text=PASSWORD + "\n").stderr.splitlines()[-1] == "Too many attempts. Try again in 1 s."
    done = run(*asked, text=PASSWORD + "\n")
    while "again in 1 s" in done.stderr:
        done = run(*asked, text=PASSWORD + "\n")
    assert done.exit_code == 0
    later = sign_in(folder, NURSE.user_id, PASSWORD, datetime.now(UTC))
    assert isinstance(later, Vault)
    with later:
        told = [line.detail for line in later.journal.entries() if line.kind is EventKind.FAILED_SIGN_IN]
    assert told == [{"tries": 2}]


def test_what_is_no_backup_is_named(folder: Path, key: tuple[str, ...]) -> None:
    done = run("restore", folder, "--vault", folder, *key)
    assert (done.exit_code, done.stderr) == (
        1, "vault is not a backup: it has no manifest.json. Choose another.\n"
    )  # fmt: skip


def test_of_several_users_one_has_to_be_named(folder: Path, key: tuple[str, ...]) -> None:
    other = Reviewer("mexample", "Morgan Example", Role.PHYSICIAN, Credential("MD", "TEST-2", "NC"))
    with vault.open_vault(folder, NURSE.user_id, PASSWORD, NOW) as opened:
        opened.add_user(other, "another sample phrase", LEAST)
    made = make(folder, key, "--user", "tspecimen")
    done = run("restore", made, "--vault", folder, *key)
    assert done.exit_code == 1
    assert "--user: mexample, tspecimen" in done.stderr
    assert run("restore", made, "--vault", folder, "--user", "tspecimen", *key).exit_code == 0


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_vault_in_use_by_the_window_is_left_alone(folder: Path, key: tuple[str, ...], command: str) -> None:
    made = make(folder, key)
    with subprocess.Popen(
        (sys.executable, "-c", HOLDING, str(folder), PASSWORD),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        done = run(command, *([made] if command == "restore" else []), "--vault", folder, *key)
        other.communicate("")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("This vault is open in another window or program since ")
    assert done.stderr.endswith("Continue there, or close it there first.\n")


def test_a_command_without_its_vault_is_a_usage_error() -> None:
    assert run("backups").exit_code == 2


@pytest.mark.parametrize(("stand", "said"), [(".", "."), ("deeper", ".."), ("deeper", "../../vault")])
def test_a_vault_is_found_from_within_and_its_backups_are_next_to_it(
    folder: Path, key: tuple[str, ...], stand: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "deeper").mkdir()
    monkeypatch.chdir(folder / stand)
    made = make(Path(said), key)
    assert made.parent == folder.parent / "backups"
    assert str(made) in run("backups", "--vault", said).stdout


def test_the_top_of_a_disk_is_no_vault(folder: Path, key: tuple[str, ...]) -> None:
    made = make(folder, key)
    for words in (("backup", "--vault", "/", "--user", "x"), ("restore", made, "--vault", "/")):
        done = run(*words, *key)
        assert (done.exit_code, isinstance(done.exception, SystemExit)) == (1, True), done.exception
        assert done.stderr.count("\n") == 1


def test_a_path_without_vault_or_backups_is_an_error(
    folder: Path, key: tuple[str, ...], tmp_path: Path
) -> None:
    for place in (tmp_path / "gone", folder / "vault.db", tmp_path / ("x" * 300)):
        done = run("backups", "--vault", place)
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1), done.exception
    made = make(folder, key)
    shutil.rmtree(folder)
    assert str(made) in run("backups", "--vault", folder).stdout

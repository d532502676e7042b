"""The command that verifies a vault: exit 0 without problems, else one line a problem and exit 1."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result

from tests.sealing import seal
from ur_desktop.casework import samples
from ur_desktop.cli.main import main
from ur_desktop.domain.journal import EventKind
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.sign_in import sign_in
from ur_desktop.storage.vault import Vault

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    vault.create(tmp_path / "vault", samples.NURSE, samples.PASSWORD, NOW, LEAST)[0].close()
    return tmp_path / "vault"


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text(f"{samples.PASSWORD}\n", encoding="utf-8")
    return file


def verify(folder: Path, *arguments: str | Path, typed: str | None = None) -> Result:
    arguments = ("vault", "verify", "--vault", folder, *arguments)
    return CliRunner().invoke(main, [str(item) for item in arguments], input=typed)


def test_a_valid_vault_is_reported_with_what_was_checked(folder: Path, password_file: Path) -> None:
    done = verify(folder, "--password-file", password_file)
    assert (done.exit_code, done.stdout) == (
        0,
        f"{folder}: no problems found (log entries: 1, letters: 0).\n",
    )


def test_the_terminal_asks_for_the_password_and_shows_it_nowhere(folder: Path) -> None:
    done = verify(folder, typed=f"{samples.PASSWORD}\n")
    assert done.exit_code == 0
    assert samples.PASSWORD not in done.output


def test_a_fault_is_a_line_and_exit_1(folder: Path, password_file: Path) -> None:
    (folder / "vault.anchor.json").unlink()
    (folder / "vault.json").unlink()
    done = verify(folder, "--password-file", password_file)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "vault.json is missing or damaged; vault.json.bak was used in its place.",
        "The vault's anchor, vault.anchor.json, is missing.",
    ]


def test_a_record_code_is_looked_for_and_a_malformed_one_refused(folder: Path, password_file: Path) -> None:
    with vault.open_vault(folder, samples.NURSE.user_id, samples.PASSWORD, NOW) as opened:
        code = opened.archive.head_code()
    done = verify(folder, "--password-file", password_file, "--code", f" {code.lower()} ")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1] == (
        f"The record code {code} is printed on no accepted letter; it proves no letter before it."
    )
    unknown = verify(folder, "--password-file", password_file, "--code", "0000-0000-0000")
    assert (unknown.exit_code, unknown.stderr) == (
        1,
        "No state of the archive that is in order has the record code 0000-0000-0000.\n",
    )
    assert "is not a record code" in verify(folder, "--code", "letter 3").stderr


def test_a_letter_that_can_not_be_read_is_named(folder: Path, password_file: Path) -> None:
    with vault.open_vault(folder, samples.NURSE.user_id, samples.PASSWORD, NOW) as opened:
        seal(opened, "case-1", "member", b"no PDF", NOW)
    done = verify(folder, "--password-file", password_file)
    assert (done.exit_code, done.stderr) == (
        1,
        "Letter 1 prints no record code of the letters before it.\n",
    )


def test_a_vault_that_is_open_in_the_window_is_an_error(folder: Path, password_file: Path) -> None:
    with vault.open_vault(folder, samples.NURSE.user_id, samples.PASSWORD, NOW):
        done = verify(folder, "--password-file", password_file)
    assert done.exit_code == 1
    assert done.stderr.startswith("This vault is open in another window or program.")


def test_where_several_may_sign_in_one_is_named(
    tmp_path: Path, password_file: Path, samples_of_january: Path
) -> None:
    folder = copytree(samples_of_january, tmp_path / "sample")
    done = verify(folder, "--password-file", password_file)
    assert (done.exit_code, done.stderr) == (
        1,
        "Several users can sign in. Choose one with --user: max, nora, omar.\n",
    )
    assert verify(folder, "--user", "max", "--password-file", password_file).exit_code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"not the password", "Wrong password."), (b"\xff\xfe", "The password file can't be read.")],
)
def test_a_password_that_opens_nothing_is_an_error(
    folder: Path, password_file: Path, content: bytes, said: str
) -> None:
    password_file.write_bytes(content)
    done = verify(folder, "--password-file", password_file)
    assert done.exit_code == 1
    assert done.stderr.startswith(said)


def test_wrong_passwords_wait_as_in_the_window_and_are_written_down(
    folder: Path, password_file: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not the password")
    said = [verify(folder, "--password-file", wrong).stderr for _ in range(3)]
    assert [words.split(".")[0] for words in said] == [
        "Wrong password",
        "Wrong password",
        "Too many attempts",
    ]
    early = verify(folder, "--password-file", password_file)
    assert (early.exit_code, early.stderr) == (1, "Too many attempts. Try again in 1 s.\n")
    came = sign_in(folder, samples.NURSE.user_id, samples.PASSWORD, datetime.now(UTC) + timedelta(seconds=1))
    assert isinstance(came, Vault)
    with came:
        told = [line.detail for line in came.journal.entries() if line.kind is EventKind.FAILED_SIGN_IN]
    assert told == [{"tries": 2}]


def test_a_folder_without_a_vault_is_an_error(tmp_path: Path) -> None:
    done = verify(tmp_path)
    assert (done.exit_code, "There is no vault.json in this folder." in done.stderr) == (1, True)

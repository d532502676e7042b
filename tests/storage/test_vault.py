import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ur_desktop.domain.errors import StorageError, TooSoon
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.reviewer import Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.disk import creation_marker
from ur_desktop.storage.disk.vault_files import MARK, is_vault
from ur_desktop.storage.keys import header
from ur_desktop.storage.keys.header import Header
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.keys.sign_in_attempts import seconds_to_wait
from ur_desktop.storage.sign_in import sign_in
from ur_desktop.storage.vault import Vault, WrongPassword

ANSWERING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ur_desktop.domain.review import Answer, Mark
from ur_desktop.storage import vault

now = datetime(2026, 1, 15, 10, tzinfo=UTC)
opened = vault.open_vault(Path(sys.argv[1]), "tspecimen", sys.argv[2], now)
[review] = opened.cases.reviews("case-1")
for number in range(100_000):
    criterion = f"C{number}"
    review = review.answered(criterion, Answer(Mark.MET, "tspecimen", now))
    opened.cases.save_answer(review, criterion)
    print(criterion, flush=True)
"""

OPENING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ur_desktop.domain.errors import StorageError
from ur_desktop.storage import vault

try:
    vault.open_vault(Path(sys.argv[1]), "tspecimen", sys.argv[2], datetime(2026, 1, 15, tzinfo=UTC))
except StorageError as error:
    print(error.what)
"""


def test_a_folder_without_a_vault_has_none(folder: Path) -> None:
    assert not is_vault(folder)


@pytest.mark.parametrize("name", ["vault.db", "vault.json", "vault.json.bak"])
def test_a_damaged_vault_counts_as_one_and_is_never_overwritten(
    tmp_path: Path, nurse: Reviewer, password: str, now: datetime, name: str
) -> None:
    (tmp_path / name).write_text("what is left")
    assert is_vault(tmp_path)
    with pytest.raises(StorageError, match="This folder already has a vault"):
        vault.create(tmp_path, nurse, password, now, LEAST)
    assert (tmp_path / name).read_text() == "what is left"


@pytest.mark.parametrize("step", ["save", "Vault", "finish"])
def test_a_vault_that_could_not_be_created_can_be_created_again(
    folder: Path, nurse: Reviewer, password: str, now: datetime, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> None:
        raise StorageError("The disk is full.")

    with monkeypatch.context() as failing:
        failing.setattr({"save": header, "Vault": vault, "finish": creation_marker}[step], step, fails)
        with pytest.raises(StorageError, match="disk is full"):
            vault.create(folder, nurse, password, now, LEAST)
    assert not is_vault(folder)
    vault.create(folder, nurse, password, now, LEAST)[0].close()
    vault.open_vault(folder, "tspecimen", password, now).close()
    assert not (folder / MARK).exists()


def killed_while_creating(
    folder: Path, nurse: Reviewer, password: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files of a process that crashed before it wrote the header."""

    def dies(*_arguments: Header | Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(header, "save", dies)
        dying.setattr(creation_marker, "discard", lambda folder: None)
        with pytest.raises(KeyboardInterrupt):
            vault.create(folder, nurse, password, now, LEAST)


def test_a_vault_can_be_created_again_after_a_crash(
    folder: Path, nurse: Reviewer, password: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_while_creating(folder, nurse, password, now, monkeypatch)
    assert (folder / "vault.db").exists()
    assert not is_vault(folder)
    vault.create(folder, nurse, password, now, LEAST)[0].close()
    vault.open_vault(folder, "tspecimen", password, now).close()


def test_a_usable_database_is_never_replaced_by_a_new_one(
    made: str, folder: Path, nurse: Reviewer, password: str, now: datetime
) -> None:
    """The marker alone proves nothing: with a header the vault opens and deletes the marker."""
    (folder / MARK).touch()
    before = (folder / "vault.db").read_bytes()
    with pytest.raises(StorageError, match="This folder already has a vault"):
        vault.create(folder, nurse, password, now, LEAST)
    assert (folder / "vault.db").read_bytes() == before
    vault.open_vault(folder, "tspecimen", password, now).close()
    assert not (folder / MARK).exists()
    for name in ("vault.json", "vault.json.bak"):
        (folder / name).unlink()
    with pytest.raises(StorageError, match="This folder already has a vault"):
        vault.create(folder, nurse, password, now, LEAST)
    assert (folder / "vault.db").exists()


def test_the_creator_of_a_vault_is_signed_in(
    folder: Path, nurse: Reviewer, password: str, now: datetime
) -> None:
    with vault.create(folder, nurse, password, now, LEAST)[0] as opened:
        assert opened.reviewer == nurse
        assert opened.people() == vault.users(folder) == (nurse,)


def test_the_right_password_opens(
    made: str, folder: Path, nurse: Reviewer, password: str, now: datetime
) -> None:
    with vault.open_vault(folder, "tspecimen", password, now) as opened:
        assert opened.reviewer == nurse


def test_a_wrong_password_is_reported_as_wrong(made: str, folder: Path, password: str, now: datetime) -> None:
    with pytest.raises(WrongPassword, match="Wrong password"):
        vault.open_vault(folder, "tspecimen", password + " ", now)


@pytest.mark.parametrize("user_id", ["nobody", "recovery", ""])
def test_a_user_id_without_a_password_is_reported(
    made: str, folder: Path, password: str, now: datetime, user_id: str
) -> None:
    with pytest.raises(StorageError, match="No user with this user ID"):
        vault.open_vault(folder, user_id, password, now)


def test_everyone_has_a_password_of_their_own(
    opened: Vault, folder: Path, nurse: Reviewer, physician: Reviewer, password: str, now: datetime
) -> None:
    opened.add_user(physician, "another sample", LEAST)
    assert opened.people() == (nurse, physician)
    opened.close()
    assert vault.users(folder) == (nurse, physician)
    with vault.open_vault(folder, "mexample", "another sample", now) as later:
        assert later.reviewer == physician
    with pytest.raises(WrongPassword):
        vault.open_vault(folder, "mexample", password, now)


def test_a_user_id_is_used_once(opened: Vault, nurse: Reviewer, password: str) -> None:
    with pytest.raises(StorageError, match="User ID tspecimen is taken"):
        opened.add_user(replace(nurse, name="Other Sample"), password, LEAST)


@pytest.mark.parametrize("user_id", ["", "recovery"])
def test_some_user_ids_can_not_be_given(opened: Vault, nurse: Reviewer, password: str, user_id: str) -> None:
    with pytest.raises(StorageError, match="ser ID"):
        opened.add_user(replace(nurse, user_id=user_id), password, LEAST)


def test_a_short_password_is_refused_before_anything_is_made(
    folder: Path, nurse: Reviewer, now: datetime
) -> None:
    with pytest.raises(StorageError, match="fewer than 12"):
        vault.create(folder, nurse, "short", now, LEAST)
    assert not folder.exists()


def test_a_new_password_replaces_the_old_in_both_files(
    opened: Vault, folder: Path, nurse: Reviewer, password: str, now: datetime
) -> None:
    opened.set_password(nurse, "a newer sample", LEAST)
    opened.close()
    (folder / "vault.json").unlink()
    with pytest.raises(WrongPassword):
        vault.open_vault(folder, "tspecimen", password, now)
    vault.open_vault(folder, "tspecimen", "a newer sample", now).close()


def test_signing_needs_the_signed_in_persons_password(
    opened: Vault, physician: Reviewer, password: str, now: datetime
) -> None:
    opened.add_user(physician, "another sample", LEAST)
    opened.confirm(password, now)
    for wrong in ("another sample", ""):
        with pytest.raises(WrongPassword, match="Wrong password"):
            opened.confirm(wrong, now)


def test_a_wrong_password_at_signing_is_journaled_and_delayed(
    opened: Vault, folder: Path, password: str, now: datetime
) -> None:
    waits = []
    for _ in range(4):
        now += timedelta(seconds=seconds_to_wait(folder, "tspecimen", now))
        with pytest.raises(WrongPassword):
            opened.confirm("not the password", now, "case-1")
        waits.append(seconds_to_wait(folder, "tspecimen", now))
    assert waits == [0, 1, 3, 7]
    with pytest.raises(TooSoon, match="again in 7 s"):
        opened.confirm(password, now, "case-1")
    now += timedelta(seconds=7)
    opened.confirm(password, now, "case-1")
    assert seconds_to_wait(folder, "tspecimen", now) == 0
    opened.close()
    later = sign_in(folder, "tspecimen", password, now)
    assert isinstance(later, Vault)
    with later:
        told = [line for line in later.journal.entries() if line.kind is EventKind.FAILED_SIGN_IN]
    assert [(line.by, line.case_id, line.detail) for line in told] == [
        ("tspecimen", "case-1", {"tries": 1})
    ] * 4


def test_the_recovery_key_opens_and_its_use_is_in_the_journal(
    made: str, folder: Path, nurse: Reviewer, now: datetime
) -> None:
    with vault.open_with_recovery(folder, made.lower().replace("-", " "), now) as opened:
        assert opened.reviewer.role is Role.ADMINISTRATOR
        opened.confirm(made.lower(), now)
        assert opened.journal.entries()[0].kind is EventKind.RECOVERY
        opened.set_password(nurse, "a newer sample", LEAST)
    vault.open_vault(folder, "tspecimen", "a newer sample", now).close()


def test_a_wrong_recovery_key_is_wrong(made: str, folder: Path, now: datetime) -> None:
    wrong = made[:-1] + ("2" if made[-1] != "2" else "3")
    with pytest.raises(WrongPassword, match=r"not the recovery key\. Compare it with the printed key"):
        vault.open_with_recovery(folder, wrong, now)


def test_signing_in_is_in_the_journal(opened: Vault, now: datetime) -> None:
    kinds = [event.kind for event in opened.journal.entries()]
    assert kinds == [EventKind.SIGN_IN, EventKind.CREATE]


def test_saving_together_is_atomic(opened: Vault, sample_case: Callable[..., Any], now: datetime) -> None:
    opened.cases.add(sample_case(2), None)

    def add_both() -> None:
        with opened.transaction():
            opened.cases.add(sample_case(1), None)
            opened.journal.record(EventKind.CREATE, now, "case-1")
            opened.cases.add(sample_case(2), None)

    with pytest.raises(StorageError, match="already exists"):
        add_both()
    with pytest.raises(KeyError):
        opened.cases.get("case-1")
    assert not opened.journal.entries("case-1")


def test_a_second_process_is_refused_with_an_error(opened: Vault, folder: Path, password: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPENING, folder, password], capture_output=True, text=True, check=True
    )
    assert done.stdout == (
        "This vault is open in another window or program since Jan 15, 2026, 9:30 AM (tspecimen).\n"
    )
    assert done.stderr == ""


def test_a_second_opening_in_the_same_process_is_refused_too(
    opened: Vault, folder: Path, password: str, now: datetime
) -> None:
    with pytest.raises(StorageError, match="open in another window"):
        vault.open_vault(folder, "tspecimen", password, now)


def test_every_acknowledged_answer_survives_a_killed_process(
    opened: Vault,
    folder: Path,
    password: str,
    sample_case: Callable[..., Any],
    sample_review: Review,
    now: datetime,
) -> None:
    opened.cases.add(sample_case(1), now + timedelta(days=1))
    opened.cases.begin_review(sample_review)
    opened.close()
    with subprocess.Popen(
        [sys.executable, "-c", ANSWERING, folder, password], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(200)]
        process.kill()
        said += process.stdout.readlines()
    acknowledged = {line.strip() for line in said if line.endswith("\n")}
    with vault.open_vault(folder, "tspecimen", password, now) as later:
        [review] = later.cases.reviews("case-1")
        assert len(acknowledged) >= 200
        assert acknowledged <= review.answers.keys()
        assert set(review.answers.values()) == {Answer(Mark.MET, "tspecimen", now + timedelta(minutes=30))}
        later.journal.verify()


def test_a_failed_opening_leaves_the_vault_free_for_the_next(
    made: str, folder: Path, password: str, now: datetime
) -> None:
    with pytest.raises(WrongPassword):
        vault.open_vault(folder, "tspecimen", "not the password", now)
    vault.open_vault(folder, "tspecimen", password, now).close()

"""Signing in: wrong passwords are counted, delayed, remembered and journaled."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.keys.sign_in_attempts import NAME, seconds_to_wait
from ur_desktop.storage.sign_in import Refused, sign_in
from ur_desktop.storage.vault import Vault

WRONG = "not the password"


def entered(folder: Path, user_id: str, secret: str, now: datetime) -> Vault:
    opened = sign_in(folder, user_id, secret, now)
    assert isinstance(opened, Vault)
    return opened


def refused(folder: Path, user_id: str, secret: str, now: datetime) -> Refused:
    answer = sign_in(folder, user_id, secret, now)
    assert isinstance(answer, Refused)
    return answer


def fail(
    folder: Path, now: datetime, times: int, user_id: str = "tspecimen", secret: str = WRONG
) -> datetime:
    """Fail this many sign-ins, waiting out each delay; return the time after the last."""
    for _ in range(times):
        now += timedelta(seconds=seconds_to_wait(folder, user_id, now))
        assert isinstance(sign_in(folder, user_id, secret, now), Refused)
    return now


def test_each_wrong_password_waits_longer(made: str, folder: Path, now: datetime) -> None:
    waits = []
    for _ in range(7):
        now += timedelta(seconds=seconds_to_wait(folder, "tspecimen", now))
        waits.append(refused(folder, "tspecimen", WRONG, now).wait)
    assert waits == [0, 1, 3, 7, 15, 30, 30]


def test_the_delay_holds_for_every_attempt_and_after_a_restart(
    made: str, folder: Path, password: str, now: datetime
) -> None:
    now = fail(folder, now, 4)
    early = sign_in(folder, "tspecimen", password, now + timedelta(seconds=2))
    assert early == Refused("Too many attempts. Try again in 5 s.", 5)
    entered(folder, "tspecimen", password, now + timedelta(seconds=7)).close()
    assert seconds_to_wait(folder, "tspecimen", now) == 0


def test_a_clock_that_was_set_back_opens_nothing_early_and_its_wait_ends(
    made: str, folder: Path, password: str, now: datetime
) -> None:
    fail(folder, now + timedelta(days=365), 4)
    assert refused(folder, "tspecimen", password, now).wait == 7
    assert refused(folder, "tspecimen", password, now + timedelta(seconds=3)).wait == 4
    entered(folder, "tspecimen", password, now + timedelta(seconds=7)).close()


def test_the_next_sign_in_records_the_number_of_attempts(
    made: str, opened: Vault, physician: Reviewer, folder: Path, password: str, now: datetime
) -> None:
    opened.add_user(physician, "another sample", LEAST)
    opened.close()
    later = fail(folder, now, 3, "mexample")
    with entered(folder, "tspecimen", password, later) as vault:
        [event] = [item for item in vault.journal.entries() if item.kind is EventKind.FAILED_SIGN_IN]
        assert (event.by, event.detail) == ("mexample", {"tries": 3})
    later += timedelta(seconds=30)
    later = fail(folder, later, 1, "mexample")
    later += timedelta(seconds=30)
    with entered(folder, "mexample", "another sample", later):
        pass
    with entered(folder, "tspecimen", password, later) as vault:
        told = [item.detail for item in vault.journal.entries() if item.kind is EventKind.FAILED_SIGN_IN]
        assert told == [{"tries": 1}, {"tries": 3}]


def test_the_recovery_key_waits_too(made: str, folder: Path, now: datetime) -> None:
    wrong = made[:-1] + ("2" if made[-1] != "2" else "3")
    now = fail(folder, now, 2, "recovery", wrong)
    assert refused(folder, "recovery", made, now).wait == 1
    with entered(folder, "recovery", made, now + timedelta(seconds=1)) as opened:
        assert [event.kind for event in opened.journal.entries()][:2] == [
            EventKind.FAILED_SIGN_IN,
            EventKind.RECOVERY,
        ]


def test_the_file_names_users_by_user_id_only(made: str, folder: Path, now: datetime) -> None:
    fail(folder, now, 2)
    text = (folder / NAME).read_text()
    assert "tspecimen" in text
    assert "Taylor" not in text
    assert WRONG not in text


def told(folder: Path, password: str, now: datetime) -> list[tuple[str, object]]:
    with entered(folder, "tspecimen", password, now) as opened:
        return [
            (line.by, line.detail["tries"])
            for line in opened.journal.entries()
            if line.kind is EventKind.FAILED_SIGN_IN
        ]


def planted(who: str = "tspecimen", count: int = 2, last: str = "2026-01-15T09:30:00Z") -> str:
    return json.dumps({who: {"count": count, "last": last}})


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (planted(who="dr.smith@elsewhere"), []),
        (planted(count=10**12), [("tspecimen", 1000)]),
        (planted(last="2026-01-15T09:29:59Z"), []),
        (planted(last="2026-01-15T09:30:00Z"), [("tspecimen", 2)]),
    ],
)
def test_impossible_entries_in_the_file_are_ignored(
    made: str, folder: Path, password: str, now: datetime, text: str, lines: list[tuple[str, int]]
) -> None:
    """Accepted are only known users, up to the limit, since the last sign-in at 9:30."""
    entered(folder, "tspecimen", password, now).close()
    (folder / NAME).write_text(text)
    assert told(folder, password, now + timedelta(minutes=1)) == lines


def test_attempts_before_a_clock_was_set_back_are_recorded(
    made: str, folder: Path, password: str, now: datetime
) -> None:
    entered(folder, "tspecimen", password, now + timedelta(days=365)).close()
    fail(folder, now, 2)
    assert told(folder, password, now + timedelta(minutes=1)) == [("tspecimen", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1]",
        '{"tspecimen": {"count": "many"}}',
        '{"tspecimen": {"count": 2, "last": "2026-01-15T09:30:00"}}',
        '{"tspecimen": {"count": 0, "last": "2026-01-15T09:30:00Z"}}',
    ],
)
def test_an_unreadable_file_does_not_prevent_signing_in(
    made: str, folder: Path, password: str, now: datetime, text: str
) -> None:
    (folder / NAME).write_text(text)
    with entered(folder, "tspecimen", password, now) as opened:
        assert opened.reviewer.user_id == "tspecimen"

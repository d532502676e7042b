"""The activities that a fault can interrupt, one per row of the table below.

An activity opens the vault in a place and yields `act`: called with 0, 1, 2 …, it saves one thing and returns a
token that acknowledges it. `found` reads the tokens back from the vault; `check` opens and checks a place.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from tests import vault_database
from tests.faults import world
from tests.faults.world import CASE, FOLDER, NOW, NURSE, PASSWORD, Lost
from tests.sealing import seal
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.letter.batch import Folder
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.domain.worklist import WorklistQuery
from ur_desktop.storage import migrations
from ur_desktop.storage.backup.job import check
from ur_desktop.storage.backup.manifest import PARTIAL, Backup
from ur_desktop.storage.backup.restore import restore
from ur_desktop.storage.disk.atomic_file import sync_folder
from ur_desktop.storage.disk.letter_files import put
from ur_desktop.storage.disk.vault_files import MARK, is_vault
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import Vault, WrongPassword, create, open_vault

Permission = Callable[[int], str]
Tokens = Callable[[Vault], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Activity:
    """How to do an activity in a place, and how to check the place, given all acknowledged tokens."""

    doing: Callable[[Path], AbstractContextManager[Permission]]
    check: Callable[[Path, Sequence[str]], None]


@contextmanager
def answers(place: Path) -> Iterator[Permission]:
    """New answers and corrections of earlier ones."""
    with world.opened(place) as vault:
        review = vault.cases.reviews(CASE)[0]

        def act(number: int) -> str:
            nonlocal review
            criterion, note = f"C{number % 12}", f"note {number}"
            changed = review.answered(criterion, world.answer(number, note))
            vault.cases.save_answer(changed, criterion)
            review = changed
            return f"{criterion} {note}"

        yield act


def answers_found(vault: Vault) -> list[str]:
    """Every change, once each; the review shows the last of each criterion."""
    history = vault.cases.answer_history(CASE)
    latest = {change.criterion_id: change.after for change in history}
    assert vault.cases.reviews(CASE)[0].answers == latest
    assert vault.cases.row(CASE).answered == len(latest)
    return [
        f"{change.criterion_id} {change.after.note}"
        for change in history
        if not change.after.note.startswith("before")
    ]


@contextmanager
def letters(place: Path) -> Iterator[Permission]:
    """Accepted letters of 1 to 60 KB."""
    with world.opened(place) as vault:

        def act(number: int) -> str:
            pdf = Random(number).randbytes(1000 + number * 7919 % 60_000)
            sealed = seal(vault, CASE, "provider", pdf, NOW)
            return f"{sealed.copy} {sealed.digest}"

        yield act


def letters_found(vault: Vault) -> list[str]:
    """Every letter of the activity, its bytes checked."""
    vault.archive.verify()
    sealed = vault.archive.letters(CASE)
    return [f"{letter.copy} {letter.digest}" for letter in sealed if letter.copy != "member"]


OUT = "letters"
"""The folder that a batch of letters is saved to, next to the vault."""
IN_A_BATCH = 3


@contextmanager
def letter_batch(place: Path) -> Iterator[Permission]:
    """Letters saved to a folder one by one, in batches of three."""
    with world.opened(place) as vault:
        (place / OUT).mkdir(exist_ok=True)
        sync_folder(place)

        def act(number: int) -> str:
            if not (out := hand_over_next(vault, place / OUT)):
                with vault.transaction():
                    sealed = [
                        seal(vault, CASE, "member", Random(f"{number} {each}").randbytes(9000), NOW).sequence
                        for each in range(IN_A_BATCH)
                    ]
                    vault.queue.begin(Folder(str(place / OUT)), tuple(sealed), NOW)
                out = hand_over_next(vault, place / OUT)
            return out

        yield act


def hand_over_next(vault: Vault, folder: Path) -> str:
    """Save a batch's next letter as the program does; return its number and digest, empty when none is left."""
    if (row := vault.queue.start_next()) is None:
        return ""
    pdf = vault.archive.pdf(row.letter)
    put(folder, f"{row.number} {row.name}", pdf)
    vault.queue.finish_current(NOW, 1)
    return f"{row.letter} {sha256(pdf).hexdigest()}"


def letter_batch_check(place: Path, acknowledged: Sequence[str]) -> None:
    """Every acknowledged file is complete, exists once and has one journal line; the batch can be finished."""
    (place / OUT).mkdir(exist_ok=True)
    with world.opened(place) as vault:
        world.verify(vault)
        before = saved(vault)
        world.nothing_lost(before, acknowledged)
        files = [sha256(path.read_bytes()).hexdigest() for path in (place / OUT).glob("*.pdf")]
        assert len(files) == len(set(files)), "a letter is there twice"
        world.nothing_lost(files, [token.split()[1] for token in before])
        vault.queue.recover_batch()
        while hand_over_next(vault, place / OUT):
            pass
        after = saved(vault)
        files = [sha256(path.read_bytes()).hexdigest() for path in (place / OUT).glob("*.pdf")]
        assert sorted(files) == sorted(token.split()[1] for token in after), "files and lines differ"
        assert [row.letter for row in vault.queue.waiting() if not row.ready] == [1]


def saved(vault: Vault) -> list[str]:
    """Return the saved letters from the journal, by number and digest, in order."""
    digests = {letter.sequence: letter.digest for letter in vault.archive.letters(CASE)}
    lines = [line for line in vault.journal.entries(CASE, limit=100_000) if line.kind is EventKind.SAVE]
    numbers = [int(str(line.detail["number"])) for line in reversed(lines)]
    assert numbers == sorted(numbers)
    return [f"{number} {digests[number]}" for number in numbers]


@contextmanager
def journal(place: Path) -> Iterator[Permission]:
    """Lines of the journal."""
    with world.opened(place) as vault:

        def act(number: int) -> str:
            at = NOW + timedelta(seconds=number)
            vault.journal.record(EventKind.PRINT, at, CASE, {"number": number})
            return str(number)

        yield act


def journal_found(vault: Vault) -> list[str]:
    """Every line of the activity."""
    lines = vault.journal.entries(CASE, limit=100_000)
    return [str(line.detail["number"]) for line in lines if line.kind is EventKind.PRINT]


@contextmanager
def whole_cases(place: Path) -> Iterator[Permission]:
    """Cases with a review and a journal line, each saved in one transaction."""
    with world.opened(place) as vault:

        def act(number: int) -> str:
            case = world.sample_case(1000 + number)
            with vault.transaction():
                vault.cases.add(case, NOW + timedelta(hours=number))
                vault.cases.begin_review(world.sample_review(case.id), (0, 12))
                vault.journal.record(EventKind.CREATE, NOW, case.id)
            return case.id

        yield act


def whole_cases_found(vault: Vault) -> list[str]:
    """Every case of the activity, none without its review and its line in the journal."""
    created = [line.case_id for line in vault.journal.entries(limit=100_000) if line.case_id]
    for case_id in created:
        assert vault.cases.get(case_id).id == vault.cases.row(case_id).case_id == case_id
        assert len(vault.cases.reviews(case_id)) == 1
    return created


@contextmanager
def drafts(place: Path) -> Iterator[Permission]:
    """One draft that grows."""
    with world.opened(place) as vault:

        def act(number: int) -> str:
            vault.drafts.store(CASE, "note", "".join(chr(97 + place % 26) for place in range(number + 1)))
            return str(number)

        yield act


def drafts_found(vault: Vault) -> list[str]:
    """Return a token for the stored draft and each shorter one."""
    return [str(number) for number in range(len(vault.drafts.texts(CASE).get("note", "")))]


@contextmanager
def closing(place: Path) -> Iterator[Permission]:
    """Open the vault, save one answer, close the vault."""

    def act(number: int) -> str:
        with answers(place) as one:
            return one(number)

    yield act


def closing_found(vault: Vault) -> list[str]:
    """Each answer once; one refused with its commit in doubt may exist in addition to its repetition."""
    return sorted(set(answers_found(vault)))


@contextmanager
def locking(place: Path) -> Iterator[Permission]:
    """Sign in, type and lock: draft, UI state, journal line, closing."""

    def act(number: int) -> str:
        at = NOW + timedelta(seconds=number)
        with world.opened(place) as vault:
            vault.drafts.store(CASE, "note", f"half typed {number}")
            vault.drafts.save_ui_state(f"place {number}")
            vault.journal.record(EventKind.LOCK, at, detail={"number": number})
        return str(number)

    yield act


def locking_found(vault: Vault) -> list[str]:
    """Each lock once; draft and UI state are of the last lock, or of one in progress after it."""
    lines = vault.journal.entries(limit=100_000)
    locked = {int(str(line.detail["number"])) for line in lines if line.kind is EventKind.LOCK}
    last = max(locked, default=-1)
    note, place = vault.drafts.texts(CASE).get("note", "half typed -1"), vault.drafts.ui_state() or "place -1"
    assert note in {f"half typed {number}" for number in (last, last + 1)}
    assert place in {f"place {number}" for number in (last, last + 1)}
    return [str(number) for number in sorted(locked)]


@contextmanager
def passwords(place: Path) -> Iterator[Permission]:
    """One password change after another, each with a journal line."""
    with world.opened(place) as vault:
        mine = PASSWORD

        def act(number: int) -> str:
            nonlocal mine
            wanted = f"password number {number}"
            if not vault.keys.confirm(
                wanted
            ):  # it is in effect already if the disk did not confirm it before
                vault.keys.change_password(mine, wanted, LEAST)
            mine = wanted
            return str(number)

        yield act


def passwords_check(place: Path, acknowledged: Sequence[str]) -> None:
    """The last acknowledged password opens, or the one in progress; no earlier one."""
    last = int(acknowledged[-1]) if acknowledged else -1
    tried = {number: f"password number {number}" if number >= 0 else PASSWORD for number in (last, last + 1)}
    for password in tried.values():
        try:
            with world.opened(place, password) as vault:
                world.verify(vault)
            return
        except WrongPassword:
            continue
    raise Lost(f"neither password {last} nor the one after it opens the vault")


@contextmanager
def new_keys(place: Path) -> Iterator[Permission]:
    """Replace the vault keys again and again."""

    def act(number: int) -> str:
        with world.opened(place) as vault:
            vault.rekey(PASSWORD, NOW, LEAST)
        return str(number)

    yield act


def new_keys_found(vault: Vault) -> list[str]:
    """Each replacement has a journal line; no data is lost."""
    assert vault.drafts.texts(CASE)["half"] == "typed before"
    assert answers_found(vault) == []
    assert len(vault.archive.letters(CASE)) == 1
    lines = vault.journal.entries(limit=100_000)
    return [str(number) for number in range(sum("new_keys_for" in line.detail for line in lines))]


def new_step(number: int) -> Callable[[Any], None]:
    """A migration step of an invented later version: it recreates one table with transform() and adds one."""

    def step(db: Any) -> None:
        db["drafts"].transform()
        db.execute(f"CREATE TABLE later_{number} (name TEXT PRIMARY KEY) STRICT")
        db.execute(f"INSERT INTO later_{number} VALUES ('made by the step')")

    step.__name__ = f"step_{number}"
    return step


@contextmanager
def later_version(steps: int) -> Iterator[None]:
    """Run the program as an invented later version with this many more steps."""
    before = migrations.STEPS, migrations.migrations
    vars(migrations)["STEPS"] = (*migrations.STEPS, *(new_step(number) for number in range(steps)))
    migrations.migrations = type(before[1])("vault")
    for step in migrations.STEPS:
        migrations.migrations()(step)
    try:
        yield
    finally:
        migrations.STEPS, migrations.migrations = before


@contextmanager
def migrating(place: Path) -> Iterator[Permission]:
    """Open the vault with one later version after another."""

    def act(number: int) -> str:
        with later_version(number + 1):
            world.opened(place).close()
        return str(number)

    yield act


def migrating_check(place: Path, acknowledged: Sequence[str]) -> None:
    """Each step is applied completely or not at all, and the next version continues."""
    steps = len(acknowledged) + 1
    with later_version(steps), world.opened(place) as vault:
        world.verify(vault)
        assert vault.drafts.texts(CASE)["half"] == "typed before"
        assert answers_found(vault) == []
    with vault_database.raw(place / FOLDER, NURSE.user_id, PASSWORD) as conn:
        for number in range(steps):
            assert conn.execute(f"SELECT name FROM later_{number}").fetchall() == [("made by the step",)]


@contextmanager
def backing_up(place: Path) -> Iterator[Permission]:
    """One backup after another, each after a change."""
    with world.opened(place) as vault:

        def act(number: int) -> str:
            vault.drafts.store(CASE, "note", f"number {number}")
            return vault.backups.make(BackupReason.SCHEDULE, NOW + timedelta(minutes=number)).folder.name

        yield act


def backing_up_check(place: Path, acknowledged: Sequence[str]) -> None:
    """The last acknowledged backup exists, all are complete, and no incomplete one remains."""
    with world.opened(place) as vault:
        world.verify(vault)
        found = vault.backups.all()
        for backup in found:
            check(backup, vault_database.data_key(place / FOLDER, NURSE.user_id, PASSWORD))
        names = {backup.folder.name for backup in found}
        if acknowledged and acknowledged[-1] not in names:
            raise Lost(f"the backup {acknowledged[-1]} is gone")
        assert [path.name for path in vault.backups.folder.glob(f"*{PARTIAL}")] == []
        vault.backups.make(BackupReason.SCHEDULE, NOW + timedelta(days=1))


def restored_whole(backup: Backup, place: Path) -> None:
    """A backup restored to another folder opens and can be read completely."""
    restore(backup, place / FOLDER, NURSE.user_id, PASSWORD, NOW)
    with world.opened(place) as vault:
        whole, held = world.everything(vault), backup.manifest
        assert whole
        assert vault.drafts.texts(CASE)["half"] == "typed before"
        counts = held.cases, held.letters, held.answers
        assert counts == (
            len(vault.cases.worklist(WorklistQuery(limit=1000))),
            len(vault.archive.letters(CASE)),
            4,
        )
        world.verify(vault)
    shutil.rmtree(place)


@contextmanager
def restoring(place: Path) -> Iterator[Permission]:
    """Restore a backup in the vault's place again and again."""
    with world.opened(place) as vault:
        backup = vault.backups.make(BackupReason.SCHEDULE, NOW)

    def act(number: int) -> str:
        aside = restore(backup, place / FOLDER, NURSE.user_id, PASSWORD, NOW + timedelta(seconds=number))
        return aside.name if aside else "nothing was there"

    yield act


def restoring_check(place: Path, acknowledged: Sequence[str]) -> None:
    """The vault opens with all its data; every replaced vault is next to it."""
    with world.opened(place) as vault:
        world.verify(vault)
        assert vault.drafts.texts(CASE)["half"] == "typed before"
        assert len(vault.archive.letters(CASE)) == 1
    world.nothing_lost((path.name for path in place.glob(f"{FOLDER}-replaced-*")), acknowledged)


NEW = "new"


@contextmanager
def creating(place: Path) -> Iterator[Permission]:
    """Create one vault after another, as at a first start; skip one created although its success was in doubt."""

    def act(number: int) -> str:
        folder = place / f"{NEW}-{number:03}"
        if not is_vault(folder):
            create(folder, NURSE, PASSWORD, NOW, LEAST)[0].close()
        return folder.name

    yield act


def creating_check(place: Path, acknowledged: Sequence[str]) -> None:
    """Every acknowledged vault opens; one in progress opens too, or can be created."""
    begun = {path.name for path in place.glob(f"{NEW}-*")}
    for name in sorted(begun.union(acknowledged))[-3:]:
        if not is_vault(place / name):
            if name in acknowledged:
                raise Lost(f"the vault {name} is gone")
            create(place / name, NURSE, PASSWORD, NOW, LEAST)[0].close()
    for name in sorted(begun.union(acknowledged))[-3:]:
        with open_vault(place / name, NURSE.user_id, PASSWORD, NOW) as vault:
            world.verify(vault)
            assert not (place / name / MARK).exists()


def check_vault(found: Tokens, place: Path, acknowledged: Sequence[str]) -> None:
    """The vault opens, verifies, has what was acknowledged and at most one thing more, and can be used."""
    with world.opened(place) as vault:
        world.nothing_lost(found(vault), acknowledged)
        world.verify(vault)
        vault.drafts.store(CASE, "after", "work goes on")


def in_vault(doing: Callable[[Path], AbstractContextManager[Permission]], found: Tokens) -> Activity:
    """An activity with all its results in the vault."""
    return Activity(doing, partial(check_vault, found))


ACTIVITIES = {
    "answers": in_vault(answers, answers_found),
    "letters": in_vault(letters, letters_found),
    "letter batch": Activity(letter_batch, letter_batch_check),
    "journal": in_vault(journal, journal_found),
    "cases": in_vault(whole_cases, whole_cases_found),
    "drafts": in_vault(drafts, drafts_found),
    "closing": in_vault(closing, closing_found),
    "locking": in_vault(locking, locking_found),
    "passwords": Activity(passwords, passwords_check),
    "new keys": in_vault(new_keys, new_keys_found),
    "migration": Activity(migrating, migrating_check),
    "backup": Activity(backing_up, backing_up_check),
    "creating": Activity(creating, creating_check),
    "restore": Activity(restoring, restoring_check),
}

WHOLE = frozenset({"new keys", "migration", "backup", "restore", "creating", "letter batch"})
"""The activities that create whole vaults or folders, and so take many times as long."""

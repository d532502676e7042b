"""Letters are queued from acceptance until sent; a batch prints or saves each once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from tests.rules import FORM
from tests.sealing import seal
from tests.storage.test_old_vaults import opening
from tests.storage.vault_of_now import VAULTS
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.letter.batch import Folder, Printer
from ur_desktop.domain.letter.waiting import Ready
from ur_desktop.domain.review import Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage import vault
from ur_desktop.storage.backup.restore import restore
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.records.worklist import Worklist
from ur_desktop.storage.vault import Vault

TO_PRINTER, TO_FOLDER = Printer("Front desk", copies=2), Folder("/letters")
OTHER = Reviewer("oother", "Omar Other", Role.NURSE, Credential("RN"))


@pytest.fixture
def filled(opened: Vault, now: datetime, sample_case: Callable[[int], Case]) -> Vault:
    """A vault with accepted letters 1 to 6, two per case, all queued."""
    for number in (1, 2, 3):
        opened.cases.add(sample_case(number), None)
        for copy in ("member", "provider"):
            seal(opened, f"case-{number}", copy, b"%PDF", now)
    return opened


def waiting(opened: Vault) -> list[int]:
    """Return the letters still to print or save."""
    return [each.letter for each in opened.queue.waiting() if not each.ready]


def doubted(opened: Vault) -> list[int]:
    return [each.letter for each in opened.queue.waiting() if each.in_doubt]


def lines(opened: Vault, case_id: str) -> list[tuple[str, dict[str, object]]]:
    """Return the journal lines of a case's printed and saved letters, oldest first."""
    found = reversed(opened.journal.entries(case_id))
    kinds = (EventKind.PRINT, EventKind.SAVE)
    return [(event.kind.value, dict(event.detail)) for event in found if event.kind in kinds]


def reopened(opened: Vault, password: str, now: datetime, user_id: str = "tspecimen") -> Vault:
    """Open the vault again, as after a crash or a lock."""
    opened.close()
    return vault.open_vault(opened.folder, user_id, password, now)


def test_a_queued_letter_has_the_columns_of_the_list(filled: Vault, now: datetime) -> None:
    second = filled.queue.waiting()[1]
    assert (second.letter, second.case_id, second.number) == (2, "case-1", "2026-000001")
    assert (second.name, second.member_name) == ("Information request, provider", "Sampleton, Jordan")
    assert (second.provider, second.at) == ("Example Day Program", now)
    assert (second.in_doubt, second.batch_of) == (False, "")
    assert filled.queue.queued() == 6


def test_an_internal_letter_does_not_wait(filled: Vault, sample_review: Review, now: datetime) -> None:
    seal_internal(filled, sample_review, now)
    assert waiting(filled) == [1, 2, 3, 4, 5, 6]


def test_a_letter_whose_acceptance_is_rolled_back_does_not_wait(filled: Vault, now: datetime) -> None:
    def put_on_file_and_fail() -> None:
        with filled.transaction():
            seal(filled, "case-1", "member", b"%PDF again", now)
            raise StorageError("The disk is full.")

    with pytest.raises(StorageError):
        put_on_file_and_fail()
    assert waiting(filled) == [1, 2, 3, 4, 5, 6]


def test_a_letter_printed_alone_is_recorded_and_ready_to_send(filled: Vault, now: datetime) -> None:
    filled.queue.out(2, EventKind.PRINT, now, pages=3, copies=1)
    assert waiting(filled) == [1, 3, 4, 5, 6]
    assert filled.queue.waiting()[1].ready is Ready.PRINTED
    filled.queue.out(2, EventKind.SAVE, now)
    assert filled.queue.waiting()[1].ready is Ready.SAVED
    said = {"letter": "Information request, provider", "number": 2}
    assert lines(filled, "case-1") == [("print", {**said, "pages": 3, "copies": 1}), ("save", said)]
    with pytest.raises(KeyError):
        filled.queue.out(99, EventKind.PRINT, now)


def test_a_letter_whose_paper_is_of_no_use_is_printed_again(filled: Vault, now: datetime) -> None:
    filled.queue.out(2, EventKind.PRINT, now, pages=3, copies=1)
    filled.queue.print_again(2)
    assert waiting(filled) == [1, 2, 3, 4, 5, 6]
    assert filled.queue.begin(TO_PRINTER, (2,), now).left == (2,)


def test_a_batch_hands_over_letter_by_letter_each_with_its_line(filled: Vault, now: datetime) -> None:
    filled.queue.begin(TO_PRINTER, (1, 2, 4), now)
    taken = []
    while row := filled.queue.start_next():
        taken.append(row.letter)
        batch = filled.queue.finish_current(now, 3)
    assert taken == [1, 2, 4]
    assert (batch.done, batch.pages, batch.left) == (3, 9, ())
    assert waiting(filled) == [3, 5, 6]
    assert lines(filled, "case-2") == [
        ("print", {
            "letter": "Information request, provider", "number": 4, "pages": 3, "copies": 2,
            "batch": "tspecimen 2026-01-15 09:30:00",
        }),
    ]  # fmt: skip


def test_a_batch_into_a_folder_is_recorded_as_saved(filled: Vault, now: datetime) -> None:
    filled.queue.begin(TO_FOLDER, (1,), now)
    filled.queue.start_next()
    batch = filled.queue.finish_current(now, 3)
    said = {"letter": "Information request, member", "number": 1, "pages": 3, "batch": batch.id}
    assert lines(filled, "case-1") == [("save", said)]


@pytest.mark.parametrize("target", [TO_PRINTER, TO_FOLDER])
def test_a_lock_puts_the_letter_under_way_back_and_the_batch_goes_on_with_it(
    filled: Vault, now: datetime, password: str, target: Printer | Folder
) -> None:
    filled.queue.begin(target, (1, 2, 3), now)
    filled.queue.start_next()
    filled.queue.finish_current(now, 1)
    filled.queue.start_next()
    filled.queue.return_current()
    with reopened(filled, password, now) as later:
        batch = later.queue.recover_batch()
        assert batch is not None
        assert (batch.done, batch.left, batch.total) == (1, (2, 3), 3)
        assert doubted(later) == []


def test_after_a_kill_a_letter_at_the_printer_waits_in_doubt_outside_the_batch(
    filled: Vault, now: datetime, password: str
) -> None:
    filled.queue.begin(TO_PRINTER, (1, 2, 3), now)
    filled.queue.start_next()
    with reopened(filled, password, now) as later:
        batch = later.queue.recover_batch()
        assert batch is not None
        assert (batch.left, batch.doubted) == ((2, 3), 1)
        assert doubted(later) == [1]
        later.queue.out(1, EventKind.PRINT, now, found="in the tray")
        assert waiting(later) == [2, 3, 4, 5, 6]


def test_after_a_kill_a_letter_into_a_folder_is_the_next(filled: Vault, now: datetime, password: str) -> None:
    filled.queue.begin(TO_FOLDER, (1, 2), now)
    filled.queue.start_next()
    with reopened(filled, password, now) as later:
        later.queue.recover_batch()
        row = later.queue.start_next()
        assert row is not None
        assert row.letter == 1
        assert doubted(later) == []


def test_a_letter_printed_meanwhile_is_skipped(filled: Vault, now: datetime) -> None:
    filled.queue.begin(TO_PRINTER, (1, 2, 3), now)
    for letter in (1, 2):
        filled.queue.out(letter, EventKind.PRINT, now)
    row = filled.queue.start_next()
    assert row is not None
    assert row.letter == 3
    assert filled.queue.finish_current(now, 1).total == 1
    assert filled.queue.start_next() is None


def test_without_a_batch_there_is_no_next_letter(filled: Vault, now: datetime) -> None:
    filled.queue.return_current()
    assert filled.queue.recover_batch() is None
    assert filled.queue.start_next() is None


def test_ending_a_batch_leaves_its_letters_queued_and_doubts_recorded(filled: Vault, now: datetime) -> None:
    filled.queue.begin(TO_PRINTER, (1, 2, 3), now)
    filled.queue.start_next()
    filled.queue.end_batch()
    assert filled.queue.recover_batch() is None
    assert waiting(filled) == [1, 2, 3, 4, 5, 6]
    assert doubted(filled) == [1]


def test_a_letter_in_one_persons_batch_is_in_no_other(filled: Vault, now: datetime, password: str) -> None:
    filled.add_user(OTHER, password, LEAST)
    filled.queue.begin(TO_PRINTER, (1, 2, 3), now)
    filled.queue.start_next()
    with reopened(filled, password, now, OTHER.user_id) as theirs:
        assert {each.letter: each.batch_of for each in theirs.queue.waiting() if each.batch_of} == {
            1: "tspecimen", 2: "tspecimen", 3: "tspecimen",
        }  # fmt: skip
        assert theirs.queue.recover_batch() is None
        assert theirs.queue.begin(TO_PRINTER, (2, 4, 99), now).left == (4,)


def test_a_batch_of_a_removed_user_holds_no_letters(filled: Vault, now: datetime, password: str) -> None:
    filled.add_user(OTHER, password, LEAST)
    with reopened(filled, password, now, OTHER.user_id) as theirs:
        theirs.queue.begin(TO_PRINTER, (1, 2, 3), now)
    with vault.open_vault(filled.folder, "tspecimen", password, now) as mine:
        assert {each.batch_of for each in mine.queue.waiting()} == {"", OTHER.user_id}
        mine.keys.change(replace(OTHER, role=Role.AUDITOR))
        assert {each.batch_of for each in mine.queue.waiting()} == {""}
        mine.keys.remove(OTHER.user_id)
        assert {each.batch_of for each in mine.queue.waiting()} == {""}


def test_a_restore_ends_batches_and_puts_every_letter_in_doubt(
    filled: Vault, now: datetime, password: str
) -> None:
    filled.queue.begin(TO_PRINTER, (1, 2), now)
    made = filled.backups.make(BackupReason.ASKED, now)
    for _letter in (1, 2):
        filled.queue.start_next()
        filled.queue.finish_current(now, 1)
    filled.close()
    restore(made, filled.folder, "tspecimen", password, now + timedelta(hours=1))
    with vault.open_vault(filled.folder, "tspecimen", password, now) as later:
        assert later.queue.recover_batch() is None
        assert doubted(later) == [1, 2, 3, 4, 5, 6]


def test_new_keys_preserve_the_queue_and_the_batch(filled: Vault, now: datetime, password: str) -> None:
    filled.queue.begin(TO_FOLDER, (2, 3), now)
    filled.rekey(password, now, LEAST)
    with vault.open_vault(filled.folder, "tspecimen", password, now) as later:
        assert waiting(later) == [1, 2, 3, 4, 5, 6]
        batch = later.queue.recover_batch()
        assert batch is not None
        assert batch.left == (2, 3)


def test_an_older_vaults_unprinted_letters_are_queued(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copytree(VAULTS / "first_schema", tmp_path / "vault")
    with monkeypatch.context() as before:
        first_only(before)
        with opening(folder) as old:
            before.setattr("ur_desktop.storage.records.archive.enqueue", lambda *_: None)
            later = now + timedelta(days=1)
            for copy in ("provider", "member"):
                seal(old, "case-1", copy, b"%PDF", later)
            [review] = old.cases.reviews("case-1")
            seal_internal(old, replace(review, case_id="case-2", answers={}), later)
            for at, letter in (
                (later, "Information request, provider"),
                (now - timedelta(days=1), "Denial, member"),  # printed as a draft, before it was accepted
                (now, "Information request, member"),
            ):
                old.journal.record(EventKind.PRINT, at, "case-1", {"letter": letter})
    with opening(folder) as up_to_date:
        assert [(each.case_id, each.name) for each in up_to_date.queue.waiting()] == [
            ("case-1", "Denial, member"),
            ("case-2", "Denial, member"),
            ("case-1", "Information request, member"),
        ]


def seal_internal(opened: Vault, review: Review, at: datetime) -> None:
    """Begin and complete a review, and seal the internal letters of a referral."""
    case_id = review.case_id
    opened.cases.begin_review(review)
    opened.cases.complete_review(replace(review, completed_at=at, completed_by=opened.reviewer.user_id), FORM)
    opened.cases.save(replace(opened.cases.get(case_id), state=CaseState.READY), at, None)
    for kind in ("referral", "review_summary"):
        opened.archive.seal(case_id, kind, "internal", "{}", b"%PDF", at)


def first_only(patch: pytest.MonkeyPatch) -> None:
    """Run the program with only the first schema."""
    from sqlite_utils.migrations import Migrations

    from ur_desktop.storage import migrations

    only = Migrations("vault")
    only()(migrations.STEPS[0])
    patch.setattr(migrations, "STEPS", migrations.STEPS[:1])
    patch.setattr(migrations, "migrations", only)
    patch.setattr(Worklist, "put", put_state)


def put_state(worklist: Worklist, case: Case, *_due: object) -> None:
    """Save what the first schema and its letters need of a row of the worklist."""
    worklist._db.rows("UPDATE worklist SET state = ? WHERE case_id = ?", (case.state, case.id))

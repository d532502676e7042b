"""A small vault of invented people and cases, and functions that open and check it after a fault."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.sealing import seal
from ur_desktop.domain.case import Case, Diagnosis, Member, Provider, ServiceRequest, Urgency
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.review import Answer, Evidence, Mark, Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.domain.worklist import WorklistFilter, WorklistQuery
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import Vault
from ur_desktop.storage.verify import run_all

NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
PASSWORD = "seven sample words"
NURSE = Reviewer("tspecimen", "Taylor Specimen", Role.NURSE, Credential("RN", "TEST-1", "NC"))
FOLDER = "vault"
CASE = "case-1"
"""The case that has a review."""


def scratch() -> TemporaryDirectory[str]:
    """Yield a temporary folder, in memory if possible, because thousands are opened and synced."""
    memory = Path("/dev/shm")
    return TemporaryDirectory(dir=memory if memory.is_dir() and os.access(memory, os.W_OK) else None)


class Lost(AssertionError):
    """Something acknowledged was lost."""


def make(place: Path, cases: int = 2) -> None:
    """Create a closed vault in ``place / FOLDER``: cases, the first with an answered review, a letter and drafts."""
    made, _recovery_key = vault.create(place / FOLDER, NURSE, PASSWORD, NOW, LEAST)
    with made, made.transaction():
        for number in range(1, cases + 1):
            made.cases.add(sample_case(number), NOW + timedelta(days=number))
        review = sample_review()
        made.cases.begin_review(review)
        for number in range(4):
            review = review.answered(f"C{number}", answer(number, "before" + " a long note" * 400 * number))
            made.cases.save_answer(review, f"C{number}", (number + 1, 12))
        made.drafts.store(CASE, "half", "typed before")
        made.drafts.store(CASE, "long", "typed before " * 900)
        seal(made, CASE, "member", b"%PDF before " * 900, NOW, '{"before": true}')


def opened(place: Path, typed: str = PASSWORD) -> Vault:
    """The vault of ``make``, open."""
    return vault.open_vault(place / FOLDER, NURSE.user_id, typed, NOW)


def sample_case(number: int) -> Case:
    """An invented case."""
    request = ServiceRequest(
        "S9480", ReviewKind.CONTINUED, Urgency.STANDARD, NOW, date(2026, 1, 19), date(2026, 2, 13), 12, 3,
        9.5, Diagnosis("F33.1", "A sample diagnosis"), approved_through=date(2026, 1, 16),
    )  # fmt: skip
    member = Member(f"TEST-{number:05}", "Jordan", "Sampleton", date(1991, 2, 28))
    return Case(
        f"case-{number}", f"2026-{number:06}", member, "example-nc", "pehp-iop", request,
        Provider("Example Day Program", phone="1-800-555-0117"), NOW, "tspecimen", sample=True,
    )  # fmt: skip


def sample_review(case_id: str = CASE) -> Review:
    """Its review, nothing answered yet."""
    return Review(
        case_id, 1, "pehp-iop", date(2024, 11, 11), "0" * 64, "continued", date(2026, 1, 15),
        facts={"age": 34, "out_of_area": False, "admitted": date(2026, 1, 5)},
    )  # fmt: skip


def answer(number: int, note: str) -> Answer:
    """Return an answer with one of the three marks and a unique note."""
    mark = tuple(Mark)[number % 3]
    return Answer(mark, "tspecimen", NOW + timedelta(seconds=number), note, (Evidence("Chart", str(number)),))


def everything(open_one: Vault) -> tuple[object, ...]:
    """Return everything in the vault as comparable values; StorageError when a part can't be read."""
    rows = open_one.cases.worklist(WorklistQuery(limit=100_000))
    closed = open_one.cases.worklist(WorklistQuery(filter=WorklistFilter.CLOSED, limit=100_000))
    found = open_one.cases.worklist(WorklistQuery("sampleton", limit=100_000))
    ids = sorted(row.case_id for row in (*rows, *closed))
    letters = [letter for case_id in ids for letter in open_one.archive.letters(case_id)]
    return (
        sorted(rows, key=lambda row: row.case_id),
        sorted(found, key=lambda row: row.case_id),
        *(
            (
                open_one.cases.get(case_id),
                open_one.cases.reviews(case_id),
                open_one.cases.answer_history(case_id),
                open_one.drafts.texts(case_id),
                open_one.cases.referrals(case_id),
                open_one.cases.determinations(case_id),
            )
            for case_id in ids
        ),
        [(letter, open_one.archive.pdf(letter.sequence)) for letter in letters],
    )


def verify(open_one: Vault) -> None:
    """Raise StorageError with the first error that the program's verification finds."""
    for fault in run_all(open_one.examine()).faults:
        raise StorageError(fault)


def nothing_lost(found: Iterable[str], acknowledged: Iterable[str], most_in_flight: int = 1) -> None:
    """Raise Lost when an acknowledged token is missing; AssertionError for more than was in progress."""
    there, owed = list(found), set(acknowledged)
    assert len(there) == len(set(there)), "something is there twice"
    if missing := owed - set(there):
        raise Lost(f"{len(missing)} of {len(owed)} acknowledged are gone: {sorted(missing)[:5]}")
    more = set(there) - owed
    assert len(more) <= most_in_flight, f"never acknowledged: {sorted(more)}"

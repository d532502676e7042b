"""What was done to determinations, completed reviews and their answers outside the program is named by `verify`."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests import sealing
from tests.rules import FORM, RULES
from tests.storage.conftest import PASSWORD, case
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.determination import Action, Determination, Rationale, Void
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.json_codec import DETERMINATION, REVIEW
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import Vault, verify_closed

NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
NURSE = Reviewer("tspecimen", "Taylor Specimen", Role.NURSE, Credential("RN"), administers=True)
WITHDRAWAL = Determination(
    Action.WITHDRAW, NURSE, NOW, date(2026, 1, 19), date(2026, 2, 13), 12, Rationale(""), reason="Withdrawn."
)
NUMBER = "2026-000001"


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with a determination that was voided, another one, and a letter written from it."""
    folder = tmp_path_factory.mktemp("decided") / "vault"
    made, _recovery_key = vault.create(folder, NURSE, PASSWORD, NOW, LEAST)
    with made:
        review = complete(made)
        made.cases.sign("case-1", WITHDRAWAL, "{}", RULES, PASSWORD, NOW)
        made.cases.save(replace(case(1), state=CaseState.LETTER), NOW, None)
        made.cases.void("case-1", Void(NURSE.user_id, NOW, "Signed in error."))
        made.cases.save(replace(case(1), state=CaseState.READY), NOW, None)
        facts = {
            "determination": json.loads(DETERMINATION.text(WITHDRAWAL)),
            "review": json.loads(REVIEW.text(review)),
        }
        sealing.seal(made, "case-1", "member", b"%PDF", NOW, json.dumps(facts))
        made.cases.sign("case-1", replace(WITHDRAWAL, reason="Withdrawn by fax."), "{}", RULES, PASSWORD, NOW)
    return folder


def complete(opened: Vault) -> Review:
    """A complete review of case-1 with two answers, one of them given twice."""
    opened.cases.add(case(1), None)
    review = Review("case-1", 1, "pehp-iop", date(2024, 11, 11), "0" * 64, "continued", NOW.date())
    opened.cases.begin_review(review)
    for criterion_id, mark in (("C1", Mark.MET), ("C9", Mark.NOT_MET), ("C9", Mark.MET)):
        review = review.answered(criterion_id, Answer(mark, NURSE.user_id, NOW))
        opened.cases.save_answer(review, criterion_id)
    review = replace(review, completed_at=NOW, completed_by=NURSE.user_id)
    opened.cases.complete_review(review, FORM)
    opened.cases.save(replace(case(1), state=CaseState.READY), NOW, None)
    return review


@pytest.fixture
def folder(decided: Path, tmp_path: Path) -> Path:
    return copytree(decided, tmp_path / "vault")


@pytest.fixture
def faults(folder: Path) -> Callable[[], list[str]]:
    return lambda: list(verify_closed(folder, NURSE.user_id, PASSWORD, NOW).faults)


def test_a_vault_that_was_not_changed_verifies(faults: Callable[[], list[str]]) -> None:
    assert faults() == []


OUTSIDE = "outside the program."
LETTER = f"Letter 1 in the archive was written from another {{}} than case {NUMBER} has now."
DETERMINATIONS = "(SELECT id FROM entries WHERE kind = 'determination')"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE entries SET body = json_set(body, '$.action', 'approve') WHERE kind = 'determination'",
            [
                f"Determination 2, of case {NUMBER}, was changed {OUTSIDE}",
                f"Determination 4, of case {NUMBER}, was changed {OUTSIDE}",
                LETTER.format("determination"),
            ],
        ),
        (
            "UPDATE entries SET body = json_set(body, '$.by.user_id', 'mexample') WHERE id = 4",
            [f"Determination 4, of case {NUMBER}, was changed {OUTSIDE}"],
        ),
        (
            "UPDATE entries SET payload = '[]' WHERE id = 4",
            [f"Determination 4, of case {NUMBER}, was changed {OUTSIDE}"],
        ),
        ("DELETE FROM entries WHERE id = 4", [f"Determination 4, of case {NUMBER}, was removed {OUTSIDE}"]),
        ("DELETE FROM entries WHERE kind = 'void'", [f"Void 3, of case {NUMBER}, was removed {OUTSIDE}"]),
        (
            "INSERT INTO entries (case_id, kind, body) SELECT case_id, kind, body FROM entries WHERE id = 4",
            [f"Determination 5, of case {NUMBER}, was added {OUTSIDE}"],
        ),
        (
            "UPDATE reviews SET body = json_set(body, '$.completed_by', 'mexample')",
            [f"Review 1 of case {NUMBER} was changed {OUTSIDE}", LETTER.format("review 1")],
        ),
        (
            "UPDATE reviews SET completed = 0",
            [f"Review 1 of case {NUMBER} was reopened {OUTSIDE}"],
        ),
        (
            "DELETE FROM answers WHERE criterion_id = 'C9'",
            [
                f"Review 1 of case {NUMBER} has rows of answers that were removed {OUTSIDE}",
                LETTER.format("review 1"),
            ],
        ),
        (
            """INSERT INTO answers (case_id, sequence, criterion_id, by, at, after)
                SELECT case_id, sequence, 'C1', by, at, after FROM answers WHERE criterion_id = 'C1'""",
            [
                f"Review 1 of case {NUMBER} has rows of answers that were added {OUTSIDE}"
            ],
        ),
        (
            "UPDATE answers SET after = json_set(after, '$.mark', 'not_met') WHERE criterion_id = 'C1'",
            [f"Review 1 of case {NUMBER} has answers that were changed {OUTSIDE}", LETTER.format("review 1")],
        ),
        (
            "INSERT INTO reviews SELECT case_id, 2, body, 1 FROM reviews",
            [f"Review 2 of case {NUMBER} was added {OUTSIDE}"],
        ),
        ("CREATE TABLE spies (note TEXT)", [f"The table spies was added to the database {OUTSIDE}"]),
        ("DROP INDEX answers_of_review", [f"The index answers_of_review was removed from the database {OUTSIDE}"]),
        (
            "ALTER TABLE drafts ADD COLUMN note TEXT",
            [f"The table drafts was changed in the database {OUTSIDE}"],
        ),
    ],
)  # fmt: skip
def test_what_was_changed_removed_or_added_is_named(
    meddle: Callable[..., None], faults: Callable[[], list[str]], statement: str, expected: list[str]
) -> None:
    meddle(statement)
    assert faults() == expected


def test_a_line_without_its_seal_is_a_changed_line(
    meddle: Callable[..., None], faults: Callable[[], list[str]]
) -> None:
    meddle("UPDATE journal SET detail = json_remove(detail, '$.seal') WHERE kind = 'determination'")
    found = faults()
    assert [fault.endswith("of the audit log was changed.") for fault in found] == [True, True, False, False]
    assert found[2:] == [
        f"Determination {number}, of case {NUMBER}, was added {OUTSIDE}" for number in (2, 4)
    ]


def test_nobody_reads_a_seal_in_the_audit_log(folder: Path) -> None:
    with vault.open_vault(folder, NURSE.user_id, PASSWORD, NOW) as opened:
        details: list[Any] = [event.detail for event in opened.journal.entries("case-1")]
    assert {"action": "withdraw"} in details
    assert not any("seal" in detail for detail in details)


def test_seals_stay_valid_under_new_keys(folder: Path) -> None:
    with vault.open_vault(folder, NURSE.user_id, PASSWORD, NOW) as opened:
        opened.rekey(PASSWORD, NOW, LEAST)
    assert verify_closed(folder, NURSE.user_id, PASSWORD, NOW).faults == ()

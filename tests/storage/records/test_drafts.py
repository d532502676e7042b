"""Half-typed texts: each person's own, stored until they are cleared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import Vault


def test_a_draft_is_stored_until_it_is_cleared(opened: Vault) -> None:
    opened.drafts.store("case-1", "rationale.member", "The rec")
    opened.drafts.store("case-1", "rationale.member", "The record shows")
    opened.drafts.store("case-1", "C9.note", "a broken \ud83d letter, a \x00 and an é")
    assert opened.drafts.texts("case-1") == {
        "rationale.member": "The record shows",
        "C9.note": "a broken ? letter, a \x00 and an é",
    }
    opened.drafts.delete("case-1", ["rationale.member"])
    assert list(opened.drafts.texts("case-1")) == ["C9.note"]
    assert opened.drafts.texts("case-2") == {}


@pytest.fixture
def two_nurses(opened: Vault, folder: Path, password: str, now: datetime) -> Callable[..., Any]:
    """Open the vault as one of two nurses; the second user ID begins with the first."""
    other = Reviewer("tspecimen2", "Toni Specimen", Role.NURSE, Credential("RN"))
    opened.add_user(other, password, LEAST)
    opened.close()

    def as_one(user_id: str) -> Vault:
        return vault.open_vault(folder, user_id, password, now)

    return as_one


def test_a_draft_is_neither_shown_to_nor_cleared_by_another_user(
    two_nurses: Callable[..., Any],
) -> None:
    with two_nurses("tspecimen") as first:
        first.drafts.store("intake", "request.last_name", "Halfway")
    with two_nurses("tspecimen2") as second:
        assert second.drafts.texts("intake") == {}
        second.drafts.delete("intake", ["request.last_name"])
        second.drafts.store("intake", "request.last_name", "Other")
        assert second.drafts.texts("intake") == {"request.last_name": "Other"}
    with two_nurses("tspecimen") as first:
        assert first.drafts.texts("intake") == {"request.last_name": "Halfway"}


def test_drafts_of_earlier_versions_go_to_the_first_user_who_opens_the_case(
    two_nurses: Callable[..., Any], databases: list[Database]
) -> None:
    with two_nurses("tspecimen") as first:
        with first.transaction():
            for field, text in (("request.last_name", "Halfway"), ("request.npi", "12")):
                databases[-1].rows("INSERT INTO drafts VALUES ('intake', ?, ?)", (field, text))
        first.drafts.store("intake", "request.npi", "123")
    with two_nurses("tspecimen2") as second:
        assert second.drafts.texts("intake") == {"request.last_name": "Halfway", "request.npi": "12"}
        assert second.drafts.texts("intake") == {"request.last_name": "Halfway", "request.npi": "12"}
    with two_nurses("tspecimen") as first:
        assert first.drafts.texts("intake") == {"request.npi": "123"}


def test_drafts_are_shown_on_a_full_disk(opened: Vault, db: Database) -> None:
    with opened.transaction():
        db.rows("INSERT INTO drafts VALUES ('case-1', 'note', 'half')")
    db.conn.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON main.drafts BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
    )
    assert opened.drafts.texts("case-1") == {"note": "half"}
    db.conn.execute("DROP TRIGGER temp.full")
    assert opened.drafts.texts("case-1") == {"note": "half"}


def test_a_draft_of_ten_million_letters_is_stored_completely(opened: Vault) -> None:
    text = "long " * 2_000_000
    opened.drafts.store("case-1", "note", text)
    assert opened.drafts.texts("case-1")["note"] == text

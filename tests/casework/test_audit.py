"""The audit log without a window: what is read, verified and exported, and by whom."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest

from tests.casework.sessions import (
    ADMIN,
    AUDITOR,
    NOW,
    NURSE,
    SUPERVISOR,
    breaks,
    make_vault,
    signed_in,
    works_again,
)
from ur_desktop.casework import audit
from ur_desktop.casework.session import Session
from ur_desktop.domain.errors import NotAuthorized, StorageError
from ur_desktop.domain.journal import Event, EventKind, EventQuery
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.domain.vault.verification import VerifyReport, VerifyStep
from ur_desktop.storage.vault import open_with_recovery


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("made") / "vault"
    return folder, make_vault(folder)


@pytest.fixture
def folder(made: tuple[Path, str], tmp_path: Path) -> Path:
    copytree(made[0], tmp_path / "vault")
    return tmp_path / "vault"


@pytest.fixture
def auditor(folder: Path) -> Iterator[Session]:
    with signed_in(folder, SUPERVISOR) as session:
        for minute in range(3):
            session.vault.journal.record(EventKind.VIEW, NOW + timedelta(minutes=minute), f"case-{minute}")
    with signed_in(folder, AUDITOR) as session:
        yield session


def said(events: tuple[Event, ...]) -> list[tuple[str, str]]:
    return [(event.by, event.kind.value) for event in events]


def verified(session: Session) -> tuple[list[VerifyStep], VerifyReport]:
    found: list[VerifyReport] = []

    def run() -> Iterator[VerifyStep]:
        found.append((yield from audit.verify(session)))

    return list(run()), found[0]


def exported(session: Session, query: EventQuery, file: Path) -> int:
    """Export to the end; how many entries there are."""
    steps = audit.export(session, query, file)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return int(end.value)


def test_the_newest_entry_comes_first_with_the_name_of_its_author(auditor: Session) -> None:
    found = audit.events(auditor, EventQuery())
    assert said(found)[0] == ("auditor", "sign_in")
    assert said(found)[-1] == ("administrator", "create")
    assert [event.who for event in found[:2]] == ["Sam Auditor, RN", "Sam Supervisor, RN"]
    assert [*audit.count(auditor, EventQuery())] == [len(found)] == [6]


def test_a_query_narrows_what_is_read_and_counted(auditor: Session) -> None:
    views = EventQuery(by="supervisor", kind=EventKind.VIEW, since=NOW + timedelta(minutes=1))
    assert [event.case_id for event in audit.events(auditor, views)] == ["case-2", "case-1"]
    assert [*audit.count(auditor, views)] == [2]


def test_authors_have_names_also_the_recovery_key(folder: Path, made: tuple[Path, str]) -> None:
    open_with_recovery(folder, made[1], NOW).close()
    with signed_in(folder, AUDITOR) as session:
        assert audit.authors(session) == {
            "administrator": "Sam Administrator, RN",
            "auditor": "Sam Auditor, RN",
            "recovery": "Recovery key",
        }


def test_an_administrator_reads_no_entry_that_names_a_case(folder: Path, auditor: Session) -> None:
    auditor.vault.close()
    with signed_in(folder, ADMIN) as session:
        assert EventKind.VIEW not in [event.kind for event in audit.events(session, EventQuery())]


@pytest.mark.parametrize("ending", ["csv", "JSON"])
def test_an_export_holds_what_was_asked_for_and_is_recorded(
    auditor: Session, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / "out" / f"log.{ending}"
    file.parent.mkdir()
    assert exported(auditor, EventQuery(by="supervisor"), file) == 4
    if ending == "JSON":
        rows = json.loads(file.read_text(encoding="utf-8"))
    else:
        with file.open(newline="", encoding="utf-8") as text:
            rows = list(csv.DictReader(text))
    assert [row["event"] for row in rows] == ["sign_in"] + ["view"] * 3
    assert {row["name"] for row in rows} == {"Sam Supervisor, RN"}
    assert [item.name for item in file.parent.iterdir()] == [file.name]
    newest = auditor.vault.journal.entries(limit=1)[0]
    expected = {"what": "journal", "lines": 4, "format": ending.lower()}
    assert (newest.kind, newest.detail) == (EventKind.EXPORT, expected)


def test_an_export_that_can_not_be_written_is_not_recorded(auditor: Session, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="could not be written"):
        exported(auditor, EventQuery(), tmp_path / "no" / "log.csv")
    assert EventKind.EXPORT not in [event.kind for event in auditor.vault.journal.entries()]


def test_an_export_that_can_not_be_recorded_leaves_the_file_that_was_there(
    auditor: Session, tmp_path: Path
) -> None:
    file = tmp_path / "log.csv"
    file.write_text("an older one")
    breaks(auditor.vault, "journal")
    with pytest.raises(StorageError, match="disk is full"):
        exported(auditor, EventQuery(), file)
    works_again(auditor.vault)
    assert file.read_text() == "an older one"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_an_export_that_is_canceled_leaves_no_file_and_is_not_recorded(
    auditor: Session, tmp_path: Path
) -> None:
    steps = audit.export(auditor, EventQuery(), tmp_path / "log.csv")
    assert [next(steps), next(steps), next(steps)] == [0, 1, 2]
    steps.close()
    assert list(tmp_path.glob("*log*")) == list(tmp_path.glob(".ur-desktop*")) == []
    assert EventKind.EXPORT not in [event.kind for event in auditor.vault.journal.entries()]


def test_verifying_tells_each_step_and_finds_no_problem(auditor: Session) -> None:
    steps, report = verified(auditor)
    assert (report.lines, report.letters, report.faults) == (6, 0, ())
    assert steps[0].words == "Checking the header"
    assert "Checking the journal" in {step.words for step in steps}


def test_verifying_names_a_missing_file(auditor: Session, folder: Path) -> None:
    (folder / "vault.anchor.json").unlink()
    _steps, report = verified(auditor)
    assert report.faults == ("The vault's anchor, vault.anchor.json, is missing.",)


@pytest.mark.parametrize("person", [NURSE, SUPERVISOR], ids=lambda person: person.user_id)
def test_an_export_without_permission_is_refused_and_makes_no_file(
    folder: Path, tmp_path: Path, person: Reviewer
) -> None:
    with signed_in(folder, person) as session, pytest.raises(NotAuthorized):
        audit.export(session, EventQuery(), tmp_path / "log.csv")
    assert not (tmp_path / "log.csv").exists()


def test_a_nurse_may_not_read_or_verify_the_audit_log(folder: Path) -> None:
    with signed_in(folder, NURSE) as session:
        for forbidden in (
            lambda: audit.events(session, EventQuery()),
            lambda: audit.count(session, EventQuery()),
            lambda: audit.authors(session),
            lambda: audit.verify(session),
        ):
            with pytest.raises(NotAuthorized):
                forbidden()

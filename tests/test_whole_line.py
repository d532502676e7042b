"""The whole line without a window, by the acts of casework: taken in, reviewed, decided, written and accepted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ur_desktop import paths
from ur_desktop.casework import decision, example_case, intake, letters, open_case, review, samples, sending
from ur_desktop.casework.letters import OwedLetter
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.determination import Action, Determination, Ground, Rationale
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.evaluation.finding import evaluate
from ur_desktop.domain.evaluation.judge import Result
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.domain.policy import ReviewKind, criteria
from ur_desktop.domain.review import Mark
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.files.case import CaseFile, dump, load
from ur_desktop.library import Library
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import create, open_vault

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
LIBRARY = Library(paths.forms_dir(), paths.templates_dir())


@pytest.fixture
def nurse(tmp_path: Path) -> Iterator[Session]:
    made, _recovery_key = create(tmp_path / "vault", samples.NURSE, samples.PASSWORD, NOW, LEAST)
    made.add_user(samples.PHYSICIAN, samples.PASSWORD, LEAST)
    with made:
        yield Session(made, LIBRARY, lambda: NOW)


@contextmanager
def signed_in(folder: Path, person: Reviewer) -> Iterator[Session]:
    with open_vault(folder, person.user_id, samples.PASSWORD, NOW) as opened:
        yield Session(opened, LIBRARY, lambda: NOW)


def reviewed(session: Session, kind: ReviewKind, unmet: set[str], lost: set[str]) -> CaseFile:
    """A sample request taken in and reviewed, each answer saved by itself, with everything else met."""
    letter = LetterKind.CONTINUED_APPROVAL if kind is ReviewKind.CONTINUED else LetterKind.APPROVAL
    given = example_case.example(letter, LIBRARY, NOW)
    taken_in = intake.take_in(session, replace(given.case, state=CaseState.NEW))
    opened = review.begin(session, taken_in.case.id)
    answered = review.open_review(session, opened)
    facts = replace(answered.review, facts=given.review.facts, schedule=given.review.schedule)
    answered = review.change_facts(session, answered, facts)
    items = {item.id: item for root in answered.state.finding.roots for item in criteria(root.node)}
    while left := answered.state.finding.unanswered:
        met = Mark.NOT_DOCUMENTED if left[0] in lost else Mark.MET
        mark = Mark.NOT_MET if left[0] in unmet else met
        note = "Sleep; an unstable living situation" if items[left[0]].named else ""
        answered = review.mark(session, answered, items[left[0]], mark, note)
    assert answered.unsaved == {}
    return review.complete(session, answered).file


def in_the_archive(session: Session, letter: OwedLetter | None) -> list[str]:
    """Accept a letter as it was written, and read its words back from the archived bytes."""
    assert letter is not None
    case_id = letter.file.case.id
    shown = letters.write(session, case_id, letter)
    for copy in shown.copies:
        shown = shown.with_read(copy.name)
    accepted = letters.accept(session, case_id, shown)
    assert isinstance(accepted, OpenCase)
    assert (accepted.case.state, accepted.case.notice) == (CaseState.SEND, None)
    sending.send(session, session.vault.sendings.unsent(case_id))
    closed = session.vault.cases.get(case_id)
    assert closed.state is CaseState.CLOSED
    assert closed.notice is not None
    session.vault.archive.verify()
    return [
        " ".join(" ".join(LIBRARY.pages(copy.pdf)).split()) for copy in letters.accepted(session, case_id)
    ]


def determination(session: Session, file: CaseFile, action: Action, **changes: object) -> Determination:
    request = file.case.request
    made = Determination(action, session.me, NOW, request.start, request.end, request.units, Rationale(""))
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_continued_stay_that_is_met_is_approved_by_the_nurse(nurse: Session) -> None:
    file = reviewed(nurse, ReviewKind.CONTINUED, set(), set())
    finding = file.finding(LIBRARY)
    assert (finding.policy.id, finding.checklist.id, finding.result) == ("pehp-iop", "continued", Result.MET)
    approval = determination(nurse, file, Action.APPROVE, next_review=file.case.request.end)
    signed = decision.sign(nurse, file.case.id, approval, samples.PASSWORD)
    member, provider = in_the_archive(nurse, signed.letter)
    assert "A-2026-000183" in member
    assert "H0015" in provider


def test_an_admission_that_is_not_met_is_denied_by_the_physician_alone(nurse: Session) -> None:
    file = reviewed(nurse, ReviewKind.ADMISSION, {"A4", "A8a", "A8b"}, {"P11"})
    finding = file.finding(LIBRARY)
    assert [citation.id for citation in finding.unmet] == ["A4", "A8"]
    assert [citation.id for citation in finding.undetermined] == ["P11"]
    case_id = file.case.id
    with pytest.raises(NotAuthorized):
        decision.sign(nurse, case_id, determination(nurse, file, Action.DENY), samples.PASSWORD)
    decision.refer(nurse, case_id, samples.QUESTION, "", samples.PHYSICIAN.user_id)
    nurse.vault.close()
    with signed_in(nurse.vault.folder, samples.PHYSICIAN) as physician:
        started = determination(
            physician,
            file,
            Action.DENY,
            rationale=decision.start(physician, case_id).rationale,
            ground=Ground.CRITERIA,
            no_conflict=True,
        )
        with pytest.raises(NotAuthorized, match="Fill the blanks first"):
            decision.sign(physician, case_id, started, samples.PASSWORD)
        denial = replace(
            started,
            rationale=Rationale(example_case.REASONS, example_case.CLINICAL),
            alternative="outpatient",
        )
        signed = decision.sign(physician, case_id, denial, samples.PASSWORD)
        _referral, _summary, member, provider = in_the_archive(physician, signed.letter)
    assert "one of the two required" in member
    assert not re.search(r"\bA8\b", member)  # a record code may have these two signs in it
    assert "A8" in provider
    assert "Max Specimen, MD" in member


def test_what_was_saved_is_the_same_after_closing_and_opening(nurse: Session) -> None:
    file = reviewed(nurse, ReviewKind.ADMISSION, {"A4"}, {"P11"})
    nurse.vault.close()
    with signed_in(nurse.vault.folder, samples.NURSE) as again:
        opened = open_case.read(again, file.case.id)
        assert opened.file.review == file.review
        assert opened.case == file.case
        assert evaluate(opened.policy, opened.file.review) == file.finding(LIBRARY)


@pytest.mark.parametrize("kind", list(LetterKind))
def test_an_example_case_comes_back_from_its_file_unchanged(kind: LetterKind) -> None:
    file = example_case.example(kind, LIBRARY, NOW)
    assert load(dump(file)) == file
    assert json.loads(dump(file))["case"]["sample"] is True

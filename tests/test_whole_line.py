"""The whole line without a window: a request comes in, is reviewed, decided, written and put on file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ur_desktop import paths
from ur_desktop.casework import samples
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.deadlines import deadline
from ur_desktop.domain.determination import Action, Determination, Ground, Rationale, determine
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.evaluation.finding import evaluate
from ur_desktop.domain.evaluation.judge import Result
from ur_desktop.domain.letter.kind import Copy, LetterKind
from ur_desktop.domain.letter.reasons import rationale_start
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.files.case import CaseFile, dump, load
from ur_desktop.library import Library
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import Vault, create, open_vault

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
QUICK = LEAST
LIBRARY = Library(paths.forms_dir(), paths.templates_dir())


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made, _recovery_key = create(tmp_path / "vault", samples.NURSE, samples.PASSWORD, NOW, QUICK)
    made.add_user(samples.PHYSICIAN, samples.PASSWORD, QUICK)
    with made:
        yield made


def taken_in(vault: Vault, kind: ReviewKind, unmet: set[str], lost: set[str]) -> CaseFile:
    """A sample request taken in and reviewed, each answer kept by itself, with everything else met."""
    letter = LetterKind.CONTINUED_APPROVAL if kind is ReviewKind.CONTINUED else LetterKind.APPROVAL
    given = samples.example(letter, LIBRARY, NOW)
    case = replace(given.case, state=CaseState.IN_REVIEW)
    vault.cases.add(
        case, deadline(case, LIBRARY.line_of(case.plan_id), LIBRARY.zone_of(case.plan_id)).decide_by
    )
    review = replace(given.review, answers={}, completed_at=None, completed_by="")
    vault.cases.begin_review(review)
    for place, criterion in enumerate(given.review.answers):
        mark = Mark.NOT_MET if criterion in unmet else Mark.NOT_DOCUMENTED if criterion in lost else Mark.MET
        review = review.answered(criterion, Answer(mark, "nora", NOW + timedelta(seconds=place)))
        vault.cases.save_answer(review, criterion)
    vault.cases.complete_review(replace(review, completed_at=NOW, completed_by="nora"))
    return CaseFile(case, vault.cases.reviews(case.id)[-1], vault.people(), NOW)


def put_on_file(vault: Vault, file: CaseFile, kind: LetterKind) -> list[str]:
    """Write both copies of a letter, seal them, and read their words back from the archived bytes."""
    for copy in (Copy.MEMBER, Copy.PROVIDER):
        facts = file.facts(kind, copy, LIBRARY, vault.archive.head_code())
        pdf = LIBRARY.pdf(LIBRARY.html(facts), LIBRARY.plan(file.case.plan_id), file.issued(LIBRARY))
        vault.archive.seal(file.case.id, kind.value, copy.value, dump(file), pdf, NOW)
    vault.archive.verify()
    sealed = vault.archive.letters(file.case.id)
    return [" ".join(" ".join(LIBRARY.pages(vault.archive.pdf(item.sequence))).split()) for item in sealed]


def decision(file: CaseFile, action: Action, **changes: object) -> Determination:
    request = file.case.request
    made = Determination(action, samples.NURSE, NOW, request.start, request.end, request.units, Rationale(""))
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_continued_stay_that_is_met_is_approved_by_the_nurse(vault: Vault) -> None:
    file = taken_in(vault, ReviewKind.CONTINUED, set(), set())
    finding = file.finding(LIBRARY)
    assert (finding.policy.id, finding.checklist.id, finding.result) == ("pehp-iop", "continued", Result.MET)
    approval = decision(
        file,
        Action.APPROVE,
        by=vault.reviewer,
        authorization_number="A-2026-000183",
        next_review=file.case.request.end,
    )
    signed = replace(
        file, determination=determine(approval, finding, file.standing(LIBRARY, NOW), file.case.request)
    )
    vault.cases.sign(file.case.id, approval, dump(signed), samples.PASSWORD, NOW)
    member, provider = put_on_file(vault, signed, LetterKind.CONTINUED_APPROVAL)
    assert "A-2026-000183" in member
    assert "H0015" in provider


def test_an_admission_that_is_not_met_is_denied_by_the_physician_alone(vault: Vault) -> None:
    file = taken_in(vault, ReviewKind.ADMISSION, {"A4", "A8a", "A8b"}, {"P11"})
    finding = file.finding(LIBRARY)
    assert [citation.id for citation in finding.unmet] == ["A4", "A8"]
    assert [citation.id for citation in finding.undetermined] == ["P11"]
    standing = file.standing(LIBRARY, NOW)
    with pytest.raises(NotAuthorized):
        determine(decision(file, Action.DENY), finding, standing, file.case.request)
    started = decision(
        file,
        Action.DENY,
        by=samples.PHYSICIAN,
        rationale=rationale_start(finding),
        ground=Ground.CRITERIA,
        no_conflict=True,
    )
    with pytest.raises(NotAuthorized, match="Fill the blanks first"):
        determine(started, finding, standing, file.case.request)
    denial = replace(
        started, rationale=Rationale(samples.REASONS, samples.CLINICAL), alternative="outpatient"
    )
    signed = replace(file, determination=determine(denial, finding, standing, file.case.request))
    vault.close()
    with open_vault(vault.folder, samples.PHYSICIAN.user_id, samples.PASSWORD, NOW) as opened:
        opened.cases.sign(file.case.id, denial, dump(signed), samples.PASSWORD, NOW)
        member, provider = put_on_file(opened, signed, LetterKind.DENIAL)
    assert "one of the two required" in member
    assert not re.search(r"\bA8\b", member)  # a record code may have these two signs in it
    assert "A8" in provider
    assert "Max Specimen, MD" in member


def test_what_was_kept_is_the_same_after_closing_and_opening(tmp_path: Path) -> None:
    made, _recovery_key = create(tmp_path / "vault", samples.NURSE, samples.PASSWORD, NOW, QUICK)
    with made:
        file = taken_in(made, ReviewKind.ADMISSION, {"A4"}, {"P11"})
    with open_vault(tmp_path / "vault", "nora", samples.PASSWORD, NOW) as again:
        review: Review = again.cases.reviews(file.case.id)[-1]
        assert review == file.review
        assert again.cases.get(file.case.id) == file.case
        policy = LIBRARY.version(review.policy_id, review.version)
        assert evaluate(policy, review) == file.finding(LIBRARY)


@pytest.mark.parametrize("kind", list(LetterKind))
def test_an_example_case_comes_back_from_its_file_unchanged(kind: LetterKind) -> None:
    file = samples.example(kind, LIBRARY, NOW)
    assert load(dump(file)) == file
    assert json.loads(dump(file))["case"]["sample"] is True

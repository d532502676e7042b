"""A review opened in the wizard over a vault: press keys, then read what the vault holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import Show
from tests.ui.offices import LIBRARY, breaks, works_again
from tests.ui.reviews import NOW, NURSE, policy
from ur_desktop.casework import drafts, example_case, samples
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.review import DRAFTS, OpenReview
from ur_desktop.casework.session import Session
from ur_desktop.domain.answers import Answers
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.change import AnswerChange
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.domain.review import Answer, Review
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import Vault, create
from ur_desktop.ui.review.wizard import ReviewWizard

NAMES = {"mo": "M. Ortega, RN"}
NUMBERS = count(1)


@dataclass
class Kept:
    """What the vault holds of the review that a wizard shows."""

    session: Session
    case_id: str
    before: int
    completed: list[OpenCase] = field(default_factory=list)

    @property
    def answered(self) -> list[AnswerChange]:
        """The answers given since it was opened."""
        return list(self.session.vault.cases.answer_history(self.case_id))[self.before :]

    @property
    def last(self) -> Answer:
        """The answer given last."""
        return self.answered[-1].after

    @property
    def review(self) -> Review:
        """The review."""
        return self.session.vault.cases.reviews(self.case_id)[-1]

    @property
    def drafts(self) -> Mapping[str, str]:
        """What is half typed, by field."""
        return drafts.load(self.session, self.case_id, DRAFTS)

    def breaks(self, *tables: str) -> None:
        """From here on the disk refuses every change of these tables."""
        breaks(self.session.vault, *tables)

    def works_again(self) -> None:
        """Take back what ``breaks`` did."""
        works_again(self.session.vault)


Open = Callable[..., tuple[ReviewWizard, Kept]]


def new_vault(folder: Path, person: Reviewer) -> Vault:
    """A vault of one person."""
    return create(folder, person, samples.PASSWORD, NOW, LEAST)[0]


@pytest.fixture(scope="module")
def nurses_vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """A vault that the nurse is signed in to; each review is of a case of its own."""
    with new_vault(tmp_path_factory.mktemp("reviews") / "vault", NURSE) as made:
        yield made


def put(vault: Vault, review: Review, half_typed: Mapping[str, str]) -> tuple[Session, Review]:
    """Put a review on file, as of the newest review of a case of its own."""
    session, number = Session(vault, LIBRARY, lambda: NOW), next(NUMBERS)
    case = example_case.example(LetterKind.APPROVAL, LIBRARY, NOW).case
    names: dict[str, Any] = {
        "id": f"case-{number}",
        "number": f"2026-{number:06}",
        "created_by": session.me.user_id,
    }
    case = replace(case, state=CaseState.NEW, assigned_to=session.me.user_id, **names)
    review = replace(review, case_id=case.id)
    session.add(case)
    mine = {key: replace(answer, by=session.me.user_id) for key, answer in review.answers.items()}
    vault.cases.begin_review(replace(review, answers=mine))  # the vault saves nobody else's answers
    session.save(replace(case, state=CaseState.IN_REVIEW))
    for key, text in half_typed.items():
        drafts.save(session, case.id, DRAFTS, key, text)
    return session, review


def open_in(wizard: ReviewWizard, review: Review, last: Review | None, half_typed: Mapping[str, str]) -> None:
    """Open a review in a wizard."""
    form = policy(review.policy_id)
    wizard.open(
        OpenReview(Answers.of(form, review, last), review),
        reviewer_name=lambda user_id: NAMES.get(user_id, user_id),
        drafts=half_typed,
    )


@pytest.fixture
def opened_wizard(show: Show, nurses_vault: Vault) -> Iterator[Open]:
    """Open a review in a window of 1286 × 676."""

    def build(
        review: Review,
        *,
        last: Review | None = None,
        drafts: Mapping[str, str] | None = None,
        size: tuple[int, int] = (1286, 676),
    ) -> tuple[ReviewWizard, Kept]:
        Answers.of(policy(review.policy_id), review)  # InvalidAnswer before it is put on file
        session, review = put(nurses_vault, review, drafts or {})
        wizard = ReviewWizard(session)
        wizard.resize(*size)
        show(wizard)
        open_in(wizard, review, last, drafts or {})
        kept = Kept(session, review.case_id, len(review.answers))
        wizard.completed.connect(kept.completed.append)
        return wizard, kept

    yield build
    works_again(nurses_vault)

"""Who took part in the reviews of a request: they began, answered, entered facts of or completed one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ur_desktop.domain.review import Review


class Step(StrEnum):
    """One way to take part in a review; its value completes "Taylor Specimen … review 1"."""

    BEGAN = "began"
    ANSWERED = "answered"
    ENTERED_FACTS = "entered facts of"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Part:
    """What one person, by user ID, did in one review of a request; ``sequence`` counts its reviews from 1."""

    by: str
    step: Step
    sequence: int


def parts_of(review: Review) -> frozenset[Part]:
    """Who took part in a review as far as the review itself says it."""
    answered = {Part(answer.by, Step.ANSWERED, review.sequence) for answer in review.answers.values()}
    completed = {Part(review.completed_by, Step.COMPLETED, review.sequence)} if review.completed_by else set()
    return frozenset(answered | completed)


def took_part(parts: Iterable[Part]) -> frozenset[str]:
    """The user IDs of everyone who took part in any review of the request."""
    return frozenset(part.by for part in parts)


def completed_by(parts: Iterable[Part]) -> str:
    """The user ID of the person who completed the latest completed review; empty when there is none."""
    completed = [part for part in parts if part.step is Step.COMPLETED]
    return max(completed, key=lambda part: part.sequence).by if completed else ""


def what_they_did(parts: Iterable[Part], user_id: str) -> str:
    """What a person did in the reviews: "completed review 1, began review 2"; empty when they took no part."""
    steps = list(Step)
    own = sorted((part.sequence, steps.index(part.step)) for part in set(parts) if part.by == user_id)
    return ", ".join(f"{steps[step].value} review {sequence}" for sequence, step in own)

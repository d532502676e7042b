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
class Participation:
    """What one person, by user ID, did in one review of a request; ``sequence`` counts its reviews from 1."""

    by: str
    step: Step
    sequence: int


def participation_in(review: Review) -> frozenset[Participation]:
    """Who took part in a review as far as the review itself says it."""
    answered = {
        Participation(answer.by, Step.ANSWERED, review.sequence) for answer in review.answers.values()
    }
    completed = (
        {Participation(review.completed_by, Step.COMPLETED, review.sequence)}
        if review.completed_by
        else set()
    )
    return frozenset(answered | completed)


def took_part(participation: Iterable[Participation]) -> frozenset[str]:
    """The user IDs of everyone who took part in any review of the request."""
    return frozenset(each.by for each in participation)


def completed_by(participation: Iterable[Participation]) -> str:
    """The user ID of the person who completed the latest completed review; empty when there is none."""
    completed = [each for each in participation if each.step is Step.COMPLETED]
    return max(completed, key=lambda each: each.sequence).by if completed else ""


def what_they_did(participation: Iterable[Participation], user_id: str) -> str:
    """What a person did in the reviews: "completed review 1, began review 2"; empty when they took no part."""
    steps = list(Step)
    own = sorted((each.sequence, steps.index(each.step)) for each in set(participation) if each.by == user_id)
    return ", ".join(f"{steps[step].value} review {sequence}" for sequence, step in own)

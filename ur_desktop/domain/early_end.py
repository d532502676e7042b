"""Why a case ends without a clinical decision, and what was found; no such end cites a clinical criterion.

A refusal for coverage is adverse as a clinical denial is, 29 CFR 2560.503-1(m)(4): its notice names the plan's
provision and the appeal. Every other end refuses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class EndReason(StrEnum):
    """Why a case ends early, in the order of the screen."""

    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    WRONG_PLAN = "wrong_plan"
    CARE_NOT_GIVEN = "care_not_given"
    NOT_ELIGIBLE = "not_eligible"
    BENEFIT_EXHAUSTED = "benefit_exhausted"
    NOT_COVERED = "not_covered"


REFUSALS = frozenset({EndReason.NOT_ELIGIBLE, EndReason.BENEFIT_EXHAUSTED, EndReason.NOT_COVERED})
"""The ends that refuse what was requested."""


@dataclass(frozen=True, slots=True)
class EarlyEnd:
    """Why a case ends early.

    ``on`` is the day of a withdrawal, or the first day without coverage or benefit. ``told_by`` is who withdrew the
    request or said so, ``source`` how, or where it was found. ``other`` is the number of the case that a duplicate
    repeats, or the plan that has to answer. ``provision`` is the plan's provision that a refusal relies on.
    """

    reason: EndReason
    on: date | None = None
    told_by: str = field(default="", repr=False)
    source: str = field(default="", repr=False)
    other: str = field(default="", repr=False)
    provision: str = field(default="", repr=False)

    @property
    def refuses(self) -> bool:
        """Whether it refuses what was requested."""
        return self.reason in REFUSALS

    @property
    def has_letter(self) -> bool:
        """Whether member and provider are written to."""
        return self.refuses or self.reason is EndReason.WITHDRAWN

"""How an early end is called on screen."""

from collections.abc import Mapping

from ur_desktop.domain.early_end import EarlyEnd, EndReason

END_WORDS: Mapping[EndReason, str] = {
    EndReason.WITHDRAWN: "Withdrawn",
    EndReason.DUPLICATE: "Duplicate",
    EndReason.WRONG_PLAN: "Wrong plan",
    EndReason.CARE_NOT_GIVEN: "Care not given",
    EndReason.NOT_ELIGIBLE: "Not eligible",
    EndReason.BENEFIT_EXHAUSTED: "Benefit exhausted",
    EndReason.NOT_COVERED: "Not covered",
}


def end_title(end: EarlyEnd) -> str:
    """Return an early end in a few words: "Duplicate of 2026-000161"."""
    words = END_WORDS[end.reason]
    return f"{words} of {end.other}" if end.reason is EndReason.DUPLICATE and end.other else words

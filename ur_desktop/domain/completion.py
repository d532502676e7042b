"""What keeps a review from being completed, judged by the form that it began with."""

from __future__ import annotations

from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.review import Review
from ur_desktop.domain.review_state import ReviewState


def what_is_left(state: ReviewState) -> str:
    """What a review still lacks: "3 to answer"; empty when it can be completed."""
    if unanswered := len(state.finding.unanswered):
        return f"{unanswered} to answer"
    unnamed = ", ".join(state.unnamed())
    return f"{unnamed} names too little in its note" if unnamed else ""


def require_form(policy: Policy, review: Review) -> None:
    """Raise NotAuthorized unless the policy is the form that the review began with."""
    if (policy.id, policy.version, policy.digest) != (review.policy_id, review.version, review.digest):
        raise NotAuthorized(
            f"Review {review.sequence} did not begin with this form of {policy.id}.", "Open the case again."
        )


def require_complete(policy: Policy, review: Review) -> None:
    """Raise NotAuthorized for a review that lacks an answer; InvalidAnswer when it does not fit its form."""
    require_form(policy, review)
    if left := what_is_left(ReviewState.of(policy, review)):
        raise NotAuthorized(
            f"This review can’t be completed: {left}.", "Answer and save every criterion first."
        )

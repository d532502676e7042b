"""Evaluation: a whole checklist judged, with every citation, and the search for what would cure it."""

from collections.abc import Callable, Iterator

from bench.cases import NOW, library, whole_review
from bench.table import Line, show, side_by_side
from ur_desktop.domain.evaluation.finding import cure_for, evaluate
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.review import Review

ROUNDS, CALLS = 21, 200


def lines() -> Iterator[Line]:
    """The largest checklist of every policy in force, all of it answered, a third of it each way."""
    policies = library().policies(NOW.date()).values()
    sittings = [(policy, name) for policy in policies for name in policy.checklists]
    policy, name = max(sittings, key=lambda sitting: len(sitting[0].answerable[sitting[1]]))
    review = whole_review(policy, name)
    found = evaluate(policy, review)
    cited = len(found.unmet) + len(found.undetermined)
    what = f"Evaluation, {len(review.answers)} answers, {cited} citations"
    yield Line(what, each(evaluate, policy, review), at_most=100e-6)
    yield Line("Cure of the same review", each(cure_for, policy, review))


def each(judge: Callable[[Policy, Review], object], policy: Policy, review: Review) -> float:
    """The median of one call, in seconds, from rounds of many."""

    def calls() -> None:
        for _ in range(CALLS):
            judge(policy, review)

    return side_by_side(ROUNDS, calls)[0] / CALLS


if __name__ == "__main__":
    show(lines())

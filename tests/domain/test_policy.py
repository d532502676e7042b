"""A policy finds its checklists and says which ones are answered together."""

from __future__ import annotations

import pytest

from tests.domain.trees import every, item, policy, some
from ur_desktop.domain.policy import Condition, CriterionKind, Due, ReviewKind, criteria, walk

POLICY = policy(every(item("a"), some(1, item("b"), name="g")), item("s", kind=CriterionKind.INFORMATION))


def test_the_checklist_for_a_kind_of_review() -> None:
    assert POLICY.checklist_for(ReviewKind.ADMISSION).id == "admission"
    with pytest.raises(KeyError):
        POLICY.checklist_for(ReviewKind.CONTINUED)


def test_a_sitting_takes_its_advisory_companions_along() -> None:
    assert [checklist.id for checklist in POLICY.with_companions("admission")] == ["admission", "program"]
    assert POLICY.answerable["admission"] == {"a", "b", "s"}
    assert POLICY.answerable["program"] == {"s"}


def test_nodes_are_found_by_id_in_policy_order() -> None:
    assert list(POLICY.nodes) == ["a", "g", "b", "s"]
    assert [node.id for node in walk(POLICY.checklists["admission"].root)] == ["", "a", "g", "b"]
    assert [node.id for node in criteria(POLICY.checklists["admission"].root)] == ["a", "b"]


def test_only_a_day_to_be_done_by_is_a_deadline() -> None:
    assert item("p3", due=Due(by_day=3)).is_deadline
    assert not item("p2", due=Due(from_day=0)).is_deadline
    assert not item("p1").is_deadline


@pytest.mark.parametrize(
    ("facts", "holds"),
    [({}, None), ({"boarding": True}, True), ({"boarding": False}, False)],
    ids=["unknown", "yes", "no"],
)
def test_a_condition_on_an_unknown_fact_is_unknown(facts: dict[str, bool], holds: bool | None) -> None:
    assert Condition("boarding", equals=True).holds(facts) is holds
